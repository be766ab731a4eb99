"""DP-08, TK-12: everything is wiped on the own page, asked twice, for everybody of the address."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.mine.services.erasing import erase_own
from groups.mine.services.membership import leave
from groups.models import LeaveReason, Membership, OwnPage, ResidentRequest, Tombstone, WatchGroup
from groups.privacy.services.erasing import NothingToErase
from groups.refusals import Refused
from groups.requests.services.deciding import approve
from groups.values.states import State
from tests.groups.conftest import MakeRequest
from tests.groups.mine.conftest import ANJA, MakeMember, link_to, opens, path_of
from tests.groups.pages import forms_of, send, text_of, words_of

PAGE = "/mijn/wissen/"
SURE = "/mijn/wissen/zeker/"
DAY = timedelta(days=1)


@pytest.fixture
def anja(anja: Membership) -> Membership:
    """A member since yesterday."""
    Membership.objects.filter(pk=anja.pk).update(since=timezone.now() - DAY)
    anja.refresh_from_db()
    return anja


def first_button(client: Client) -> Any:
    return send(client, client.get(PAGE), sure="on")


def page_of(email: str) -> OwnPage:
    return OwnPage.objects.create(email=email, asked_at=timezone.now(), opened_at=timezone.now())


def test_dp_08_two_buttons_and_everything_is_gone(
    client: Client, own: Any, anja: Membership, own_beheerder: User, make_request: MakeRequest
) -> None:
    asked = make_request(name="Anja Anders", email=ANJA, email_confirmed_at=timezone.now())
    elsewhere = Client()
    opens(elsewhere, ANJA)
    link = link_to(ANJA)
    words = words_of(client.get(PAGE))
    assert "Alles van Anja Anders" in words
    assert "De plek op de ledenlijst van groep Spoorstraat." in words
    assert f"Je aanmelding {asked.reference} is nog niet klaar. Die trekken we hiermee in." in words
    assert "Groep Spoorstraat zit in WhatsApp." in words
    sure = first_button(client)
    assert "Weet je het zeker?" in words_of(sure)
    anja.refresh_from_db()
    assert anja.until is None
    done = send(client, sure)
    assert done["Location"] == "/mijn/gewist/"
    assert not client.cookies[next(name for name in client.cookies if name.endswith("mijn"))].value
    told = client.get("/mijn/gewist/")
    assert "Alles is gewist" in words_of(told)
    assert ANJA not in text_of(told)
    anja.refresh_from_db()
    asked.refresh_from_db()
    assert (anja.email, anja.street_text, anja.until is not None) == ("", "", True)
    assert (asked.name, asked.email, asked.state) == ("", "", State.WITHDRAWN)
    assert not OwnPage.objects.exists()
    for browser in (client, elsewhere):
        assert "Anja" not in text_of(browser.get("/mijn/"))
    assert Client().get(path_of(link)).status_code == 404  # TK-06
    assert Entry.objects.get(verb="member.erased").actor == "member"
    assert "Anja" not in "".join(mail.subject + mail.text + mail.to for mail in Mail.objects.all())


def test_without_the_tick_or_the_first_page_nothing_goes(
    client: Client, own: Any, anja: Membership
) -> None:
    """TK-12"""
    assert "Zet een vinkje als je dit wilt." in words_of(send(client, client.get(PAGE)))
    for sent in ({}, {"gevraagd": "x"}, {"gevraagd": "1:a:b"}):
        assert client.post(SURE, sent)["Location"] == PAGE
    assert client.get(SURE)["Location"] == PAGE
    anja.refresh_from_db()
    assert anja.until is None


def test_the_first_button_of_another_page_does_not_count(
    client: Client, own: Any, anja: Membership, make_member: MakeMember
) -> None:
    other = make_member(name="Bram", email="bram@example.org", email_confirmed_at=timezone.now())
    browser = Client()
    opens(browser, "bram@example.org")
    sure = forms_of(first_button(client))[-1]
    assert browser.post(sure.action, sure.sends)["Location"] == PAGE
    assert Client().post(sure.action, sure.sends).status_code == 403
    for member in (anja, other):
        member.refresh_from_db()
        assert member.until is None


def test_pressed_twice_is_wiped_once(client: Client, own: Any, anja: Membership) -> None:
    sure = forms_of(first_button(client))[-1]
    cookies = client.cookies.copy()
    answers = [client.post(sure.action, sure.sends)["Location"]]
    client.cookies = cookies  # of a browser that pressed again before the answer came
    answers.append(client.post(sure.action, sure.sends)["Location"])
    assert answers == ["/mijn/gewist/"] * 2
    assert Entry.objects.filter(verb="member.erased").count() == 1


def test_a_page_that_closed_meanwhile_wipes_nothing(
    client: Client, own: Any, anja: Membership
) -> None:
    sure = forms_of(first_button(client))[-1]
    with time_machine.travel(timezone.now() + timedelta(minutes=29), tick=False):
        OwnPage.objects.update(ended_at=timezone.now())
        assert client.post(sure.action, sure.sends).status_code == 403
    anja.refresh_from_db()
    assert anja.until is None


def test_a_household_reads_whose_data_goes_and_nobody_elses_name(
    client: Client, anja: Membership, make_member: MakeMember, make_request: MakeRequest,
    own_beheerder: User,
) -> None:  # fmt: skip
    bert = make_member(
        name="Bert Anders", email=ANJA, email_confirmed_at=timezone.now(),
        since=timezone.now() - DAY,
    )  # fmt: skip
    make_request(name="Vreemde Vogel", email="vogel@example.org", mobile=anja.mobile)
    strangers = make_request(name="Verkeerd Getypt", email=ANJA)
    opens(client, ANJA)
    words = words_of(client.get(PAGE))
    assert "Alles van Anja Anders" in words
    assert "Alles van Bert Anders" in words
    assert "hetzelfde mobiele nummer heeft, of daarbij hoort (1)" in words
    assert "Vreemde" not in words
    assert "Verkeerd" not in words
    send(client, first_button(client))
    bert.refresh_from_db()
    strangers.refresh_from_db()
    assert (bert.email, bert.street_text) == ("", "")
    assert (strangers.name, strangers.email) == ("Verkeerd Getypt", "")


def test_an_account_with_this_address_stays_and_says_so(
    client: Client, own_beheerder: User, make_member: MakeMember
) -> None:
    make_member(
        email=own_beheerder.email, email_confirmed_at=timezone.now(), since=timezone.now() - DAY
    )
    opens(client, own_beheerder.email)
    assert "Je account als beheerder" in words_of(client.get(PAGE))
    send(client, first_button(client))
    own_beheerder.refresh_from_db()
    assert own_beheerder.is_active


def test_with_nothing_kept_it_leads_back(client: Client, own: Any) -> None:
    Membership.objects.update(email="")
    assert client.get(PAGE)["Location"] == "/mijn/"


# --- The wrong state ------------------------------------------------------------------------------


def test_whoever_is_approved_or_left_meanwhile_is_wiped_all_the_same(
    anja: Membership, make_request: MakeRequest, own_beheerder: User, spoorstraat: WatchGroup
) -> None:
    now = timezone.now()
    asked = make_request(email=ANJA, email_confirmed_at=now)
    page, seen = page_of(ANJA), ResidentRequest.objects.get(pk=asked.pk)
    approve(asked, by=own_beheerder, now=now)
    leave(anja, reason=LeaveReason.NOT_TOLD, email=ANJA, now=now)
    erase_own(page, now=now)
    for row in (anja, asked):
        row.refresh_from_db()
        assert row.email == ""
    assert asked.state == State.WITHDRAWN
    with pytest.raises(Refused):
        approve(seen, by=own_beheerder, now=now)
    with pytest.raises(Refused):
        leave(anja, reason=LeaveReason.NOT_TOLD, email=ANJA, now=now)
    stones = Tombstone.objects.count()
    with pytest.raises(NothingToErase):
        erase_own(page, now=now)
    assert Tombstone.objects.count() == stones
