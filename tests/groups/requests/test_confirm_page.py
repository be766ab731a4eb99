"""/bevestig/: opening changes nothing, two buttons do."""

import re
from collections.abc import Callable
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
from dorst_portal.kit.inputs.emails import masked
from dorst_portal.kit.links import new_link, token_for
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail
from groups.models import ResidentRequest, Subject, WatchGroup
from groups.requests import emails
from groups.requests.emails import CONFIRM
from groups.requests.pages.progress import progress_of
from groups.requests.services import conversation, deciding, questions
from groups.requests.views.opened_link import BAD_TRIES
from groups.values.states import STEPS, Kind, Owner, State, WaitingOn
from tests.groups.pages import forms_of, text_of, words_of

pytestmark = pytest.mark.django_db

GONE = "Deze link werkt niet meer"
CHANGES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


@pytest.fixture
def link(join_request: ResidentRequest) -> Link:
    """The link of the receipt."""
    return new_link(CONFIRM, join_request.pk, now=timezone.now(), days=7)


def path(link: Link) -> str:
    return f"/bevestig/{token_for(link)}/"


def opened(client: Client, link: Link) -> Any:
    """The page behind the link, as a person reaches it."""
    return client.get(path(link), follow=True)


def answer(client: Client, page: Any, word: str) -> Any:
    sent = forms_of(page)[-1]
    return client.post(sent.action, sent.sends | {"antwoord": word}, follow=True)


# --- Opening -----------------------------------------------------------------------------------


def test_link_leads_on_to_a_page_without_the_token(client: Client, link: Link) -> None:
    """TK-07"""
    first = client.get(path(link))
    assert (first.status_code, first["Location"]) == (302, "/bevestig/")
    cookie = first.cookies["bevestig"]
    assert cookie["httponly"]
    assert cookie["path"] == "/"  # as a __Host- cookie must have it
    assert int(cookie["max-age"]) <= 30 * 60
    page = client.get("/bevestig/")
    for response in (first, page):
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Robots-Tag"] == "noindex"
    assert token_for(link) not in text_of(page)


def test_page_asks_and_tells_how_far_it_is(
    client: Client, link: Link, join_request: ResidentRequest
) -> None:
    words = words_of(opened(client, link))
    assert "Klopt dit e-mailadres? r…a@example.org" in words
    assert "Ja, dit is mijn adres Dit ben ik niet" in words
    assert join_request.reference in words
    assert "De beheerder kijkt naar je aanmelding." in words
    assert "Rika" not in words


def test_who_was_asked_something_hears_that_yes_shows_it(
    client: Client, link: Link, join_request: ResidentRequest, own_beheerder: User
) -> None:
    asks = "Druk op Ja. Dan zie je de vraag."
    assert asks not in words_of(opened(client, link))
    now = timezone.now()
    conversation.ask_back(join_request, text="Woon je boven?", by=own_beheerder, now=now)
    page = opened(client, link)
    assert asks in words_of(page)
    assert "Woon je boven?" not in words_of(page)
    sent = forms_of(page)[0]
    page = client.post(sent.action, sent.sends | {"antwoord": "ja"}, follow=True)
    assert "Woon je boven?" in words_of(page)
    assert asks not in words_of(page)


@pytest.mark.parametrize(
    "headers",
    [{}, {"purpose": "prefetch"}, {"user-agent": "Mozilla/5.0 SafeLinks"}, {"sec-purpose": "x"}],
)
def test_opening_ten_times_writes_nothing(
    client: Client, link: Link, join_request: ResidentRequest, headers: dict[str, str]
) -> None:
    """TK-01"""
    with CaptureQueriesContext(connection) as queries:
        for _ in range(10):
            client.head(path(link), headers=headers)
            client.get(path(link), headers=headers)
            client.get("/bevestig/", headers=headers)
            client.head("/bevestig/", headers=headers)
            Client().get(path(link), follow=True, REMOTE_ADDR="192.0.2.3")
    assert not [row["sql"] for row in queries if CHANGES.match(row["sql"])]
    join_request.refresh_from_db()
    assert (join_request.email, join_request.email_confirmed_at) == ("rika@example.org", None)
    assert "Klopt dit e-mailadres?" in words_of(opened(Client(), link))


# --- The two buttons ---------------------------------------------------------------------------


