"""Seals on the audit trail: what is changed, put between or taken out afterwards is found."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from dorst_portal.accounts.models import User
from dorst_portal.audit import seals
from dorst_portal.audit.models import Entry, Seal
from dorst_portal.audit.seals import begin_anew, seal_lines, verify
from dorst_portal.audit.services import forget, record

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEPT = timedelta(days=365)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_lines_yet(db: None) -> None:
    Entry.objects.all()._raw_delete(using="default")


def lines(number: int, *, at: datetime = NOW) -> list[Entry]:
    return [
        record("request.approved", by=None, subject=f"request:{one}", facts={"b": one, "a": "é"},
               now=at)
        for one in range(number)
    ]  # fmt: skip


def sealed(number: int = 5) -> list[Entry]:
    """So many lines under seals: the first seal of all only says which lines there are."""
    made = lines(number)
    seal_lines(now=NOW)
    assert seal_lines(now=NOW + HOUR) == number
    return made


def faults(now: datetime = NOW + HOUR) -> list[str]:
    return [fault.what for fault in verify(now=now, kept=KEPT).faults]


def test_lines_are_sealed_when_they_have_been_there_for_an_hour() -> None:
    assert seal_lines(now=NOW) == 0
    assert not Seal.objects.exists()
    lines(2)
    seal_lines(now=NOW)
    later = lines(1)
    assert seal_lines(now=NOW + HOUR - timedelta(seconds=1)) == 0
    assert seal_lines(now=NOW + HOUR) == 2
    # Those of between came after the first seal, and wait for the next one.
    assert verify(now=NOW, kept=KEPT).not_sealed_yet == 1
    assert seal_lines(now=NOW + 2 * HOUR) == 1
    assert Seal.objects.get(number=3).last_line == later[0].pk
    assert (verdict := verify(now=NOW, kept=KEPT)).faults == []
    assert (verdict.seals, verdict.lines, verdict.not_sealed_yet) == (3, 3, 0)
    # And then there is nothing to do.
    assert seal_lines(now=NOW + 4 * HOUR) == 0
    assert Seal.objects.count() == 3


def test_the_day_of_a_line_does_not_matter_but_when_it_came() -> None:
    """A clock that was wrong holds nothing up."""
    lines(1, at=NOW + timedelta(days=900))
    lines(1, at=NOW - timedelta(days=20))
    seal_lines(now=NOW)
    assert seal_lines(now=NOW + HOUR) == 2
    assert faults() == []
    assert seal_lines(now=NOW - timedelta(days=1)) == 0  # the clock was set back: nothing to do
    assert faults() == []


def test_many_lines_get_several_seals_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "_AT_ONCE", 2)
    made = sealed(5)
    ends = Seal.objects.order_by("number").values_list("last_line", flat=True)
    assert list(ends) == [0, made[1].pk, made[3].pk, made[4].pk]
    assert faults() == []


def raw(sql: str, *values: Any) -> None:
    """What the role of the database can do, past the code that refuses it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 1


CHANGES: dict[str, str] = {
    "at": "UPDATE audit_entry SET at = '2026-11-22 12:00:01+00:00' WHERE id = %s",
    "verb": "UPDATE audit_entry SET verb = 'request.declined' WHERE id = %s",
    "actor": "UPDATE audit_entry SET actor = 'timetable' WHERE id = %s",
    "scope": "UPDATE audit_entry SET scope = 'group:1' WHERE id = %s",
    "subject": "UPDATE audit_entry SET subject = 'request:99' WHERE id = %s",
    "facts": """UPDATE audit_entry SET facts = '{"a": "e"}' WHERE id = %s""",
}


@pytest.mark.parametrize("column", CHANGES)
def test_lg_05_a_line_that_was_changed_is_found(column: str) -> None:
    made = sealed()
    raw(CHANGES[column], made[2].pk)
    assert faults() == ["a line of seal 2 was changed"]


def test_lg_05_another_name_on_a_line_is_found(beheerder: User) -> None:
    made = sealed()
    raw("UPDATE audit_entry SET by_id = %s WHERE id = %s", beheerder.pk, made[0].pk)
    assert faults() == ["a line of seal 2 was changed"]


@pytest.fixture
def beheerder() -> User:
    return User.objects.create_user("beheerder-spoorstraat@example.org", name="Bea")


