"""What a worker does with the files with addresses: check them, and take over what was confirmed.

Apart from `address_imports`, so that the web server need not hold what opens workbooks.
"""

from datetime import datetime

from dorst_portal.identity.current import read_again
from dorst_portal.kit.rows.lease import Lease, one_at_a_time
from groups.models import AddressImport
from groups.places.services.imports.applying import take_over
from groups.places.services.imports.checking import check
from groups.values.import_states import ImportState


def work(*, now: datetime) -> int:
    """Check and take over what waits for it, one file at a time in the whole house; tells how many
    files were moved on.
    """
    read_again()  # another process may have set the name of the village, by which streets are ours
    files = AddressImport.objects.without_content()
    return one_at_a_time(
        list(files.for_a_worker(now).order_by("pk")),
        _work_on,
        is_busy=lambda moment: files.with_a_worker(moment).exists(),
        now=now,
    )


def _work_on(batch: AddressImport, lease: Lease) -> None:
    if batch.state == ImportState.CONFIRMED:
        take_over(batch, lease=lease)
    else:
        check(batch, lease=lease)
