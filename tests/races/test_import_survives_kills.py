"""EX-09: a worker that is killed while it takes over a file leaves the list whole or untouched."""

import time
from collections.abc import Callable

from tests.races.processes import RealSite, wait_until

ROWS = 4_000
MakeSite = Callable[..., RealSite]
SEND = """
from django.utils import timezone
from groups.services import address_imports
lines = [f"Spoorstraat;{{number}};;;4849 AB;Dorst" for number in range({first}, {first} + {rows})]
content = "\\n".join(["straat;huisnummer;huisletter;toevoeging;postcode;woonplaats", *lines])
address_imports.store("bag.csv", content.encode(), by=None, actor="test", now=timezone.now())
"""
# A worker without a timetable, that says when it is about to write.
WORK = """
from django.utils import timezone
from groups.services import address_work
print("begins", flush=True)
address_work.work(now=timezone.now())
"""
LATER = """
from datetime import timedelta
from django.utils import timezone
from groups.services import address_work
from groups.services.address_lease import LEASE
address_work.work(now=timezone.now() + 2 * LEASE)
"""
CONFIRM = """
from django.utils import timezone
from groups.models import AddressImport
from groups.services import address_imports
batch = AddressImport.objects.latest("pk")
address_imports.confirm(batch, may_go=True, by=None, actor="test", now=timezone.now())
"""
COUNT = "SELECT count(*) FROM groups_officialaddress"
FINDINGS = "SELECT count(*) FROM groups_importfinding"
STATE = "SELECT state FROM groups_addressimport ORDER BY id DESC LIMIT 1"
BUSY = "SELECT count(*) FROM groups_addressimport WHERE busy_until IS NOT NULL"


def kill_while_busy(site: RealSite, after: float) -> None:
    """Kill -9 a worker so long after it got hold of the file."""
    worker = site.start("work", "manage.py", "shell", "--no-imports", "--command", WORK)
    wait_until(lambda: site.count(BUSY) or not worker.running(), what="a worker to begin")
    time.sleep(after)
    worker.kill()


def test_ex_09_a_kill_at_any_moment_leaves_the_list_whole_or_untouched(
    make_village_site: MakeSite,
) -> None:
    site = make_village_site()
    site.python(SEND.format(first=1, rows=ROWS))

    kill_while_busy(site, 0.15)
    assert site.count(COUNT) == 0, "nothing is written before the confirmation"
    site.python(LATER)
    assert site.rows(STATE) == [("ready",)]
    assert site.count(FINDINGS) == ROWS, "what the first worker wrote is not there twice"

    site.python(CONFIRM)
    for after in (0.05, 0.2, 0.4):
        kill_while_busy(site, after)
        assert site.count(COUNT) in (0, ROWS)
        if site.count(COUNT):
            break
        assert site.rows(STATE) == [("confirmed",)]
        site.python(
            "from groups.models import AddressImport as a; a.objects.update(busy_until=None)"
        )
    site.python(LATER)
    assert (site.rows(STATE), site.count(COUNT)) == ([("done",)], ROWS)
