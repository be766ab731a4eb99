"""Days as the village counts them: calendar days in Europe/Amsterdam. Pure: no database."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

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
