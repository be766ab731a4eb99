"""What the inbox asks about members: out of the chat, into it, and a list that nobody looks at."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dorst_portal.accounts.models import User
from groups.models import GroupStatus, LeaveReason, Membership, WatchGroup
from groups.values.village_time import days_after
from tests.groups.conftest import MakeRequest, appoint, log_in
from tests.groups.pages import at_most, forms_of, words_of

MakeMember = Callable[..., Membership]
INBOX = "/beheer/"


@pytest.fixture
def beheerder(
    client: Client, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> Client:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(list_confirmed_at=now)
    log_in(client, own_beheerder).get(INBOX)
    return client


@pytest.fixture
def leave(make_member: MakeMember, now: datetime) -> MakeMember:
    """Somebody who left yesterday and is in the chat still."""

    def left(**given: object) -> Membership:
        facts = {"since": now - timedelta(days=9), "until": now - timedelta(days=1)}
        return make_member(**facts, end_reason=LeaveReason.MOVED_HOUSE, **given)

    return left


def test_who_came_back_with_the_same_number_stays_in_the_chat(
    beheerder: Client, make_member: MakeMember, leave: MakeMember
) -> None:
    gone = leave(name="Truus Terug")
    assert "Truus Terug" in words_of(beheerder.get(INBOX))
    (form,) = [one for one in forms_of(beheerder.get(INBOX)) if "/leden/" in one.action]
    make_member(name="Truus Terug", mobile=gone.mobile)
    assert "Truus Terug" not in words_of(beheerder.get(INBOX))
    beheerder.post(form.action, form.sends)
    assert "Er is niets veranderd." in words_of(beheerder.get(INBOX))
    gone.refresh_from_db()
    assert gone.left_chat_at is None


def test_each_has_one_button_that_leads_back(
    beheerder: Client, make_member: MakeMember, leave: MakeMember
) -> None:
    gone, new = leave(name="Wim Weg"), make_member(name="Nora Nieuw", to_confirm=True)
    page = beheerder.get(INBOX)
    words = words_of(page)
    assert words.index("Werk de groep nog even bij") < words.index("Uit de groep halen")
    assert "Wim Weg Spoorstraat 1: verhuisd" in words
    assert "Niets te doen" not in words
    for form in forms_of(page):
        if "/leden/" in form.action:
            answer = beheerder.post(form.action, form.sends)
            assert answer["Location"] == INBOX
    assert "Nora Nieuw zit in de groep." in words_of(beheerder.get(INBOX))
    gone.refresh_from_db()
    new.refresh_from_db()
    assert gone.left_chat_at
    assert not new.to_confirm
    assert "Niets te doen. Fijne avond!" in words_of(beheerder.get(INBOX))


def test_who_was_second_reads_so_and_stays_in_the_inbox(
    beheerder: Client, leave: MakeMember, now: datetime
) -> None:
    gone = leave(left_chat_at=now)
    page = reverse("member_taken_out", args=["spoorstraat", gone.pk])
    sent = {"van": "aanvragen", "groep": "spoorstraat"}
    answer = beheerder.post(page, sent, follow=True)
    assert answer.redirect_chain == [("/beheer/?groep=spoorstraat", 302)]
    assert "Dit is al gedaan." in words_of(answer)


def test_the_first_few_and_where_the_others_are_for_one_statement(
    beheerder: Client, make_member: MakeMember, leave: MakeMember, make_request: MakeRequest
) -> None:
    make_request()
    for _ in range(7):
        leave()
        make_member(to_confirm=True)
    with at_most(7):
        page = beheerder.get(INBOX)
    tasks = page.context["tasks"]
    assert (len(tasks.take_out.rows), len(tasks.put_in.rows)) == (5, 5)
    words = words_of(page)
    assert "Bekijk ook de anderen van groep Spoorstraat" in words
    # Who looks at a part of the requests sees that alone.
    assert not beheerder.get(INBOX, {"toon": "klopt"}).context["tasks"]


def test_only_of_the_own_groups_and_of_the_chosen_one(
    beheerder: Client, own_beheerder: User, leave: MakeMember, dennenlaan: WatchGroup
) -> None:
    leave(name="Elders Weg", group=dennenlaan)
    assert "Elders Weg" not in words_of(beheerder.get(INBOX))
    appoint(own_beheerder, dennenlaan)
    leave(name="Wim Weg")
    words = words_of(beheerder.get(INBOX))
    assert "Elders Weg" in words
    assert "groep Dennenlaan" in words
    words = words_of(beheerder.get(INBOX, {"groep": "spoorstraat"}))
    assert "Wim Weg" in words
    assert "Elders Weg" not in words


@pytest.mark.parametrize(
    ("days", "is_offered", "is_asked"),
    [(90, False, False), (91, True, False), (364, True, False), (365, False, True)],
)
def test_a_list_is_offered_to_count_after_a_quarter_and_decided_about_after_a_year(
    beheerder: Client,
    spoorstraat: WatchGroup,
    now: datetime,
    days: int,
    is_offered: bool,
    is_asked: bool,
) -> None:
    groups = WatchGroup.objects.filter(pk=spoorstraat.pk)
    groups.update(list_confirmed_at=days_after(now, -days))
    words = words_of(beheerder.get(INBOX))
    assert ("Tel de leden van Spoorstraat (5 seconden)" in words) is is_offered
    assert ("Niemand keek de lijst een jaar na." in words) is is_asked
    groups.update(status=GroupStatus.PAUSED)
    words = words_of(beheerder.get(INBOX))
    assert "Tel de leden" not in words
    assert "Niemand keek" not in words


def test_a_list_is_not_offered_while_something_waits(
    beheerder: Client, spoorstraat: WatchGroup, make_request: MakeRequest, now: datetime
) -> None:
    WatchGroup.objects.update(list_confirmed_at=now - timedelta(days=200))
    make_request()
    assert "Tel de leden" not in words_of(beheerder.get(INBOX))


def test_both_lists_are_asked_of_the_own_groups_and_never_of_every_member(
    beheerder: Client, leave: MakeMember, make_member: MakeMember
) -> None:
    """ "One row or another" alone made PostgreSQL read a million members for each inbox."""
    leave()
    make_member(mobile="+31600000031", to_confirm=True)
    with CaptureQueriesContext(connection) as asked:
        beheerder.get(INBOX)
    (sql,) = [one["sql"] for one in asked if ' OR "groups_membership"."id" IN ' in one["sql"]]
    outer = re.sub(r"\(SELECT .*? LIMIT \d+\)", "", sql)
    assert '"groups_membership"."group_id" IN' in outer
