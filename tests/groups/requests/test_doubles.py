"""The same person twice: seen by the group, joined in one press, and taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.links import new_link, token_for
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail, MailState
from groups.models import CallTask, Membership, RequestMessage, ResidentRequest, WatchGroup
from groups.privacy.services.retention import run_retention
from groups.refusals import AlreadyHandled, TooLateToUndo
from groups.requests.emails import ANSWER, CONFIRM
from groups.requests.pages.doubles import first_of
from groups.requests.services import confirming, conversation, deciding, doubles, forwarding
from groups.requests.services.joining import SignupData, submit_signup
from groups.requests.services.new_link import mail_new_links
from groups.timetable.clock import tick
from groups.values.states import Kind, Owner, State, WaitingOn
from tests.groups.conftest import MakeRequest, Village, appoint, log_in
from tests.groups.pages import text_of, words_of

SAME = "+31600001234"
TWICE = "Staat er twee keer"


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


@pytest.fixture
def pair(make_request: MakeRequest, now: datetime) -> tuple[ResidentRequest, ResidentRequest]:
    """The first and the later request of one person, by number."""
    first = make_request(name="Rika Resident", mobile=SAME, created_at=now - timedelta(days=4))
    later = make_request(name="R. Resident", mobile=SAME, message="Nog een keer dan.")
    return first, later


Pair = tuple[ResidentRequest, ResidentRequest]


def page(name: str, row: ResidentRequest) -> str:
    return reverse(name, args=[row.pk])


def press(client: Client, later: ResidentRequest, first: ResidentRequest) -> Any:
    return client.post(page("request_join", later), {"met": first.reference})


def stands(row: ResidentRequest) -> tuple[str, int | None]:
    row.refresh_from_db()
    return row.state, row.same_as_id


# --- Who is seen as one person ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "later", "is_twice"),
    [
        ({"mobile": SAME}, {"mobile": SAME, "name": "Iemand Anders", "house_number": 3}, True),
        ({"name": "José de Wit"}, {"name": "JOSE  DE WIT"}, True),
        ({"name": "José de Wit", "house_letter": "A"}, {"name": "jose de wit"}, False),
        ({"name": "José de Wit"}, {"name": "José de Wit", "house_number": 14}, False),
        ({"name": "José de Wit"}, {"name": "Josien de Wit"}, False),
        ({"mobile": "", "name": "Een"}, {"mobile": "", "name": "Twee"}, False),
        ({"name": "..."}, {"name": "!!!"}, False),
        (
            {"name": "Jo Wit", "street": None, "street_text": "Nergensweg"},
            {"name": "Jo Wit", "street": None, "street_text": "Nergensweg"},
            True,
        ),
        (
            {"name": "Jo Wit", "street": None, "street_text": "Nergensweg"},
            {"name": "Jo Wit", "street": None, "street_text": "Ergensweg"},
            False,
        ),
    ],
)
def test_number_or_name_and_address_make_one_person(
    own: Client,
    make_request: MakeRequest,
    first: dict[str, Any],
    later: dict[str, Any],
    is_twice: bool,
) -> None:
    one = make_request(**({"name": "Anja Een"} | first))
    other = make_request(**({"name": "Bram Twee"} | later))
    assert first_of(one) is None
    assert first_of(other) == (one if is_twice else None)
    inbox = text_of(own.get(reverse("inbox")))
    assert inbox.count(TWICE) == is_twice
    assert TWICE not in text_of(own.get(page("request", one)))
    assert (TWICE in text_of(own.get(page("request", other)))) == is_twice


@pytest.mark.parametrize(
    "facts",
    [
        {"state": State.WITHDRAWN},
        {"state": State.WAITING},
        {"state": State.DECLINED},
        {"kind": Kind.QUESTION},
        {"kind": Kind.QUESTION, "subject": "complaint", "owner": Owner.COORDINATORS, "group": None},
        {"owner": Owner.COORDINATORS},
    ],
)
def test_only_open_requests_to_join_of_the_own_group_count(
    own: Client, make_request: MakeRequest, own_beheerder: User, facts: dict[str, Any]
) -> None:
    decided = {"decided_by": own_beheerder} if facts.get("state") == State.DECLINED else {}
    hidden = make_request(name="Rika Resident", mobile=SAME, **facts, **decided)
    later = make_request(name="Rika Resident", mobile=SAME)
    assert first_of(later) is None
    for address in (reverse("inbox"), page("request", later)):
        text = text_of(own.get(address))
        assert TWICE not in text
        assert hidden.reference not in text
    assert press(own, later, hidden).status_code == 409
    assert stands(later) == (State.OPEN, None)


def test_az_07_nothing_of_another_group_shows_through(
    own: Client, make_request: MakeRequest, dennenlaan: WatchGroup
) -> None:
    theirs = make_request(name="Rika Resident", mobile=SAME, group=dennenlaan)
    later = make_request(name="Rika Resident", mobile=SAME)
    alone = make_request(name="Wim Alleen")
    for row in (later, alone):
        text = text_of(own.get(page("request", row)))
        assert TWICE not in text
        assert theirs.reference not in text
    assert TWICE not in text_of(own.get(reverse("inbox")))
    # A request of another group answers as one that is not there.
    answers = [
        own.post(page("request_join", later), {"met": reference})
        for reference in (theirs.reference, "D-BCDFGH", "", "x\0", "9" * 300)
    ]
    assert [answer.status_code for answer in answers] == [409] * 5
    assert words_of(answers[0]) == words_of(answers[1])
    assert stands(later) == (State.OPEN, None)


def test_az_07_a_question_or_complaint_is_never_joined(
    own: Client, make_request: MakeRequest
) -> None:
    first = make_request(mobile=SAME)
    question = make_request(kind=Kind.QUESTION, mobile=SAME)
    assert TWICE not in text_of(own.get(page("request", question)))
    assert press(own, question, first).status_code == 409
    assert stands(question) == (State.OPEN, None)


# --- Joining ---------------------------------------------------------------------------------


def test_one_press_joins_them_and_leads_to_the_first(own: Client, pair: Pair) -> None:
    first, later = pair
    opened = text_of(own.get(page("request", later)))
    assert f"Voeg samen met {first.reference}" in opened
    answer = own.post(page("request_join", later), {"met": first.reference}, follow=True)
    assert answer.redirect_chain == [(page("request", first), 302)]
    words = words_of(answer)
    assert f"{later.reference} is samengevoegd met {first.reference}." in words
    assert "Maak ongedaan" in words
    assert stands(later) == (State.WITHDRAWN, first.pk)
    assert stands(first) == (State.OPEN, None)
    # Its own words are read with the first one.
    assert later.reference in words
    assert "Nog een keer dan." in words
    # And the list holds one of them.
    inbox = text_of(own.get(reverse("inbox")))
    assert "1 aanvraag wacht op jou" in inbox
    assert TWICE not in inbox
    joined = words_of(own.get(page("request", later)))
    assert f"Samengevoegd met {first.reference}, van dezelfde persoon." in joined
    assert f"Bekijk {first.reference}" in joined


def test_joining_leaves_a_line_with_both_and_words_for_each(
    own: Client, pair: Pair, own_beheerder: User
) -> None:
    first, later = pair
    press(own, later, first)
    lines = Entry.objects.filter(verb="request.joined").values_list("subject", "by", "facts")
    assert set(lines.values_list("subject", "by")) == {
        (f"request:{row.pk}", own_beheerder.pk) for row in pair
    }
    assert {row[0]: row[2] for row in lines} == {
        f"request:{first.pk}": {"with": later.pk},
        f"request:{later.pk}": {"with": first.pk},
    }
    for row in pair:
        events = words_of(own.get(page("request", row)))
        assert "Els Eigen voegde twee aanvragen van deze persoon samen" in events


def test_pressed_twice_it_is_joined_once(own: Client, pair: Pair) -> None:
    first, later = pair
    assert press(own, later, first).status_code == 302
    assert press(own, later, first).status_code == 409
    assert stands(later) == (State.WITHDRAWN, first.pk)
    assert Entry.objects.filter(verb="request.joined").count() == 2


@pytest.mark.parametrize("swap", [True, False])
def test_only_the_later_one_is_joined_to_the_first(own: Client, pair: Pair, swap: bool) -> None:
    first, later = pair
    refused = (first, later) if swap else (later, later)
    assert press(own, *refused).status_code == 409
    assert stands(first) == stands(later) == (State.OPEN, None)


def test_of_three_each_is_joined_to_the_first(
    own: Client, pair: Pair, make_request: MakeRequest
) -> None:
    first, later = pair
    third = make_request(name="Rika Resident", mobile=SAME)
    assert press(own, third, later).status_code == 409
    for row in (third, later):
        assert press(own, row, first).status_code == 302
    assert stands(later) == stands(third) == (State.WITHDRAWN, first.pk)


def test_who_was_joined_goes_along(own: Client, make_request: MakeRequest) -> None:
    """The first has only the number of the second, the third only its name and address."""
    first = make_request(name="Een", mobile=SAME)
    second = make_request(name="Twee", mobile=SAME)
    third = make_request(name="twee")
    press(own, third, second)
    press(own, second, first)
    assert stands(second) == stands(third) == (State.WITHDRAWN, first.pk)
    assert third.undo_until is None


@pytest.mark.parametrize("state", [State.APPROVED, State.DECLINED, State.WITHDRAWN])
def test_what_was_decided_meanwhile_is_not_joined(
    own: Client, pair: Pair, own_beheerder: User, state: State
) -> None:
    first, later = pair
    for row in (first, later):
        facts = {"state": state, "decided_at": timezone.now(), "decided_by": own_beheerder}
        if state == State.DECLINED:
            facts["decline_reason"] = "other"
        ResidentRequest.objects.filter(pk=row.pk).update(**facts)
        assert press(own, later, first).status_code == 409
        ResidentRequest.objects.filter(pk=row.pk).update(
            state=State.OPEN, decided_at=None, decided_by=None
        )
    assert stands(later) == (State.OPEN, None)


@pytest.mark.parametrize("who", ["other_beheerder", "former_beheerder", "plain_user"])
def test_az_04_a_stranger_finds_nothing_to_join(
    client: Client, pair: Pair, who: str, request: pytest.FixtureRequest
) -> None:
    first, later = pair
    log_in(client, request.getfixturevalue(who))
    assert press(client, later, first).status_code == 404
    assert stands(later) == (State.OPEN, None)


def test_staff_look_and_do_not_join(client: Client, pair: Pair, coordinator: User) -> None:
    first, later = pair
    ResidentRequest.objects.update(escalated_at=timezone.now())
    log_in(client, coordinator)
    assert "Voeg samen" not in text_of(client.get(page("request", later)))
    assert press(client, later, first).status_code == 403
    assert stands(later) == (State.OPEN, None)


def test_the_service_itself_refuses_another_beheerder(
    pair: Pair, other_beheerder: User, now: datetime
) -> None:
    first, later = pair
    with pytest.raises(AlreadyHandled):
        doubles.join(later, to=first, by=other_beheerder, now=now)
    assert stands(later) == (State.OPEN, None)


# --- Mails and calls -------------------------------------------------------------------------


def test_from_then_on_one_mail_is_sent(
    own: Client, own_beheerder: User, village: Village, signup_data: Callable[..., SignupData]
) -> None:
    now = timezone.now()
    first = submit_signup(signup_data(), now=now)
    later = submit_signup(signup_data(), now=now)
    press(own, later, first)
    events = dict(Mail.objects.about(f"request:{later.pk}").values_list("event", "state"))
    assert events == {"receipt": MailState.QUEUED, "new": MailState.CANCELLED}
    before = set(Mail.objects.values_list("pk", flat=True))
    tick(now=now + timedelta(days=8))
    deciding.approve(first, by=own_beheerder, now=timezone.now())
    made = Mail.objects.exclude(pk__in=before)
    assert {mail.about for mail in made if mail.about} == {f"request:{first.pk}"}
    assert made.filter(event="approved").count() == 1


def test_nobody_is_called_about_the_joined_one(
    own: Client, own_beheerder: User, make_request: MakeRequest, now: datetime
) -> None:
    first = make_request(mobile=SAME, email="")
    later = make_request(mobile=SAME, email="", ladder_from=now - timedelta(days=8))
    tick(now=now)
    ResidentRequest.objects.filter(pk=later.pk).update(due_at=now)
    tick(now=now)
    CallTask.objects.create(
        request=later, key="x", about="takes_longer", from_at=now, due_at=now + timedelta(days=3)
    )
    assert CallTask.objects.to_do(timezone.now()).filter(request=later).exists()
    press(own, later, first)
    assert not CallTask.objects.to_do(timezone.now()).filter(request=later).exists()


def test_the_address_that_was_confirmed_goes_along_with_its_link(
    own: Client, pair: Pair, own_beheerder: User, now: datetime
) -> None:
    first, later = pair
    ResidentRequest.objects.filter(pk=first.pk).update(email="fout@example.org")
    ResidentRequest.objects.filter(pk=later.pk).update(
        email="goed@example.org", email_confirmed_at=now
    )
    links = {row.pk: new_link(CONFIRM, row.pk, now=now) for row in pair}
    press(own, later, first)
    first.refresh_from_db()
    later.refresh_from_db()
    assert (first.email, first.email_confirmed_at) == ("goed@example.org", now)
    assert (later.email, later.email_confirmed_at) == ("fout@example.org", None)
    # Who got the link at the wrong address can't confirm the right one with it.
    assert Link.objects.get(pk=links[first.pk].pk).subject_id == later.pk
    assert Link.objects.get(pk=links[later.pk].pk).subject_id == first.pk
    deciding.approve(first, by=own_beheerder, now=timezone.now())
    assert Mail.objects.get(event="approved").to == "goed@example.org"


def test_a_confirmed_address_of_the_first_stays(own: Client, pair: Pair, now: datetime) -> None:
    first, later = pair
    ResidentRequest.objects.filter(pk=first.pk).update(email_confirmed_at=now)
    ResidentRequest.objects.filter(pk=later.pk).update(
        email="ander@example.org", email_confirmed_at=now
    )
    answer = own.post(page("request_join", later), {"met": first.reference}, follow=True)
    first.refresh_from_db()
    assert first.email == "rika@example.org"
    assert "Ander e-mailadres: ander@example.org" in words_of(answer)


# --- The resident ----------------------------------------------------------------------------


def status(client: Client, row: ResidentRequest, now: datetime) -> str:
    """The page behind a link of this request, as words."""
    link = new_link(CONFIRM, row.pk, now=now)
    client.get(reverse("confirm_link", args=[token_for(link)]))
    return words_of(client.get(reverse("confirm")))


def test_both_links_show_how_far_the_first_is(
    own: Client, pair: Pair, own_beheerder: User, now: datetime
) -> None:
    first, later = pair
    ResidentRequest.objects.update(email_confirmed_at=now)
    press(own, later, first)
    for row in pair:
        words = status(Client(), row, now)
        assert row.reference in words
        assert "De beheerder van groep Spoorstraat kijkt naar je aanmelding." in words
        assert "ingetrokken" not in words
        assert "samengevoegd" not in words
    deciding.approve(first, by=own_beheerder, now=now)
    deciding.mark_added(first, by=own_beheerder, now=now)
    for row in pair:
        assert "Je zit in de groep." in status(Client(), row, now)


def test_with_one_address_both_links_read_answer_and_withdraw(
    own: Client, pair: Pair, own_beheerder: User, now: datetime
) -> None:
    first, later = pair
    ResidentRequest.objects.update(email_confirmed_at=now)
    press(own, later, first)
    conversation.ask_back(first, text="Welk nummer klopt?", by=own_beheerder, now=timezone.now())
    browser = Client()
    assert "Welk nummer klopt?" in status(browser, later, now)
    link = Link.objects.filter(purpose=CONFIRM, subject_id=later.pk).latest("pk")
    browser.post(reverse("confirm_withdraw"), {"link": link.pk})
    assert stands(first) == (State.WITHDRAWN, None)
    assert "Je aanmelding is ingetrokken." in status(Client(), later, now)


def test_another_address_reads_how_far_it_is_and_nothing_else(
    own: Client, pair: Pair, own_beheerder: User, now: datetime
) -> None:
    """A beheerder may be mistaken: who typed somebody's number reads nothing of that person."""
    first, later = pair
    ResidentRequest.objects.update(email_confirmed_at=now)
    ResidentRequest.objects.filter(pk=later.pk).update(email="vreemd@example.org")
    press(own, later, first)
    conversation.ask_back(first, text="Kanarie?", by=own_beheerder, now=timezone.now())
    browser = Client()
    words = status(browser, later, now)
    for hidden in ("Kanarie", first.reference, "Geef antwoord", "intrekken", "rika"):
        assert hidden not in words
    link = Link.objects.filter(purpose=CONFIRM, subject_id=later.pk).latest("pk")
    browser.post(reverse("confirm_withdraw"), {"link": link.pk})
    browser.post(reverse("confirm"), {"link": link.pk, "antwoord": "antwoorden"})
    assert stands(first) == (State.OPEN, None)
    assert not Link.objects.filter(purpose=ANSWER, subject_id__in=[later.pk]).exists()


