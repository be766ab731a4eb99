"""Sending a list of members, saying what its columns are, putting a row right, taking it over."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext_lazy

from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.kit.inputs.text import printable
from dorst_portal.languages.words import lazy_text
from groups.group_field import GroupNameField
from groups.members.list_files.limits import LIMITS
from groups.members.list_files.parts import NAMELESS, Part
from groups.members.pages.import_words import column_in_words, refusal_in_words
from groups.members.pages.imports import Counted
from groups.members.services.imports.rows import RowFacts
from groups.models import MemberImport, MemberImportRow, WatchGroup
from groups.places.forms.address_box import address_field
from groups.values.member_import_states import Verdict

NOTHING: Final = gettext_noop("Kies een bestand, of plak namen en nummers.")
BOTH: Final = gettext_noop("Kies een bestand of plak iets, niet allebei.")
_LONGEST_NAME: Final = 120
_LONGEST_PASTED: Final = 200_000
# Of one row that has a doubt, and of more.
_TAKES: Final = {
    Verdict.NUMBER: ngettext_lazy(
        "Neem ook die ene over met een vast nummer",
        "Neem ook de {n} over met een vast nummer",
        "n",
    ),
    Verdict.ELSEWHERE: ngettext_lazy(
        "Neem ook die ene over met een adres dat niet bij de groep hoort",
        "Neem ook de {n} over met een adres dat niet bij de groep hoort",
        "n",
    ),
    Verdict.UNKNOWN: ngettext_lazy(
        "Neem ook die ene over met een adres dat we niet kennen",
        "Neem ook de {n} over met een adres dat we niet kennen",
        "n",
    ),
    Verdict.NO_ADDRESS: ngettext_lazy(
        "Neem ook die ene over zonder adres", "Neem ook de {n} over zonder adres", "n"
    ),
    Verdict.EMAIL: ngettext_lazy(
        "Neem ook die ene over zonder het e-mailadres dat niet klopt",
        "Neem ook de {n} over zonder het e-mailadres dat niet klopt",
        "n",
    ),
}


class PastedField(LineField):
    """Lines that were copied from anywhere: with tabs, and marks around numbers, which are read."""

    widget = forms.Textarea(
        {"rows": 6, "autocomplete": "off", "spellcheck": "false", "aria-required": "true"}
    )

    def clean_value(self, value: str) -> str:
        text = printable(value).strip()
        if len(text) > self.most:
            raise forms.ValidationError(_("Dit is te veel om te plakken. Stuur het als bestand."))
        return text


class SendForm(forms.Form):
    """A file, or lines that were pasted."""

    bestand = forms.FileField(
        required=False,
        label=gettext_lazy("Kies een bestand"),
        help_text=gettext_lazy(
            "Een lijst (CSV of XLSX), of contacten van je telefoon (VCF). Hoogstens 5 MB."
        ),
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx,.vcf", "aria-required": "true"}),
        error_messages={
            "empty": gettext_lazy("Dit bestand is leeg."),
            "invalid": gettext_lazy("Kies een bestand."),
            "max_length": gettext_lazy("De naam van dit bestand is te lang."),
        },
    )
    plak = PastedField(
        max_length=_LONGEST_PASTED,
        required=False,
        label=gettext_lazy("Of plak hier namen en nummers"),
        help_text=gettext_lazy(
            "Elke persoon op een eigen regel, zoals: Jan Jansen, 06 12 34 56 78, Spoorstraat 12"
        ),
    )

    def clean_bestand(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["bestand"]
        if file and (file.size or 0) > LIMITS.most_bytes:
            raise forms.ValidationError(refusal_in_words(LIMITS.too_big))
        return file

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if "bestand" in data and "plak" in data:
            if not data["bestand"] and not data["plak"]:
                self.add_error("bestand", _(NOTHING))
            elif data["bestand"] and data["plak"]:
                self.add_error("bestand", _(BOTH))
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
        label=gettext_lazy("Voor welke groep?"),
        empty=lazy_text("De groep staat in de lijst"),
        attrs={"aria-required": "true"},
        help_text=gettext_lazy(
            "Gaat de lijst over meer groepen? Dan moet bij ieder de naam van de groep staan."
        ),
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
        choices = [("", _("Niet gebruiken"))]
        choices += [(part.value, str(part.label).capitalize()) for part in parts]
        for place, column in enumerate(columns):
            if not column["example"] and not column["part"]:
                continue  # an empty column is nothing
            self._places.append(place)
            self.fields[f"kolom_{place}"] = forms.ChoiceField(
                label=column_in_words(column["name"] or NAMELESS.format(number=place + 1)),
                help_text=_("Zoals: {example}").format(**column) if column["example"] else "",
                choices=choices,
                required=False,
                initial=column["part"],
                widget=forms.Select({"aria-required": "true"}),
                error_messages={"invalid_choice": _("Kies iets uit de lijst.")},
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
            label = _TAKES[kind].format(n=number)
            self.fields[f"ook_{kind}"] = forms.BooleanField(required=False, label=label)


def _plain(**attrs: str) -> forms.TextInput:
    return forms.TextInput({"autocomplete": "off", "spellcheck": "false"} | attrs)


class RowForm(forms.Form):
    """One row, to put it right. What it holds is judged when it is stored, not here."""

    name = LineField(
        max_length=100,
        label=gettext_lazy("Naam"),
        widget=_plain(),
        error_messages={"required": gettext_lazy("Vul de naam in.")},
    )
    mobile = LineField(
        max_length=100,
        label=gettext_lazy("Mobiel nummer"),
        widget=_plain(type="tel"),
        error_messages={"required": gettext_lazy("Vul het mobiele nummer in.")},
    )
    street = address_field()
    email = LineField(
        max_length=254, required=False, label=gettext_lazy("E-mailadres"), widget=_plain()
    )
    organisation = LineField(
        max_length=100,
        required=False,
        label=gettext_lazy("Naam van het bedrijf, de club of de boerderij"),
        widget=_plain(),
    )
    groep = GroupNameField(
        label=gettext_lazy("Groep"), error_messages={"required": gettext_lazy("Kies een groep.")}
    )

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
