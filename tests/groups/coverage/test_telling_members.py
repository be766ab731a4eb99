"""Whoever's address went to another group hears of it by mail, with the link of the own page."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import Mail, MailState
from dorst_portal.outbox.services import PER_ADDRESS
from groups.coverage.pages.plan import plan_move
from groups.coverage.pages.plan_parts import Numbers
from groups.coverage.services.moving import carry_out
from groups.coverage.services.undo import undo_change
from groups.models import CoverageChange, Membership, WatchGroup
from tests.groups.conftest import Village
from tests.groups.mine.conftest import opens
from tests.groups.pages import words_of

MakeMember = Callable[..., Membership]
ANJA = "anja@example.org"


@pytest.fixture
def even(village: Village) -> list[Numbers]:
    """Spoorstraat 10 up to 20, the even side."""
    return [Numbers(village.street("spoorstraat"), 10, 20, "even")]


@pytest.fixture
def make_member(make_member: MakeMember, now: datetime) -> MakeMember:
    """Members of long ago, at number 12 unless told otherwise."""
    facts = {"since": now - timedelta(days=99), "house_number": 12}
    return lambda **given: make_member(**(facts | given))


def move(numbers: list[Numbers], to: WatchGroup | None, by: User, now: datetime) -> CoverageChange:
    plan = plan_move(numbers, to=to, now=now)
    (change,) = carry_out(numbers, to=to, seen=plan.seen, by=by, now=now)
    return change


def told() -> dict[str, Mail]:
    return {mail.to: mail for mail in Mail.objects.filter(event="address_moved")}


def test_each_address_is_told_once_and_learns_no_more_than_it_proved_to_be(
    client: Client, even: list[Numbers], dennenlaan: WatchGroup, coordinator: User,
    make_member: MakeMember, now: datetime,
) -> None:  # fmt: skip
    for name in ("Anja Anders", "Huub Anders"):  # they share it
        make_member(name=name, email=ANJA, email_confirmed_at=now)
    make_member(name="Typ Fout", email="fout@example.org")
    make_member(name="Zonder Mail")
    make_member(name="Elders", email="elders@example.org", house_number=13)
    move(even, dennenlaan, coordinator, now)
    mails = told()
    assert set(mails) == {ANJA, "fout@example.org"}
    assert "Je adres hoort nu bij groep Dennenlaan." in mails[ANJA].text
    assert "Dennenlaan" not in mails["fout@example.org"].text
    for mail in mails.values():
        assert (mail.link_path, mail.due) == ("/mijn/{token}/", now)
        assert "Anders" not in mail.subject + mail.text
    words = words_of(opens(client, ANJA))
    assert "Anja Anders" in words
    assert "Groep Dennenlaan" in words


def test_who_was_in_the_other_group_already_is_told_too(
    even: list[Numbers], dennenlaan: WatchGroup, coordinator: User, make_member: MakeMember,
    now: datetime,
) -> None:  # fmt: skip
    old = make_member(email=ANJA, email_confirmed_at=now)
    make_member(group=dennenlaan, mobile=old.mobile, house_number=99)
    move(even, dennenlaan, coordinator, now)
    assert set(told()) == {ANJA}


def test_a_mailbox_that_had_enough_gets_it_later(
    even: list[Numbers], dennenlaan: WatchGroup, coordinator: User, make_member: MakeMember,
    now: datetime,
) -> None:  # fmt: skip
    make_member(email=ANJA, email_confirmed_at=now)
    most, span = PER_ADDRESS[0]
    for number in range(most):
        Mail.objects.create(to=ANJA, key=f"before-{number}", due=now, created=now)
    move(even, dennenlaan, coordinator, now)
    assert told()[ANJA].due == now + span


def test_numbers_that_go_to_no_group_are_nobodys_news(
    even: list[Numbers], coordinator: User, make_member: MakeMember, now: datetime
) -> None:
    make_member(email=ANJA, email_confirmed_at=now)
    move(even, None, coordinator, now)
    assert told() == {}


def test_undoing_calls_back_what_did_not_leave_yet(
    even: list[Numbers], dennenlaan: WatchGroup, coordinator: User, make_member: MakeMember,
    now: datetime,
) -> None:  # fmt: skip
    for email in (ANJA, "bram@example.org"):
        make_member(email=email, email_confirmed_at=now)
    change = move(even, dennenlaan, coordinator, now)
    left = Mail.objects.filter(to="bram@example.org")
    left.update(state=MailState.SENT, sent_at=now, attempts=1)
    undo_change(change, by=coordinator, now=now + timedelta(minutes=1))
    assert {to: mail.state for to, mail in told().items()} == {
        ANJA: MailState.CANCELLED,
        "bram@example.org": MailState.SENT,
    }