def test_who_did_not_confirm_reads_no_group(own: Client, pair: Pair, now: datetime) -> None:
    first, later = pair
    ResidentRequest.objects.filter(pk=first.pk).update(email_confirmed_at=now)
    press(own, later, first)
    words = status(Client(), later, now)
    assert "Spoorstraat" not in words
    assert "De beheerder kijkt naar je aanmelding." in words


def test_who_confirms_one_of_two_confirms_both(own: Client, pair: Pair, now: datetime) -> None:
    first, later = pair
    press(own, later, first)
    confirming.confirm_email(new_link(CONFIRM, later.pk, now=now), now=now)
    first.refresh_from_db()
    assert first.email_confirmed_at == now


def test_another_address_confirms_only_its_own(own: Client, pair: Pair, now: datetime) -> None:
    first, later = pair
    ResidentRequest.objects.filter(pk=later.pk).update(email="ander@example.org")
    press(own, later, first)
    confirming.confirm_email(new_link(CONFIRM, later.pk, now=now), now=now)
    first.refresh_from_db()
    assert first.email_confirmed_at is None


def test_an_answer_to_what_was_asked_of_the_joined_one_is_read_with_the_first(
    own: Client, pair: Pair, own_beheerder: User, now: datetime
) -> None:
    first, later = pair
    ResidentRequest.objects.update(email_confirmed_at=now)
    later.refresh_from_db()
    asked = conversation.ask_back(later, text="Woon je er al?", by=own_beheerder, now=now)
    press(own, later, first)
    browser = Client()
    link = new_link(ANSWER, later.pk, now=now)
    browser.get(reverse("answer_link", args=[token_for(link)]))
    assert asked.text in words_of(browser.get(reverse("answer")))
    browser.post(reverse("answer"), {"link": link.pk, "text": "Sinds mei."})
    assert RequestMessage.objects.get(kind="replied").request == first
    words = words_of(own.get(page("request", first)))
    assert words.index("Woon je er al?") < words.index("Sinds mei.")


