"""Asking back, answering, closing, withdrawing, noting and calling: the beheerder's side."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.links import token_for
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail
from groups.models import (
    CallAbout,
    CallTask,
    RequestMessage,
    ResidentRequest,
    RouteReason,
    Subject,
    WatchGroup,
)
from groups.requests.services import calls, conversation
from groups.requests.services import deciding as inbox
from groups.values.states import Kind, Owner, State, WaitingOn
from groups.values.village_time import days_after
from tests.groups.conftest import MakeRequest, appoint, log_in
from tests.groups.pages import at_most, text_of, words_of

pytestmark = pytest.mark.django_db

ASKED = "Woon je op nummer 12 of 12a?"
CHAT = "Kijk op https://chat.whatsapp.com/AbCdEfGhIj"
NO_CHAT = "Zet hier geen link van een chat-app. Die mailen we nooit."


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


@pytest.fixture
def staff(coordinator: User) -> Client:
    return log_in(Client(), coordinator)


@pytest.fixture
def question(make_request: MakeRequest) -> ResidentRequest:
    """A question for the beheerder of Spoorstraat."""
    return make_request(
        kind=Kind.QUESTION,
        subject=Subject.MESSAGES,
        message="Mag ik een foto van een auto sturen?",
        name="Vera Vraag",
    )


@pytest.fixture
def idea(make_request: MakeRequest) -> ResidentRequest:
    """An idea for a new group, of the coordinators."""
    return make_request(
        kind=Kind.NEW_GROUP,
        owner=Owner.COORDINATORS,
        group=None,
        street=None,
        street_text="",
        house_number=None,
        name="Ina Idee",
        streets_wanted="Leijweg, Vijftigbunderweg",
        wants_to_manage="maybe",
        neighbours=7,
    )


def page(name: str, row: Any) -> str:
    return reverse(name, args=[row.pk])


def other(client: Client, row: ResidentRequest, **sent: str) -> Any:
    return client.post(page("request_other", row), sent, follow=True)


def now_of(row: ResidentRequest) -> ResidentRequest:
    row.refresh_from_db()
    return row


# --- Asking back ---------------------------------------------------------------------------------


def test_asking_back_mails_a_link_and_waits(
    own: Client, make_request: MakeRequest, now: datetime
) -> None:
    row = make_request(email_confirmed_at=now)
    done = other(own, row, what="ask", question=ASKED)
    assert done.redirect_chain == [(reverse("inbox"), 302)]
    assert "Je vraag aan Rika Resident is verstuurd." in words_of_page(done)
    assert now_of(row).waiting_on == WaitingOn.RESIDENT
    mail = Mail.objects.get(to="rika@example.org")
    assert ASKED in mail.text
    assert mail.link is not None
    assert mail.link_path == "/antwoord/{token}/"
    words = words_of(own.get(page("request", row)))
    assert "Wacht op antwoord van Rika sinds" in words
    assert ASKED in words
    assert "Els Eigen stelde de bewoner een vraag" in words


def test_a_question_that_is_sent_twice_is_asked_once(
    own: Client, own_beheerder: User, make_request: MakeRequest, now: datetime
) -> None:
    row = make_request(email_confirmed_at=now)
    for _ in range(2):
        other(own, row, what="ask", question=ASKED)
    assert Mail.objects.filter(to="rika@example.org").count() == 1
    assert row.messages.count() == 1
    other(own, row, what="ask", question="En hoe heet je?")
    assert row.messages.count() == 2
    # Days later the same words are asked on purpose.
    conversation.ask_back(
        row, text="En hoe heet je?", by=own_beheerder, now=now + timedelta(days=3)
    )
    assert RequestMessage.objects.count() == 3


def test_who_was_decided_about_is_not_called_with_a_question(
    own_beheerder: User, make_request: MakeRequest, now: datetime
) -> None:
    row = make_request(email="")
    conversation.ask_back(row, text=ASKED, by=own_beheerder, now=now)
    inbox.approve(row, by=own_beheerder, now=now + timedelta(minutes=1))
    later = now + timedelta(minutes=2)
    assert not CallTask.objects.to_do(later).exists()
    inbox.undo_decision(row, by=own_beheerder, now=later)
    assert [task.about for task in CallTask.objects.to_do(later)] == [CallAbout.ASKED]


def test_who_is_looked_at_again_is_not_called_about_the_refusal(
    own_beheerder: User, coordinator: User, make_request: MakeRequest, now: datetime
) -> None:
    row = make_request(email="")
    inbox.decline(row, reason="other", note="Niet nu.", by=own_beheerder, now=now)
    later = now + timedelta(minutes=10)
    conversation.reopen(row, by=coordinator, now=later)
    assert [task.about for task in CallTask.objects.to_do(later)] == [CallAbout.REOPENED]


def words_of_page(response: Any) -> str:
    return " ".join(text_of(response).split())


def test_who_has_no_email_becomes_a_call(own: Client, make_request: MakeRequest) -> None:
    row = make_request(email="", mobile="+31600001234")
    form = words_of(own.get(page("request_other", row)))
    assert "De vraag komt bij Bellen te staan." in form
    assert "Laat eerst de e-mail zien" not in form
    assert "Bel Rika Resident. De vraag staat bij Bellen." in words_of_page(
        other(own, row, what="ask", question=ASKED)
    )
    inbox = own.get(reverse("inbox"))
    words = words_of(inbox)
    assert "Bellen (1) Deze mensen" in words
    assert ASKED in words
    assert 'href="tel:+31600001234"' in text_of(inbox)
    assert "Wacht op antwoord (1)" in words


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"what": "ask"}, "Schrijf je vraag op."),
        ({"what": "ask", "question": CHAT}, NO_CHAT),
        ({"what": "ask", "question": "x" * 1001}, "Dit is te lang."),
        ({"what": "ask", "question": "\u202ex"}, "Hier staat een teken in"),
        ({"what": "close", "closing": "x"}, "Kies wat je wilt doen."),
        ({"what": ""}, "Kies wat je wilt doen."),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(
    own: Client, join_request: ResidentRequest, sent: dict[str, str], says: str
) -> None:
    answer = other(own, join_request, **sent)
    assert says in words_of(answer)
    assert "<title>Fout: " in text_of(answer)
    if sent.get("question", "").isascii():
        assert sent.get("question", "") in text_of(answer)
    assert now_of(join_request).waiting_on == WaitingOn.OWNER
    assert not Mail.objects.exists()


def test_what_does_not_belong_to_the_choice_is_let_be(
    own: Client, join_request: ResidentRequest
) -> None:
    sent = {"what": "decline", "reason": "cannot_check", "question": CHAT, "group": "x"}
    assert "is afgewezen" in words_of_page(other(own, join_request, **sent))


def test_the_link_on_the_page_chooses_asking(own: Client, join_request: ResidentRequest) -> None:
    ask = f"{page('request_other', join_request)}?wat=ask"
    assert f'href="{ask}"' in text_of(own.get(page("request", join_request)))
    assert 'value="ask" id="id_what_1" checked' in text_of(own.get(ask)) or (
        'value="ask"' in text_of(own.get(ask)).split("checked", 1)[0][-200:]
    )


def test_the_placeholder_of_a_link_is_only_words(
    own: Client, make_request: MakeRequest, now: datetime
) -> None:
    row = make_request(email_confirmed_at=now)
    other(own, row, what="ask", question="Stuur {link} terug")
    assert "Stuur (link) terug" in Mail.objects.get(to="rika@example.org").text


# --- Looking at the mail first -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "reads"),
    [
        ({"what": "ask", "question": ASKED}, ["een vraag aan je", ASKED, "(hier staat de link)"]),
        ({"what": "decline", "reason": "cannot_check"}, ["We konden je adres niet controleren."]),
        ({"what": "decline", "reason": "other", "note": "Te ver weg."}, ["schrijft: Te ver weg."]),
    ],
)  # fmt: skip
def test_the_mail_is_shown_and_nothing_happens(
    own: Client, make_request: MakeRequest, sent: dict[str, str], reads: list[str], now: datetime
) -> None:
    row = make_request(email_confirmed_at=now)
    shown = other(own, row, bekijk="ja", **sent)
    words = words_of(shown)
    for one in ("Dit leest Rika", row.reference, *reads, "Er is nog niets verstuurd."):
        assert one in words
    assert now_of(row).state == State.OPEN
    assert not Mail.objects.exists()
    assert not Link.objects.exists()
    # What was filled in stays, so that the next button acts.
    assert "Dit leest" not in words_of_page(other(own, row, **sent))
    assert Mail.objects.filter(to="rika@example.org").count() == 1
    mailed = Mail.objects.get(to="rika@example.org").text.replace("{link}", "(hier staat de link)")
    assert " ".join(mailed.split()) in words


def test_who_answers_knows_in_which_language_somebody_reads_it(
    own: Client, make_request: MakeRequest, now: datetime
) -> None:
    row = make_request(email_confirmed_at=now, language="pl")
    assert "Polski" in words_of(own.get(reverse("request", args=[row.pk])))
    shown = words_of(other(own, row, bekijk="ja", what="ask", question=ASKED))
    assert "Hallo," in shown
    assert "Rika krijgt deze e-mail in het Pools. Wat jij typt, vertalen we niet." in shown
    dutch = make_request(email_confirmed_at=now)
    assert "Polski" not in words_of(own.get(reverse("request", args=[dutch.pk])))
    assert "in het" not in words_of(other(own, dutch, bekijk="ja", what="ask", question=ASKED))


def test_an_unconfirmed_address_is_said_to_get_only_news(
    own: Client, join_request: ResidentRequest
) -> None:
    words = words_of(other(own, join_request, bekijk="ja", what="ask", question=ASKED))
    assert "Daarom staat in de e-mail alleen dat er nieuws is." in words


def test_there_is_no_mail_to_look_at_for_the_rest(own: Client, question: ResidentRequest) -> None:
    other(own, question, bekijk="ja", what="withdrawn")
    assert now_of(question).state == State.WITHDRAWN


# --- Withdrawing and closing ---------------------------------------------------------------------


def test_noting_that_the_resident_withdraws(
    own: Client, join_request: ResidentRequest, own_beheerder: User
) -> None:
    done = other(own, join_request, what="withdrawn")
    assert "De aanvraag van Rika Resident is ingetrokken." in words_of_page(done)
    assert now_of(join_request).state == State.WITHDRAWN
    assert Entry.objects.get(verb="request.withdrawn").by == own_beheerder
    assert not Mail.objects.filter(to=own_beheerder.email).exists()
    assert "De bewoner trok de aanvraag in." in words_of(own.get(page("request", join_request)))


def test_closing_a_question_needs_a_note(own: Client, question: ResidentRequest) -> None:
    assert "Schrijf kort op wat je hebt geprobeerd." in words_of(other(own, question, what="close"))
    assert now_of(question).state == State.OPEN
    other(own, question, what="close", closing="3 keer gebeld")
    assert now_of(question).state == State.CLOSED
    words = words_of(own.get(page("request", question)))
    assert "Gesloten door Els Eigen. 3 keer gebeld" in words


@pytest.mark.parametrize("what", ["ask", "withdrawn", "close"])
def test_who_comes_second_changes_nothing(
    own: Client, question: ResidentRequest, what: str
) -> None:
    ResidentRequest.objects.filter(pk=question.pk).update(
        state=State.WITHDRAWN, due_at=question.due_at
    )
    sent = {"what": what, "question": ASKED, "closing": "x"}
    answer = own.post(page("request_other", question), sent)
    if what == "ask":  # not offered any more
        assert answer.status_code == 200
    else:
        assert answer.status_code == 409
    assert now_of(question).state == State.WITHDRAWN
    assert not Mail.objects.exists()


# --- A question ----------------------------------------------------------------------------------


def test_the_page_of_a_question(own: Client, question: ResidentRequest) -> None:
    response = own.get(page("request", question))
    words = words_of(response)
    assert "Vraag van Vera Vraag" in words
    assert "Mag ik een foto van een auto sturen?" in words
    assert "Berichten in mijn groep" in words
    assert 'href="mailto:rika@example.org"' in text_of(response)
    assert "Vragen, doorsturen of sluiten" in words
    for of_joining in ("Goedkeuren", "Al lid", "Afwijzen", "Benoem"):
        assert of_joining not in words


def test_answering_ends_the_question_once(
    own: Client, question: ResidentRequest, now: datetime
) -> None:
    ResidentRequest.objects.filter(pk=question.pk).update(email_confirmed_at=now)
    done = own.post(page("request_answer", question), {"text": "Ja, dat mag."}, follow=True)
    assert "Je antwoord aan Vera Vraag is verstuurd." in words_of_page(done)
    assert now_of(question).state == State.ANSWERED
    assert "Ja, dat mag." in Mail.objects.get(to="rika@example.org").text
    again = own.post(page("request_answer", question), {"text": "Toch niet."})
    assert again.status_code == 409
    assert "Beantwoord door Els Eigen." in words_of(again)
    assert Mail.objects.filter(to="rika@example.org").count() == 1
    words = words_of(own.get(page("request", question)))
    assert "Ja, dat mag." in words
    assert "Verstuur het antwoord" not in words


def test_an_answer_to_who_has_no_email_is_a_call(own: Client, question: ResidentRequest) -> None:
    ResidentRequest.objects.filter(pk=question.pk).update(email="")
    own.post(page("request_answer", question), {"text": "Ja, dat mag."})
    assert not Mail.objects.filter(key__contains="answered").exists()
    words = words_of(own.get(reverse("inbox")))
    assert "Dit is het antwoord op de vraag: Ja, dat mag." in words


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Schrijf je antwoord op."),
        (CHAT, NO_CHAT),
        ("x" * 1001, "Dit is te lang."),
        ("\u202ex", "Hier staat een teken in"),
    ],
)
def test_a_mistake_in_an_answer_is_told(
    own: Client, question: ResidentRequest, text: str, says: str
) -> None:
    answer = own.post(page("request_answer", question), {"text": text})
    assert answer.status_code == 200
    assert says in words_of(answer)
    assert "<title>Fout: " in text_of(answer)
    if text.isascii():
        assert text in text_of(answer)
    assert now_of(question).state == State.OPEN


def test_a_join_request_is_not_answered(own: Client, join_request: ResidentRequest) -> None:
    answer = own.post(page("request_answer", join_request), {"text": "Ja."})
    assert answer.status_code == 409
    assert now_of(join_request).state == State.OPEN


def test_a_question_goes_on_to_another_group_or_to_the_platform(
    own: Client, question: ResidentRequest, dennenlaan: WatchGroup, other_beheerder: User
) -> None:
    other(own, question, what="forward", group=str(dennenlaan.pk))
    assert now_of(question).group == dennenlaan
    theirs = log_in(Client(), other_beheerder)
    assert "Vraag van Vera Vraag" in words_of(theirs.get(reverse("inbox")))
    other(theirs, question, what="platform", why="Weet ik niet.")
    assert now_of(question).owner == Owner.COORDINATORS


@pytest.mark.parametrize("subject", [Subject.COMPLAINT, Subject.DECISION])
def test_a_complaint_and_an_objection_are_answered_by_staff_and_forwarded_by_nobody(
    staff: Client, question: ResidentRequest, join_request: ResidentRequest, subject: str
) -> None:
    titles = {Subject.COMPLAINT: "Klacht van Vera", Subject.DECISION: "Bezwaar van Vera"}
    ResidentRequest.objects.filter(pk=question.pk).update(
        subject=subject, owner=Owner.COORDINATORS, group=None, concerns=join_request
    )
    words = words_of(staff.get(page("request", question)))
    assert titles[Subject(subject)] in words
    assert f"Aanvraag {join_request.reference}" in words
    form = words_of(staff.get(page("request_other", question)))
    assert "Stuur door" not in form
    assert "Vragen of sluiten" in words
    assert "Vragen of sluiten" in form
    assert "doorsturen" not in words + form
    assert "Sluit: niemand bereikt" in form
    staff.post(page("request_answer", question), {"text": "We bellen je."})
    assert now_of(question).state == State.ANSWERED


def test_the_page_of_an_idea_shows_its_facts_and_its_refusal_needs_words(
    staff: Client, idea: ResidentRequest
) -> None:
    words = words_of(staff.get(page("request", idea)))
    for fact in (
        "Ina Idee wil een groep starten",
        "Leijweg, Vijftigbunderweg",
        "Misschien, bel me",
    ):
        assert fact in words
    assert "Buren die meedoen 7" in words
    form = words_of(staff.get(page("request_other", idea)))
    assert "Vragen of afwijzen" in form
    assert "Stuur door" not in form
    assert "Je woont" not in form
    assert "Schrijf op wat de reden is." in words_of(other(staff, idea, what="decline"))
    other(staff, idea, what="decline", note="Er is al een groep.")
    declined = now_of(idea)
    assert (declined.state, declined.decline_reason) == (State.DECLINED, "other")
    assert declined.decline_note == "Er is al een groep."


# --- Noting what was said ------------------------------------------------------------------------


@pytest.fixture
def waiting(make_request: MakeRequest, own_beheerder: User, now: datetime) -> ResidentRequest:
    """Asked back, of somebody without e-mail."""
    row = make_request(email="")
    conversation.ask_back(row, text=ASKED, by=own_beheerder, now=now)
    return row


def test_noting_the_answer_gives_the_turn_back(own: Client, waiting: ResidentRequest) -> None:
    form = words_of(own.get(page("request", waiting)))
    assert "Noteer het antwoord" in form
    done = own.post(page("request_reply", waiting), {"text": "Op 12a."}, follow=True)
    words = words_of(done)
    assert "Genoteerd. Jij bent weer aan de beurt." in words_of_page(done)
    assert "genoteerd na een gesprek" in words
    assert "Op 12a." in words
    assert "Wacht op antwoord" not in words
    assert now_of(waiting).waiting_on == WaitingOn.OWNER
    own.post(page("request_reply", waiting), {"text": "Op 12a."})  # pressed twice
    assert waiting.messages.filter(kind="replied").count() == 1


@pytest.mark.parametrize("text", ["", "x" * 1001, "\u202ex"])
def test_a_mistake_in_a_note_is_told(own: Client, waiting: ResidentRequest, text: str) -> None:
    answer = own.post(page("request_reply", waiting), {"text": text})
    assert "<title>Fout: " in text_of(answer)
    assert "Wat was het antwoord?" in words_of(answer)
    assert now_of(waiting).waiting_on == WaitingOn.RESIDENT


def test_the_words_of_a_colleague_of_another_group_go_without_the_name(
    own: Client, waiting: ResidentRequest, dennenlaan: WatchGroup, other_beheerder: User
) -> None:
    other(own, waiting, what="forward", group=str(dennenlaan.pk))
    words = words_of(log_in(Client(), other_beheerder).get(page("request", waiting)))
    assert ASKED in words
    assert "Els" not in words


# --- Calling -------------------------------------------------------------------------------------


@pytest.fixture
def task(waiting: ResidentRequest) -> CallTask:
    return CallTask.objects.get(request=waiting)


def test_having_spoken_leads_to_writing_it_down(
    own: Client, task: CallTask, own_beheerder: User
) -> None:
    done = own.post(page("call_finish", task), {"bereikt": "ja"}, follow=True)
    assert done.redirect_chain[0][0] == page("request", task.request)
    assert "Schrijf nu op wat het antwoord was." in words_of_page(done)
    task.refresh_from_db()
    assert (task.done_by, task.reached) == (own_beheerder, True)
    assert "Els Eigen belde de bewoner" in words_of(done)
    assert "Bellen (" not in words_of(own.get(reverse("inbox")))


def test_not_reached_is_noted(own: Client, task: CallTask) -> None:
    done = own.post(page("call_finish", task), {"bereikt": "nee"}, follow=True)
    assert done.redirect_chain == [(reverse("inbox"), 302)]
    task.refresh_from_db()
    assert task.reached is False
    assert "belde en kreeg niemand" in words_of(own.get(page("request", task.request)))


def test_calling_twice_counts_once(own: Client, task: CallTask) -> None:
    own.post(page("call_finish", task), {"bereikt": "nee"})
    assert own.post(page("call_finish", task), {"bereikt": "ja"}).status_code == 409
    task.refresh_from_db()
    assert task.reached is False
    assert Entry.objects.filter(verb="request.called").count() == 1


@pytest.mark.parametrize("sent", [{}, {"bereikt": "misschien"}])
def test_other_words_change_nothing(own: Client, task: CallTask, sent: dict[str, str]) -> None:
    assert own.post(page("call_finish", task), sent).status_code == 302
    task.refresh_from_db()
    assert task.done_at is None


def test_a_call_starts_when_nothing_can_be_undone(
    own: Client, task: CallTask, now: datetime
) -> None:
    CallTask.objects.filter(pk=task.pk).update(from_at=now + timedelta(minutes=5))
    assert own.post(page("call_finish", task), {"bereikt": "ja"}).status_code == 404
    assert "Bellen (" not in words_of(own.get(reverse("inbox")))


def test_calls_of_another_group_are_not_there(task: CallTask, other_beheerder: User) -> None:
    stranger = log_in(Client(), other_beheerder)
    assert stranger.post(page("call_finish", task), {"bereikt": "ja"}).status_code == 404
    assert "Bellen" not in words_of(stranger.get(reverse("inbox")))


def test_a_coordinator_calls_what_is_late(staff: Client, task: CallTask, now: datetime) -> None:
    assert staff.post(page("call_finish", task), {"bereikt": "nee"}).status_code == 404
    CallTask.objects.filter(pk=task.pk).update(due_at=now)
    answer = staff.post(page("call_finish", task), {"bereikt": "nee"})
    assert answer["Location"] == reverse("platform")


@pytest.mark.parametrize("about", CallAbout.values)
def test_every_call_says_what_to_tell(
    own: Client, make_request: MakeRequest, now: datetime, about: str
) -> None:
    row = make_request(email="")
    calls.tell(about, row, [], now=now, event="x")
    words = words_of(own.get(reverse("inbox")))
    told = words.split("Bel 06", 1)[1].split("Ik heb Rika Resident gesproken", 1)[0]
    assert len(told.split()) > 6, told


# --- The inbox -----------------------------------------------------------------------------------


def test_questions_stand_in_their_own_part_and_count(
    own: Client, question: ResidentRequest, join_request: ResidentRequest
) -> None:
    words = words_of(own.get(reverse("inbox")))
    assert "1 aanvraag wacht op jou" in words
    assert words.index("Rika Resident") < words.index("Vragen (1) Vraag van Vera Vraag")
    assert "Mag ik een foto van een auto sturen?" in words


def test_who_was_asked_back_is_folded_away_and_does_not_count(
    own: Client, waiting: ResidentRequest
) -> None:
    ResidentRequest.objects.filter(pk=waiting.pk).update(email="rika@example.org")
    waiting.calls.all().delete()
    response = own.get(reverse("inbox"))
    words = words_of(response)
    assert "Niets te doen. Fijne avond!" in words
    assert "Wacht op antwoord (1)" in words
    assert "Vandaag gevraagd" in words
    assert "<details" in text_of(response)


def test_who_has_only_a_call_is_not_told_that_there_is_nothing(own: Client, task: CallTask) -> None:
    assert "Je moet nog iemand bellen" in words_of(own.get(reverse("inbox")))


def test_piles_are_of_the_chosen_group(
    own: Client,
    own_beheerder: User,
    question: ResidentRequest,
    task: CallTask,
    dennenlaan: WatchGroup,
) -> None:
    appoint(own_beheerder, dennenlaan)
    everything = words_of(own.get(reverse("inbox")))
    assert "groep Spoorstraat" in everything
    chosen = words_of(own.get(reverse("inbox"), {"groep": dennenlaan.slug}))
    for hidden in ("Vera Vraag", "Bellen (1) Deze", "Wacht op antwoord"):
        assert hidden in everything
        assert hidden not in chosen


@pytest.mark.parametrize("rows", [1, 25])
def test_a_full_inbox_asks_no_more_than_one_of_each(
    own: Client, make_request: MakeRequest, now: datetime, rows: int
) -> None:
    for number in range(rows):
        make_request(kind=Kind.QUESTION, subject=Subject.OTHER, message=f"Vraag {number}")
        row = make_request(email="", waiting_on=WaitingOn.RESIDENT)
        calls.tell(CallAbout.ASKED, row, [], now=now, event=f"{number}")
        make_request()
    with at_most(FULL_INBOX):
        response = own.get(reverse("inbox"))
    words = words_of(response)
    assert "Vraag 0" in words
    assert ("Er zijn er meer." in words) is (rows > 20)
    assert f"Wacht op antwoord ({'meer dan 20' if rows > 20 else rows})" in words


FULL_INBOX = 12


def test_the_longest_waiting_question_is_on_top(
    own: Client, make_request: MakeRequest, now: datetime
) -> None:
    for days in (1, 9, 4):
        make_request(
            kind=Kind.QUESTION,
            subject=Subject.OTHER,
            name=f"Naam{days}",
            created_at=days_after(now, -days),
        )
    words = words_of(own.get(reverse("inbox")))
    assert words.index("Naam9") < words.index("Naam4") < words.index("Naam1")
    assert "Wacht 9 dagen" in words


def test_a_question_on_the_waiting_list_reason_shows_why(
    staff: Client, question: ResidentRequest
) -> None:
    ResidentRequest.objects.filter(pk=question.pk).update(
        owner=Owner.COORDINATORS,
        group=None,
        route_reason=RouteReason.NO_ADDRESS,
        route_sentence="Er is geen adres ingevuld.",
    )
    words = words_of(staff.get(page("request", question)))
    assert "Waarom bij Platform Dorst Er is geen adres ingevuld." in words


def test_the_answer_link_of_the_mail_opens(
    own: Client, make_request: MakeRequest, now: datetime
) -> None:
    row = make_request(email_confirmed_at=now)
    other(own, row, what="ask", question=ASKED)
    link = Mail.objects.get(to="rika@example.org").link
    assert link is not None
    assert ASKED in words_of(Client().get(f"/antwoord/{token_for(link)}/", follow=True))
