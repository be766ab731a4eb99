"""What a beheerder or coordinator sets for themself."""

import re
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from dorst_portal.kit.fields import LineField
from groups.models import NoticeMoment, NoticeSettings

HOURS: Final = [(hour, f"{hour}:00") for hour in range(24)]
MOST_DAYS: Final = 365
NO_DATE: Final = "Schrijf de dag zo op: 31-12-2026."
_WRITTEN: Final = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})", re.ASCII),
    re.compile(r"(?P<day>[0-9]{1,2})[-/. ](?P<month>[0-9]{1,2})[-/. ](?P<year>[0-9]{4})", re.ASCII),
)


class HourField(forms.TypedChoiceField):
    """A whole hour of the day."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"required": "Kies een uur.", "invalid_choice": "Kies een uur uit de lijst."}
        narrow = forms.Select({"class": "dp-w-postcode"})
        super().__init__(choices=HOURS, coerce=int, error_messages=wrong, widget=narrow, **kwargs)


class NoticeForm(forms.Form):
    """When notices come. What is late is always told."""

    moment = forms.ChoiceField(
        label="Wanneer krijg je bericht van een nieuwe aanvraag?",
        choices=NoticeMoment,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een moment.", "invalid_choice": "Kies een moment."},
    )
    daily_hour = HourField(
        label="Hoe laat komt het dagbericht?",
        help_text="Alleen als je 1 keer per dag kiest.",
    )
    quiet_from = HourField(label="Geen bericht vanaf")
    quiet_until = HourField(
        label="Geen bericht tot", help_text="Kies je 2 keer hetzelfde uur? Dan is het nooit stil."
    )

    def __init__(self, *args: Any, now: NoticeSettings, has_groups: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(now, name) for name in self.fields}
        if not has_groups:
            # Coordinators hear of what is theirs at once.
            del self.fields["moment"], self.fields["daily_hour"]


class AwayForm(forms.Form):
    """Until when somebody is away."""

    until = LineField(
        label="Ik ben weg tot en met",
        max_length=20,
        help_text="De dag waarop je voor het laatst weg bent.",
        widget=forms.TextInput({"type": "date", "class": "dp-w-phone"}),
        error_messages={"required": "Kies een dag."},
    )

    def __init__(self, *args: Any, today: date, away_until: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial = {"until": away_until.isoformat() if away_until else ""}

    def clean_until(self) -> date:
        """A day from today on, and within a year."""
        until = read_date(self.cleaned_data["until"])
        if until < self.today:
            raise ValidationError("Kies vandaag of een dag daarna.")
        if until > self.today + timedelta(days=MOST_DAYS):
            raise ValidationError("Kies een dag binnen een jaar.")
        return until


def read_date(text: str) -> date:
    """A day as people write it: 31-12-2026, or as a browser does."""
    for shape in _WRITTEN:
        if written := shape.fullmatch(text):
            try:
                return date(**{part: int(digits) for part, digits in written.groupdict().items()})
            except ValueError:
                break
    raise ValidationError(NO_DATE, code="date")
