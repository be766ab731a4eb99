"""The colour and the logo of a village."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.kit.looks.colours import nearest, read_colour, trouble_with
from dorst_portal.kit.pictures.remaking import MOST_SENT

NO_CODE: Final = "Schrijf een kleurcode van 6 tekens, zoals #1f4e79."
_TROUBLE: Final = {
    "alarm": "Rood is hier voor 112 en voor fouten. Kies een andere kleur.",
    "light": "Deze kleur is te licht. Mensen kunnen de knoppen dan slecht lezen.",
}
NO_LOGO: Final = "Kies een plaatje met je logo."
# What is wrong with a picture (kit/pictures), said of a logo.
LOGO_SAYS: Final = {
    "kind": "Dit is geen plaatje dat we kunnen lezen. Kies een PNG, JPEG of WebP.",
    "unreadable": "We kunnen dit plaatje niet lezen. Kies een ander: PNG, JPEG of WebP.",
    "big": "Dit plaatje is te groot. Het mag hoogstens 10 MB zijn.",
    "pixels": "Dit plaatje is te groot. Maak het kleiner.",
    "small": "Dit plaatje is te klein. Kies een groter logo.",
    "animated": "Dit plaatje beweegt. Kies een logo dat stilstaat.",
    "heavy": "Dit plaatje is te zwaar voor ons. Maak het kleiner.",
    "busy": "Er worden nu andere plaatjes verwerkt. Probeer het zo nog een keer.",
}


class ColourForm(forms.Form):
    """A colour that was picked, or typed as a code: what was typed counts."""

    kies = forms.CharField(
        label="Kies een kleur",
        required=False,
        widget=forms.TextInput({"type": "color", "class": "dp-colour"}),
    )
    code = LineField(
        label="Of typ een kleurcode",
        max_length=20,
        required=False,
        help_text="Zoals #1f4e79. Staat hier iets? Dan telt dit.",
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
        label="Logo",
        help_text="Een plaatje: PNG, JPEG of WebP, hoogstens 10 MB. Wij maken het kleiner.",
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={
            "required": NO_LOGO,
            "missing": NO_LOGO,
            "invalid": NO_LOGO,
            "empty": "Dit bestand is leeg.",
        },
    )
    alt = LineField(
        label="Wat staat er op het logo?",
        max_length=80,
        help_text="Voor wie het niet ziet. Zoals: Logo van Zeedorp, een vuurtoren.",
        error_messages={"required": "Schrijf in een paar woorden wat er op het logo staat."},
    )

    def clean_logo(self) -> bytes:
        file: UploadedFile = self.cleaned_data["logo"]
        if (file.size or 0) > MOST_SENT:
            raise ValidationError(LOGO_SAYS["big"])
        return file.read()
