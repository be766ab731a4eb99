"""Each night the table of `terms.py` is carried out."""

from datetime import date, datetime, timedelta
from typing import Final

from dorst_portal.kit.rows import batches
from dorst_portal.kit.rows.batches import carry_out
from dorst_portal.kit.rows.traces import leave_no_trace
from dorst_portal.kit.running.health import beat, has_run
from groups.privacy.services.holds import carry_out_allowed, must_wait
from groups.privacy.services.purges import PURGES
from groups.values.village_time import VILLAGE, on_day

NIGHT_HOUR: Final = 3
_NIGHTLY: Final = "retention"


def retain_nightly(*, now: datetime) -> dict[str, int]:
    """Carry out the table once a village night, from three o'clock on, or as soon as the timetable
    runs again. What is too much for one run goes on in the next one. What a coordinator allowed is
    not held up until the night.
    """
    done = dict.fromkeys(PURGES, 0) | carry_out_allowed(now=now)
    if has_run(_NIGHTLY, within=night_of, now=now):
        return done
    tonight = run_retention(now=now)
    leave_no_trace()
    if max(tonight.values()) < batches.MOST_BATCHES * batches.BATCH:
        beat(_NIGHTLY, now=now)
    return {name: number + done[name] for name, number in tonight.items()}


def run_retention(*, now: datetime) -> dict[str, int]:
    """Carry out the table; tells per kind how many rows changed. Running it twice is harmless, and
    so is stopping halfway: each batch is a transaction of its own. A kind of which much would go
    waits for a coordinator (`holds`); all others go on.
    """
    return {name: _carry_out(name, now=now) for name in PURGES}


def next_night(now: datetime) -> datetime:
    """When the table is carried out the next time."""
    later = now.astimezone(VILLAGE).hour >= NIGHT_HOUR
    return on_day(now, int(later), hour=NIGHT_HOUR)


def night_of(moment: datetime) -> date:
    """The village day on which the last night began that came before this moment."""
    local = moment.astimezone(VILLAGE)
    return local.date() - timedelta(days=local.hour < NIGHT_HOUR)


def _carry_out(kind: str, *, now: datetime) -> int:
    due = PURGES[kind].finds(now=now)
    return 0 if must_wait(kind, due, now=now) else carry_out(due)
