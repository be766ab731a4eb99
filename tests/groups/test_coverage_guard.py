"""An address belongs to at most one group: the database itself refuses anything else."""

from typing import Any

import pytest
from django.core.checks import Error
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from groups import coverage_guard
from groups.checks import coverage_is_guarded
from groups.models import CoverageRule, Side, WatchGroup
from tests.groups.conftest import Village

COLUMNS = "street_id, group_id, first_number, last_number, side, created_at, ended_at"


@pytest.fixture
def rule(village: Village, dennenlaan: WatchGroup) -> dict[str, Any]:
    """A rule for a street that no group covers yet, as a row."""
    return {
        "street_id": village.street("leijweg").pk,
        "group_id": dennenlaan.pk,
        "first_number": 10,
        "last_number": 20,
        "side": Side.BOTH,
        "created_at": timezone.now(),
        "ended_at": None,
    }


def insert(**row: Any) -> None:
    """Past Django's models, as another program would."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO groups_coveragerule ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s)",  # noqa: S608 - columns are a constant
            [row[name] for name in COLUMNS.split(", ")],
        )


@pytest.mark.parametrize(
    ("first", "last", "side"),
    [
        (20, 30, "both"),
        (1, 10, "both"),
        (1, 99_999, "both"),
        (12, 14, "even"),
        (11, 11, "odd"),
        (10, 20, "both"),
    ],
)
def test_an_insert_that_overlaps_is_refused(
    rule: dict[str, Any], first: int, last: int, side: str
) -> None:
    insert(**rule)
    with pytest.raises(IntegrityError, match=coverage_guard.CONSTRAINT), transaction.atomic():
        insert(**rule | {"first_number": first, "last_number": last, "side": side})
    assert CoverageRule.objects.filter(street_id=rule["street_id"]).count() == 1


@pytest.mark.parametrize(
    ("first", "last", "side"), [(1, 9, "both"), (21, 30, "both"), (22, 22, "even"), (1, 9, "odd")]
)
def test_an_insert_beside_it_is_taken(
    rule: dict[str, Any], first: int, last: int, side: str
) -> None:
    insert(**rule)
    insert(**rule | {"first_number": first, "last_number": last, "side": side})
    assert CoverageRule.objects.filter(street_id=rule["street_id"]).count() == 2


def test_both_sides_of_one_stretch_may_have_different_groups(rule: dict[str, Any]) -> None:
    insert(**rule | {"first_number": 1, "last_number": 9, "side": "odd"})
    insert(**rule | {"first_number": 2, "last_number": 8, "side": "even"})
    assert CoverageRule.objects.filter(street_id=rule["street_id"]).count() == 2


@pytest.mark.parametrize(
    "change",
    ["first_number = 15", "first_number = 15, side = 'odd', last_number = 21", "ended_at = NULL"],
)
def test_an_update_that_makes_two_rules_overlap_is_refused(
    rule: dict[str, Any], change: str
) -> None:
    insert(**rule)
    ended = timezone.now() if "ended_at" in change else None
    first = 12 if ended else 22
    insert(**rule | {"first_number": first, "last_number": 30, "ended_at": ended})
    second = CoverageRule.objects.get(street_id=rule["street_id"], first_number=first)
    with (
        pytest.raises(IntegrityError, match=coverage_guard.CONSTRAINT),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE groups_coveragerule SET {change} WHERE id = %s", [second.pk])  # noqa: S608 - changes of this test
    second.refresh_from_db()
    assert second.first_number == first


def test_another_street_may_have_the_same_numbers(
    rule: dict[str, Any], village: Village, dennenlaan: WatchGroup
) -> None:
    insert(**rule)
    CoverageRule.objects.filter(street=village.street("spoorstraat")).update(
        ended_at=timezone.now()
    )
    insert(**rule | {"street_id": village.street("spoorstraat").pk})


def test_the_end_of_a_rule_frees_its_addresses(rule: dict[str, Any]) -> None:
    insert(**rule)
    CoverageRule.objects.filter(street_id=rule["street_id"]).update(ended_at=timezone.now())
    insert(**rule)


def test_a_change_that_touches_no_number_is_taken(rule: dict[str, Any], village: Village) -> None:
    insert(**rule)
    changed = CoverageRule.objects.filter(street_id=rule["street_id"]).update(
        group=village.group("spoorstraat")
    )
    assert changed == 1


def test_the_check_is_silent_on_a_migrated_database(db: None) -> None:
    assert coverage_is_guarded(app_configs=None, databases=["default"]) == []
    assert coverage_is_guarded(app_configs=None, databases=None) == []


class Editor:
    """Changes the schema within the test's own transaction, which takes it back."""

    connection = connection

    def execute(self, sql: str, params: None = None) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # A table with foreign keys still to be checked cannot be altered.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(sql)


def test_the_check_reports_a_database_without_the_guard(rule: dict[str, Any]) -> None:
    coverage_guard.remove(Editor())
    found = coverage_is_guarded(app_configs=None, databases=["default"])
    assert [(type(message), message.id) for message in found] == [(Error, "groups.E001")]
    with pytest.raises(SystemCheckError, match="overlapping coverage rules"):
        call_command("check", databases=["default"])
    coverage_guard.install(Editor())
    assert coverage_is_guarded(app_configs=None, databases=["default"]) == []
    insert(**rule)
    with pytest.raises(IntegrityError, match=coverage_guard.CONSTRAINT), transaction.atomic():
        insert(**rule)


@pytest.mark.sqlite
def test_the_check_notices_one_lost_trigger(db: None) -> None:
    Editor().execute(f"DROP TRIGGER {coverage_guard.CONSTRAINT}_update")
    assert not coverage_guard.is_installed(connection)


def test_a_foreign_database_error_is_not_taken_for_an_overlap(rule: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        insert(**rule | {"first_number": 0})
    assert coverage_guard.CONSTRAINT not in str(refusal.value)
