"""A number that was taken out of a group and may not come back for a while."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.members.services.blocking import MOST_DAYS, NewBlock, block_number
from groups.models import (
    BlockReason,
    MemberImportRow,
    Membership,
    NumberBlock,
    WatchGroup,
)
from groups.privacy.services.retention import run_retention
from groups.requests.services.joining import submit_signup
from groups.values.states import State
from tests.groups.conftest import MakeRequest, log_in
from tests.groups.members.sent_lists import send, table
from tests.groups.pages import text_of, words_of

MakeMember = Callable[..., Membership]
NUMBER = "+31600004321"
BLOCKED = reverse("members_blocked", args=["spoorstraat"])
LIST = reverse("members", args=["spoorstraat"])
REMOVED = {"reason": "removed", "block_days": "365", "block_reason": "unkind"}


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


@pytest.fixture
def rude(make_member: MakeMember) -> Membership:
    return make_member(name="Ruud Ruzie", mobile=NUMBER, since=timezone.now() - timedelta(days=9))


@pytest.fixture
def block(rude: Membership, own_beheerder: User, now: datetime) -> NumberBlock:
    """The number of somebody who was taken out, for a year."""
    block_number(rude, NewBlock(365, BlockReason.UNKIND), by=own_beheerder, now=now)
    Membership.objects.filter(pk=rude.pk).update(until=now, end_reason="removed", left_chat_at=now)
    return NumberBlock.objects.get()


def end(client: Client, member: Membership, **typed: str) -> Any:
    return client.post(reverse("member_end", args=["spoorstraat", member.pk]), typed, follow=True)


# --- Making one ---------------------------------------------------------------------------------


def test_who_is_taken_out_may_be_kept_out(own: Client, rude: Membership) -> None:
    assert "staat niet meer op de ledenlijst" in words_of(end(own, rude, **REMOVED))
    block = NumberBlock.objects.get()
    assert (block.group_id, block.reason) == (rude.group_id, BlockReason.UNKIND)
    assert timedelta(days=364) < block.until - timezone.now() < timedelta(days=366)
    page = text_of(own.get(BLOCKED))
    assert "Ruzie of nare berichten" in page
    assert "Els Eigen" in page
    line = Entry.objects.get(verb="member.ended")
    assert line.facts == {"reason": "removed", "blocked": "unkind"}


def test_neither_the_number_nor_the_name_is_kept(rude: Membership, block: NumberBlock) -> None:
    assert NUMBER[3:] not in repr(NumberBlock.objects.values())
    assert "Ruud" not in repr(NumberBlock.objects.values())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"reason": "moved_house"}, "Dat kan alleen bij iemand die je er zelf uit haalt."),
        ({"block_reason": ""}, "Kies waarom het nummer niet mag terugkomen."),
        ({"block_reason": "zomaar"}, "Kies waarom het nummer niet mag terugkomen."),
        ({"block_days": "9999"}, "Kies hoelang."),
        ({"block_days": "-1"}, "Kies hoelang."),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_happens(
    own: Client, rude: Membership, typed: dict[str, str], told: str
) -> None:
    answer = end(own, rude, **(REMOVED | typed))
    assert told in words_of(answer)
    rude.refresh_from_db()
    assert rude.until is None
    assert not NumberBlock.objects.exists()


def test_without_a_block_nothing_is_kept(own: Client, rude: Membership) -> None:
    end(own, rude, reason="removed", block_days="0", block_reason="unkind")
    assert not NumberBlock.objects.exists()


def test_two_years_is_the_most(rude: Membership, own_beheerder: User, now: datetime) -> None:
    new = NewBlock(MOST_DAYS + 1, BlockReason.OTHER)
    with pytest.raises(ValueError, match="731"):
        block_number(rude, new, by=own_beheerder, now=now)


def test_taking_the_ending_back_takes_the_block_back(own: Client, rude: Membership) -> None:
    end(own, rude, **REMOVED)
    own.post(reverse("member_back", args=["spoorstraat", rude.pk]))
    rude.refresh_from_db()
    assert rude.until is None
    assert not NumberBlock.objects.exists()


def test_a_second_block_takes_the_place_of_the_first(
    rude: Membership, block: NumberBlock, own_beheerder: User, now: datetime
) -> None:
    block_number(rude, NewBlock(91, BlockReason.ADVERTISING), by=own_beheerder, now=now)
    assert NumberBlock.objects.get().reason == BlockReason.ADVERTISING


# --- What it keeps out --------------------------------------------------------------------------


def test_the_beheerder_reads_it_and_cannot_approve(
    own: Client, block: NumberBlock, make_request: MakeRequest
) -> None:
    asked = make_request(mobile=NUMBER)
    page = own.get(reverse("request", args=[asked.pk]))
    assert "Je kunt deze aanvraag niet goedkeuren." in words_of(page)
    assert "ruzie of nare berichten" in words_of(page)
    assert "Goedkeuren en toevoegen" not in words_of(page)
    assert BLOCKED in text_of(page)
    answer = own.post(reverse("request_approve", args=[asked.pk]), follow=True)
    assert "niet in deze groep" in words_of(answer)
    asked.refresh_from_db()
    assert asked.state == State.OPEN


def test_another_number_is_approved_as_before(
    own: Client, block: NumberBlock, make_request: MakeRequest
) -> None:
    asked = make_request()
    page = words_of(own.get(reverse("request", args=[asked.pk])))
    assert "Goedkeuren en toevoegen" in page
    assert "niet goedkeuren" not in page
    own.post(reverse("request_approve", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.state == State.APPROVED


def test_another_group_lets_the_number_in(
    client: Client,
    block: NumberBlock,
    make_request: MakeRequest,
    dennenlaan: WatchGroup,
    other_beheerder: User,
) -> None:
    asked = make_request(mobile=NUMBER, group=dennenlaan)
    log_in(client, other_beheerder)
    page = words_of(client.get(reverse("request", args=[asked.pk])))
    assert "niet goedkeuren" not in page
    client.post(reverse("request_approve", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.state == State.APPROVED


def test_it_ends_by_itself_and_is_wiped(
    own: Client, block: NumberBlock, make_request: MakeRequest, now: datetime
) -> None:
    NumberBlock.objects.update(since=now - timedelta(days=9), until=now - timedelta(minutes=1))
    asked = make_request(mobile=NUMBER)
    own.post(reverse("request_approve", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.state == State.APPROVED
    assert run_retention(now=timezone.now())["number_blocks"] == 1
    assert not NumberBlock.objects.exists()


def test_it_stays_as_long_as_it_lasts(block: NumberBlock) -> None:
    assert run_retention(now=block.until - timedelta(minutes=1))["number_blocks"] == 0


def test_nobody_is_put_on_the_list_by_hand(own: Client, block: NumberBlock) -> None:
    typed = {
        "name": "Ruud Ruzie", "street": "Spoorstraat", "house_number": "1", "mobile": NUMBER,
        "in_chat": "ja",
    }  # fmt: skip
    answer = own.post(reverse("member_add", args=["spoorstraat"]), typed)
    assert "Dit nummer mag tot" in words_of(answer)
    assert 'value="Ruud Ruzie"' in text_of(answer)
    assert not Membership.objects.current().exists()


def test_nobody_changes_to_it(own: Client, block: NumberBlock, make_member: MakeMember) -> None:
    member = make_member(name="Mien Meedoen", email="")
    page = reverse("member_edit", args=["spoorstraat", member.pk])
    typed = {
        "name": member.name, "street": member.address, "mobile": NUMBER,
        "version": str(member.version),
    }  # fmt: skip
    assert "Dit nummer mag tot" in words_of(own.post(page, typed))
    member.refresh_from_db()
    assert member.mobile != NUMBER


def test_a_list_says_so_of_the_row(
    block: NumberBlock, spoorstraat: WatchGroup, own_beheerder: User, now: datetime
) -> None:
    by = own_beheerder
    batch = send(table(f"Ruud Ruzie;{NUMBER};Spoorstraat 1;"), by=by, group=spoorstraat, now=now)
    row = MemberImportRow.objects.get(batch=batch)
    assert row.verdict == "wrong"
    assert "Dit nummer mag tot" in row.problem


# --- Who sees and lifts it ----------------------------------------------------------------------


def test_lifting_it_lets_the_number_in(
    own: Client, block: NumberBlock, make_request: MakeRequest
) -> None:
    lift = reverse("number_unblock", args=["spoorstraat", block.pk])
    assert "De blokkade is weg." in words_of(own.post(lift, follow=True))
    assert own.post(lift).status_code == 404
    assert Entry.objects.filter(verb="number.unblocked").count() == 1
    asked = make_request(mobile=NUMBER)
    own.post(reverse("request_approve", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.state == State.APPROVED


def test_another_beheerder_finds_nothing(
    client: Client, block: NumberBlock, other_beheerder: User
) -> None:
    log_in(client, other_beheerder)
    assert client.get(BLOCKED).status_code == 404
    for slug in ("spoorstraat", "dennenlaan"):
        lift = reverse("number_unblock", args=[slug, block.pk])
        assert client.post(lift).status_code == 404
    assert NumberBlock.objects.exists()


def test_the_form_of_a_stranger_says_nothing(
    block: NumberBlock, signup_data: Callable[..., Any], now: datetime
) -> None:
    request = submit_signup(signup_data(mobile=NUMBER), now=now)
    assert request.state == State.OPEN


def test_the_list_page_leads_to_it(own: Client, member: Membership) -> None:
    assert BLOCKED in text_of(own.get(LIST))
    assert "Er zijn geen nummers" in words_of(own.get(BLOCKED))
