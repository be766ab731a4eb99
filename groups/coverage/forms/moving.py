"""Which numbers go to which group, as a coordinator types it."""

from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.identity.current import here
from dorst_portal.kit.inputs.text import printable
from dorst_portal.languages.words import lazy_text
from groups.coverage.pages.plan_parts import Numbers
from groups.group_field import GroupNameField
from groups.group_names import group_named
from groups.models import Side, WatchGroup
from groups.places.forms.street_choice import StreetField
from groups.values.addresses import LARGEST_HOUSE_NUMBER
from groups.values.house_ranges import normal

_DIGITS: Final = {"class": "dp-w-number", "inputmode": "numeric", "autocomplete": "off"}
_WRONG_NUMBER: Final = gettext_lazy("Vul een huisnummer in van 1 tot 99999, zonder letter.")


def _number(label: str, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=LARGEST_HOUSE_NUMBER,
        help_text=help_text,
        widget=forms.TextInput(_DIGITS),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _WRONG_NUMBER),
    )


def sides() -> list[tuple[str, str]]:
    """The sides of a street, to choose from."""
    return [(side.value, side.label.capitalize()) for side in Side]


class MoveForm(forms.Form):
    """Numbers of a street, and the group that they go to; they stand in the address of the page."""

    straat = StreetField(inside=True, error_messages={"required": gettext_lazy("Kies een straat.")})
    van = _number(lazy_text("Van nummer"), lazy_text("Leeg: vanaf het begin"))
    tot = _number(lazy_text("Tot en met nummer"), lazy_text("Leeg: tot het einde"))
    kant = forms.ChoiceField(
        label=gettext_lazy("Welke kant"),
        choices=sides,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Kies alle, oneven of even nummers.")},
    )
    groep = GroupNameField(
        label=gettext_lazy("Naar groep"),
        required=False,
        help_text=gettext_lazy("Laat leeg als je hieronder een vinkje zet."),
        attrs={"aria-required": "true"},
    )
    geen = forms.BooleanField(label=gettext_lazy("Deze nummers krijgen geen groep"), required=False)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        if data is not None and not data.get("kant"):
            data = data.copy()
            data["kant"] = str(Side.BOTH)
        super().__init__(data, **kwargs)

    @staticmethod
    def beginning(given: QueryDict) -> dict[str, Any]:
        """What a link to the page fills in: anything that it may hold, judged when it is sent."""
        names = ("straat", "van", "tot", "kant", "groep")
        filled = {name: printable(given.get(name, ""))[:80] for name in names}
        group = group_named(filled["groep"])  # links have the last part of its address
        filled["groep"] = group.name if group else filled["groep"]
        return filled | {"kant": filled["kant"] or Side.BOTH}

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "groep" in data and "geen" in data:
            if data["groep"] and data["geen"]:
                self.add_error("geen", _("Kies een groep of geen groep, niet allebei."))
            elif not data["groep"] and not data["geen"]:
                self.add_error("groep", _("Kies een groep. Of zet een vinkje bij geen groep."))
        if not self.errors:
            self._check(self.numbers, data["groep"])
        return data

    def _check(self, numbers: Numbers, to: WatchGroup | None) -> None:
        if numbers.first > numbers.last:
            self.add_error("tot", _("Dit nummer is lager dan het eerste. Draai ze om."))
        elif normal(numbers.first, numbers.last, numbers.side) is None:
            self.add_error("kant", _("Tussen deze nummers ligt geen huisnummer aan deze kant."))
        if numbers.street.outside and to:
            told = _("{street} ligt buiten {village}. Daar komt geen groep.")
            told = told.format(street=numbers.street, village=here().village)
            self.add_error("straat", told)

    @property
    def numbers(self) -> Numbers:
        """The numbers, once the form is valid: the whole street where nothing was typed."""
        data = self.cleaned_data
        return Numbers(
            data["straat"],
            data["van"] or 1,
            data["tot"] or LARGEST_HOUSE_NUMBER,
            data["kant"] or Side.BOTH,
        )

    @property
    def to_group(self) -> WatchGroup | None:
        """The group that they go to, or none."""
        group: WatchGroup | None = self.cleaned_data["groep"]
        return group

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What was filled in, for the form behind the button that does it."""
        data = self.cleaned_data
        group = data["groep"].name if data["groep"] else ""
        filled = {"straat": data["straat"].name, "groep": group, "geen": data["geen"] and "on"}
        filled |= {name: data[name] for name in ("van", "tot", "kant")}
        return [(name, str(value)) for name, value in filled.items() if value]

    @property
    def query(self) -> str:
        """The same in the address of a link, to change it."""
        return urlencode(self.sent)
