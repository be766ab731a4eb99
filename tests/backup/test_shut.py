"""Nobody gets in, and nothing leaves, before a back-up is put back to the end (BR-03)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from dorst_portal.backup import marker
from dorst_portal.backup.health import last_backup, restored
from dorst_portal.backup.middleware import SHUT, shut_while_restoring
from dorst_portal.celery import app
from dorst_portal.kit.running.health import beat, is_well

pytestmark = pytest.mark.django_db


@pytest.fixture
def half_restored() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(marker.CREATE)
        cursor.execute(marker.INSERT.format("0" * 64))
    yield
    marker.remove()


class Door:
    """What comes through the door of a web process."""

    def __init__(self) -> None:
        self.shut: list[object] = []
        self._door = shut_while_restoring(self._look)

    def _look(self, environ: dict[str, Any], start: object) -> list[bytes]:
        self.shut.append(environ.get(SHUT, "not asked"))
        return []

    def get(self) -> None:
        self._door({}, lambda *_: None)


def test_br_03_pages_are_shut_and_machines_are_told(client: Client) -> None:
    shut = {SHUT: True}
    page = client.get("/", **shut)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")
    assert "112" in page.text
    assert client.get("/inloggen/", **shut).status_code == 503
    assert client.get("/healthz", **shut).status_code == 200
    assert client.get("/", **{SHUT: False}).status_code == 200


def test_the_door_looks_until_it_knows_that_all_is_well_and_then_no_more(
    half_restored: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    door = Door()
    door.get()
    marker.remove()
    door.get()
    with django_assert_num_queries(0):
        door.get()
    assert door.shut == [True, False, "not asked"]


def test_a_database_that_is_away_or_empty_says_nothing_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> list[str]:
        raise DatabaseError

    door = Door()
    monkeypatch.setattr(connection.introspection, "table_names", away)
    door.get()
    monkeypatch.setattr(connection.introspection, "table_names", lambda: [])
    door.get()
    monkeypatch.setattr(connection.introspection, "table_names", lambda: [marker.TABLE])
    door.get()
    assert door.shut == [False, False, True]


def test_a_visitor_cannot_shut_it(client: Client) -> None:
    assert client.get("/", headers={SHUT: "1"}).status_code == 200


def test_the_worker_does_nothing(half_restored: None) -> None:
    did: list[str] = []

    def mail() -> None:
        did.append("mailed")

    task = app.task(name="tests.backup.mail")(mail)
    task()
    assert did == []
    marker.remove()
    task()
    assert did == ["mailed"]


def test_health_says_so(half_restored: None) -> None:
    now = timezone.now()
    assert not restored(now).good
    assert not is_well([restored(now)])
    marker.remove()
    assert restored(now).good


@pytest.mark.parametrize(("hours", "good"), [(25, True), (26, False), (None, False)])
def test_a_late_back_up_is_a_warning_and_the_site_is_well(
    hours: int | None, good: bool, settings: Settings
) -> None:
    now = timezone.now()
    if hours is not None:
        beat("backup", now=now - timedelta(hours=hours))
    settings.BACKUP_DIR = "/backups"
    seen = last_backup(now)
    assert (seen.good, seen.value) == (good, hours)
    assert is_well([seen])
    settings.BACKUP_DIR = None
    assert last_backup(now).good
