"""Limits on trying: exact, with many workers too (trust facts 11, PF-03)."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory, override_settings
from pytest_django import DjangoAssertNumQueries

from dorst_portal.kit.models import RateHit
from dorst_portal.kit.ratelimit import Limit, client_address, forget_old, hit

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ASK = RequestFactory()


def limit(key: str = "one", most: int = 5, name: str = "join") -> Limit:
    return Limit(name, key, most, 600)


@pytest.mark.django_db
def test_the_sixth_try_is_refused_and_a_new_window_begins_anew() -> None:
    tries = [hit([limit()], now=NOW + timedelta(seconds=n)) for n in range(8)]
    assert tries == [None] * 5 + [limit()] * 3
    assert hit([limit()], now=NOW + timedelta(seconds=599)) == limit()
    assert hit([limit()], now=NOW + timedelta(seconds=600)) is None
    assert RateHit.objects.get().hits == 1


@pytest.mark.django_db
def test_keys_and_names_are_counted_apart() -> None:
    for other in (limit("two"), limit(name="question"), Limit("join", "one", 5, 60)):
        assert [hit([limit()], now=NOW) for _ in range(5)][-1] in (None, limit())
        assert hit([other], now=NOW) is None


@pytest.mark.django_db
def test_a_refused_try_uses_up_nothing_of_somebody_else() -> None:
    for _ in range(5):
        hit([limit("attacker")], now=NOW)
    for _ in range(20):
        assert hit([limit("attacker"), limit("victim", name="mail")], now=NOW) == limit("attacker")
    assert hit([limit("victim", name="mail")], now=NOW) is None


@pytest.mark.django_db
def test_all_keys_are_counted_in_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        assert hit([limit("a"), limit("b"), limit("a", name="mail")], now=NOW) is None
    assert RateHit.objects.count() == 3


@pytest.mark.django_db
def test_nothing_to_count_is_allowed(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert hit([], now=NOW) is None


@pytest.mark.django_db
def test_the_table_does_not_tell_who_tried() -> None:
    hit([limit("jan@example.org")], now=NOW)
    row = RateHit.objects.values().get()
    assert "jan" not in str(row)
    assert len(row["key"]) == 64


@pytest.mark.django_db
def test_windows_that_are_over_are_forgotten() -> None:
    hit([limit("old")], now=NOW - timedelta(hours=1))
    hit([limit("new")], now=NOW)
    assert forget_old(now=NOW) == 1
    assert RateHit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_pf_03_five_stays_five_with_four_processes() -> None:
    command = [sys.executable, "-m", "tests.kit.hitter", str(time.time() + 6), "40"]
    # A child connects to the test database of this process.
    name, at = str(connection.settings_dict["NAME"]), connection.settings_dict
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        account = f"{at['USER']}:{at['PASSWORD']}" if at["PASSWORD"] else at["USER"]
        url = f"postgres://{account}@{at['HOST']}:{at['PORT'] or 5432}/{name}"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    children = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [child.communicate(timeout=120)[0] for child in children]
    allowed = [
        int(line.removeprefix("allowed "))
        for line in "".join(said).split("\n")
        if line.startswith("allowed ")
    ]
    assert [child.returncode for child in children] == [0] * 4
    assert len(allowed) == 4
    assert sum(allowed) == 5


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 192.0.2.8", "198.51.100.7"),
        (1, "", "192.0.2.1"),
        (2, "198.51.100.7", "192.0.2.1"),
        (1, "no address", "unknown"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
    ],
)
def test_au_08_only_our_own_proxies_are_believed(
    proxies: int, forwarded: str, address: str
) -> None:
    headers = {"X-Forwarded-For": forwarded, "X-Real-IP": "203.0.113.1", "Forwarded": "for=8.8.8.8"}
    request = ASK.get("/", headers=headers, REMOTE_ADDR="192.0.2.1")
    with override_settings(TRUSTED_PROXIES=proxies):
        assert client_address(request) == address