def test_a_new_link_is_mailed_once(own: Client, pair: Pair) -> None:
    first, later = pair
    press(own, later, first)
    mail_new_links("rika@example.org", client="1.2.3.4", now=timezone.now())
    assert Mail.objects.get(event="newlink").about == f"request:{first.pk}"


# --- Taking it back --------------------------------------------------------------------------


def test_within_the_minutes_it_is_undone(own: Client, pair: Pair, now: datetime) -> None:
    first, later = pair
    ResidentRequest.objects.filter(pk=later.pk).update(
        email="goed@example.org", email_confirmed_at=now
    )
    facts = ("state", "same_as", "email", "email_confirmed_at", "waiting_on", "due_at")
    before = list(ResidentRequest.objects.order_by("pk").values(*facts))
    press(own, later, first)
    assert "Maak ongedaan" in text_of(own.get(page("request", later)))
    answer = own.post(page("request_undo", later), follow=True)
    assert "De aanvraag staat weer open." in words_of(answer)
    after = list(ResidentRequest.objects.order_by("pk").values(*facts))
    assert [row | {"due_at": None} for row in after] == [row | {"due_at": None} for row in before]
    assert Entry.objects.filter(verb="request.join_undone").count() == 2
    assert press(own, later, first).status_code == 302


def test_who_was_asked_something_waits_for_the_resident_again(
    own: Client, pair: Pair, own_beheerder: User, now: datetime
) -> None:
    first, later = pair
    conversation.ask_back(later, text="Waar woon je?", by=own_beheerder, now=now)
    due = ResidentRequest.objects.get(pk=later.pk).due_at
    press(own, later, first)
    own.post(page("request_undo", later))
    later.refresh_from_db()
    assert (later.state, later.waiting_on, later.due_at) == (
        State.OPEN, WaitingOn.RESIDENT, due,
    )  # fmt: skip


