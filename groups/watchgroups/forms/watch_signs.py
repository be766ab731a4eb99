"""What a coordinator fills in about a sign in the street."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dorst_portal.kit.inputs.fields import LineField, send_along
from groups.models import SignState, WatchSign
from groups.places.forms.street_choice import StreetField
from groups.values.addresses import LARGEST_HOUSE_NUMBER
from groups.watchgroups.services.watch_signs import SignFacts


def _states() -> list[tuple[str, str]]:
    return [(state.value, state.label.capitalize()) for state in SignState]


class WatchSignForm(forms.Form):
    """Where a sign hangs, and how it is doing."""

    street = StreetField(error_messages={"required": gettext_lazy("Kies een straat.")})
    house_number = forms.IntegerField(
        label=gettext_lazy("Bij huisnummer"),
        required=False,
        min_value=1,
        max_value=LARGEST_HOUSE_NUMBER,
        help_text=gettext_lazy("Dan weten we bij welke groep het bord hoort."),
        widget=forms.TextInput({"class": "dp-w-number", "inputmode": "numeric"}),
        error_messages={
            "invalid": gettext_lazy("Vul een huisnummer in, zonder letter."),
            "min_value": gettext_lazy("Vul 1 of meer in."),
            "max_value": gettext_lazy("Dit huisnummer is te groot."),
        },
    )
    spot = LineField(
        label=pgettext_lazy("van een bord", "Plek"),
        max_length=100,
        help_text=gettext_lazy("Bijvoorbeeld: lantaarnpaal op de hoek."),
        error_messages={"required": gettext_lazy("Schrijf waar het bord hangt.")},
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Hoe is het met het bord?"),
        choices=_states,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies hoe het is."),
            "invalid_choice": gettext_lazy("Kies hoe het is."),
        },
    )
    checked_on = forms.DateField(
        label=gettext_lazy("Gezien op"),
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld 31-12-2026"),
        input_formats=["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput({"class": "dp-w-phone", "autocomplete": "off"}, format="%d-%m-%Y"),
        error_messages={"invalid": gettext_lazy("Schrijf de dag zo op: 31-12-2026.")},
    )
    version = forms.IntegerField(
        min_value=1, max_value=10**9, required=False, widget=forms.HiddenInput
    )

    def __init__(
        self, data: QueryDict | None = None, *, today: date, sign: WatchSign | None = None
    ) -> None:
        super().__init__(data)
        self.today = today
        self.initial = {"state": SignState.HANGS, "checked_on": today}
        if sign:
            self.initial = _facts_of(sign) | {"version": sign.version}

    def clean_checked_on(self) -> date | None:
        """Nobody saw a sign tomorrow."""
        seen: date | None = self.cleaned_data["checked_on"]
        if seen and seen > self.today:
            raise ValidationError(_("Deze dag moet nog komen. Vul een dag in die is geweest."))
        return seen

    def facts(self) -> SignFacts:
        """What was filled in."""
        data = self.cleaned_data
        return SignFacts(
            street=data["street"],
            house_number=data["house_number"],
            spot=data["spot"],
            state=data["state"],
            checked_on=data["checked_on"],
        )

    @property
    def version_sent(self) -> int:
        """The version that was on the screen; 0, which no row has, when it was left out."""
        return self.cleaned_data["version"] or 0

    def carry_on_from(self, version: int) -> None:
        """What was typed stands on the page again, now on top of what somebody else made."""
        send_along(self, "version", str(version))

    def differs_from(self, sign: WatchSign) -> list[tuple[str, str]]:
        """What the sign holds now where something else was typed: the label, and its words."""
        typed = dict(self.cleaned_data) | {"street": self.cleaned_data["street"].name}
        return [
            (str(self.fields[name].label), _in_words(name, value))
            for name, value in _facts_of(sign).items()
            if value != typed[name]
        ]


def _facts_of(sign: WatchSign) -> dict[str, Any]:
    columns = ("house_number", "spot", "state", "checked_on")
    return {"street": sign.street.name} | {name: getattr(sign, name) for name in columns}


def _in_words(name: str, value: Any) -> str:
    if name == "state":
        return str(SignState(value).label)
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value or _("leeg"))
