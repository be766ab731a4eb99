"""A file with official addresses on its way: sent, checked, confirmed or left, taken over.

The rows are the record. A worker that dies leaves its lease behind; after that the next one
begins the same step anew (docs/adr/0010-addresses-from-a-file.md).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.rows.batches import Due, deleted
from dorst_portal.kit.running.nudge import nudge
from dorst_portal.kit.tables.limits import Unreadable
from groups.models import LEFT_ALONE, AddressImport, ImportFinding
from groups.places.address_files.limits import refuse_at_sight
from groups.places.address_files.words import refusal_in_words
from groups.places.pages.address_list import loses_much
from groups.places.services.imports.applying import ListChanged
from groups.places.services.imports.comparison import fingerprint
from groups.refusals import Refused
from groups.values.import_states import FOR_A_PERSON, ImportState, before

# A file that waits keeps its ten megabytes.
READING: Final = "groups.tasks.read_addresses"
MOST_OPEN: Final = 5
KEEP_DAYS: Final = 30


class NotNow(Refused):
    """Somebody else, or the same person in another tab, was first."""

    def __init__(self) -> None:
        super().__init__(_("Deze import is al verder. Er is niets veranderd."))


class ManyGone(Refused):
    """A large part of the list would go, and nobody said that it may."""

    def __init__(self) -> None:
        super().__init__(_("Zet een vinkje als deze adressen weg mogen."))


def store(
    name: str,
    content: bytes,
    *,
    columns: Mapping[str, str] | None = None,
    by: User | None,
    actor: str = "",
    now: datetime,
) -> AddressImport:
    """Keep a file, to be checked by a worker; `columns` is what somebody said of its columns.
    Raises Refused for what is no list at sight.
    """
    try:
        refuse_at_sight(content)
    except Unreadable as refusal:
        raise Refused(refusal_in_words(str(refusal))) from refusal
    if AddressImport.objects.not_ended().count() >= MOST_OPEN:
        told = _("Er staan al {most} imports open. Rond die eerst af.")
        raise Refused(told.format(most=MOST_OPEN))
    with transaction.atomic():
        batch = AddressImport.objects.create(
            name=name, content=content, columns=dict(columns or {}), by=by, at=now
        )
        _note("addresses.uploaded", batch, by=by, actor=actor, now=now)
        transaction.on_commit(_nudge, robust=True)
    return batch


def choose_columns(
    batch: AddressImport,
    columns: Mapping[str, str],
    *,
    by: User | None,
    actor: str = "",
    now: datetime,
) -> None:
    """Have a file checked once more, with the columns that somebody pointed out. Raises NotNow."""
    with transaction.atomic():
        shown = AddressImport.objects.filter(pk=batch.pk, state__in=FOR_A_PERSON)
        changed = shown.update(
            state=ImportState.UPLOADED, columns=dict(columns), counts={}, refusal=""
        )
        if not changed:
            raise NotNow
        _note("addresses.columns", batch, by=by, actor=actor, now=now)
        transaction.on_commit(_nudge, robust=True)


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
        ready = AddressImport.objects.filter(pk=batch.pk, state__in=before(ImportState.CONFIRMED))
        if not ready.filter(seen_list=batch.seen_list).update(state=ImportState.CONFIRMED):
            raise NotNow
        _note("addresses.confirmed", batch, by=by, actor=actor, now=now)
        transaction.on_commit(_nudge, robust=True)


def drop(batch: AddressImport, *, by: User | None, actor: str = "", now: datetime) -> None:
    """Leave a file: nothing of it comes into the list. Raises NotNow once it was confirmed."""
    with transaction.atomic():
        open_now = AddressImport.objects.filter(pk=batch.pk, state__in=before(ImportState.DROPPED))
        changed = open_now.update(
            state=ImportState.DROPPED, content=None, ended_at=now, busy_until=None
        )
        if not changed:
            raise NotNow
        _note("addresses.dropped", batch, by=by, actor=actor, now=now)


def old_files(*, now: datetime) -> Sequence[Due]:
    """Retention: files that nobody came back for are left, findings go 30 days after the end."""
    long_ago = now - timedelta(days=KEEP_DAYS)
    left = AddressImport.objects.filter(LEFT_ALONE, at__lte=long_ago)
    drop = Due(
        left.order_by("at", "id"),
        lambda rows: rows.update(state=ImportState.DROPPED, content=None, ended_at=now),
    )
    ended = AddressImport.objects.ended().filter(ended_at__lte=long_ago).order_by("ended_at")
    # Files are few, and their numbers lead to their findings without a look at all others.
    findings = ImportFinding.objects.filter(batch__in=list(ended.values_list("pk", flat=True)))
    return [drop, Due(findings.order_by("batch_id", "kind", "id"), deleted)]


def _again(batch: AddressImport) -> None:
    ready = AddressImport.objects.filter(pk=batch.pk, state=ImportState.READY)
    if ready.update(state=ImportState.UPLOADED, counts={"again": True}):
        _nudge()


def _nudge() -> None:
    nudge(READING)


def _note(verb: str, batch: AddressImport, *, by: User | None, actor: str, now: datetime) -> None:
    record(verb, by=by, actor=actor, subject=f"address_import:{batch.pk}", now=now)
