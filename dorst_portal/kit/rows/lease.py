"""Work that a worker does on a row, which may take long: who is busy with it, and until when that
may be believed. Such a row has a `state` and a `busy_until`.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

# Longer than the longest part of the work in which nothing is written.
LEASE: Final = timedelta(minutes=3)
Row = TypeVar("Row", bound=models.Model)


class LeaseLost(Exception):
    """Another worker has the row: stop, and write nothing any more."""


def free(now: datetime) -> Q:
    """Rows that no worker has that may be believed."""
    return Q(busy_until__isnull=True) | Q(busy_until__lte=now)


class Lease:
    """One worker's hold on one row; every write of the worker is conditional on it."""

    def __init__(self, row: models.Model, *, now: datetime) -> None:
        self._rows: QuerySet[Any] = type(row)._base_manager.filter(pk=row.pk)
        self._began = now
        self._ticks = time.monotonic()
        self.until = now + LEASE

    @classmethod
    def take(cls, row: Any, *, now: datetime) -> "Lease | None":
        """Get hold of a row as it was read; None when another worker was first, or it went on."""
        lease = cls(row, now=now)
        same = lease._rows.filter(free(now), state=row.state)
        return lease if same.update(busy_until=lease.until) else None

    def now(self) -> datetime:
        """The moment it is, for a worker that began at the moment it was given."""
        return self._began + timedelta(seconds=time.monotonic() - self._ticks)

    def renew(self, **facts: Any) -> None:
        """Hold on for as long again, and write down how far it is. Raises LeaseLost."""
        until = self.now() + LEASE
        self._write(busy_until=until, **facts)
        self.until = until

    def release(self, **facts: Any) -> None:
        """Let go with what came of it. Raises LeaseLost."""
        self._write(busy_until=None, **facts)

    def held(self) -> bool:
        """Whether this worker still has it; on PostgreSQL nobody takes it while this transaction
        runs.
        """
        mine = self._rows.filter(busy_until=self.until).select_for_update()
        return mine.values_list("pk", flat=True).first() is not None

    def _write(self, **facts: Any) -> None:
        if not self._rows.filter(busy_until=self.until).update(**facts):
            raise LeaseLost


def one_at_a_time(
    waiting: Sequence[Row],
    work: Callable[[Row, Lease], None],
    *,
    is_busy: Callable[[datetime], bool],
    now: datetime,
) -> int:
    """Go on with rows that wait, the oldest first; stop as soon as another worker `is_busy` with
    one of them. So they never keep more than one worker from the timetable, however many wait.
    Tells how many rows were moved on.
    """
    began = time.monotonic()
    moved = 0
    for row in waiting:
        moment = now + timedelta(seconds=time.monotonic() - began)
        # Everybody begins with the oldest, so of two workers one finds it taken and stops.
        lease = None if is_busy(moment) else Lease.take(row, now=moment)
        if lease is None:
            break
        try:
            work(row, lease)
        except LeaseLost:
            break
        moved += 1
    return moved
