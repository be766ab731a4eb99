"""What a worker does with the files with addresses: check them, and take over what was confirmed.

Apart from `address_imports`, so that the web server need not hold what opens workbooks.
"""

from datetime import datetime

from groups.models import AddressImport, ImportState
from groups.services.address_applying import take_over
from groups.services.address_checking import check
from groups.services.address_lease import Lease, LeaseLost


def work(*, now: datetime) -> int:
    """Check and take over what waits for it; tells how many files were moved on."""
    waiting = AddressImport.objects.for_a_worker(now).without_content().order_by("pk")
    return sum(_work_on(batch, now=now) for batch in list(waiting))


def _work_on(batch: AddressImport, *, now: datetime) -> int:
    lease = Lease.take(batch, now=now)
    if lease is None:
        return 0
    try:
        if batch.state == ImportState.CONFIRMED:
            take_over(batch, lease=lease)
        else:
            check(batch, lease=lease)
    except LeaseLost:
        return 0
    return 1
