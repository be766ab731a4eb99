"""Health: one word for strangers, what was measured for the platform's people (LG-08)."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from dorst_portal.accounts import sessions
from dorst_portal.accounts.models import User
from dorst_portal.kit.models import Beat
from dorst_portal.kit.running.health import beat, disk, readings

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kit.wire_urls")]


@pytest.fixture
def own_checks(settings: Settings) -> None:
    settings.READY_CHECKS = [
        "dorst_portal.kit.running.health.database",
        "dorst_portal.kit.running.health.timetable",
    ]


def test_healthz_asks_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.usefixtures("own_checks")
def test_lg_08_a_stranger_hears_only_whether_all_is_well(client: Client) -> None:
    beat(now=timezone.now())
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True})


@pytest.mark.usefixtures("own_checks")
def test_no_beat_or_an_old_one_is_a_503(client: Client) -> None:
    assert client.get("/readyz").status_code == 503
    beat(now=timezone.now() - timedelta(minutes=4))
    assert client.get("/readyz").json() == {"ready": False}
    beat(now=timezone.now())
    assert client.get("/readyz").status_code == 200
    assert Beat.objects.count() == 1


@pytest.mark.usefixtures("own_checks")
def test_a_coordinator_sees_what_was_measured(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    session = client.session
    sessions.begin(session, coordinator, second_factor=True, now=timezone.now())
    session.save()
    beat(now=timezone.now())
    seen = client.get("/readyz").json()
    assert [one["name"] for one in seen["readings"]] == ["database", "timetable"]


@pytest.mark.usefixtures("own_checks")
def test_a_beheerder_hears_what_a_stranger_hears(client: Client, beheerder: User) -> None:
    client.force_login(beheerder)
    assert client.get("/readyz").json() == {"ready": False}


def test_every_question_of_the_settings_can_be_asked() -> None:
    now = timezone.now()
    beat(now=now)
    seen = readings(now=now)
    assert [one.name for one in seen[:2]] == ["database", "timetable"]
    assert len(seen) > 2
    assert all(one.good for one in seen)


def test_cf_11_a_disk_that_is_nearly_full_is_seen_before_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usage = shutil.disk_usage("/")
    for left, good in ((500, True), (499, False)):
        room = usage._replace(free=left * 1024 * 1024)
        monkeypatch.setattr(shutil, "disk_usage", lambda _, room=room: room)
        seen = disk(timezone.now())
        assert (seen.good, seen.value) == (good, left)


def _told(*names: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("health", *names, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


def test_the_command_tells_whoever_has_the_server_in_hand_and_fails_when_something_is_wrong() -> (
    None
):
    words, code = _told()
    assert code == 1
    assert "timetable    BAD" in words
    beat(now=timezone.now())
    words, code = _told("timetable")
    assert (words, code) == ("timetable    ok   0\n", 0)
    assert _told("no such sign")[1] == 1


def test_without_a_database_the_answer_is_503() -> None:
    asked = (
        "import django; django.setup(); from django.conf import settings;"
        "settings.ROOT_URLCONF = 'tests.kit.wire_urls'; from django.test import Client;"
        "r = Client(raise_request_exception=False).get('/readyz');"
        "print('answer', r.status_code, r.json())"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    child = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, timeout=60
    )
    assert "answer 503 {'ready': False}" in child.stdout, child.stderr
