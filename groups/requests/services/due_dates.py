"""When a request moves on by itself: one place for all its dates. Calendar days in the village."""

from datetime import datetime
from typing import Final

from django.conf import settings

from groups.values.states import State
from groups.values.village_time import days_after, on_day

WAITING_DAYS: Final = 90  # the waiting list is looked at so often
FOLLOW_UP_DAYS: Final = 7  # approved and not in the group: asked again each time
AGAIN_DAYS: Final = 7  # behind the last reminder step there is a reminder each week
SILENCE_DAYS: Final = 30  # after so many days without an answer of the resident it ends
ENDED_DAYS: Final = 30  # what ended is anonymised
CALL_DAYS: Final = 3  # a call that was not made comes to the coordinators too


def reminder_at(since: datetime, step: int) -> datetime:
    """The moment of the next reminder step for who took `step` of them: days 3, 5 and 7 (settings)
    at nine in the village, then every week.
    """
    days = settings.LADDER_DAYS
    beyond = step - len(days) + 1
    day = days[step] if beyond <= 0 else days[-1] + AGAIN_DAYS * beyond
    return on_day(since, day, hour=settings.LADDER_HOUR)


def due_date(state: str, *, now: datetime) -> datetime:
    """The date of a request that comes into this state, or to this owner, now."""
    if state == State.WAITING:
        return days_after(now, WAITING_DAYS)
    if state == State.APPROVED:
        return on_day(now, FOLLOW_UP_DAYS, hour=settings.LADDER_HOUR)
    return reminder_at(now, 0)


def end_of_silence(now: datetime) -> datetime:
    """Until when we wait for an answer of the resident who is asked now."""
    return days_after(now, SILENCE_DAYS)


def end_of_keeping(now: datetime) -> datetime:
    """When a request that ends now is anonymised."""
    return days_after(now, ENDED_DAYS)