@pytest.mark.parametrize("happens", ["late", "approved", "asked", "moved", "withdrawn"])
def test_what_happened_since_is_not_undone(
    own: Client, pair: Pair, own_beheerder: User, dennenlaan: WatchGroup, happens: str
) -> None:
    first, later = pair
    press(own, later, first)
    now = timezone.now()
    match happens:
        case "late":
            ResidentRequest.objects.filter(pk=later.pk).update(undo_until=now)
        case "approved":
            deciding.approve(first, by=own_beheerder, now=now)
        case "asked":
            conversation.ask_back(first, text="Klopt het?", by=own_beheerder, now=now)
        case "moved":
            forwarding.forward(first, to=dennenlaan, note="", by=own_beheerder, now=now)
        case "withdrawn":
            conversation.withdraw(first, now=now)
    assert own.post(page("request_undo", later)).status_code == 409
    assert stands(later) == (State.WITHDRAWN, first.pk)


def test_only_a_beheerder_of_the_group_undoes_it(
    own: Client, pair: Pair, coordinator: User, other_beheerder: User, now: datetime
) -> None:
    first, later = pair
    press(own, later, first)
    ResidentRequest.objects.update(escalated_at=now)
    answers = [
        log_in(Client(), user).post(page("request_undo", later)).status_code
        for user in (coordinator, other_beheerder)
    ]
    assert answers == [403, 404]
    later.refresh_from_db()
    with pytest.raises(TooLateToUndo):
        doubles.undo_join(later, by=other_beheerder, now=timezone.now())
    assert stands(later) == (State.WITHDRAWN, first.pk)


