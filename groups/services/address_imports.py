"""A file with official addresses on its way: sent, checked, confirmed or left, taken over.

The rows are the record. A worker that dies leaves its lease behind; after that the next one
begins the same step anew (docs/adr/0010-addresses-from-a-file.md).
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.address_files.limits import BadFile, refuse_at_sight
from groups.models import AddressImport, ImportFinding, ImportState
from groups.services.address_applying import ListChanged
from groups.services.address_bell import nudge
from groups.services.address_list import fingerprint
from groups.services.refusals import Refused

# A file that waits keeps its ten megabytes.
MOST_OPEN: Final = 5
# When more than this part of the list would go, that must be said apart.
LARGE_PART: Final = 0.2
KEEP_DAYS: Final = 30


class NotNow(Refused):
    """Somebody else, or the same person in another tab, was first."""

    def __init__(self) -> None:
        super().__init__("Deze import is al verder. Er is niets veranderd.")


class ManyGone(Refused):
    """A large part of the list would go, and nobody said that it may."""

    def __init__(self) -> None:
        super().__init__("Zet een vinkje als deze adressen weg mogen.")


def store(
    name: str, content: bytes, *, by: User | None, actor: str = "", now: datetime
) -> AddressImport:
    """Keep a file, to be checked by a worker. Raises Refused for what is no list at sight."""
    try:
        refuse_at_sight(content)
    except BadFile as refusal:
        raise Refused(str(refusal)) from refusal
    if AddressImport.objects.not_ended().count() >= MOST_OPEN:
        raise Refused(f"Er staan al {MOST_OPEN} imports open. Rond die eerst af.")
    with transaction.atomic():
        batch = AddressImport.objects.create(name=name, content=content, by=by, at=now)
        _note("addresses.uploaded", batch, by=by, actor=actor, now=now)
        transaction.on_commit(nudge, robust=True)
    return batch


def confirm(
    batch: AddressImport, *, may_go: bool, by: User | None, actor: str = "", now: datetime
) -> None:
    """Have a checked file taken over. Raises Refused: somebody was first, the list changed (then
    the file is checked once more), or a large part would go.
    """
    if loses_much(batch) and not may_go:
        raise ManyGone
    if fingerprint() != batch.seen_list:
        _again(batch)
        raise ListChanged
    with transaction.atomic():
        ready = AddressImport.objects.filter(pk=batch.pk, state=ImportState.READY)
        if not ready.filter(seen_list=batch.seen_list).update(state=ImportState.CONFIRMED):
            raise NotNow
        _note("addresses.confirmed", batch, by=by, actor=actor, now=now)
        transaction.on_commit(nudge, robust=True)


def drop(batch: AddressImport, *, by: User | None, actor: str = "", now: datetime) -> None:
    """Leave a file: nothing of it comes into the list. Raises NotNow once it was confirmed."""
    with transaction.atomic():
        states = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.READY)
        open_now = AddressImport.objects.filter(pk=batch.pk, state__in=states)
        changed = open_now.update(
            state=ImportState.DROPPED, content=None, ended_at=now, busy_until=None
        )
        if not changed:
            raise NotNow
        _note("addresses.dropped", batch, by=by, actor=actor, now=now)


def loses_much(batch: AddressImport) -> bool:
    """Whether so many addresses would go that it needs a second thought."""
    gone: int = batch.counts.get("gone", 0)
    return gone > batch.counts.get("listed", 0) * LARGE_PART


def forget_old_files(*, now: datetime) -> int:
    """Retention: files that nobody came back for are left, findings go 30 days after the end."""
    before = now - timedelta(days=KEEP_DAYS)
    left = AddressImport.objects.filter(state=ImportState.READY, at__lte=before)
    left.update(state=ImportState.DROPPED, content=None, ended_at=now)
    ended = AddressImport.objects.ended().filter(ended_at__lte=before)
    return ImportFinding.objects.filter(batch__in=ended).delete()[0]


def _again(batch: AddressImport) -> None:
    ready = AddressImport.objects.filter(pk=batch.pk, state=ImportState.READY)
    if ready.update(state=ImportState.UPLOADED, counts={"again": True}):
        nudge()


def _note(verb: str, batch: AddressImport, *, by: User | None, actor: str, now: datetime) -> None:
    record(verb, by=by, actor=actor, subject=f"address_import:{batch.pk}", now=now)