def test_yes_confirms_and_the_second_press_says_so(
    client: Client, link: Link, join_request: ResidentRequest
) -> None:
    """TK-03"""
    page = opened(client, link)
    assert "Dank je. Je e-mailadres klopt." in words_of(answer(client, page, "ja"))
    join_request.refresh_from_db()
    confirmed = join_request.email_confirmed_at
    assert confirmed is not None
    assert "Deze knop is al gebruikt." in words_of(answer(client, page, "ja"))
    join_request.refresh_from_db()
    assert join_request.email_confirmed_at == confirmed
    assert Entry.objects.filter(verb="request.email_confirmed").count() == 1


@pytest.mark.parametrize("confirmed_first", [False, True])
def test_no_takes_the_address_away_and_nothing_else(
    client: Client, link: Link, join_request: ResidentRequest, confirmed_first: bool
) -> None:
    page = opened(client, link)
    if confirmed_first:
        page = answer(client, page, "ja")
    for _ in range(2):
        assert "We hebben dit e-mailadres weggehaald" in words_of(answer(client, page, "nee"))
    join_request.refresh_from_db()
    assert join_request.email == ""
    assert join_request.email_refused_at is not None
    assert (join_request.name, join_request.state) == ("Rika Resident", State.OPEN)
    assert Entry.objects.filter(verb="request.email_refused").count() == 1
    # Its links are ended; the old page can no longer say yes.
    assert GONE in words_of(opened(Client(), link))
    answer(client, page, "ja")
    join_request.refresh_from_db()
    assert join_request.email_confirmed_at is None


def test_two_tabs_are_not_mixed_up(
    client: Client, link: Link, make_request: Callable[..., ResidentRequest]
) -> None:
    other = make_request(email="bas@example.org")
    first = opened(client, link)
    opened(client, new_link(CONFIRM, other.pk, now=timezone.now()))
    assert GONE in words_of(answer(client, first, "nee"))
    other.refresh_from_db()
    assert other.email == "bas@example.org"


@pytest.mark.parametrize("word", ["", "misschien", "JA"])
def test_other_words_change_nothing(
    client: Client, link: Link, join_request: ResidentRequest, word: str
) -> None:
    assert "Klopt dit e-mailadres?" in words_of(answer(client, opened(client, link), word))
    join_request.refresh_from_db()
    assert join_request.email_confirmed_at is None


def test_button_of_another_site_is_refused(link: Link, join_request: ResidentRequest) -> None:
    strict = Client(enforce_csrf_checks=True)
    opened(strict, link)
    refused = strict.post("/bevestig/", {"link": str(link.pk), "antwoord": "ja"})
    assert refused.status_code == 403
    join_request.refresh_from_db()
    assert join_request.email_confirmed_at is None


# --- Links that do not work --------------------------------------------------------------------


def test_link_works_until_its_end(client: Client, link: Link) -> None:
    """TK-04"""
    with time_machine.travel(link.expires_at - timedelta(seconds=1), tick=False):
        assert client.get(path(link)).status_code == 302
    with time_machine.travel(link.expires_at + timedelta(seconds=1), tick=False):
        assert GONE in words_of(client.get(path(link)))
    with time_machine.travel(link.issued_at - timedelta(days=1), tick=False):
        assert GONE in words_of(client.get(path(link)))


def test_page_that_stood_open_past_the_end_says_so(client: Client, link: Link) -> None:
    page = opened(client, link)
    Link.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    assert GONE in words_of(answer(client, page, "ja"))


def test_half_an_hour_later_the_link_is_opened_again(client: Client, link: Link) -> None:
    opened(client, link)
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert GONE in words_of(client.get("/bevestig/"))


def test_changed_token_is_refused_with_one_page(
    client: Client, link: Link, join_request: ResidentRequest
) -> None:
    """TK-05"""
    token = token_for(link)
    other = token_for(new_link(CONFIRM, join_request.pk, now=timezone.now()))
    foreign = token_for(new_link("mine", join_request.pk, now=timezone.now()))
    changed = [
        token[:index] + ("A" if sign != "A" else "B") + token[index + 1 :]
        for index, sign in enumerate(token)
        if sign != "-"
    ]
    signed = f"{token.split('-', 1)[0]}-{other.split('-', 1)[1]}"
    tokens = [*changed, token[:-1], f"{token}A", token.swapcase(), signed, foreign, "x", "1-"]
    pages = set()
    for number, bad in enumerate(tokens):
        page = client.get(f"/bevestig/{bad}/", REMOTE_ADDR=f"192.0.2.{number}")
        pages.add((page.status_code, words_of(page)))
    assert len(pages) == 1
    assert GONE in pages.pop()[1]


