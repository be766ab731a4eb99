"""What a beheerder writes of somebody or of a vehicle, a photo, and what is covered on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from alerts.values.covers import CELLS, COLUMNS
from alerts.values.details import Described
from alerts.values.personal import personal_facts
from alerts.values.plates import read_plate
from alerts.values.words import ONLY_LOOKS, tells_only_looks
from dorst_portal.kit.inputs.fields import LineField, TextField
from dorst_portal.kit.pictures.remaking import MOST_SENT, BadPicture
from dorst_portal.languages.words import lazy_text

_PERSONAL: Final = lazy_text("Hier lijkt een {what} in te staan. Haal het weg.")
NOTHING: Final = lazy_text("Vul minstens 1 vak in.")
NO_PHOTO: Final = lazy_text("Kies een foto.")
NOTHING_COVERED: Final = lazy_text(
    "Dek gezichten en kentekens af. Staan die er niet op? Zet dan het vinkje onder de foto."
)


class DescribeForm(forms.Form):
    """The words of what is kept for some days. There is no box for a name or an address."""

    description = TextField(
        max_length=500,
        required=False,
        label=lazy_text("Wat doet iemand, en hoe ziet iemand eruit?"),
        help_text=lazy_text(
            "Schrijf eerst wat iemand doet. Daarna kleding, lengte en leeftijd. "
            "Geen namen, geen huisnummers, geen afkomst. Er mogen 500 tekens in."
        ),
        widget=forms.Textarea({"rows": 5, "aria-required": "true"}),
    )
    vehicle = LineField(
        max_length=100,
        required=False,
        label=lazy_text("Voertuig"),
        help_text=lazy_text("Kleur, merk en soort, zoals: grijze bestelbus."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    plate = LineField(
        max_length=14,
        required=False,
        label=lazy_text("Kenteken"),
        help_text=lazy_text("Zoals AB-123-C."),
        widget=forms.TextInput(
            {"class": "dp-w-postcode", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def clean_description(self) -> str:
        text = _about_nobody(self.cleaned_data["description"])
        if text and tells_only_looks(text):
            raise ValidationError(ONLY_LOOKS)
        return text

    def clean_vehicle(self) -> str:
        return _about_nobody(self.cleaned_data["vehicle"])

    def clean_plate(self) -> str:
        return read_plate(self.cleaned_data["plate"]).text

    def clean(self) -> dict[str, Any]:
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error("description", NOTHING)
        return self.cleaned_data

    def described(self) -> Described:
        """What was written; of a form that is valid."""
        return Described(**self.cleaned_data)


class PhotoForm(forms.Form):
    """One photo. Its name and what it says to be are not looked at."""

    foto = forms.FileField(
        label=lazy_text("Foto"),
        help_text=lazy_text(
            "JPEG, PNG, WebP of HEIC, hoogstens 10 MB. Alleen wat je ziet, blijft over. "
            "Plaats en tijd in het bestand gaan weg."
        ),
        widget=forms.FileInput({"accept": "image/*"}),
        error_messages={
            "required": NO_PHOTO,
            "missing": NO_PHOTO,
            "invalid": NO_PHOTO,
            "empty": lazy_text("Dit bestand is leeg."),
        },
    )

    def clean_foto(self) -> bytes:
        file: UploadedFile = self.cleaned_data["foto"]
        if (file.size or 0) > MOST_SENT:
            raise ValidationError(str(BadPicture("big")))
        return file.read()


@dataclass(frozen=True)
class Cell:
    """One square of the grid over a photo."""

    value: str
    row: int
    column: int
    is_covered: bool


class CoverForm(forms.Form):
    """Which squares are black."""

    vak = forms.MultipleChoiceField(
        choices=[(cell, cell) for cell in CELLS],
        required=False,
        label=lazy_text("Vakken"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": lazy_text("Kies vakken op de foto."),
            "invalid_list": lazy_text("Kies vakken."),
        },
    )
    niets = forms.BooleanField(
        required=False, label=lazy_text("Er staat geen gezicht en geen kenteken op deze foto")
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and not data.get("vak") and not data.get("niets"):
            self.add_error("vak", NOTHING_COVERED)
        return data

    def cells(self) -> Iterator[Cell]:
        """The squares, row by row."""
        chosen = set(self["vak"].value() or [])
        for number, value in enumerate(CELLS):
            yield Cell(value, number // COLUMNS + 1, number % COLUMNS + 1, value in chosen)


def _about_nobody(text: str) -> str:
    found = personal_facts(text)
    if found:
        raise ValidationError(_PERSONAL.format(what=found[0]))
    return text