def test_lg_05_a_line_that_was_taken_out_or_put_between_is_found() -> None:
    made = sealed()
    raw("DELETE FROM audit_entry WHERE id = %s", made[4].pk)
    assert faults() == ["seal 2 was put on 5 lines, and 4 are there"]
    first, last = (verdict := verify(now=NOW, kept=KEPT).faults[0]).first_line, verdict.last_line
    assert (first, last) == (1, made[4].pk)
    Entry(
        pk=made[4].pk, at=NOW, verb="request.approved", subject="request:7", facts={}
    ).save(force_insert=True)  # fmt: skip
    assert faults() == ["a line of seal 2 was changed"]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE audit_seal SET oldest = '2020-01-01 00:00:00+00:00' WHERE number = 2",
         ["seal 2 was changed, or made with a key that is not known"]),
        ("UPDATE audit_seal SET lines = 4 WHERE number = 2",
         ["seal 2 was changed, or made with a key that is not known"]),
        ("UPDATE audit_seal SET last_line = last_line - 1 WHERE number = 2",
         ["seal 2 was changed, or made with a key that is not known"]),
        ("DELETE FROM audit_seal WHERE number = 2", ["seals 2 to 2 are gone"]),
        ("DELETE FROM audit_seal WHERE number = 1", ["seals 1 to 1 are gone"]),
    ],
)  # fmt: skip
def test_lg_05_a_seal_that_was_changed_or_taken_out_is_found(sql: str, told: list[str]) -> None:
    sealed()
    lines(1)
    seal_lines(now=NOW + 2 * HOUR)
    assert seal_lines(now=NOW + 3 * HOUR) == 1
    raw(sql)
    assert faults()[:1] == told


def test_lg_05_who_does_not_know_the_key_makes_no_seal() -> None:
    made = sealed()
    raw(CHANGES["verb"], made[2].pk)
    Seal.objects.all().delete()
    with override_settings(SECRET_KEY="a guess of somebody else"):
        seal_lines(now=NOW)
        assert seal_lines(now=NOW + HOUR) == 5
        assert faults() == []
    assert len(faults()) == 2
    # A key that was changed in an orderly way is still believed.
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["a guess of somebody else"]):
        assert faults() == []


def test_lg_05_what_was_forgotten_in_time_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed(3)
    later = NOW + timedelta(days=200)
    made = lines(2, at=later)
    seal_lines(now=later)
    assert seal_lines(now=later + HOUR) == 2
    year = NOW + KEPT + timedelta(hours=2)
    assert forget(before=year - KEPT) == 3
    verdict = verify(now=year, kept=KEPT)
    assert (verdict.faults, verdict.seals, verdict.lines) == ([], 4, 2)
    # Of those that are kept each is still looked at.
    raw("DELETE FROM audit_entry WHERE id = %s", made[0].pk)
    assert faults(year) == ["seal 4 was put on 2 lines, and 1 are there"]
    # Too early is a fault.
    forget(before=later + HOUR)
    assert "and 0 are there" in faults(year)[0]


def test_each_seal_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        sealed()
    last = Seal.objects.get(number=2)
    assert any("audit.sealed" in line and last.digest in line for line in caplog.messages)


def test_of_two_that_seal_at_the_same_moment_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    made = sealed(1)
    lines(2)
    seal_lines(now=NOW + 2 * HOUR)
    put, both = seals._put, []

    def other_first(seal: Seal) -> bool:
        if not both:
            both.append(True)
            assert seal_lines(now=NOW + 3 * HOUR + timedelta(seconds=1)) == 2
        return put(seal)

    monkeypatch.setattr(seals, "_put", other_first)
    assert seal_lines(now=NOW + 3 * HOUR) == 0
    assert faults() == []
    assert made


def test_the_seals_can_be_begun_anew_after_the_key_has_leaked(
    django_db_blocker: DjangoDbBlocker,
) -> None:
    sealed()
    with override_settings(SECRET_KEY="a new one"):
        assert len(faults()) == 2
        assert begin_anew() == 2
        seal_lines(now=NOW + HOUR)
        assert seal_lines(now=NOW + 2 * HOUR) == 5
        assert faults() == []


def test_few_statements_when_there_is_nothing_to_do(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    sealed()
    with django_assert_num_queries(1):
        seal_lines(now=NOW + HOUR)
    with django_assert_num_queries(2):
        seal_lines(now=NOW + 3 * HOUR)