def test_bad_tries_are_limited_and_good_links_go_on(client: Client, link: Link) -> None:
    """TK-05"""
    for _ in range(BAD_TRIES):
        assert client.get("/bevestig/1-nietgoed/").status_code == 404
    assert client.get("/bevestig/1-nietgoed/").status_code == 429
    assert client.get(path(link)).status_code == 302


@pytest.mark.parametrize("noise", [".", ")", ">", ",", " ", "%20", ".)", "=", "%C2%A0", ""])
def test_link_survives_mail_programs(client: Client, link: Link, noise: str) -> None:
    """TK-10"""
    assert re.fullmatch(r"[A-Za-z0-9_-]+", token_for(link))
    assert client.get(f"/bevestig/{token_for(link)}{noise}/").status_code == 302
    assert client.get(f"/bevestig/{token_for(link)}/{noise}", follow=True).status_code == 200


@pytest.mark.parametrize("token", ["a/b/c", "1", "-", "١-x", "1-" + "x" * 5000, "..%2F..", "<b>"])
def test_nonsense_is_a_clear_page(client: Client, token: str) -> None:
    assert GONE in words_of(client.get(f"/bevestig/{token}/"))


def test_without_a_link_there_is_nothing_to_see(client: Client) -> None:
    assert GONE in words_of(client.get("/bevestig/"))
    client.cookies["bevestig"] = "1:vervalst"
    assert GONE in words_of(client.get("/bevestig/"))


# --- How far it is -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "De beheerder kijkt naar je aanmelding."),
        ({"owner": Owner.COORDINATORS}, "Platform Dorst kijkt naar je aanmelding."),
        ({"state": State.WAITING, "group_id": 1}, "Je staat op de wachtlijst."),
        ({"state": State.WAITING}, "Voor jouw adres is er nog geen groep."),
        ({"state": State.APPROVED}, "Je mag meedoen."),
        ({"state": State.ADDED}, "Je zit in de groep."),
        ({"state": State.DECLINED}, "Je aanmelding is afgewezen."),
        ({"state": State.WITHDRAWN}, "Je aanmelding is ingetrokken."),
        ({"state": State.EXPIRED}, "Je aanmelding is verlopen."),
    ],
)
def test_progress_in_words(facts: dict[str, Any], words: str) -> None:
    request = ResidentRequest(
        **{"kind": Kind.JOIN, "state": State.OPEN, "owner": Owner.GROUP, **facts}
    )
    assert progress_of(request, now=timezone.now()).title == words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            {"kind": Kind.NEW_GROUP, "owner": Owner.COORDINATORS},
            "Platform Dorst kijkt naar je idee.",
        ),
        ({"kind": Kind.NEW_GROUP, "state": State.FOUNDED}, "De groep is er."),
        ({"kind": Kind.NEW_GROUP, "state": State.DECLINED}, "We starten deze groep nu niet."),
        ({"kind": Kind.NEW_GROUP, "state": State.WITHDRAWN}, "Je idee is ingetrokken."),
        ({"kind": Kind.QUESTION}, "De beheerder kijkt naar je vraag."),
        (
            {"kind": Kind.QUESTION, "owner": Owner.COORDINATORS},
            "Platform Dorst kijkt naar je vraag.",
        ),
        ({"kind": Kind.QUESTION, "state": State.ANSWERED}, "Je vraag is beantwoord."),
        ({"kind": Kind.QUESTION, "state": State.WITHDRAWN}, "Je vraag is ingetrokken."),
        ({"kind": Kind.QUESTION, "state": State.CLOSED}, "Je vraag is gesloten."),
        ({"waiting_on": WaitingOn.RESIDENT}, "We wachten op jouw antwoord."),
    ],
)
def test_progress_of_every_kind(facts: dict[str, Any], words: str) -> None:
    given = {"kind": Kind.JOIN, "state": State.OPEN, "owner": Owner.GROUP, **facts}
    assert progress_of(ResidentRequest(**given), now=timezone.now()).title == words


def test_every_state_of_every_kind_has_words() -> None:
    for kind, steps in STEPS.items():
        for state in steps:
            request = ResidentRequest(kind=kind, state=state, owner=Owner.COORDINATORS)
            told = progress_of(request, now=timezone.now())
            assert ("kijkt naar" in told.title) is (state == State.OPEN)


