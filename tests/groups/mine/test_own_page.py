"""What the own page shows, and what a member does there: this is me, I leave, I stay."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.members.services import editing
from groups.members.services.acting import beheerder
from groups.members.services.blocking import NewBlock
from groups.members.services.checks import checks_of
from groups.members.services.ending import end_member
from groups.members.services.facts import MemberFacts
from groups.models import (
    BlockReason,
    LeaveReason,
    Membership,
    NumberBlock,
    ResidentRequest,
    WatchGroup,
)
from groups.places.routing import Address
from groups.requests.services import deciding
from groups.values.secrets import seal
from groups.values.states import State
from tests.groups.conftest import MakeRequest
from tests.groups.mine.conftest import ANJA, MakeMember, link_to, opens, path_of
from tests.groups.pages import forms_of, send, text_of, words_of

pytestmark = pytest.mark.django_db

PAGE = "/mijn/"


def press(client: Client, page: Any, action: str, **typed: str) -> Any:
    """The button of the form that goes there."""
    (form,) = [form for form in forms_of(page) if form.action.endswith(action)]
    return client.post(form.action, form.sends | typed, follow=True)


# --- Seeing --------------------------------------------------------------------------------------


def test_everything_of_one_address_and_nothing_of_another(
    client: Client, anja: Membership, make_member: MakeMember, make_request: MakeRequest,
    dennenlaan: WatchGroup,
) -> None:  # fmt: skip
    make_member(name="Bram Buren", email="bram@example.org", email_confirmed_at=timezone.now())
    make_member(name="Anja Anders", group=dennenlaan, email=ANJA, email_confirmed_at=timezone.now())
    make_request(name="Anja Anders", email=ANJA, email_confirmed_at=timezone.now())
    secret = make_request(name="Vreemde Vogel", email=ANJA)
    words = words_of(opens(client, ANJA))
    assert "Groep Spoorstraat" in words
    assert "Groep Dennenlaan" in words
    assert "De beheerder van groep Spoorstraat kijkt naar je aanmelding." in words
    assert "die nog niet bevestigd is" in words
    assert "Bram" not in words
    assert "Vreemde" not in words
    assert secret.mobile[-4:] not in words.replace(" ", "")


def test_it_takes_as_many_statements_for_one_as_for_ten(
    client: Client, anja: Membership, make_member: MakeMember, make_request: MakeRequest
) -> None:
    opens(client, ANJA)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
        for number in range(10):
            left = timezone.now() - timedelta(days=number)
            make_member(email=ANJA, email_confirmed_at=left, since=left, until=left)
            make_request(email=ANJA, email_confirmed_at=left)
    assert counts[0] == counts[1] <= 5


def test_a_second_person_of_the_address_finds_it_filled_in_and_no_address_in_the_link(
    client: Client, own: Any, anja: Membership
) -> None:
    Membership.objects.update(house_letter="B")
    shown = press(client, client.get(PAGE), "/meedoen/")
    assert shown.request["QUERY_STRING"] == ""
    words = words_of(shown)
    assert "Voor- en achternaam" in words
    assert "Er ging iets niet goed" not in words
    hidden = forms_of(shown)[-1].sends
    assert hidden["street"] == "Spoorstraat 1b"
    assert "Anja" not in text_of(shown)


def test_nothing_known_any_more_leads_to_the_finder(client: Client, anja: Membership) -> None:
    opens(client, ANJA)
    Membership.objects.update(email="")
    assert "Je hebt nu geen aanmelding." in words_of(client.get(PAGE))


# --- Is this me? ---------------------------------------------------------------------------------


def test_an_address_that_somebody_else_typed_shows_little_and_asks(
    client: Client, make_member: MakeMember
) -> None:
    typed = make_member(name="Jan Verderop", mobile="+31600004321", email=ANJA)
    page = opens(client, ANJA)
    words = words_of(page)
    assert "De naam begint met J. Het nummer eindigt op 21." in words
    assert "Verderop" not in words
    assert "4321" not in words.replace(" ", "")
    assert client.get(f"/mijn/groep/{typed.pk}/stoppen/").status_code == 404
    told = press(client, page, "/ben-ik-dit/", antwoord="ja")
    assert "Jan Verderop" in words_of(told)
    assert Entry.objects.get(verb="member.proved").actor == "member"


def test_no_that_is_not_me_takes_the_address_off(client: Client, make_member: MakeMember) -> None:
    typed = make_member(name="Jan Verderop", email=ANJA)
    page = opens(client, ANJA)
    told = press(client, page, "/ben-ik-dit/", antwoord="nee")
    assert "Je e-mailadres staat niet meer op die lijst." in words_of(told)
    typed.refresh_from_db()
    assert (typed.email, typed.until, typed.version) == ("", None, 2)
    again = press(client, page, "/ben-ik-dit/", antwoord="nee")
    assert again.status_code == 404


def test_a_beheerder_who_types_another_address_proves_nothing(
    client: Client, anja: Membership, own_beheerder: User
) -> None:
    now = timezone.now()
    number = anja.number
    assert anja.street is not None
    assert number is not None
    facts = MemberFacts(
        name=anja.name,
        mobile=anja.mobile,
        email="vreemd@example.org",
        address=Address(anja.street, anja.street.name, number),
    )
    actor = beheerder(own_beheerder, now=now)
    editing.change_member(anja, facts, version=1, actor=actor, now=now)
    assert "Ben jij dit?" in words_of(opens(client, "vreemd@example.org"))


# --- Leaving -------------------------------------------------------------------------------------


def leave(client: Client, member: Membership, **typed: str) -> Any:
    path = f"/mijn/groep/{member.pk}/stoppen/"
    return client.post(path, forms_of(client.get(path))[-1].sends | typed, follow=True)


def test_a_member_leaves_at_once_and_needs_no_reason(
    client: Client, own: Any, anja: Membership, own_beheerder: User, spoorstraat: WatchGroup
) -> None:
    older = link_to(ANJA)
    told = words_of(leave(client, anja))
    assert "Je staat niet meer op de lijst van groep Spoorstraat" in told
    assert "verlaat zelf de groep in WhatsApp" in told
    anja.refresh_from_db()
    assert (anja.until is not None, anja.end_reason) == (True, LeaveReason.NOT_TOLD)
    assert list(checks_of(spoorstraat).to_take_out) == [anja]
    line = Entry.objects.get(verb="member.ended")
    assert (line.actor, line.by) == ("member", None)
    mails = {mail.to: mail for mail in Mail.objects.all()}
    assert set(mails) == {ANJA, own_beheerder.email}
    assert not [mail for mail in mails.values() if "Anja" in mail.subject + mail.text]
    assert Client().get(path_of(older)).status_code == 404  # TK-06


def test_who_left_and_has_nothing_else_reads_how_to_come_back(
    client: Client, own: Any, anja: Membership, make_request: MakeRequest
) -> None:
    back = "Wil je toch weer meedoen? Meld je opnieuw aan"
    assert back not in words_of(client.get(PAGE))
    leave(client, anja)
    page = client.get(PAGE)
    assert back in words_of(page)
    assert 'href="/meedoen/"' in text_of(page)
    Membership.objects.filter(pk=anja.pk).update(end_reason=LeaveReason.REMOVED)
    assert back not in words_of(client.get(PAGE))
    Membership.objects.filter(pk=anja.pk).update(end_reason=LeaveReason.OTHER)
    row = make_request(email=ANJA)
    assert back not in words_of(client.get(PAGE))
    ResidentRequest.objects.filter(pk=row.pk).update(email_confirmed_at=timezone.now())
    assert back not in words_of(client.get(PAGE))


def test_what_is_over_has_nothing_to_withdraw(
    client: Client, anja: Membership, make_request: MakeRequest
) -> None:
    row = make_request(email=ANJA, email_confirmed_at=timezone.now())
    assert "Bekijk of trek in" in words_of(opens(client, ANJA))
    ResidentRequest.objects.filter(pk=row.pk).update(state=State.WITHDRAWN)
    words = words_of(client.get(PAGE))
    assert "trek in" not in words
    assert f"Bekijk {row.reference}" in words


def test_the_reason_is_kept_and_a_strange_one_refused(
    client: Client, own: Any, anja: Membership
) -> None:
    assert "Kies een antwoord uit de lijst." in words_of(leave(client, anja, reason="removed"))
    leave(client, anja, reason="too_many")
    anja.refresh_from_db()
    assert anja.end_reason == LeaveReason.TOO_MANY


def test_staying_after_all_within_five_minutes(client: Client, own: Any, anja: Membership) -> None:
    left = leave(client, anja)
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1), tick=False):
        send(client, left)
        anja.refresh_from_db()
        assert anja.until is not None
    press(client, left, "/toch-blijven/")
    anja.refresh_from_db()
    assert (anja.until, anja.end_reason) == (None, "")


def test_whom_the_beheerder_took_out_does_not_come_back_by_a_button(
    client: Client, own: Any, anja: Membership, own_beheerder: User
) -> None:
    now = timezone.now()
    by = beheerder(own_beheerder, now=now)
    block = NewBlock(91, BlockReason.ADVERTISING)
    end_member(anja, reason=LeaveReason.REMOVED, block=block, actor=by, now=now)
    page = client.get(f"/mijn/groep/{anja.pk}/gestopt/")
    assert "De beheerder haalde je uit de groep" in words_of(page)
    assert "Je nummer mag niet terugkomen tot" in words_of(page)
    assert "Maak ongedaan" not in words_of(page)
    client.post(f"/mijn/groep/{anja.pk}/toch-blijven/")
    anja.refresh_from_db()
    assert anja.until is not None
    assert NumberBlock.objects.count() == 1
    data = words_of(client.get("/mijn/gegevens/"))
    assert "Waarom je nummer niet terug mag reclame" in data


def test_leaving_twice_is_leaving_once(client: Client, own: Any, anja: Membership) -> None:
    form = forms_of(client.get(f"/mijn/groep/{anja.pk}/stoppen/"))[-1]
    for _ in range(2):
        assert client.post(form.action, form.sends, follow=True).status_code == 200
    assert Entry.objects.filter(verb="member.ended").count() == 1


def test_looking_changes_nothing(client: Client, own: Any, anja: Membership) -> None:
    changes = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
    paths = ["", *[f"groep/{anja.pk}/{name}/" for name in ("stoppen", "gestopt")]]
    with CaptureQueriesContext(connection) as queries:
        for path in paths:
            client.get(f"{PAGE}{path}")
    assert not [row["sql"] for row in queries if changes.match(row["sql"])]


@pytest.mark.parametrize("name", ["stoppen", "gestopt", "toch-blijven", "ben-ik-dit"])
def test_somebody_elses_membership_is_not_there(
    client: Client, own: Any, make_member: MakeMember, name: str
) -> None:
    """AZ-02"""
    other = make_member(name="Bram", email="bram@example.org", email_confirmed_at=timezone.now())
    for pk in (other.pk, 999_999):
        answers = [
            client.post(f"/mijn/groep/{pk}/{name}/"),
            client.get(f"/mijn/groep/{pk}/{name}/"),
        ]
        assert {answer.status_code for answer in answers} <= {404, 405}
        assert answers[0].status_code == 404 or name == "gestopt"
    other.refresh_from_db()
    assert other.until is None


# --- Into the group ------------------------------------------------------------------------------


INVITE = "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQr"


@pytest.fixture
def by_own_page(spoorstraat: WatchGroup) -> WatchGroup:
    """A group whose people come in by their own page."""
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(
        way_of_adding="own_page",
        invite_link_encrypted=seal(INVITE),
        invite_link_set_at=timezone.now(),
    )
    spoorstraat.refresh_from_db()
    return spoorstraat


@pytest.fixture
def approved(
    make_request: MakeRequest, by_own_page: WatchGroup, own_beheerder: User
) -> ResidentRequest:
    row = make_request(email=ANJA, email_confirmed_at=timezone.now(), group=by_own_page)
    deciding.approve(row, by=own_beheerder, now=timezone.now())
    return row


def later() -> datetime:
    return timezone.now() + timedelta(minutes=5, seconds=1)


def test_the_mail_of_an_approval_leads_to_the_own_page_and_holds_no_invite_link(
    approved: ResidentRequest,
) -> None:
    mail = Mail.objects.get(event="approved_own_page")
    assert mail.link_path == "/mijn/{token}/"
    assert INVITE not in mail.text
    assert mail.due >= later() - timedelta(seconds=10)


def test_the_invite_link_stands_behind_a_button_once_the_approval_stands(
    client: Client, approved: ResidentRequest
) -> None:
    page = opens(client, ANJA)
    assert "Ga naar de groep" not in words_of(page)
    path = f"/mijn/aanvraag/{approved.pk}/naar-de-groep/"
    assert "Dit kan niet meer." in words_of(client.post(path, follow=True))
    with time_machine.travel(later(), tick=False):
        page = client.get(PAGE)
        assert INVITE not in text_of(page)
        shown = press(client, page, "/naar-de-groep/")
        assert INVITE in text_of(shown)
        assert "no-store" in shown["Cache-Control"]
    assert Entry.objects.get(verb="own_page.link_shown").subject == f"request:{approved.pk}"
    assert client.get(path).status_code == 405


def test_i_am_in_the_group_makes_the_membership_once(
    client: Client, approved: ResidentRequest
) -> None:
    opens(client, ANJA)
    path = f"/mijn/aanvraag/{approved.pk}/in-de-groep/"
    client.post(path)
    approved.refresh_from_db()
    assert approved.state == State.APPROVED  # it can still be taken back
    with time_machine.travel(later(), tick=False):
        told = words_of(client.post(path, follow=True))
        assert "Welkom! Je staat nu op de ledenlijst." in told
        assert "Groep Spoorstraat" in told
        assert "Dit kan niet meer." in words_of(client.post(path, follow=True))
    approved.refresh_from_db()
    made = Membership.objects.get(email=ANJA)
    assert (approved.state, approved.membership) == (State.ADDED, made)
    assert made.email_confirmed_at == approved.email_confirmed_at
    line = Entry.objects.get(verb="request.added")
    assert (line.by, line.actor) == (None, "resident")


@pytest.mark.parametrize("state", [State.OPEN, State.DECLINED, State.WITHDRAWN])
def test_nobody_comes_in_without_being_approved(
    client: Client, make_request: MakeRequest, by_own_page: WatchGroup, state: State
) -> None:
    row = make_request(email=ANJA, email_confirmed_at=timezone.now(), state=state)
    opens(client, ANJA)
    for name in ("naar-de-groep", "in-de-groep"):
        page = client.post(f"/mijn/aanvraag/{row.pk}/{name}/", follow=True)
        assert INVITE not in text_of(page)
    assert not Membership.objects.exists()


def test_somebody_elses_request_is_not_there(
    client: Client, own: Any, approved: ResidentRequest, make_request: MakeRequest
) -> None:
    other = make_request(email="bram@example.org", email_confirmed_at=timezone.now())
    unproved = make_request(email=ANJA)
    for pk in (other.pk, unproved.pk, 999_999):
        for name in ("", "naar-de-groep/", "in-de-groep/"):
            assert client.post(f"/mijn/aanvraag/{pk}/{name}").status_code == 404


def test_the_page_of_a_request_opens_from_here(client: Client, approved: ResidentRequest) -> None:
    page = opens(client, ANJA)
    shown = press(client, page, f"/aanvraag/{approved.pk}/")
    assert shown.redirect_chain[-1][0] == "/bevestig/"
    assert approved.reference in words_of(shown)
