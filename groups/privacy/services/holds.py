"""Much at once is not wiped without a person: a wrong clock, or a mistake in a table, would look
just like this. The other kinds go on meanwhile.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.rows.batches import Due, carry_out
from dorst_portal.outbox.services import queue
from groups.models import HeldPurge
from groups.notices import coordinators, leaves_at
from groups.privacy import emails
from groups.privacy.services.purges import PURGES
from groups.refusals import Refused
from groups.values.village_time import village_day

ASK_DAYS: Final = 7
PURGE_WORDS: Final = {kind: purge.words for kind, purge in PURGES.items()}


class CountedAnew(Refused):
    """Somebody else allowed it, or the night counted again since the page was opened."""

    def __init__(self) -> None:
        super().__init__(_("Het aantal is veranderd. Kijk nog een keer voordat je doorgaat."))


@dataclass(frozen=True)
class Share:
    """So many rows of so many in one table."""

    rows: int
    of_rows: int

    @property
    def is_much(self) -> bool:
        """More than a fifth (a setting), and more than a person would look through: of a table of
        four, one is a quarter, and asking about that each night would teach people to say yes.
        """
        most = self.of_rows * settings.RETENTION_ASK_PERCENT
        return self.rows > settings.RETENTION_ASK_ROWS and self.rows * 100 > most


def shares(due: Sequence[Due]) -> Mapping[type[Model], Share]:
    """How much of each table would go. A table is counted only where it matters."""
    going: Counter[type[Model]] = Counter()
    for one in due:
        going[one.rows.model] += one.rows.order_by().count()
    return {
        model: Share(rows, _all_of(model) if rows > settings.RETENTION_ASK_ROWS else rows)
        for model, rows in going.items()
    }


def must_wait(kind: str, due: Sequence[Due], *, now: datetime) -> bool:
    """Whether this purge is much and nobody allowed it yet. Then it is kept as a question to the
    coordinators, with the numbers of now; else a question that is still there goes.
    """
    if not PURGES[kind].asks:
        return False
    much = [share for share in shares(due).values() if share.is_much]
    if not much:
        _open(kind).filter(allowed_at__isnull=True).update(ended_at=now)
        return False
    _ask(kind, max(much, key=lambda share: share.rows), now=now)
    return True


def purges_that_wait() -> QuerySet[HeldPurge]:
    """What no coordinator said anything about yet."""
    return HeldPurge.objects.filter(ended_at__isnull=True, allowed_at__isnull=True)


def allow(held: HeldPurge, *, seen: datetime, by: User, now: datetime) -> None:
    """A coordinator says that this may be wiped, as it was counted at `seen`. The timetable does it
    at its next run. Raises CountedAnew.
    """
    with transaction.atomic():
        as_seen = _open(held.kind).filter(pk=held.pk, counted_at=seen, allowed_at__isnull=True)
        if not as_seen.update(allowed_at=now, allowed_by=by):
            raise CountedAnew
        record(
            "retention.allowed",
            by=by,
            subject=f"held_purge:{held.pk}",
            facts={"kind": PURGE_WORDS[held.kind], "rows": held.rows, "of": held.of_rows},
            now=now,
        )


def carry_out_allowed(*, now: datetime) -> dict[str, int]:
    """Wipe what a coordinator allowed, no more than was over then; tells per kind how much."""
    done: Counter[str] = Counter()
    for held in HeldPurge.objects.filter(ended_at__isnull=True, allowed_at__isnull=False):
        done[held.kind] += carry_out(PURGES[held.kind].finds(now=held.counted_at))
        if not any(one.rows.exists() for one in PURGES[held.kind].finds(now=held.counted_at)):
            _open(held.kind).filter(pk=held.pk).update(ended_at=now)
    return dict(done)


def _open(kind: str) -> QuerySet[HeldPurge]:
    return HeldPurge.objects.filter(kind=kind, ended_at__isnull=True)


def _ask(kind: str, share: Share, *, now: datetime) -> None:
    with transaction.atomic():
        facts = {"rows": share.rows, "of_rows": share.of_rows, "counted_at": now}
        first = HeldPurge(kind=kind, found_at=now, **facts)
        HeldPurge.objects.bulk_create([first], ignore_conflicts=True)
        waiting = _open(kind).filter(allowed_at__isnull=True)
        waiting.update(**facts)
        lately = now - timedelta(days=ASK_DAYS)
        # Of two timetables at the same moment the second finds that it was asked.
        if waiting.filter(Q(asked_at__isnull=True) | Q(asked_at__lte=lately)).update(asked_at=now):
            today = village_day(now)
            drafts = [
                emails.purge_waits(user, kind=kind, day=today, due=leaves_at(user, now=now))
                for user in coordinators()
            ]
            queue(drafts, now=now)


def _all_of(model: type[Model]) -> int:
    return model._default_manager.count()