@pytest.mark.parametrize("state", [State.APPROVED, State.DECLINED])
def test_decision_that_can_be_undone_is_not_told(state: str) -> None:
    now = timezone.now()
    request = ResidentRequest(
        kind=Kind.JOIN, state=state, owner=Owner.GROUP, undo_until=now + timedelta(minutes=1)
    )
    assert progress_of(request, now=now).title == "De beheerder kijkt naar je aanmelding."


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("rikanet@voorbeeld.nl", "r…t@voorbeeld.nl"),
        ("jo@voorbeeld.nl", "j…@voorbeeld.nl"),
        ("j@voorbeeld.nl", "j…@voorbeeld.nl"),
    ],
)
def test_only_enough_of_the_address_is_shown(email: str, shown: str) -> None:
    assert masked(email) == shown


# --- What is shown, and what can be done, after confirming --------------------------------------


@pytest.fixture
def link_of() -> Callable[[ResidentRequest], Link]:
    return lambda row: new_link(CONFIRM, row.pk, now=timezone.now(), days=7)


LinkOf = Callable[[ResidentRequest], Link]
MakeRequest = Callable[..., ResidentRequest]


def test_the_answer_to_a_question_stands_there_after_confirming(
    client: Client, make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    row = make_request(kind=Kind.QUESTION, subject=Subject.OTHER, message="Wanneer?")
    questions.answer(row, text="Op dinsdag om 19:30.", by=own_beheerder, now=now)
    mail = Mail.objects.get(to="rika@example.org")
    assert "dinsdag" not in mail.text
    assert mail.link is not None
    page = opened(client, mail.link)
    assert "dinsdag" not in words_of(page)
    words = words_of(answer(client, page, "ja"))
    assert "Jouw vraag" in words
    assert "Dit is ons antwoord Op dinsdag om 19:30." in words
    assert "Els" not in words
    assert "intrekken" not in words


def test_why_a_request_was_declined_is_told_after_confirming_and_the_minutes_of_undo(
    client: Client, make_request: MakeRequest, own_beheerder: User, link_of: LinkOf, now: datetime
) -> None:
    row = make_request(email_confirmed_at=now)
    deciding.decline(row, reason="other", note="Je woont er niet.", by=own_beheerder, now=now)
    assert "Je woont er niet." not in words_of(opened(client, link_of(row)))
    ResidentRequest.objects.filter(pk=row.pk).update(undo_until=now)
    words = words_of(opened(client, link_of(row)))
    assert "Je aanmelding is afgewezen." in words
    assert "Je woont er niet." in words
    ResidentRequest.objects.filter(pk=row.pk).update(email_confirmed_at=None)
    assert "Je woont er niet." not in words_of(opened(client, link_of(row)))


def test_withdrawing_takes_a_page_and_a_button(
    client: Client, make_request: MakeRequest, own_beheerder: User, link_of: LinkOf, now: datetime
) -> None:
    row = make_request(email_confirmed_at=now)
    assert "Ik wil mijn aanmelding intrekken" in words_of(opened(client, link_of(row)))
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/bevestig/intrekken/")
        client.head("/bevestig/intrekken/")
    assert not [one["sql"] for one in queries if CHANGES.match(one["sql"])]
    assert "Wil je je aanmelding intrekken?" in words_of(page)
    sent = forms_of(page)[-1]
    for says in ("Je hebt het ingetrokken.", "Dit kan niet meer."):
        assert says in words_of(client.post(sent.action, sent.sends, follow=True))
    row.refresh_from_db()
    assert row.state == State.WITHDRAWN
    assert Entry.objects.filter(verb="request.withdrawn").count() == 1
    assert Mail.objects.filter(to=own_beheerder.email, key__contains="-withdrawn-").count() == 1
    assert "Je aanmelding is ingetrokken." in words_of(client.get("/bevestig/"))


CORRECT = "Klopt je naam, nummer of adres niet? Trek je aanmelding in."


@pytest.mark.parametrize("state", [State.OPEN, State.WAITING, State.WITHDRAWN, State.EXPIRED])
def test_who_made_a_mistake_or_stopped_reads_how_to_apply_again(
    client: Client, make_request: MakeRequest, link_of: LinkOf, state: str, now: datetime
) -> None:
    row = make_request(state=state, email_confirmed_at=now)
    page = opened(client, link_of(row))
    is_over = state in {State.WITHDRAWN, State.EXPIRED}
    assert ('href="/meedoen/"' in text_of(page)) is is_over
    # Who stops while waiting loses the place.
    assert (CORRECT in words_of(page)) is (state == State.OPEN)


def test_how_to_correct_tells_no_decision_that_can_be_undone(
    client: Client, make_request: MakeRequest, own_beheerder: User, link_of: LinkOf, now: datetime
) -> None:
    row = make_request(email_confirmed_at=now)
    before = words_of(opened(client, link_of(row)))
    deciding.approve(row, by=own_beheerder, now=now)
    assert words_of(opened(client, link_of(row))) == before
    with time_machine.travel(now + timedelta(minutes=6)):
        assert CORRECT not in words_of(opened(client, link_of(row)))


def test_only_who_wants_to_join_applies_again_and_not_for_what_lives_on_in_another(
    client: Client, make_request: MakeRequest, link_of: LinkOf, now: datetime
) -> None:
    ended = {"state": State.WITHDRAWN, "email_confirmed_at": now}
    joined = make_request(**ended, same_as=make_request())
    question = make_request(**ended, kind=Kind.QUESTION)
    for row in (joined, question):
        assert "Opnieuw aanmelden" not in words_of(opened(client, link_of(row)))


def test_only_who_confirmed_the_address_withdraws(
    client: Client, link: Link, join_request: ResidentRequest
) -> None:
    assert "intrekken" not in words_of(opened(client, link))
    for path in ("/bevestig/intrekken/", "/bevestig/bezwaar/"):
        assert GONE in words_of(client.get(path))
        assert GONE in words_of(client.post(path, {"link": str(link.pk), "text": "x"}))
    join_request.refresh_from_db()
    assert join_request.state == State.OPEN


@pytest.mark.parametrize("path", ["/bevestig/intrekken/", "/bevestig/bezwaar/"])
def test_the_pages_behind_need_a_link_that_works_and_its_own_page(
    client: Client, make_request: MakeRequest, link_of: LinkOf, path: str, now: datetime
) -> None:
    assert GONE in words_of(client.get(path))
    row = make_request(email_confirmed_at=now)
    link = link_of(row)
    opened(client, link)
    assert GONE in words_of(client.post(path, {"text": "x"}))
    other = link_of(make_request(email_confirmed_at=now))
    assert GONE in words_of(client.post(path, {"link": str(other.pk), "text": "x"}))
    Link.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    assert GONE in words_of(client.post(path, {"link": str(link.pk), "text": "x"}))
    assert not ResidentRequest.objects.exclude(state=State.OPEN).exists()


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.EXPIRED, State.ADDED, State.DECLINED])
def test_what_ended_is_not_withdrawn(
    client: Client,
    make_request: MakeRequest,
    own_beheerder: User,
    link_of: LinkOf,
    state: str,
    now: datetime,
) -> None:
    row = make_request(state=state, email_confirmed_at=now, decided_by=own_beheerder)
    assert "Ik wil mijn aanmelding intrekken" not in words_of(opened(client, link_of(row)))
    assert "Dit kan niet meer." in words_of(client.get("/bevestig/intrekken/", follow=True))


