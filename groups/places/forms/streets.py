"""What a coordinator types about a street."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dorst_portal.identity.current import here, here_text
from dorst_portal.kit.inputs.fields import LineField, TextField
from dorst_portal.kit.inputs.text import whole_number
from dorst_portal.languages.words import lazy_text
from groups.models import Street
from groups.places.forms.spellings import read_name, read_spellings
from groups.places.services.spellings import aliases_of, taken_by_others
from groups.places.services.street_editor import StreetFacts, has_numbers, name_is_taken

_IS_TAKEN: Final = lazy_text("{spelling} is al een andere spelling van {other}.")
_STILL_COVERED: Final = lazy_text(
    "Deze straat heeft nog nummers met een groep. Haal die er eerst af."
)


class StreetForm(forms.Form):
    """Name, other spellings, and where the street lies."""

    name = LineField(
        label=pgettext_lazy("van een plek, groep of organisatie", "Naam"),
        max_length=80,
        widget=forms.TextInput({"spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Vul de naam van de straat in.")},
    )
    area = LineField(
        label=gettext_lazy("Buurt"),
        max_length=40,
        help_text=here_text("Zoals {village}, of een buurtschap"),
        error_messages={"required": gettext_lazy("Vul de buurt in.")},
    )
    place = LineField(
        label=gettext_lazy("Plaats"),
        max_length=40,
        error_messages={"required": gettext_lazy("Vul de plaats in.")},
    )
    outside = forms.BooleanField(
        label=here_text("Deze straat ligt buiten {village}"),
        required=False,
        help_text=gettext_lazy("Wie hier woont, krijgt uitleg en geen groep."),
    )
    aliases = TextField(
        label=gettext_lazy("Andere spellingen"),
        max_length=4000,
        required=False,
        help_text=gettext_lazy("Een op elke regel. Zo vinden mensen de straat ook."),
        widget=forms.Textarea({"rows": 5, "spellcheck": "false"}),
    )
    remark = LineField(label=gettext_lazy("Opmerking"), max_length=200, required=False)
    version = LineField(max_length=20, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, street: Street | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.street = street
        self.initial = (
            _facts_of(street) if street else {"area": here().village, "place": here().village}
        )

    def clean_aliases(self) -> list[str]:
        """The spellings, each once."""
        text = self.cleaned_data["aliases"]
        return read_spellings(text, Street, own=self.street, is_taken=_IS_TAKEN)

    def clean_name(self) -> str:
        return read_name(self.cleaned_data["name"])

    def clean_outside(self) -> bool:
        outside: bool = self.cleaned_data["outside"]
        if outside and self.street and not self.street.outside and has_numbers(self.street):
            raise ValidationError(_STILL_COVERED)
        return outside

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "name" in data:
            self._check_name(data["name"], data.get("place", ""))
        return data

    def _check_name(self, name: str, place: str) -> None:
        if name_is_taken(name, place, street=self.street):
            told = _("{name} staat er al in {place}.").format(name=name, place=place)
            self.add_error("name", told)
            return
        other = taken_by_others([name], Street, own=self.street).get(name)
        if other:
            self.add_error("name", _IS_TAKEN.format(spelling=name, other=other))

    @property
    def version_sent(self) -> int:
        """The version that was on the screen; 0, which no street has, when it was left out."""
        return whole_number(self.cleaned_data["version"])

    def facts(self) -> StreetFacts:
        """What was typed, read and found right."""
        names = ("name", "area", "place", "outside", "remark")
        return StreetFacts(
            **{name: self.cleaned_data[name] for name in names},
            aliases=tuple(self.cleaned_data["aliases"]),
        )

    def carry_on_from(self, street: Street) -> list[tuple[str, str]]:
        """What was typed stays, now on top of what somebody else made; gives what the street holds
        where something else was typed: the label, and its words.
        """
        now, typed = _facts_of(street), dict(self.cleaned_data)
        typed["aliases"] = "\n".join(typed["aliases"])
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent["version"] = str(street.version)
        self.data = sent
        return [
            (str(field.label), _in_words(now[name]))
            for name, field in self.fields.items()
            if name != "version" and now[name] != typed[name]
        ]


def _facts_of(street: Street) -> dict[str, Any]:
    return {
        "name": street.name,
        "area": street.area,
        "place": street.place,
        "outside": street.outside,
        "remark": street.remark,
        "aliases": "\n".join(aliases_of(street)),
        "version": str(street.version),
    }


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    return ", ".join(str(value).split("\n")) or _("leeg")
