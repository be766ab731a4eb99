"""What a beheerder says of an alert."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from alerts.models import Alert
from alerts.services.logging import AlertFacts
from alerts.values.choices import Category, Outcome, Police
from alerts.values.times import read_time
from dorst_portal.kit.inputs.fields import LineField, send_along
from dorst_portal.kit.inputs.text import whole_number
from dorst_portal.languages.words import lazy_text
from groups.api import VILLAGE, StreetField, StreetsOfGroups, WatchGroup, read_date, village_day

MOST_DAYS: Final = 365
NOW: Final = "now"
EARLIER: Final = "earlier"
_WRONG: Final = lazy_text("Kies uit de lijst.")


class AlertForm(forms.Form):
    """The facts of one alert, of one of the own groups. It has no box for a description."""

    group = forms.ModelChoiceField(
        queryset=WatchGroup.objects.none(),
        label=lazy_text("Van welke groep?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": lazy_text("Kies een groep."),
            "invalid_choice": lazy_text("Kies een groep."),
        },
    )
    category = forms.ChoiceField(
        choices=Category.choices,
        label=lazy_text("Wat was er?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy_text("Kies wat er was."), "invalid_choice": _WRONG},
    )
    street = StreetField(
        required=False,
        empty=lazy_text("Geen straat"),
        help_text=lazy_text("Alleen de straat, zonder huisnummer."),
    )
    when = forms.ChoiceField(
        choices=((NOW, lazy_text("Nu")), (EARLIER, lazy_text("Eerder"))),
        label=lazy_text("Wanneer?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy_text("Kies wanneer het was."), "invalid_choice": _WRONG},
    )
    day = LineField(
        label=lazy_text("Dag"),
        max_length=20,
        required=False,
        help_text=lazy_text("Vul je in bij Eerder."),
        widget=forms.TextInput({"type": "date", "class": "dp-w-phone", "aria-required": "true"}),
    )
    at = LineField(
        label=lazy_text("Hoe laat?"),
        max_length=20,
        required=False,
        help_text=lazy_text("Vul je in bij Eerder. Zoals 20:14."),
        widget=forms.TextInput(
            {"class": "dp-w-postcode", "autocomplete": "off", "aria-required": "true"}
        ),
    )
    police = forms.ChoiceField(
        choices=Police.choices,
        label=lazy_text("Is er gebeld?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy_text("Kies of er gebeld is."), "invalid_choice": _WRONG},
    )
    is_drill = forms.BooleanField(label=lazy_text("Dit is een oefening"), required=False)

    def __init__(
        self, data: Any = None, *, groups: Sequence[WatchGroup], now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self._groups, self._now = groups, now
        self.initial.setdefault("when", NOW)
        self.initial.setdefault("day", village_day(now).isoformat())
        street = self.fields["street"]
        if isinstance(street, StreetField):
            street.choose_from(StreetsOfGroups(groups))
        field = self.fields["group"]
        if len(groups) == 1:
            del self.fields["group"]
        elif isinstance(field, forms.ModelChoiceField):
            pks = [one.pk for one in groups]
            field.queryset = WatchGroup.objects.filter(pk__in=pks).order_by("name")

    @property
    def chosen_group(self) -> WatchGroup:
        """The group that was chosen; with one own group it is that one."""
        chosen: WatchGroup = self.cleaned_data.get("group") or self._groups[0]
        return chosen

    def clean_day(self) -> date | None:
        """The day as it was typed, read."""
        typed = self.cleaned_data["day"]
        return read_date(typed) if typed else None

    def clean_at(self) -> time | None:
        """The time as it was typed, read."""
        typed = self.cleaned_data["at"]
        return read_time(typed) if typed else None

    def clean(self) -> dict[str, Any]:
        """The moment, and a street in which the chosen group has numbers."""
        data = self.cleaned_data
        if data.get("when") == EARLIER:
            self._read_moment()
        street, group = data.get("street"), data.get("group")
        if street and group and StreetsOfGroups([group]).named(street.name) is None:
            said = _("{street} hoort niet bij groep {group}.")
            self.add_error("street", said.format(street=street.name, group=group.name))
        return data

    def _read_moment(self) -> None:
        data = self.cleaned_data
        for name, missing in (
            ("day", _("Kies een dag.")),
            ("at", _("Schrijf op hoe laat het was.")),
        ):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, missing)
        if self.errors.keys() & {"day", "at"}:
            return
        moment = datetime.combine(data["day"], data["at"], tzinfo=VILLAGE)
        if moment > self._now:
            self.add_error("at", ValidationError(_("Dat moment is nog niet geweest.")))
        elif data["day"] <= village_day(self._now) - timedelta(days=MOST_DAYS):
            self.add_error("day", ValidationError(_("Kies een dag van het afgelopen jaar.")))
        else:
            data["moment"] = moment

    def facts(self) -> AlertFacts:
        """What was filled in, as the service takes it."""
        data = self.cleaned_data
        return AlertFacts(
            category=data["category"],
            street=data["street"],
            happened_at=data.get("moment") or self._now,
            police=data["police"],
            # Of a drill of the whole village that is no question.
            is_drill=data.get("is_drill", True),
        )


class EditForm(AlertForm):
    """The facts of an alert that runs, to correct them; its group stays."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, alert: Alert, now: datetime) -> None:
        at = alert.happened_at.astimezone(VILLAGE)
        begin = {
            "category": alert.category,
            "street": alert.street,
            "when": EARLIER,
            "day": f"{at:%Y-%m-%d}",
            "at": f"{at:%H:%M}",
            "police": alert.police,
            "is_drill": alert.is_drill,
            "version": alert.version,
        }
        super().__init__(data, groups=[alert.group], now=now, initial=begin)
        if alert.drill_id:
            del self.fields["is_drill"]

    @property
    def version_sent(self) -> int:
        """Which version was opened."""
        return whole_number(self.cleaned_data["version"])

    def carry_on_from(self, version: int) -> None:
        """The next press is on top of what somebody else made of it."""
        send_along(self, "version", str(version))


class CloseForm(forms.Form):
    """How an alert ended; not known is an answer too."""

    outcome = forms.ChoiceField(
        choices=Outcome.choices,
        label=lazy_text("Hoe is het afgelopen?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": lazy_text("Kies hoe het is afgelopen."),
            "invalid_choice": _WRONG,
        },
    )


def typed_before(message: Mapping[str, str], *, groups: Sequence[WatchGroup]) -> dict[str, Any]:
    """How the form begins after composing a message: what fits in its fields. Words of the message
    itself never come along, and of where only a street of the group.
    """
    begin: dict[str, Any] = {}
    if message.get("category") in Category.values:
        begin["category"] = message["category"]
    if message.get("police") in Police.values:
        begin["police"] = message["police"]
    if message.get("is_drill"):
        begin["is_drill"] = True
    street = StreetsOfGroups(groups).named(message.get("street", "")[:100])
    if street:
        begin["street"] = street
    try:
        begin["at"] = read_time(message.get("at", "")).strftime("%H:%M")
    except ValidationError:
        return begin
    return begin | {"when": EARLIER}
