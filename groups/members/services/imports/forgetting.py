"""A list holds people who never asked for it: it is wiped as soon as it can be."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from dorst_portal.kit.rows.batches import deleted, in_batches
from groups.models import MemberImport, MemberImportRow
from groups.values.member_import_states import ENDED, ListState

KEEP_HOURS: Final = 24
# What of a list is about people: the file with its name, and examples of its columns.
WIPED: Final[dict[str, Any]] = {"content": None, "name": "", "parts": []}


def forget_lists(*, now: datetime) -> int:
    """Wipe lists that nobody did anything with for a day, and what was not taken over of those that
    were; tells how many lists.
    """
    left = MemberImport.objects.filter(
        wiped_at__isnull=True, touched_at__lte=now - timedelta(hours=KEEP_HOURS)
    )
    return in_batches(left.order_by("touched_at", "id"), lambda rows: _wipe(rows, now=now))


def forget_lists_naming(
    *, email: str, mobiles: Collection[str], groups: Collection[int], now: datetime
) -> int:
    """Wipe each list with this address, or with one of these numbers for one of these groups:
    whoever is forgotten does not wait there until somebody takes it over. One that is being taken
    over is left to `forget_lists`. Call it inside a transaction; tells how many lists.
    """
    for_them = Q(group__in=groups) | Q(batch__group__in=groups)
    named = Q(for_them, mobile__in=mobiles) | (Q(email=email) if email else Q(pk__in=[]))
    rows = MemberImportRow.objects.filter(named, batch__wiped_at__isnull=True)
    lists = MemberImport.objects.filter(pk__in=rows.order_by().values("batch"))
    return _wipe(lists.exclude(state=ListState.CONFIRMED), now=now)


def _wipe(lists: QuerySet[Any], *, now: datetime) -> int:
    numbers = list(lists.values_list("pk", flat=True))
    # Who is left alone in a state that waits for somebody, ends here.
    MemberImport.objects.filter(pk__in=numbers).exclude(state__in=ENDED).update(
        state=ListState.DROPPED, ended_at=now, busy_until=None, facts={}
    )
    changed = MemberImport.objects.filter(pk__in=numbers).update(wiped_at=now, **WIPED)
    rows = MemberImportRow.objects.filter(batch__in=numbers)
    while in_batches(rows.order_by("batch_id", "verdict", "line"), deleted):
        pass
    return changed
