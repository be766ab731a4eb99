"""EX-09: a worker that is killed while it takes over a file leaves the list whole or untouched."""

import time
from collections.abc import Callable

from tests.races.processes import RealSite, wait_until

ROWS = 4_000
MakeSite = Callable[..., RealSite]
SEND = """
from django.utils import timezone
from groups.places.services.imports import imports
lines = [f"Spoorstraat;{{number}};;;4849 AB;Dorst" for number in range({first}, {first} + {rows})]
content = "\\n".join(["straat;huisnummer;huisletter;toevoeging;postcode;woonplaats", *lines])
imports.store("bag.csv", content.encode(), by=None, actor="test", now=timezone.now())
"""
# A worker without a timetable, that says when it is about to write.
WORK = """
from django.utils import timezone
from groups.places.services.imports import work
print("begins", flush=True)
work.work(now=timezone.now())
"""
LATER = """
from datetime import timedelta
from django.utils import timezone
from groups.places.services.imports import work
from dorst_portal.kit.rows.lease import LEASE
work.work(now=timezone.now() + 2 * LEASE)
"""
CONFIRM = """
from django.utils import timezone
from groups.models import AddressImport
from groups.places.services.imports import imports
batch = AddressImport.objects.latest("pk")
imports.confirm(batch, may_go=True, by=None, actor="test", now=timezone.now())
"""
SEND_LIST = """
from django.utils import timezone
from groups.members.services.imports import lists, work
from groups.models import WatchGroup
rows = [f"Lid {{n}};06 0{{n:07d}};Spoorstraat {{n}}" for n in range(1, {rows} + 1)]
content = "\\n".join(["Naam;Mobiel;Adres", *rows]).encode()
group = WatchGroup.objects.get(slug="spoorstraat")
who = {{"by": None, "actor": "test", "now": timezone.now()}}
batch = lists.store(content, name="leden.csv", group=group, by_platform=True, **who)
work.work(now=timezone.now())
lists.confirm(batch, **who)
"""
COUNT = "SELECT count(*) FROM groups_officialaddress"
COUNT_MEMBERS = "SELECT count(*) FROM groups_membership WHERE source = 'import'"
STATE_OF_LIST = "SELECT state FROM groups_memberimport ORDER BY id DESC LIMIT 1"
BUSY_LIST = "SELECT count(*) FROM groups_memberimport WHERE busy_until IS NOT NULL"
FINDINGS = "SELECT count(*) FROM groups_importfinding"
STATE = "SELECT state FROM groups_addressimport ORDER BY id DESC LIMIT 1"
BUSY = "SELECT count(*) FROM groups_addressimport WHERE busy_until IS NOT NULL"


def of_members(code: str) -> str:
    """The same with the lists of members."""
    return code.replace("groups.places.services", "groups.members.services")


def kill_while_busy(site: RealSite, after: float, *, work: str = WORK, busy: str = BUSY) -> None:
    """Kill -9 a worker so long after it got hold of the file."""
    worker = site.start("work", "manage.py", "shell", "--no-imports", "--command", work)
    wait_until(lambda: site.count(busy) or not worker.running(), what="a worker to begin")
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
    # One more end than these two and the file is given up.
    for after in (0.05, 0.3):
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
    a_list_of_members_comes_as_a_whole_or_not(site)


def a_list_of_members_comes_as_a_whole_or_not(site: RealSite) -> None:
    """On the same site: making it takes longest."""
    site.python(SEND_LIST.format(rows=ROWS))
    assert (site.rows(STATE_OF_LIST), site.count(COUNT_MEMBERS)) == ([("confirmed",)], 0)
    kill_while_busy(site, 0.2, work=of_members(WORK), busy=BUSY_LIST)
    assert site.count(COUNT_MEMBERS) in (0, ROWS)
    site.python(of_members(LATER))
    assert (site.rows(STATE_OF_LIST), site.count(COUNT_MEMBERS)) == ([("done",)], ROWS)
