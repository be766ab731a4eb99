"""Sending a file with official addresses, and saying that many may go."""

from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from dorst_portal.kit.fields import LineField
from dorst_portal.kit.text import printable
from groups.address_files.limits import MOST_BYTES

TOO_BIG: Final = "Dit bestand is groter dan 10 MB. Deel het in stukken."
_LONGEST_NAME: Final = 120


class UploadForm(forms.Form):
    """One file. What is in it is looked at by a worker."""

    bestand = forms.FileField(
        label="Bestand met adressen",
        help_text="CSV of XLSX, hoogstens 10 MB en 100.000 regels.",
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": "Kies een bestand.",
            "empty": "Dit bestand is leeg.",
            "invalid": "Kies een bestand.",
            "missing": "Kies een bestand.",
            "max_length": "De naam van dit bestand is te lang.",
        },
    )

    def clean_bestand(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["bestand"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_BIG)
        return file

    @property
    def name(self) -> str:
        """The name of the file, to show it: never to store anything by."""
        name = printable(PurePath(self.cleaned_data["bestand"].name or "").name)
        return " ".join(name.split())[:_LONGEST_NAME] or "bestand"


class ConfirmForm(forms.Form):
    """Taking over what the preview shows."""

    mag_weg = forms.BooleanField(
        required=False,
        label="Ja, deze adressen mogen weg",
        error_messages={"required": "Zet een vinkje als deze adressen weg mogen."},
    )

    def __init__(self, *args: Any, asks: bool = False) -> None:
        super().__init__(*args)
        self.fields["mag_weg"].required = asks


class ListFilterForm(forms.Form):
    """A part of a street's name."""

    zoek = LineField(
        max_length=80,
        required=False,
        label="Zoek een straat",
        # Left empty it shows all streets; a search box is no question that may stay open.
        widget=forms.TextInput({"aria-required": "true"}),
    )
