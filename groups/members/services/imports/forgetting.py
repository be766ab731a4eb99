"""A list holds people who never asked for it: it is wiped as soon as it can be."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

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
