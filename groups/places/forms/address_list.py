"""Sending a file with official addresses, pointing out its columns, and saying that many may go."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.kit.inputs.text import printable
from groups.places.address_files.columns import MEANINGS
from groups.places.address_files.limits import MOST_BYTES, TOO_BIG
from groups.places.pages.address_list import COLUMN_NAMES

_LONGEST_NAME: Final = 120


class UploadForm(forms.Form):
    """One file. What is in it is looked at by a worker."""

    bestand = forms.FileField(
        label=gettext_lazy("Bestand met adressen"),
        help_text=gettext_lazy("CSV of XLSX, hoogstens 10 MB en 100.000 regels."),
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Kies een bestand."),
            "empty": gettext_lazy("Dit bestand is leeg."),
            "invalid": gettext_lazy("Kies een bestand."),
            "missing": gettext_lazy("Kies een bestand."),
            "max_length": gettext_lazy("De naam van dit bestand is te lang."),
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
                label=_("Welke kolom is {what}?").format(what=words),
                choices=[("", _("Staat er niet in")), *columns],
                required=False,
                error_messages={"invalid_choice": _("Kies een kolom uit de lijst.")},
            )

    def clean(self) -> dict[str, str]:
        data: dict[str, str] = self.cleaned_data
        seen: dict[str, str] = {}
        for meaning, label in list(data.items()):
            if label and label in seen:
                other = COLUMN_NAMES.get(seen[label], seen[label])
                told = _("Deze kolom koos je ook bij {other}.").format(other=other)
                self.add_error(meaning, told)
            seen.setdefault(label, meaning)
        if self.errors:
            return data
        if data["adres"]:
            if data["straat"]:
                told = _("Kies de straat of het hele adres, niet allebei.")
                self.add_error("adres", told)
        else:
            if not data["straat"]:
                told = _("Kies de kolom met de straat, of die met het hele adres.")
                self.add_error("straat", told)
            if not data["huisnummer"]:
                self.add_error("huisnummer", _("Kies de kolom met het huisnummer."))
        return data


def _with_example(label: str, example: str) -> str:
    if not example:
        return label
    return _("{column} (zoals {example})").format(column=label, example=example)


class ConfirmForm(forms.Form):
    """Taking over what the preview shows."""

    mag_weg = forms.BooleanField(
        required=False,
        label=gettext_lazy("Ja, deze adressen mogen weg"),
        error_messages={"required": gettext_lazy("Zet een vinkje als deze adressen weg mogen.")},
    )

    def __init__(self, *args: Any, asks: bool = False) -> None:
        super().__init__(*args)
        self.fields["mag_weg"].required = asks


class ListFilterForm(forms.Form):
    """A part of a street's name."""

    zoek = LineField(
        max_length=80,
        required=False,
        label=gettext_lazy("Zoek een straat"),
        # Left empty it shows all streets; a search box is no question that may stay open.
        widget=forms.TextInput({"aria-required": "true"}),
    )