@pytest.fixture
def refused(make_request: MakeRequest, own_beheerder: User, now: datetime) -> ResidentRequest:
    """Declined, past undoing, of somebody whose address is confirmed."""
    return make_request(
        state=State.DECLINED,
        decided_by=own_beheerder,
        decided_at=now - timedelta(hours=1),
        undo_until=now - timedelta(minutes=55),
        email_confirmed_at=now,
    )


def test_an_objection_goes_to_the_coordinators_once(
    client: Client,
    refused: ResidentRequest,
    link_of: LinkOf,
    coordinator: User,
    own_beheerder: User,
) -> None:
    assert "Ik ben het er niet mee eens" in words_of(opened(client, link_of(refused)))
    page = client.get("/bevestig/bezwaar/")
    sent = forms_of(page)[-1]
    for text in ("Ik woon hier al 10 jaar.", "Echt waar."):
        done = client.post(sent.action, sent.sends | {"text": text}, follow=True)
        assert "Dank je. Platform Dorst kijkt ernaar." in words_of(done)
    objection = ResidentRequest.objects.get(kind=Kind.QUESTION)
    assert objection.subject == Subject.DECISION
    assert objection.concerns == refused
    assert (objection.owner, objection.group) == (Owner.COORDINATORS, None)
    assert objection.message == "Ik woon hier al 10 jaar."
    assert (objection.name, objection.email, objection.mobile) == (
        refused.name,
        refused.email,
        refused.mobile,
    )
    assert objection.email_confirmed_at == refused.email_confirmed_at
    assert f"Je bezwaar is bij ons. Het nummer is {objection.reference}" in words_of(done)
    assert Mail.objects.filter(to=coordinator.email).count() == 1
    assert not Mail.objects.filter(to=own_beheerder.email).exists()


