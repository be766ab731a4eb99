"""Locks that are held too long: visitors are told to try again, and the timetable goes on."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.races.form_client import FormClient
from tests.races.processes import RealSite, wait_until

MakeSite = Callable[..., RealSite]
pytestmark = [pytest.mark.postgres, pytest.mark.alone]
SEND = """
from django.utils import timezone
from groups.places.services.imports import imports
for number in (12, 14):
    content = f"straat;huisnummer;woonplaats\\nSpoorstraat;{number};Dorst"
    imports.store("bag.csv", content.encode(), by=None, actor="test", now=timezone.now())
"""
BEAT = "SELECT at FROM kit_beat"
BUSY = "SELECT count(*) FROM groups_addressimport WHERE busy_until IS NOT NULL"
LIMITS = (
    "from django.db import connection as c; o = c.cursor(); o.execute({!r}); print(*o.fetchone())"
)


@contextmanager
def locked(site: RealSite, table: str) -> Iterator[None]:
    """Somebody else has this table, and gives it back at the end."""
    with psycopg.connect(site.database_url) as connection:
        connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield


def test_a_form_that_waited_too_long_can_be_sent_again(make_village_site: MakeSite) -> None:
    site = make_village_site()
    site.start_web()
    visitor = FormClient(site.url)
    page = visitor.get("/meedoen/")

    with locked(site, "groups_street"):
        began = time.monotonic()
        away = visitor.send(page, street="Spoorstraat", house_number="12")
        waited = time.monotonic() - began

    assert away.status == 503
    assert "robeer het zo nog eens" in away.text
    assert 4 < waited < 10
    (form,) = away.forms
    assert form.values["street"] == "Spoorstraat"
    assert form.values["house_number"] == "12"
    following = visitor.post(form.action, form.values)
    assert following.status in (200, 302), following.text
    assert "storing" not in following.text


def test_only_who_waits_for_a_page_is_hurried(make_village_site: MakeSite) -> None:
    site = make_village_site()
    assert site.python(LIMITS.format("SHOW lock_timeout")).strip() == "30s"
    assert site.python(LIMITS.format("SHOW statement_timeout")).strip() == "15min"
    site.env["PORTAL_PROCESS"] = "web"
    assert site.python(LIMITS.format("SHOW lock_timeout")).strip() == "5s"
    assert site.python(LIMITS.format("SHOW statement_timeout")).strip() == "15s"


def test_files_with_addresses_never_keep_the_timetable_waiting(
    make_village_site: MakeSite,
) -> None:
    site = make_village_site()
    site.python(SEND)
    with locked(site, "groups_officialaddress"):
        site.start_worker()
        wait_until(lambda: site.count(BUSY), what="a worker that hangs over a file")
        wait_until(lambda: site.rows(BEAT), what="the timetable")
        # The timetable rings each second here: by now every worker would be over a file.
        time.sleep(4)
        before = site.rows(BEAT)
        wait_until(lambda: site.rows(BEAT) > before, seconds=5, what="the timetable to go on")
        assert site.count(BUSY) == 1
