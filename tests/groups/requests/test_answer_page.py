"""/antwoord/: the link of a question that we asked; opening changes nothing, one answer counts."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.links import new_link, token_for
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail
from groups.models import RequestMessage, ResidentRequest
from groups.requests.emails import ANSWER, CONFIRM
from groups.requests.services import conversation
from groups.requests.services.confirming import refuse_email
from groups.requests.views.opened_link import BAD_TRIES
from groups.values.states import State, WaitingOn
from tests.groups.conftest import MakeRequest, log_in
from tests.groups.pages import forms_of, send, text_of, words_of

pytestmark = pytest.mark.django_db

GONE = "Deze link werkt niet meer"
THANKS = "Je antwoord is verstuurd"
CHANGES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
ASKED = "Woon je op nummer 12 of 12a?"


@pytest.fixture
def asked(make_request: MakeRequest, own_beheerder: User, now: datetime) -> ResidentRequest:
    """A request about which its beheerder asked something; the address is confirmed."""
    row = make_request(email_confirmed_at=now)
    conversation.ask_back(row, text=ASKED, by=own_beheerder, now=now)
    return row


@pytest.fixture
def link(asked: ResidentRequest) -> Link:
    """The link of the mail that asks."""
    return Link.objects.get(purpose=ANSWER, subject_id=asked.pk)


def path(link: Link) -> str:
    return f"/antwoord/{token_for(link)}/"


def opened(client: Client, link: Link) -> Any:
    return client.get(path(link), follow=True)


def answer(client: Client, page: Any, text: str) -> Any:
    sent = forms_of(page)[-1]
    return client.post(sent.action, sent.sends | {"text": text}, follow=True)


def replies(row: ResidentRequest) -> list[str]:
    return list(row.messages.filter(kind="replied").values_list("text", flat=True))


# --- Opening -----------------------------------------------------------------------------------


def test_link_leads_on_to_a_page_without_the_token(client: Client, link: Link) -> None:
    """TK-07"""
    first = client.get(path(link))
    assert (first.status_code, first["Location"]) == (302, "/antwoord/")
    cookie = first.cookies["antwoord"]
    assert cookie["httponly"]
    assert int(cookie["max-age"]) <= 30 * 60
    page = client.get("/antwoord/")
    for response in (first, page):
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Robots-Tag"] == "noindex"
    assert token_for(link) not in text_of(page)


def test_page_shows_what_was_asked_and_nobody(client: Client, link: Link) -> None:
    words = words_of(opened(client, link))
    assert "We hebben een vraag aan je" in words
    assert ASKED in words
    assert "de beheerder van groep Spoorstraat" in words
    for hidden in ("Rika", "Els", "rika@example.org"):
        assert hidden not in words


@pytest.mark.parametrize("headers", [{}, {"purpose": "prefetch"}, {"user-agent": "SafeLinks"}])
def test_opening_ten_times_writes_nothing(
    client: Client, link: Link, asked: ResidentRequest, headers: dict[str, str]
) -> None:
    """TK-01"""
    with CaptureQueriesContext(connection) as queries:
        for _ in range(10):
            client.head(path(link), headers=headers)
            client.get(path(link), headers=headers)
            client.get("/antwoord/", headers=headers)
            client.head("/antwoord/", headers=headers)
            Client().get(path(link), follow=True, REMOTE_ADDR="192.0.2.3")
    assert not [row["sql"] for row in queries if CHANGES.match(row["sql"])]
    assert ASKED in words_of(opened(Client(), link))


# --- Answering ---------------------------------------------------------------------------------


def test_the_answer_reaches_the_beheerder_and_the_second_press_changes_nothing(
    client: Client, link: Link, asked: ResidentRequest, own_beheerder: User
) -> None:
    """TK-03"""
    page = opened(client, link)
    for text in ("Op 12a.", "Op 12a.", "Toch op 12."):
        assert THANKS in words_of(answer(client, page, text))
    assert replies(asked) == ["Op 12a."]
    asked.refresh_from_db()
    assert (asked.state, asked.waiting_on) == (State.OPEN, WaitingOn.OWNER)
    told = Mail.objects.filter(to=own_beheerder.email, key__contains="-replied-")
    assert told.count() == 1
    assert "12a" not in told.get().text
    assert Entry.objects.filter(verb="request.replied").count() == 1
    assert GONE in words_of(client.get(path(link)))  # used


def test_another_link_to_the_same_question_ends_with_it(
    client: Client, link: Link, asked: ResidentRequest
) -> None:
    """TK-06"""
    other = new_link(ANSWER, asked.pk, now=timezone.now())
    answer(client, opened(client, link), "Op 12a.")
    assert GONE in words_of(Client().get(path(other)))


def test_who_is_asked_twice_reads_both_and_later_only_what_is_new(
    client: Client, asked: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    asked.refresh_from_db()
    later = now + timedelta(minutes=1)
    conversation.ask_back(asked, text="En sinds wanneer?", by=own_beheerder, now=later)
    with time_machine.travel(later, tick=False):
        first, second = Link.objects.filter(purpose=ANSWER).order_by("pk")
        words = words_of(opened(client, first))
        assert ASKED in words
        assert "En sinds wanneer?" in words
        answer(client, opened(client, second), "12a, sinds mei.")
    asked.refresh_from_db()
    again = later + timedelta(minutes=1)
    conversation.ask_back(asked, text="Heb je Signal?", by=own_beheerder, now=again)
    with time_machine.travel(again, tick=False):
        words = words_of(opened(client, Link.objects.get(purpose=ANSWER, used_at=None)))
    assert "Heb je Signal?" in words
    assert ASKED not in words


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Schrijf je antwoord op."),
        ("   ", "Schrijf je antwoord op."),
        ("x" * 1001, "Dit is te lang. Gebruik hoogstens 1000 tekens."),
        ("\u202eomgekeerd", "Hier staat een teken in dat we niet kunnen gebruiken."),
        ("a\x1b[2J", "Hier staat een teken in dat we niet kunnen gebruiken."),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(
    client: Client, link: Link, asked: ResidentRequest, text: str, says: str
) -> None:
    page = answer(client, opened(client, link), text)
    assert says in words_of(page)
    assert text_of(page).count("<title>Fout: ") == 1
    if text.strip() and text.isprintable():
        assert text in text_of(page)
    assert replies(asked) == []
    assert THANKS in words_of(answer(client, page, "Op 12a."))


def test_words_stay_words(client: Client, link: Link, asked: ResidentRequest) -> None:
    answer(client, opened(client, link), "<b>12a</b> {link}\n{{ 7 }}")
    assert replies(asked) == ["<b>12a</b> {link}\n{{ 7 }}"]


def test_button_of_another_site_is_refused(link: Link, asked: ResidentRequest) -> None:
    strict = Client(enforce_csrf_checks=True)
    opened(strict, link)
    refused = strict.post("/antwoord/", {"link": str(link.pk), "text": "x"})
    assert refused.status_code == 403
    assert replies(asked) == []


def test_two_tabs_are_not_mixed_up(
    client: Client, link: Link, make_request: MakeRequest, now: datetime
) -> None:
    other = make_request(email="bas@example.org", email_confirmed_at=now)
    first = opened(client, link)
    opened(client, new_link(ANSWER, other.pk, now=timezone.now()))
    assert GONE in words_of(answer(client, first, "Op 12a."))
    assert RequestMessage.objects.filter(kind="replied").count() == 0


# --- Too late, or not at all -------------------------------------------------------------------


def test_after_a_decision_the_page_says_that_no_answer_is_needed(
    client: Client, link: Link, asked: ResidentRequest, own_beheerder: User
) -> None:
    page = opened(client, link)
    beheerder = log_in(Client(), own_beheerder)
    assert beheerder.post(reverse("request_approve", args=[asked.pk])).status_code == 302
    words = words_of(answer(client, page, "Op 12a."))
    assert "Antwoorden hoeft niet meer" in words
    assert "Je mag meedoen" not in words  # can still be undone
    assert replies(asked) == []


def test_who_was_called_meanwhile_can_still_say_more(
    client: Client, link: Link, asked: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    asked.refresh_from_db()
    conversation.reply(asked, text="Op 12.", noted_by=own_beheerder, now=now)
    page = opened(client, link)
    assert "We hebben al een antwoord." in words_of(page)
    assert THANKS in words_of(answer(client, page, "Het is 12a."))
    assert replies(asked) == ["Op 12.", "Het is 12a."]


def test_link_works_until_its_end(client: Client, link: Link) -> None:
    """TK-04"""
    with time_machine.travel(link.expires_at - timedelta(seconds=1), tick=False):
        assert client.get(path(link)).status_code == 302
    with time_machine.travel(link.expires_at + timedelta(seconds=1), tick=False):
        assert GONE in words_of(client.get(path(link)))
    with time_machine.travel(link.issued_at - timedelta(days=1), tick=False):
        assert GONE in words_of(client.get(path(link)))


def test_page_that_stood_open_past_the_end_says_so(
    client: Client, link: Link, asked: ResidentRequest
) -> None:
    page = opened(client, link)
    Link.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    assert GONE in words_of(answer(client, page, "Op 12a."))
    assert replies(asked) == []


def test_who_says_that_the_address_is_wrong_ends_the_link(
    client: Client, link: Link, asked: ResidentRequest, now: datetime
) -> None:
    page = opened(client, link)
    refuse_email(new_link(CONFIRM, asked.pk, now=now), now=now)
    assert GONE in words_of(answer(client, page, "Op 12a."))
    assert GONE in words_of(Client().get(path(link)))
    assert replies(asked) == []


def test_changed_token_is_refused_with_one_page(client: Client, link: Link) -> None:
    """TK-05"""
    token = token_for(link)
    foreign = token_for(new_link(CONFIRM, link.subject_id, now=timezone.now()))
    changed = [
        token[:index] + ("A" if sign != "A" else "B") + token[index + 1 :]
        for index, sign in enumerate(token)
        if sign != "-"
    ]
    pages = set()
    for number, bad in enumerate([*changed, token[:-1], f"{token}A", foreign, "x", "1-"]):
        page = client.get(f"/antwoord/{bad}/", REMOTE_ADDR=f"192.0.2.{number}")
        pages.add((page.status_code, words_of(page)))
    assert len(pages) == 1
    assert GONE in pages.pop()[1]


def test_a_link_of_one_purpose_opens_no_page_of_the_other(
    client: Client, link: Link, asked: ResidentRequest
) -> None:
    """TK-05"""
    confirm = new_link(CONFIRM, asked.pk, now=timezone.now())
    assert GONE in words_of(client.get(f"/bevestig/{token_for(link)}/"))
    assert GONE in words_of(client.get(f"/antwoord/{token_for(confirm)}/"))
    opened(client, link)
    assert GONE in words_of(client.get("/bevestig/"))
    assert GONE in words_of(client.get("/bevestig/intrekken/"))


def test_bad_tries_are_limited_and_good_links_go_on(client: Client, link: Link) -> None:
    """TK-05"""
    for _ in range(BAD_TRIES):
        assert client.get("/antwoord/1-nietgoed/").status_code == 404
    assert client.get("/antwoord/1-nietgoed/").status_code == 429
    assert client.get(path(link)).status_code == 302


def test_without_a_link_there_is_nothing_to_see(client: Client) -> None:
    assert GONE in words_of(client.get("/antwoord/"))
    client.cookies["antwoord"] = "1:vervalst"
    assert GONE in words_of(client.get("/antwoord/"))
    assert GONE in words_of(client.post("/antwoord/", {"text": "x", "link": "1"}))


# --- From the page that confirms the address ------------------------------------------------------


@pytest.fixture
def by_phone(make_request: MakeRequest, own_beheerder: User, now: datetime) -> ResidentRequest:
    """Asked back while the address was not confirmed: the mail only says that there is news."""
    row = make_request()
    conversation.ask_back(row, text=ASKED, by=own_beheerder, now=now)
    return row


def test_news_leads_to_the_question_after_confirming(
    client: Client, by_phone: ResidentRequest, now: datetime
) -> None:
    mail = Mail.objects.get(to="rika@example.org")
    assert ASKED not in mail.text
    assert mail.link is not None
    page = client.get(f"/bevestig/{token_for(mail.link)}/", follow=True)
    assert ASKED not in words_of(page)
    page = client.post("/bevestig/", forms_of(page)[-1].sends | {"antwoord": "ja"}, follow=True)
    assert ASKED in words_of(page)
    assert not Link.objects.filter(purpose=ANSWER).exists()
    for _ in range(2):  # pressed twice: one link
        to_answer = send(client, page, form=0, antwoord="antwoorden")
        assert to_answer["Location"] == "/antwoord/"
    assert Link.objects.filter(purpose=ANSWER).count() == 1
    assert THANKS in words_of(answer(client, client.get("/antwoord/"), "Op 12a."))
    assert replies(by_phone) == ["Op 12a."]


def test_no_link_to_answer_for_who_did_not_confirm(
    client: Client, by_phone: ResidentRequest, now: datetime
) -> None:
    link = new_link(CONFIRM, by_phone.pk, now=now)
    client.get(f"/bevestig/{token_for(link)}/")
    sent = {"link": str(link.pk), "antwoord": "antwoorden"}
    assert client.post("/bevestig/", sent)["Location"] == "/bevestig/"
    assert not Link.objects.filter(purpose=ANSWER).exists()


def test_who_was_called_for_an_answer_is_called_no_more(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    row = make_request(email="")
    conversation.ask_back(row, text=ASKED, by=own_beheerder, now=now)
    assert row.calls.filter(done_at=None).count() == 1
    row.refresh_from_db()
    conversation.reply(row, text="Op 12a.", noted_by=own_beheerder, now=now)
    (call,) = row.calls.all()
    assert (call.done_by, call.reached) == (own_beheerder, True)
