"""Sending a list of members, saying what its columns are, putting a row right, taking it over."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.kit.inputs.text import printable
from groups.group_field import GroupNameField
from groups.members.list_files.limits import LIMITS
from groups.members.list_files.parts import Part
from groups.members.pages.imports import Counted
from groups.members.services.imports.rows import RowFacts
from groups.models import MemberImport, MemberImportRow, WatchGroup
from groups.places.forms.address_box import address_field
from groups.values.member_import_states import Verdict

NOTHING: Final = "Kies een bestand, of plak namen en nummers."
BOTH: Final = "Kies een bestand of plak iets, niet allebei."
_LONGEST_NAME: Final = 120
_LONGEST_PASTED: Final = 200_000
_TAKES: Final = {
    Verdict.NUMBER: "met een vast nummer",
    Verdict.ELSEWHERE: "met een adres dat niet bij de groep hoort",
    Verdict.UNKNOWN: "met een adres dat we niet kennen",
    Verdict.NO_ADDRESS: "zonder adres",
    Verdict.EMAIL: "zonder het e-mailadres dat niet klopt",
}


class PastedField(LineField):
    """Lines that were copied from anywhere: with tabs, and marks around numbers, which are read."""

    widget = forms.Textarea(
        {"rows": 6, "autocomplete": "off", "spellcheck": "false", "aria-required": "true"}
    )

    def clean_value(self, value: str) -> str:
        text = printable(value).strip()
        if len(text) > self.most:
            raise forms.ValidationError("Dit is te veel om te plakken. Stuur het als bestand.")
        return text


class SendForm(forms.Form):
    """A file, or lines that were pasted."""

    bestand = forms.FileField(
        required=False,
        label="Kies een bestand",
        help_text="Een lijst (CSV of XLSX), of contacten van je telefoon (VCF). Hoogstens 5 MB.",
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx,.vcf", "aria-required": "true"}),
        error_messages={
            "empty": "Dit bestand is leeg.",
            "invalid": "Kies een bestand.",
            "max_length": "De naam van dit bestand is te lang.",
        },
    )
    plak = PastedField(
        max_length=_LONGEST_PASTED,
        required=False,
        label="Of plak hier namen en nummers",
        help_text="Elke persoon op een eigen regel, zoals: Jan Jansen, 06 12 34 56 78, "
        "Spoorstraat 12",
    )

    def clean_bestand(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["bestand"]
        if file and (file.size or 0) > LIMITS.most_bytes:
            raise forms.ValidationError(LIMITS.too_big)
        return file

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if "bestand" in data and "plak" in data:
            if not data["bestand"] and not data["plak"]:
                self.add_error("bestand", NOTHING)
            elif data["bestand"] and data["plak"]:
                self.add_error("bestand", BOTH)
        return data

    def sent(self) -> dict[str, Any]:
        """What `lists.store` is given; of a form that is valid."""
        file: UploadedFile | None = self.cleaned_data["bestand"]
        if file is None:
            return {"content": self.cleaned_data["plak"].encode(), "is_pasted": True}
        name = " ".join(printable(PurePath(file.name or "").name).split())
        return {"content": file.read(), "name": name[-_LONGEST_NAME:] or "bestand"}


class VillageSendForm(SendForm):
    """The same by a coordinator: for one group, or with the group of each in a column."""

    groep = GroupNameField(
        required=False,
        label="Voor welke groep?",
        empty="De groep staat in de lijst",
        attrs={"aria-required": "true"},
        help_text="Gaat de lijst over meer groepen? Dan moet bij ieder de naam van de groep staan.",
    )

    field_order = ("groep", "bestand", "plak")

    @property
    def group(self) -> WatchGroup | None:
        """The one group of the list, of a form that is valid."""
        group: WatchGroup | None = self.cleaned_data["groep"]
        return group


class PartsForm(forms.Form):
    """What each column of a list is."""

    def __init__(self, *args: Any, batch: MemberImport) -> None:
        super().__init__(*args)
        self._places: list[int] = []
        columns: Sequence[dict[str, str]] = batch.facts.get("columns", [])
        self._number = len(columns)
        parts = [part for part in Part if batch.group_id is None or part != Part.GROUP]
        choices = [("", "Niet gebruiken")]
        choices += [(part.value, str(part.label).capitalize()) for part in parts]
        for place, column in enumerate(columns):
            if not column["example"] and not column["part"]:
                continue  # an empty column is nothing
            self._places.append(place)
            self.fields[f"kolom_{place}"] = forms.ChoiceField(
                label=column["name"] or f"Kolom {place + 1}",
                help_text=f"Zoals: {column['example']}" if column["example"] else "",
                choices=choices,
                required=False,
                initial=column["part"],
                widget=forms.Select({"aria-required": "true"}),
                error_messages={"invalid_choice": "Kies iets uit de lijst."},
            )

    def parts(self) -> list[str]:
        """One for each column, "" for what is not used; of a form that is valid."""
        chosen = [""] * self._number
        for place in self._places:
            chosen[place] = self.cleaned_data[f"kolom_{place}"]
        return chosen


class TakeOverForm(forms.Form):
    """Which doubts are taken for granted."""

    def __init__(self, *args: Any, counted: Counted) -> None:
        super().__init__(*args)
        for kind, number in counted.doubts:
            who = "die ene" if number == 1 else f"de {number}"
            self.fields[f"ook_{kind}"] = forms.BooleanField(
                required=False, label=f"Neem ook {who} over {_TAKES[kind]}"
            )


def _plain(**attrs: str) -> forms.TextInput:
    return forms.TextInput({"autocomplete": "off", "spellcheck": "false"} | attrs)


class RowForm(forms.Form):
    """One row, to put it right. What it holds is judged when it is stored, not here."""

    name = LineField(
        max_length=100,
        label="Naam",
        widget=_plain(),
        error_messages={"required": "Vul de naam in."},
    )
    mobile = LineField(
        max_length=100,
        label="Mobiel nummer",
        widget=_plain(type="tel"),
        error_messages={"required": "Vul het mobiele nummer in."},
    )
    street = address_field()
    email = LineField(max_length=254, required=False, label="E-mailadres", widget=_plain())
    organisation = LineField(
        max_length=100,
        required=False,
        label="Naam van het bedrijf, de club of de boerderij",
        widget=_plain(),
    )
    groep = GroupNameField(label="Groep", error_messages={"required": "Kies een groep."})

    def __init__(self, *args: Any, row: MemberImportRow) -> None:
        super().__init__(*args)
        if row.batch.group_id is not None:
            del self.fields["groep"]
        self.initial = {
            "name": row.name,
            "mobile": row.mobile_text,
            "street": row.address_text,
            "email": row.email_text,
            "organisation": row.organisation,
            "groep": row.group or row.group_text,
        }

    def facts(self) -> RowFacts:
        """What was typed; of a form that is valid."""
        data = self.cleaned_data
        group: WatchGroup | None = data.get("groep")
        return RowFacts(
            name=data["name"],
            organisation=data["organisation"],
            mobile_text=data["mobile"],
            email_text=data["email"],
            address_text=data["street"][:200],
            group_text=group.name if group else "",
        )
