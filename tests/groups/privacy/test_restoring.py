"""BR-03: a backup from before somebody was forgotten forgets them again before it serves a page."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, transaction

from dorst_portal.audit.models import Entry
from dorst_portal.kit.door import prepared_first
from groups.members.services.acting import Actor
from groups.models import Membership, ResidentRequest, Tombstone
from groups.privacy.services import repeating
from groups.privacy.services.erasing import erase_person
from groups.privacy.services.repeating import before_serving, repeat_erasures
from groups.privacy.terms import TOMBSTONE_DAYS
from groups.timetable.clock import tick
from tests.groups.conftest import MakeRequest

MAIL = "rika@example.org"
DAY = timedelta(days=1)
MakeMember = Callable[..., Membership]


class Restored(Exception):
    """Raised to put the database back as it was."""


def erased_since(act: Callable[[], object]) -> None:
    """What happened after the backup was made: it is gone from the database again."""
    try:
        with transaction.atomic():
            act()
            raise Restored
    except Restored:
        pass


def erase(now: datetime, *, email: str = MAIL, members: object = None) -> None:
    mine = Membership.objects.filter(email=email) if members is None else members
    erase_person(email=email, memberships=mine, by=Actor(mine, word="member"), now=now)


@pytest.fixture
def make_member(make_member: MakeMember, now: datetime) -> MakeMember:
    """A member since last month."""
    proved = {"since": now - 30 * DAY, "email_confirmed_at": now}
    return lambda **given: make_member(**{**proved, **given})


def test_br_03_who_was_erased_is_erased_again(
    erasures: Path, make_member: MakeMember, make_request: MakeRequest, now: datetime
) -> None:
    member, other = make_member(email=MAIL, name="Rika"), make_member(name="Anders")
    asked = make_request(email=MAIL, email_confirmed_at=now, created_at=now - DAY)
    erased_since(lambda: erase(now))
    member.refresh_from_db()
    assert member.name == "Rika"
    assert before_serving()
    member.refresh_from_db()
    asked.refresh_from_db()
    assert (member.name, member.mobile, member.email, asked.name) == ("", "", "", "")
    # Perhaps nobody took this person out of the chat yet.
    assert (member.anonymised_at, member.shown_name) == (None, "Een lid")
    other.refresh_from_db()
    assert (other.name, other.until) == ("Anders", None)
    assert Entry.objects.get(verb="erasures.repeated").facts == {"number": 1}
    assert repeat_erasures(now=now) == 0


def test_br_03_without_an_address_and_with_another_number_than_in_the_backup(
    erasures: Path, make_member: MakeMember, now: datetime
) -> None:
    member = make_member(email="", name="Rika")
    this = Membership.objects.filter(pk=member.pk)

    def since_then() -> None:
        this.update(mobile="+31600009999")
        erase(now, email="", members=this)

    erased_since(since_then)
    tick(now=now + timedelta(minutes=1))
    member.refresh_from_db()
    assert (member.name, member.mobile) == ("", "")


def test_br_03_what_was_gone_by_itself_is_found_by_the_address(
    erasures: Path, make_member: MakeMember, now: datetime
) -> None:
    left = make_member(email=MAIL, until=now - 29 * DAY)
    here = make_member(email=MAIL)

    def since_then() -> None:
        Membership.objects.filter(pk=left.pk).update(anonymised_at=now, email="", name="")
        erase(now)

    erased_since(since_then)
    repeat_erasures(now=now)
    for row in (left, here):
        row.refresh_from_db()
        assert row.name == ""


def test_who_came_back_after_being_forgotten_stays(
    erasures: Path, make_member: MakeMember, now: datetime
) -> None:
    old = make_member(email=MAIL)
    erase(now - DAY)
    again = make_member(email=MAIL, mobile=old.mobile, since=now)
    Tombstone.objects.all().delete()  # as if the database were older than the files
    repeat_erasures(now=now)
    again.refresh_from_db()
    assert (again.email, again.until) == (MAIL, None)


def test_the_command_does_it_and_what_is_over_as_well(
    erasures: Path, make_member: MakeMember, make_request: MakeRequest, now: datetime
) -> None:
    member = make_member(email=MAIL)
    over = make_request(state="withdrawn", due_at=now - DAY)
    erased_since(lambda: erase(now))
    told = StringIO()
    call_command("reapply_erasures", stdout=told)
    assert told.getvalue().startswith("1 erasures repeated, ")
    for row in (member, over):
        row.refresh_from_db()
        assert row.name == ""


def test_files_that_got_lost_are_made_again(
    erasures: Path, make_member: MakeMember, now: datetime
) -> None:
    make_member(email=MAIL)
    erase(now)
    (file,) = erasures.glob("*.txt")
    lines = file.read_text()
    file.unlink()
    assert repeat_erasures(now=now) == 0
    assert sorted(file.read_text().splitlines()) == sorted(lines.splitlines())


def test_the_files_hold_hashes_and_are_for_nobody_else(
    erasures: Path, make_member: MakeMember, now: datetime
) -> None:
    member = make_member(email=MAIL)
    erase(now)
    text = "".join(path.read_text() for path in erasures.iterdir())
    for value in (MAIL, member.mobile, member.name, f"membership:{member.pk}"):
        assert value not in text
    assert all(os.stat(path).st_mode & 0o077 == 0 for path in (erasures, *erasures.iterdir()))


def test_half_a_line_is_passed_over(erasures: Path, make_member: MakeMember, now: datetime) -> None:
    make_member(email=MAIL)
    erased_since(lambda: erase(now))
    (file,) = erasures.glob("*.txt")
    whole = file.read_text()
    file.write_text(f"email abc\n\n{whole}email {'0' * 64} 2026-")
    assert repeat_erasures(now=now) == 1


def test_a_new_secret_key_loses_nothing(
    erasures: Path, settings: LazySettings, make_member: MakeMember, now: datetime
) -> None:
    member = make_member(email=MAIL)
    erased_since(lambda: erase(now))
    settings.SECRET_KEY = "another-" + "fedcba9876543210" * 4
    assert repeat_erasures(now=now) == 1
    member.refresh_from_db()
    assert member.name == ""


def test_after_its_term_a_tombstone_goes_from_both_places(
    erasures: Path, make_member: MakeMember, now: datetime
) -> None:
    make_member(email=MAIL)
    erase(now)
    later = now + timedelta(days=TOMBSTONE_DAYS + 31)
    tick(now=later)
    assert not Tombstone.objects.exists()
    assert list(erasures.glob("*.txt")) == []
    assert repeat_erasures(now=later) == 0


def test_without_a_place_for_the_key_nobody_is_half_forgotten(
    settings: LazySettings, tmp_path: Path, make_member: MakeMember, now: datetime
) -> None:
    (tmp_path / "file").write_text("")
    settings.ERASURES_DIR = tmp_path / "file" / "erasures"
    member = make_member(email=MAIL)
    with pytest.raises(ImproperlyConfigured, match="ERASURE_KEY"):
        erase(now)
    member.refresh_from_db()
    assert member.until is None
    assert ResidentRequest.objects.filter(anonymised_at__isnull=False).count() == 0


def test_nothing_is_looked_for_when_nothing_was_put_back(
    erasures: Path, make_member: MakeMember, now: datetime,
    django_assert_num_queries: Callable[[int], object],
) -> None:  # fmt: skip
    make_member(email=MAIL)
    erase(now)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert repeat_erasures(now=now) == 0


# --- The door --------------------------------------------------------------------------------


def test_the_door_prepares_before_the_first_answer_and_then_no_more() -> None:
    done: list[str] = []
    away = [True, True, False]

    def prepare() -> bool:
        done.append("prepared")
        return not away.pop(0)

    door = prepared_first(lambda environ, start: done.append("answered") or [b""], prepare)
    assert done == ["prepared"]
    for _ in range(3):
        door({}, lambda *_: None)
    assert done == ["prepared", "prepared", "answered", "prepared", "answered", "answered"]


def test_a_database_that_is_away_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_: object) -> int:
        raise DatabaseError

    monkeypatch.setattr(repeating, "repeat_erasures", away)
    monkeypatch.setattr(repeating.connections, "close_all", lambda: None)
    assert not before_serving()


@pytest.fixture(autouse=True)
def stays_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test lives in one connection."""
    monkeypatch.setattr(repeating.connections, "close_all", lambda: None)
