"""The colour and the logo of a village."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.kit.looks.colours import nearest, read_colour, trouble_with
from dorst_portal.kit.pictures.remaking import MOST_SENT
from dorst_portal.languages.words import lazy_text

NO_CODE: Final = lazy_text("Schrijf een kleurcode van 6 tekens, zoals #1f4e79.")
_TROUBLE: Final = {
    "alarm": lazy_text("Rood is hier voor 112 en voor fouten. Kies een andere kleur."),
    "light": lazy_text("Deze kleur is te licht. Mensen kunnen de knoppen dan slecht lezen."),
}
NO_LOGO: Final = lazy_text("Kies een plaatje met je logo.")
# What is wrong with a picture (kit/pictures), said of a logo.
LOGO_SAYS: Final = {
    "kind": lazy_text("Dit is geen plaatje dat we kunnen lezen. Kies een PNG, JPEG of WebP."),
    "unreadable": lazy_text("We kunnen dit plaatje niet lezen. Kies een ander: PNG, JPEG of WebP."),
    "big": lazy_text("Dit plaatje is te groot. Het mag hoogstens 10 MB zijn."),
    "pixels": lazy_text("Dit plaatje is te groot. Maak het kleiner."),
    "small": lazy_text("Dit plaatje is te klein. Kies een groter logo."),
    "animated": lazy_text("Dit plaatje beweegt. Kies een logo dat stilstaat."),
    "heavy": lazy_text("Dit plaatje is te zwaar voor ons. Maak het kleiner."),
    "busy": lazy_text("Er worden nu andere plaatjes verwerkt. Probeer het zo nog een keer."),
}


class ColourForm(forms.Form):
    """A colour that was picked, or typed as a code: what was typed counts."""

    kies = forms.CharField(
        label=lazy_text("Kies een kleur"),
        required=False,
        widget=forms.TextInput({"type": "color", "class": "dp-colour"}),
    )
    code = LineField(
        label=lazy_text("Of typ een kleurcode"),
        max_length=20,
        required=False,
        help_text=lazy_text("Zoals #1f4e79. Staat hier iets? Dan telt dit."),
        widget=forms.TextInput(
            {"spellcheck": "false", "autocomplete": "off", "class": "dp-w-phone"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The nearest colour that can be read, when the one that was asked for cannot.
        self.offered = ""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if "code" not in data:
            return data
        name = "code" if data["code"] else "kies"
        colour = read_colour(data.get(name, ""))
        if colour is None:
            self.add_error("code", NO_CODE)
        elif trouble := trouble_with(colour):
            self.offered = nearest(colour)
            self.add_error(name, _TROUBLE[trouble])
        else:
            data["colour"] = colour
        return data


class LogoForm(forms.Form):
    """One picture, and what can be seen on it."""

    logo = forms.FileField(
        label=lazy_text("Logo"),
        help_text=lazy_text(
            "Een plaatje: PNG, JPEG of WebP, hoogstens 10 MB. Wij maken het kleiner."
        ),
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={
            "required": NO_LOGO,
            "missing": NO_LOGO,
            "invalid": NO_LOGO,
            "empty": lazy_text("Dit bestand is leeg."),
        },
    )
    alt = LineField(
        label=lazy_text("Wat staat er op het logo?"),
        max_length=80,
        help_text=lazy_text("Voor wie het niet ziet. Zoals: Logo van Zeedorp, een vuurtoren."),
        error_messages={
            "required": lazy_text("Schrijf in een paar woorden wat er op het logo staat.")
        },
    )

    def clean_logo(self) -> bytes:
        file: UploadedFile = self.cleaned_data["logo"]
        if (file.size or 0) > MOST_SENT:
            raise ValidationError(LOGO_SAYS["big"])
        return file.read()