def test_what_a_resident_withdrew_is_never_opened_by_it(
    own: Client, join_request: ResidentRequest
) -> None:
    conversation.withdraw(join_request, now=timezone.now())
    assert own.post(page("request_undo", join_request)).status_code == 409
    with pytest.raises(TooLateToUndo):
        doubles.undo_join(join_request, by=join_request.decided_by or User(), now=timezone.now())


# --- Afterwards ------------------------------------------------------------------------------


def test_another_group_that_gets_the_first_reads_its_words_and_no_page_of_ours(
    own: Client,
    pair: Pair,
    own_beheerder: User,
    other_beheerder: User,
    dennenlaan: WatchGroup,
) -> None:
    first, later = pair
    press(own, later, first)
    forwarding.forward(first, to=dennenlaan, note="", by=own_beheerder, now=timezone.now())
    theirs = log_in(Client(), other_beheerder)
    words = words_of(theirs.get(page("request", first)))
    assert "Nog een keer dan." in words
    assert "Els Eigen" not in words
    assert theirs.get(page("request", later)).status_code == 404
    # And the group that had it is not led to what is not its own any more.
    assert f"Bekijk {first.reference}" not in words_of(own.get(page("request", later)))


def test_what_is_joined_is_kept_as_long_as_the_first_is_open(
    own: Client, pair: Pair, own_beheerder: User, make_member: Callable[..., Membership]
) -> None:
    first, later = pair
    press(own, later, first)
    afterwards = timezone.now() + timedelta(days=31)
    run_retention(now=afterwards)
    later.refresh_from_db()
    assert later.message == "Nog een keer dan."
    conversation.withdraw(first, now=timezone.now())
    run_retention(now=afterwards + timedelta(days=31))
    later.refresh_from_db()
    assert (later.message, later.name, later.name_key) == ("", "", "")


def test_a_colleague_of_two_groups_sees_only_pairs_within_one(
    own: Client, make_request: MakeRequest, own_beheerder: User, dennenlaan: WatchGroup
) -> None:
    appoint(own_beheerder, dennenlaan)
    make_request(mobile=SAME)
    make_request(mobile=SAME, group=dennenlaan, name="Iemand Anders")
    assert TWICE not in text_of(own.get(reverse("inbox")))
