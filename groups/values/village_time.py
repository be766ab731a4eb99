"""Days as the village counts them: calendar days in Europe/Amsterdam. Pure: no database."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError

NO_DATE: Final = "Schrijf de dag zo op: 31-12-2026."
_WRITTEN: Final = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})", re.ASCII),
    re.compile(r"(?P<day>[0-9]{1,2})[-/. ](?P<month>[0-9]{1,2})[-/. ](?P<year>[0-9]{4})", re.ASCII),
)

VILLAGE = ZoneInfo("Europe/Amsterdam")


def days_after(moment: datetime, days: int) -> datetime:
    """The same time of day a number of calendar days later, also over a change of the clocks."""
    local = moment.astimezone(VILLAGE).replace(tzinfo=None) + timedelta(days=days)
    return local.replace(tzinfo=VILLAGE).astimezone(UTC)


def on_day(moment: datetime, days: int, *, hour: int) -> datetime:
    """A whole hour in the village, a number of calendar days after the day of a moment. Ask for
    an hour at which no clock changes (they change between 2 and 3).
    """
    day = village_day(moment) + timedelta(days=days)
    return datetime.combine(day, time(hour), tzinfo=VILLAGE).astimezone(UTC)


def village_day(moment: datetime) -> date:
    """The date in the village at a moment."""
    return moment.astimezone(VILLAGE).date()


def days_between(earlier: datetime, later: datetime) -> int:
    """How many midnights lie between two moments in the village."""
    return (village_day(later) - village_day(earlier)).days


def before_day(now: datetime, days: int) -> datetime:
    """What lies before this moment was so many village days ago, counted from nine in the morning
    (the hour is a setting).
    """
    is_morning = now.astimezone(VILLAGE).hour >= settings.LADDER_HOUR
    return on_day(now, -days + (1 if is_morning else 0), hour=0)


def read_date(text: str) -> date:
    """A day as people write it: 31-12-2026, or as a browser does."""
    for shape in _WRITTEN:
        if written := shape.fullmatch(text):
            try:
                return date(**{part: int(digits) for part, digits in written.groupdict().items()})
            except ValueError:
                break
    raise ValidationError(NO_DATE, code="date")