def test_a_second_refusal_can_be_objected_to_again(
    client: Client, refused: ResidentRequest, link_of: LinkOf, now: datetime
) -> None:
    for minutes in (60, 30):
        decided = now - timedelta(minutes=minutes)
        ResidentRequest.objects.filter(pk=refused.pk).update(decided_at=decided)
        opened(client, link_of(refused))
        sent = forms_of(client.get("/bevestig/bezwaar/"))[-1]
        client.post(sent.action, sent.sends | {"text": "Nee."})
    assert ResidentRequest.objects.filter(concerns=refused).count() == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Schrijf op waarom je het er niet mee eens bent."),
        ("x" * 501, "Dit is te lang. Gebruik hoogstens 500 tekens."),
        ("a\x1b[2J", "Hier staat een teken in dat we niet kunnen gebruiken."),
    ],
)
def test_a_mistake_in_an_objection_is_told(
    client: Client, refused: ResidentRequest, link_of: LinkOf, text: str, says: str
) -> None:
    opened(client, link_of(refused))
    sent = forms_of(client.get("/bevestig/bezwaar/"))[-1]
    assert says in words_of(client.post(sent.action, sent.sends | {"text": text}))
    assert not ResidentRequest.objects.filter(kind=Kind.QUESTION).exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"state": State.OPEN, "decline_reason": ""},
        # Far enough away: this moment is that of collecting the tests, not of this one.
        {"undo_until": timezone.now() + timedelta(hours=5)},
        {"anonymised_at": timezone.now()},
    ],
)
def test_no_objection_to_what_is_no_refusal_that_stands(
    client: Client, refused: ResidentRequest, link_of: LinkOf, facts: dict[str, Any]
) -> None:
    ResidentRequest.objects.filter(pk=refused.pk).update(**facts)
    link = link_of(refused)
    assert "niet mee eens" not in words_of(opened(client, link))
    sent = {"link": str(link.pk), "text": "Nee."}
    assert client.post("/bevestig/bezwaar/", sent)["Location"] == "/bevestig/?klaar=niet"
    assert not ResidentRequest.objects.filter(kind=Kind.QUESTION).exists()


# --- The group ---------------------------------------------------------------------------------


def test_the_group_is_named_once_the_address_is_confirmed(
    client: Client, link: Link, join_request: ResidentRequest
) -> None:
    before = words_of(opened(client, link))
    assert "Spoorstraat" not in before
    page = client.post("/bevestig/", {"link": link.pk, "antwoord": "ja"}, follow=True)
    words = words_of(page)
    assert "Groep Spoorstraat" in words
    assert "De beheerder van groep Spoorstraat kijkt naar je aanmelding." in words
    join_request.refresh_from_db()
    drafts = [
        emails.new_link_for(join_request, now=timezone.now(), due=timezone.now()),
        *emails.takes_longer(join_request, now=timezone.now()),
    ]
    assert all("Het gaat over groep Spoorstraat." in draft.text for draft in drafts)


@pytest.mark.parametrize("status", ["starting", "archived"])
def test_a_group_that_nobody_sees_is_not_named(
    client: Client, link: Link, join_request: ResidentRequest, status: str
) -> None:
    ResidentRequest.objects.filter(pk=join_request.pk).update(email_confirmed_at=timezone.now())
    WatchGroup.objects.filter(pk=join_request.group_id).update(status=status)
    assert "Spoorstraat" not in words_of(opened(client, link))
    join_request.refresh_from_db()
    draft = emails.new_link_for(join_request, now=timezone.now(), due=timezone.now())
    assert "Spoorstraat" not in draft.text


def test_a_mail_to_an_address_that_is_not_confirmed_names_no_group(
    join_request: ResidentRequest,
) -> None:
    draft = emails.new_link_for(join_request, now=timezone.now(), due=timezone.now())
    assert "Spoorstraat" not in draft.text + draft.subject
