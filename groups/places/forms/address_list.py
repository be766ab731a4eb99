"""Sending a file with official addresses, pointing out its columns, and saying that many may go."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.kit.inputs.text import printable
from groups.places.address_files.columns import MEANINGS
from groups.places.address_files.limits import MOST_BYTES, TOO_BIG

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


class ColumnsForm(forms.Form):
    """Which column of a file is what."""

    def __init__(
        self, *args: Any, headers: Sequence[tuple[str, str]], guess: Mapping[str, str]
    ) -> None:
        super().__init__(*args)
        self.initial = dict(guess)
        columns = [(label, _with_example(label, example)) for label, example in headers]
        for meaning, words in MEANINGS.items():
            self.fields[meaning] = forms.ChoiceField(
                label=f"Welke kolom is {words}?",
                choices=[("", "Staat er niet in"), *columns],
                required=False,
                error_messages={"invalid_choice": "Kies een kolom uit de lijst."},
            )

    def clean(self) -> dict[str, str]:
        data: dict[str, str] = self.cleaned_data
        seen: dict[str, str] = {}
        for meaning, label in list(data.items()):
            if label and label in seen:
                self.add_error(meaning, f"Deze kolom koos je ook bij {seen[label]}.")
            seen.setdefault(label, meaning)
        if self.errors:
            return data
        if data["adres"]:
            if data["straat"]:
                self.add_error("adres", "Kies de straat of het hele adres, niet allebei.")
        else:
            if not data["straat"]:
                self.add_error("straat", "Kies de kolom met de straat, of die met het hele adres.")
            if not data["huisnummer"]:
                self.add_error("huisnummer", "Kies de kolom met het huisnummer.")
        return data


def _with_example(label: str, example: str) -> str:
    return f"{label} (zoals {example})" if example else label


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
