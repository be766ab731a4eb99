"""A coordinator types in what came by mail, telephone or on paper."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.display import LANGUAGE_COOKIE
from dorst_portal.outbox.models import Mail
from groups.models import (
    CallTask,
    GroupStatus,
    HouseRules,
    MessageKind,
    ResidentRequest,
    WatchGroup,
)
from groups.refusals import AlreadyHandled
from groups.requests.services import questions
from groups.requests.services import typed_in as desk
from groups.requests.services.joining import SignupData
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import MakeRequest, Village, appoint, log_in
from tests.groups.pages import PageForm, forms_of, words_of

PAGE = "request_new"
PERSON = {"source": "phone", "name": "Rika Resident", "mobile": "06 0000 9001"}
ADDRESS = {"street": "Spoorstraat", "house_number": "12a"}
JOIN = PERSON | ADDRESS | {"agree": "on", "of_age": "on"}
QUESTION = PERSON | {"subject": "other", "question": "Waar hangt het bord?"}
NEW_GROUP = PERSON | {"streets": "Leijweg", "wants_to_manage": "maybe"}
BY_KIND = {"meedoen": JOIN, "vraag": QUESTION, "groep": NEW_GROUP}


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


@pytest.fixture
def question(make_request: MakeRequest) -> ResidentRequest:
    """Somebody asks whether they can join."""
    return make_request(
        kind=Kind.QUESTION,
        subject="joining",
        owner=Owner.COORDINATORS,
        group=None,
        route_reason="no_address",
        message="Kan ik meedoen?",
    )


def path(kind: str = "", **more: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"soort": kind, **more}.items())
    return f"{reverse(PAGE)}?{query}"


def form_of(page: Any) -> PageForm:
    """The form of the page itself, not the button to log out."""
    return next(form for form in forms_of(page) if "nonce" in form.sends)


def typed_in(staff: Client, where: str, /, **typed: str) -> Any:
    """Fetch the form, fill it in and send it; "" leaves a box empty."""
    form = form_of(staff.get(where))
    sent = form.sends | {name: value for name, value in typed.items() if value}
    return staff.post(where, sent)


def test_a_stranger_and_a_beheerder_find_no_page(
    client: Client, own_beheerder: User, village: Village
) -> None:
    assert client.get(path("meedoen")).status_code == 302
    log_in(client, own_beheerder)
    assert client.get(path("meedoen")).status_code == 404
    assert client.post(path("meedoen"), JOIN).status_code == 404
    assert not ResidentRequest.objects.exists()


def test_first_it_asks_what_came_in(staff: Client, village: Village) -> None:
    page = staff.get(reverse(PAGE))
    for kind in BY_KIND:
        assert f"?soort={kind}" in page.content.decode()
    assert "Kies wat het is." in words_of(staff.get(path("onzin")))


def test_a_request_to_join_takes_the_same_road(
    staff: Client, coordinator: User, own_beheerder: User, spoorstraat: WatchGroup
) -> None:
    answer = typed_in(staff, path("meedoen"), **JOIN, email="Rika@Example.org")
    made = ResidentRequest.objects.get()
    assert answer["Location"] == reverse("request", args=[made.pk])
    assert (made.kind, made.state, made.owner, made.group) == (
        Kind.JOIN,
        State.OPEN,
        Owner.GROUP,
        spoorstraat,
    )
    assert (made.source, made.mobile, made.address) == (
        "phone",
        "+31600009001",
        "Spoorstraat 12a",
    )
    assert made.house_rules == HouseRules.objects.current(waaksamen=False)
    assert made.of_age
    line = Entry.objects.get(verb="request.submitted")
    assert (line.by, line.actor) == (coordinator, "")
    assert Mail.objects.filter(to="els@example.org").count() == 0
    assert set(Mail.objects.values_list("to", flat=True)) == {
        "own@example.org",
        "rika@example.org",
    }
    assert "De beheerder van groep Spoorstraat beslist." in words_of(staff.get(answer["Location"]))


@pytest.mark.parametrize(("chosen", "greets"), [("", "Hallo,"), ("en", "Hello,")])
@pytest.mark.parametrize("kind", BY_KIND)
def test_the_mails_are_in_the_language_that_was_chosen_and_not_in_that_of_the_coordinator(
    staff: Client, spoorstraat: WatchGroup, kind: str, chosen: str, greets: str
) -> None:
    staff.cookies[LANGUAGE_COOKIE] = "pl"
    typed = BY_KIND[kind] | {"email": "rika@example.org", "language": chosen}
    typed_in(staff, path(kind), **typed)
    assert ResidentRequest.objects.get().language == (chosen or "nl")
    assert Mail.objects.get(to="rika@example.org").text.startswith(greets)


def test_a_language_that_the_portal_does_not_speak_is_refused(
    staff: Client, spoorstraat: WatchGroup
) -> None:
    staff.get(path("meedoen"))
    answer = typed_in(staff, path("meedoen"), **JOIN, language="de")
    assert "Kies een taal uit de lijst." in words_of(answer)
    assert not ResidentRequest.objects.exists()


def test_a_question_that_becomes_an_application_offers_its_own_language_first(
    staff: Client, question: ResidentRequest, spoorstraat: WatchGroup
) -> None:
    ResidentRequest.objects.filter(pk=question.pk).update(language="pl")
    page = staff.get(path("meedoen", van=question.pk)).content.decode()
    assert '<option value="pl" selected>Polski</option>' in page


def test_the_rules_are_those_of_the_group_of_the_address(
    staff: Client, spoorstraat: WatchGroup
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(uses_waaksamen=True)
    typed_in(staff, path("meedoen"), **JOIN)
    made = ResidentRequest.objects.get()
    assert made.house_rules == HouseRules.objects.current(waaksamen=True)


@pytest.mark.parametrize("status", [GroupStatus.PAUSED, GroupStatus.STARTING])
def test_where_nobody_can_decide_it_says_so(
    staff: Client, spoorstraat: WatchGroup, status: str
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=status)
    answer = typed_in(staff, path("meedoen"), **JOIN)
    made = ResidentRequest.objects.get()
    assert made.owner == Owner.COORDINATORS
    assert "staat op de wachtlijst" in words_of(staff.get(answer["Location"]))


def test_a_question_is_stored_and_a_complaint_stays_with_the_coordinators(
    staff: Client, own_beheerder: User, spoorstraat: WatchGroup
) -> None:
    typed_in(staff, path("vraag"), **QUESTION, **ADDRESS)
    asked = ResidentRequest.objects.get()
    assert (asked.owner, asked.group, asked.message) == (
        Owner.GROUP,
        spoorstraat,
        "Waar hangt het bord?",
    )
    complaint = QUESTION | {"subject": "complaint", "about_group": str(spoorstraat.pk)}
    typed_in(staff, path("vraag"), **complaint, **ADDRESS)
    stored = ResidentRequest.objects.latest("pk")
    assert (stored.owner, stored.group, stored.about_group) == (
        Owner.COORDINATORS,
        None,
        spoorstraat,
    )
    assert not ResidentRequest.objects.visible_to(own_beheerder).filter(pk=stored.pk).exists()


def test_a_complaint_about_the_own_group_is_gone_from_the_screen(
    staff: Client, coordinator: User, spoorstraat: WatchGroup
) -> None:
    appoint(coordinator, spoorstraat)
    complaint = QUESTION | {"subject": "complaint", "about_group": str(spoorstraat.pk)}
    answer = typed_in(staff, path("vraag"), **complaint)
    assert answer["Location"] == reverse("platform")


def test_an_objection_names_the_declined_request(
    staff: Client, own_beheerder: User, make_request: MakeRequest
) -> None:
    declined = make_request(state=State.DECLINED, decided_by=own_beheerder)
    objection = QUESTION | {"subject": "decision"}
    for reference, words in (
        ("", "Vul het kenmerk van de aanvraag in."),
        ("D-QQQQQQ", "Er is geen afgewezen aanvraag met dit kenmerk."),
        (make_request().reference, "Er is geen afgewezen aanvraag met dit kenmerk."),
    ):
        answer = typed_in(staff, path("vraag"), **objection, concerns=reference)
        assert words in words_of(answer)
    typed_in(staff, path("vraag"), **objection, concerns=declined.reference.lower())
    stored = ResidentRequest.objects.get(kind=Kind.QUESTION)
    assert (stored.concerns, stored.route_reason) == (declined, "objection")


def test_an_idea_for_a_group_is_stored(staff: Client, village: Village) -> None:
    typed_in(staff, path("groep"), **NEW_GROUP, neighbours="7")
    made = ResidentRequest.objects.get()
    assert (made.kind, made.owner, made.streets_wanted, made.neighbours) == (
        Kind.NEW_GROUP,
        Owner.COORDINATORS,
        "Leijweg",
        7,
    )


@pytest.mark.parametrize("kind", BY_KIND)
def test_the_same_form_sent_twice_is_one_request(
    staff: Client, village: Village, kind: str
) -> None:
    form = form_of(staff.get(path(kind)))
    sent = form.sends | BY_KIND[kind]
    first, second = staff.post(path(kind), sent), staff.post(path(kind), sent)
    assert first["Location"] == second["Location"]
    assert ResidentRequest.objects.count() == 1
    # Another person in the same form is another request.
    staff.post(path(kind), sent | {"name": "Bas Buurman"})
    assert ResidentRequest.objects.count() == 2


def test_a_form_without_our_value_is_asked_to_be_sent_again(
    staff: Client, village: Village
) -> None:
    for nonce in ("", "verzonnen"):
        answer = staff.post(path("meedoen"), JOIN | {"nonce": nonce})
        assert "Druk nog een keer op Opslaan." in words_of(answer)
        assert not ResidentRequest.objects.exists()
    assert staff.post(path("meedoen"), form_of(answer).sends | JOIN).status_code == 302


@pytest.mark.parametrize(
    ("kind", "field", "value", "words"),
    [
        ("meedoen", "source", "", "Kies hoe dit binnenkwam."),
        ("meedoen", "source", "form", "Kies hoe dit binnenkwam."),
        ("meedoen", "name", "", "Vul de voor- en achternaam in."),
        ("meedoen", "mobile", "", "Vul het telefoonnummer in."),
        ("meedoen", "mobile", "06 12", "Dit nummer is te kort."),
        ("meedoen", "email", "geen-adres", "Er mist iets"),
        ("meedoen", "street", "", "Vul ook de straat in."),
        ("meedoen", "street", "4849 AB", "We kennen deze postcode niet. Typ je straat erbij."),
        ("meedoen", "street", "Spoorstaat", "Lijkt op: Spoorstraat"),
        ("meedoen", "street", "Steenoven", "Steenoven is een buurtschap."),
        ("meedoen", "house_number", "", "Vul ook het huisnummer in."),
        ("meedoen", "house_number", "abc", "Begin met een cijfer"),
        ("meedoen", "agree", "", "Zet een vinkje als deze persoon zich aan de spelregels houdt."),
        ("meedoen", "of_age", "", "Zet een vinkje als deze persoon 18 jaar of ouder is."),
        ("vraag", "subject", "", "Kies waar de vraag over gaat."),
        ("vraag", "subject", "danger", "Kies waar de vraag over gaat."),
        ("vraag", "question", "", "Schrijf de vraag op."),
        ("vraag", "mobile", "", "Vul een telefoonnummer of een e-mailadres in."),
        ("groep", "streets", "", "Vul een of meer straten in."),
        ("groep", "wants_to_manage", "", "Kies of deze persoon beheerder wil worden."),
        ("groep", "mobile", "", "Vul het telefoonnummer in."),
    ],
)
def test_a_mistake_gets_its_sentence_and_keeps_what_was_typed(
    staff: Client, village: Village, kind: str, field: str, value: str, words: str
) -> None:
    typed = BY_KIND[kind] | {field: value}
    answer = typed_in(staff, path(kind), **typed)
    assert answer.status_code == 200
    assert words in words_of(answer)
    assert field == "name" or "Rika Resident" in answer.content.decode()
    assert field in ("source", "subject") or value in answer.content.decode()
    assert not ResidentRequest.objects.exists()


def test_a_street_that_we_do_not_know_goes_on_after_a_tick(staff: Client, village: Village) -> None:
    typed = JOIN | {"street": "Nieuwstraatje"}
    answer = typed_in(staff, path("meedoen"), **typed)
    form = form_of(answer)
    assert "street_is_new" in form.boxes
    staff.post(path("meedoen"), form.sends | {"street_is_new": "on"})
    made = ResidentRequest.objects.get()
    assert (made.owner, made.street, made.street_text) == (
        Owner.COORDINATORS,
        None,
        "Nieuwstraatje",
    )


def test_a_landline_is_taken_when_it_is_sent_again(staff: Client, village: Village) -> None:
    answer = typed_in(staff, path("meedoen"), **JOIN | {"mobile": "0161 000000"})
    assert "Dit lijkt een vast nummer." in words_of(answer)
    form = form_of(answer)
    assert staff.post(path("meedoen"), form.sends).status_code == 302
    # A shop may have one at once.
    shop = JOIN | {"mobile": "0161 000001", "organisation": "Bakkerij Bol"}
    assert typed_in(staff, path("meedoen"), **shop).status_code == 302


# --- From a question -------------------------------------------------------------------------


def test_a_question_becomes_a_request_and_is_answered(
    staff: Client, coordinator: User, question: ResidentRequest, spoorstraat: WatchGroup
) -> None:
    where = path("meedoen", van=question.pk)
    page = staff.get(where)
    assert "Kan ik meedoen?" in page.content.decode()
    assert 'value="Rika Resident"' in page.content.decode()
    answer = typed_in(staff, where, agree="on", of_age="on")
    made = ResidentRequest.objects.get(kind=Kind.JOIN)
    assert answer["Location"] == reverse("request", args=[made.pk])
    question.refresh_from_db()
    assert made.source == question.source == "form"
    assert (made.concerns, question.state, question.decided_by) == (
        question,
        State.ANSWERED,
        coordinator,
    )
    said = question.messages.get()
    assert said.kind == MessageKind.ANSWERED
    assert f"We hebben er een aanmelding van gemaakt. Het nummer is {made.reference}." == said.text
    # The link to the page is dead now: it leads to the question.
    assert staff.get(where)["Location"] == reverse("request", args=[question.pk])


def test_somebody_without_mail_is_called_about_it(
    staff: Client, make_request: MakeRequest, question: ResidentRequest
) -> None:
    ResidentRequest.objects.filter(pk=question.pk).update(email="")
    typed_in(staff, path("meedoen", van=question.pk), agree="on", of_age="on")
    assert CallTask.objects.get().request == question


def test_a_double_press_makes_one_request_of_a_question(
    staff: Client, question: ResidentRequest
) -> None:
    where = path("meedoen", van=question.pk)
    sent = form_of(staff.get(where)).sends | {
        "agree": "on",
        "of_age": "on",
    }
    first, second = staff.post(where, sent), staff.post(where, sent)
    assert first["Location"] == second["Location"]
    assert ResidentRequest.objects.filter(kind=Kind.JOIN).count() == 1
    assert question.messages.count() == 1


def test_two_coordinators_at_once_make_one_request(
    coordinator: User,
    superuser: User,
    question: ResidentRequest,
    signup_data: Callable[..., SignupData],
    now: datetime,
) -> None:
    seen_too = ResidentRequest.objects.get(pk=question.pk)
    made = desk.join_from_question(question, signup_data(), by=coordinator, now=now)
    with pytest.raises(AlreadyHandled):
        desk.join_from_question(seen_too, signup_data(), by=superuser, now=now)
    assert ResidentRequest.objects.get(kind=Kind.JOIN) == made
    assert Mail.objects.filter(key__contains="-coordinators-").count() <= 2


def test_a_question_that_was_answered_meanwhile_makes_nothing(
    staff: Client, coordinator: User, question: ResidentRequest, now: datetime
) -> None:
    where = path("meedoen", van=question.pk)
    sent = form_of(staff.get(where)).sends | {"agree": "on", "of_age": "on"}
    questions.answer(question, text="Ja, dat kan.", by=coordinator, now=now)
    answer = staff.post(where, sent)
    assert answer.status_code == 409
    assert not ResidentRequest.objects.filter(kind=Kind.JOIN).exists()


def test_what_is_no_question_of_ours_becomes_nothing(
    staff: Client,
    make_request: MakeRequest,
    question: ResidentRequest,
    spoorstraat: WatchGroup,
) -> None:
    of_a_group = make_request(kind=Kind.QUESTION, subject="other")
    join = make_request(owner=Owner.COORDINATORS)
    complaint = make_request(
        kind=Kind.QUESTION, subject="complaint", owner=Owner.COORDINATORS, group=None
    )
    assert staff.get(path(van=of_a_group.pk)).status_code == 403
    for pk in (join.pk, complaint.pk, 999_999, "9" * 18, "x"):
        assert staff.get(path(van=pk)).status_code == 404, pk
