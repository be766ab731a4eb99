"""What a worker does with the lists of members: check them, and take over what was confirmed.

Apart from `lists`, so that the web server need not hold what opens workbooks.
"""

from datetime import datetime

from dorst_portal.kit.rows.lease import Lease, one_at_a_time
from groups.members.services.imports.applying import take_over
from groups.members.services.imports.checking import check
from groups.models import MemberImport
from groups.values.member_import_states import ListState


def work(*, now: datetime) -> int:
    """Check and take over what waits for it, one list at a time in the whole house; tells how many
    lists were moved on.
    """
    lists = MemberImport.objects.without_content().select_related("group", "confirmed_by")
    return one_at_a_time(
        list(lists.for_a_worker(now).order_by("pk")),
        _work_on,
        is_busy=lambda moment: MemberImport.objects.with_a_worker(moment).exists(),
        now=now,
    )


def _work_on(batch: MemberImport, lease: Lease) -> None:
    if batch.state == ListState.CONFIRMED:
        take_over(batch, lease=lease)
    else:
        check(batch, lease=lease)
