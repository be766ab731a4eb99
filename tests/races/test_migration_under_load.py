"""A migration under running processes: nobody who asks for a page meanwhile gets an error."""

import http.client
import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psycopg
import pytest

from tests.races.processes import RealSite

MakeSite = Callable[..., RealSite]
REQUESTS = 2_000
AT_ONCE = 4
# Most of them light, so that it is done within seconds; each asks who is logged in and for which
# groups, the others ask more.
PAGES = ("/over/", "/zoek/?straat=Spoorstraat&huisnummer=12", "/over/", "/beheer/", "/over/")
LOG_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from dorst_portal.accounts import sessions
from dorst_portal.accounts.models import User
user = User.objects.get(email="own@example.org")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
sessions.begin(session, user, second_factor=False, now=timezone.now())
session.save()
print(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
"""
# What migrations do: a column more and one less, and a text that may be longer, in every table that
# these pages read. Each is a transaction of its own, as with Django.
TABLES = {
    "accounts_user": ("name", 100),
    "groups_watchgroup": ("name", 80),
    "groups_residentrequest": ("name", 100),
    "groups_street": ("name", 80),
    "audit_entry": ("subject", 80),
}


def statements() -> Iterator[str]:
    for longer in itertools.count(1):
        for table, (column, length) in TABLES.items():
            yield f"ALTER TABLE {table} ADD COLUMN later integer NULL"
            yield f"ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar({length + longer})"
            yield f"ALTER TABLE {table} DROP COLUMN later"


def migrate_until(done: Event, database: str) -> int:
    """Tells how many statements there were."""
    with psycopg.connect(database, autocommit=True) as connection:
        for number, statement in enumerate(statements()):
            if done.wait(0.1):
                return number
            connection.execute(statement)
    return 0


def ask(site: RealSite, cookie: str, first: int) -> list[tuple[str, int]]:
    """A part of the requests, over one connection: the path and status of each."""
    client = http.client.HTTPConnection("localhost", site.port, timeout=30)
    answers = []
    for number in range(first, REQUESTS, AT_ONCE):
        path = PAGES[number // AT_ONCE % len(PAGES)]
        neighbour = (
            f"10.0.{number // 250}.{number % 250}"  # nobody asks so often that they must wait
        )
        client.request("GET", path, headers={"Cookie": cookie, "X-Forwarded-For": neighbour})
        answer = client.getresponse()
        answer.read()
        answers.append((path, answer.status))
    client.close()
    return answers


@pytest.mark.postgres
def test_tables_that_change_under_2000_requests_cost_none_of_them(
    make_village_site: MakeSite,
) -> None:
    site = make_village_site(TRUSTED_PROXIES="1")
    cookie = site.python(LOG_IN).strip()
    site.start_web()
    assert {status for _, status in ask(site, cookie, REQUESTS - 20)} == {200}

    done = Event()
    with ThreadPoolExecutor(AT_ONCE + 1) as crowd:
        migration = crowd.submit(migrate_until, done, site.database_url)
        parts = [crowd.submit(ask, site, cookie, first) for first in range(AT_ONCE)]
        try:
            answers = [one for part in parts for one in part.result()]
        finally:
            done.set()

    assert len(answers) == REQUESTS
    assert [one for one in answers if one[1] != 200] == []
    assert migration.result() > 50, "the tables changed all the while"
