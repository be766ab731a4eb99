"""Which worker is busy with a file, and until when that may be believed."""

import time
from datetime import datetime, timedelta
from typing import Any, Final

from groups.models import AddressImport

# Longer than the longest part of the work in which nothing is written.
LEASE: Final = timedelta(minutes=3)


class LeaseLost(Exception):
    """Another worker has the file: stop, and write nothing any more."""


class Lease:
    """One worker's hold on one file; every write of the worker is conditional on it."""

    def __init__(self, batch: AddressImport, *, now: datetime) -> None:
        self._pk = batch.pk
        self._began = now
        self._ticks = time.monotonic()
        self.until = now + LEASE

    @classmethod
    def take(cls, batch: AddressImport, *, now: datetime) -> "Lease | None":
        """Get hold of a file; None when another worker was first."""
        lease = cls(batch, now=now)
        free = AddressImport.objects.for_a_worker(now).filter(pk=batch.pk, state=batch.state)
        return lease if free.update(busy_until=lease.until) else None

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
        mine = AddressImport.objects.filter(pk=self._pk, busy_until=self.until)
        return mine.select_for_update().values_list("pk", flat=True).first() is not None

    def _write(self, **facts: Any) -> None:
        mine = AddressImport.objects.filter(pk=self._pk, busy_until=self.until)
        if not mine.update(**facts):
            raise LeaseLost
