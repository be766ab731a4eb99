"""/vraag/: from what it is about to the page of thanks; and what nobody else gets to see."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.models import (
    GroupStatus,
    ResidentRequest,
    RouteReason,
    Subject,
    WatchGroup,
)
from groups.requests.services import form_limits
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import Village, log_in
from tests.groups.pages import at_most, forms_of, send, text_of, words_of
from tests.groups.requests.test_signup_page import assert_asks_again, no_hurry
from tests.groups.requests.test_signup_page import check_page as join_check_page

pytestmark = pytest.mark.django_db
__all__ = ["no_hurry"]  # a fixture for every test here

ASKED = {"question": "Waar blijft het bord?\nHet is weg.", "name": "Vera Vraag"}
REACHED = {"email": "vera@example.org"}
HOME = {"street": "Spoorstraat", "house_number": "12a"}
PRESS_AGAIN = "Druk nog een keer op Verstuur."


def details_page(client: Client, subject: str = Subject.OTHER) -> Any:
    """The page of step 2."""
    page = send(client, client.get("/vraag/"), subject=subject)
    assert "Stap 2 van 3" in words_of(page), words_of(page)
    return page


def check_page(client: Client, subject: str = Subject.OTHER, **typed: str) -> Any:
    """The page of step 3."""
    page = send(client, details_page(client, subject), **(ASKED | REACHED | typed))
    assert "Stap 3 van 3" in words_of(page), words_of(page)
    return page


def ask(client: Client, subject: str = Subject.OTHER, **typed: str) -> ResidentRequest:
    """Send everything; gives the stored request."""
    answer = send(client, check_page(client, subject, **typed))
    assert answer.status_code == 302, words_of(answer)
    with zeal_ignore():  # looking is the test's own doing
        return ResidentRequest.objects.latest("id")


# --- The road ---------------------------------------------------------------------------------


def test_from_the_subject_to_the_thanks(
    client: Client, spoorstraat: WatchGroup, own_beheerder: User
) -> None:
    page = client.get("/vraag/")
    assert "Stap 1 van 3" in words_of(page)
    assert page["Cache-Control"] == "private, no-cache"
    page = send(client, page, subject=Subject.MESSAGES)
    page = send(client, page, **ASKED, **REACHED, mobile="0161 41 12 34", **HOME)
    words = words_of(page)
    for shown in (
        "Berichten in mijn groep", "Waar blijft het bord?", "Vera Vraag", "vera@example.org",
        "Spoorstraat 12a", "De beheerder van groep Spoorstraat.", "binnen 3 dagen antwoord",
    ):  # fmt: skip
        assert shown in words
    assert forms_of(page)[-1].buttons == [("", "")]  # Enter sends and changes nothing
    with at_most(18):
        answer = send(client, page)
    request = ResidentRequest.objects.get()
    assert answer["Location"] == f"/bedankt/{request.reference}/"
    assert (request.kind, request.subject) == (Kind.QUESTION, Subject.MESSAGES)
    assert (request.group, request.owner, request.state) == (spoorstraat, Owner.GROUP, State.OPEN)
    assert (request.name, request.mobile) == ("Vera Vraag", "+31161411234")
    assert request.message == ASKED["question"]
    assert (request.street_text, str(request.number)) == ("Spoorstraat", "12a")
    assert set(Mail.objects.values_list("to", flat=True)) == {"vera@example.org", "own@example.org"}
    receipt = Mail.objects.get(to="vera@example.org")
    assert receipt.subject == f"Je vraag ({request.reference})"
    for typed in ("bord", "Vera", "Spoorstraat", "41 12"):
        assert typed not in receipt.text
    assert Entry.objects.filter(verb="request.submitted").count() == 1


def test_question_without_an_address_goes_to_platform_dorst(
    client: Client, village: Village, own_beheerder: User, coordinator: User
) -> None:
    assert "De vrijwilligers van Platform Dorst." in words_of(check_page(client))
    request = ask(client)
    assert (request.owner, request.group) == (Owner.COORDINATORS, None)
    assert request.route_reason == RouteReason.NO_ADDRESS
    assert Mail.objects.filter(to=coordinator.email).count() == 1
    assert not Mail.objects.filter(to=own_beheerder.email).exists()


@pytest.mark.parametrize("reached", [REACHED, {"email": "", "mobile": "0161 41 12 34"}])
def test_mail_or_telephone_is_enough(
    client: Client, village: Village, reached: dict[str, str]
) -> None:
    request = ask(client, **reached)
    assert bool(request.email) != bool(request.mobile)
    assert Mail.objects.filter(to="vera@example.org").exists() == bool(request.email)


def test_nothing_is_stored_before_the_last_step(client: Client, village: Village) -> None:
    check_page(client)
    client.get("/vraag/", ASKED | REACHED | {"subject": "other"})
    assert not ResidentRequest.objects.exists()


def test_question_about_joining_names_the_join_form(client: Client, village: Village) -> None:
    assert "Gebruik dan het aanmeldformulier" in words_of(details_page(client, Subject.JOINING))


@pytest.mark.parametrize("subject", ["joining", "messages", "complaint", "other"])
def test_pages_are_light(client: Client, village: Village, subject: str) -> None:
    for page in (client.get("/vraag/"), details_page(client, subject), check_page(client, subject)):
        assert len(gzip.compress(page.content, 6)) <= 12_000


# --- The two that are no question ---------------------------------------------------------------


def test_danger_is_a_page_that_says_to_call(client: Client, village: Village) -> None:
    page = send(client, client.get("/vraag/"), subject="danger", **ASKED, **REACHED)
    assert page.status_code == 200
    assert "<h1>Bel 112</h1>" in text_of(page)
    assert 'href="tel:112"' in text_of(page)
    assert 'href="tel:09008844"' in text_of(page)
    assert not forms_of(page)  # the form stops here
    assert "Vera" not in text_of(page)
    assert not ResidentRequest.objects.exists()
    assert not Mail.objects.exists()


def test_what_the_municipality_mends_leads_to_its_page(client: Client, village: Village) -> None:
    answer = send(client, client.get("/vraag/"), subject="municipality", **ASKED, **REACHED)
    assert answer["Location"] == "/welke-app/gemeente/"
    assert "Dat regelt de gemeente" in words_of(client.get(answer["Location"]))
    assert not ResidentRequest.objects.exists()


@pytest.mark.parametrize("subject", ["danger", "municipality"])
def test_these_two_cannot_be_smuggled_in_at_the_end(
    client: Client, village: Village, subject: str
) -> None:
    send(client, check_page(client), subject=subject)
    assert not ResidentRequest.objects.exists()


# --- A complaint about a beheerder --------------------------------------------------------------


def test_complaint_says_who_reads_it(client: Client, village: Village) -> None:
    told = "Alleen Platform Dorst leest dit. De beheerder ziet het niet."
    assert told in words_of(details_page(client, Subject.COMPLAINT))
    page = check_page(client, Subject.COMPLAINT, **HOME, about_group="spoorstraat")
    words = words_of(page)
    assert "Over groep Spoorstraat" in words
    assert "Alleen Platform Dorst. De beheerder ziet het niet." in words
    assert "De beheerder van groep" not in words


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ({"about_group": "spoorstraat"}, "spoorstraat"),
        ({"about_group": "dennenlaan"} | HOME, "dennenlaan"),
        (HOME, "spoorstraat"),
        ({}, None),
    ],
)
def test_complaint_is_the_coordinators_alone(
    client: Client,
    village: Village,
    own_beheerder: User,
    deputy: User,
    coordinator: User,
    typed: dict[str, str],
    about: str | None,
) -> None:
    request = ask(client, Subject.COMPLAINT, **typed)
    assert (request.owner, request.group) == (Owner.COORDINATORS, None)
    assert request.about_group == (village.group(about) if about else None)
    assert request.route_reason == RouteReason.COMPLAINT
    told = set(Mail.objects.values_list("to", flat=True))
    assert told == {"vera@example.org", coordinator.email}
    for person in (own_beheerder, deputy):
        browser = Client()
        log_in(browser, person)
        assert "Vera Vraag" not in text_of(browser.get("/beheer/"))
        assert "(1)" not in text_of(browser.get("/beheer/"))
        assert browser.get(f"/beheer/aanvraag/{request.pk}/").status_code == 404


def test_coordinator_who_is_beheerder_too_sees_the_complaint_as_coordinator_only(
    client: Client, village: Village, coordinator: User
) -> None:
    request = ask(client, Subject.COMPLAINT, about_group="spoorstraat")
    log_in(client, coordinator)
    assert client.get(f"/beheer/aanvraag/{request.pk}/").status_code == 200


def test_groups_that_nobody_may_see_cannot_be_chosen(client: Client, village: Village) -> None:
    WatchGroup.objects.filter(slug="seters").update(status=GroupStatus.STARTING)
    page = details_page(client, Subject.COMPLAINT)
    assert 'value="spoorstraat"' in text_of(page)
    assert 'value="seters"' not in text_of(page)
    page = send(client, page, **ASKED, **REACHED, about_group="seters")
    assert text_of(page).count("Kies een groep uit de lijst.") == 2


def test_only_a_complaint_names_a_group(client: Client, village: Village) -> None:
    assert "about_group" not in text_of(details_page(client))
    assert ask(client, about_group="spoorstraat").about_group is None


def test_complaint_that_becomes_a_question_is_shown_again_first(
    client: Client, village: Village
) -> None:
    """The person must see that a beheerder will read it."""
    page = check_page(client, Subject.COMPLAINT, **HOME)
    again = send(client, page, subject=Subject.OTHER)
    assert "De beheerder van groep" in words_of(again) or "Platform Dorst" in words_of(again)
    assert "Stap 3 van 3" in words_of(again)
    assert not ResidentRequest.objects.exists()


# --- Bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize("subject", ["", "decision", "x"])
def test_subject_has_to_be_chosen(client: Client, village: Village, subject: str) -> None:
    """`decision` is stored too, but comes from the page of a declined request only."""
    page = send(client, client.get("/vraag/"), subject=subject)
    assert "Stap 1 van 3" in words_of(page)
    assert text_of(page).count("Kies waar je vraag over gaat.") == 2


def test_form_without_a_subject_asks_for_it(client: Client, village: Village) -> None:
    assert text_of(send(client, client.get("/vraag/"))).count("Kies waar je vraag over gaat.") == 2


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"question": ""}, "Schrijf je vraag op."),
        ({"question": "x" * 501}, "Dit is te lang. Gebruik hoogstens 500 tekens."),
        ({"name": ""}, "Vul je voor- en achternaam in."),
        ({"name": "x" * 101}, "Dit is te lang. Gebruik hoogstens 100 tekens."),
        ({"email": ""}, "Vul je e-mailadres of je telefoonnummer in."),
        ({"email": "vera"}, "Controleer je e-mailadres."),
        ({"mobile": "bel me"}, "Schrijf je nummer met cijfers"),
        ({"mobile": "0161 41"}, "Dit nummer is te kort."),
        ({"street": "Spoorstraat"}, "Vul ook je huisnummer in. Of laat dit leeg."),
        ({"house_number": "12"}, "Vul ook je straat in. Of laat dit leeg."),
        ({"street": "12"}, "Vul ook je straat in. Of laat dit leeg."),
        (HOME | {"house_number": "x"}, "Begin met een cijfer, zoals 12 of 12a."),
        (HOME | {"street": "4849 BD"}, "We kennen deze postcode niet. Typ je straat erbij."),
        ({"street": "Spoorstraat 12", "house_number": "14"}, "Je typte 2 huisnummers."),
    ],
)
def test_details_with_an_error_keep_what_was_typed(
    client: Client, village: Village, wrong: dict[str, str], error: str
) -> None:
    typed = ASKED | REACHED | wrong
    page = send(client, details_page(client), **typed)
    assert "Stap 2 van 3" in words_of(page)
    assert text_of(page).count(error) == 2
    shown = forms_of(page)[-1].sends
    address = f"{typed.pop('street', '')} {typed.pop('house_number', '')}".strip()
    assert shown["street"] == (address.removeprefix("4849 BD "))
    assert {name: shown[name] for name in typed} == typed
    assert not ResidentRequest.objects.exists()


def test_street_and_number_in_one_box(client: Client, village: Village) -> None:
    assert "Spoorstraat 12a" in words_of(check_page(client, street="spoorstr. 12A"))


def test_unknown_street_is_asked_once_and_then_taken(client: Client, village: Village) -> None:
    typed = ASKED | REACHED | {"street": "Spoorlaan", "house_number": "3"}
    page = send(client, details_page(client), **typed)
    assert "We kennen deze straat niet" in words_of(page)
    assert "Stap 2 van 3" in words_of(page)
    chosen = send(client, page, street="Spoorstraat")
    assert "De beheerder van groep" not in words_of(chosen)  # the group has none yet
    assert "Spoorstraat 3" in words_of(chosen)
    send(client, send(client, page))
    request = ResidentRequest.objects.get()
    assert (request.street, request.street_text) == (None, "Spoorlaan")
    assert request.route_reason == RouteReason.UNKNOWN_STREET


# --- Steps that are skipped or changed -----------------------------------------------------------


def test_everything_at_once_still_shows_the_check_page(client: Client, village: Village) -> None:
    page = client.post("/vraag/", {"subject": "other"} | ASKED | REACHED)
    assert "Stap 3 van 3" in words_of(page)
    assert not ResidentRequest.objects.exists()
    assert send(client, page).status_code == 302


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": "messages"},
        {"question": "Iets anders"},
        {"name": "Iemand Anders"},
        {"email": "iemand@example.org"},
        {"mobile": "06 0000 7777"},
        HOME,
        {"checked": "vervalst"},
        {"nonce": "vervalst"},
    ],
)
def test_change_behind_the_check_page_is_shown_first(
    client: Client, village: Village, changed: dict[str, str]
) -> None:
    page = send(client, check_page(client), **changed)
    assert "Stap 3 van 3" in words_of(page)
    assert not ResidentRequest.objects.exists()
    assert send(client, page).status_code == 302


def test_mark_of_the_join_form_does_not_help(client: Client, village: Village) -> None:
    marks = forms_of(join_check_page(client))[-1].sends
    page = send(client, check_page(client), checked=marks["checked"], nonce=marks["nonce"])
    assert "Stap 3 van 3" in words_of(page)
    assert not ResidentRequest.objects.exists()


@pytest.mark.parametrize(("what", "step"), [("onderwerp", "Stap 1"), ("vraag", "Stap 2")])
def test_change_buttons_lose_nothing(
    client: Client, village: Village, what: str, step: str
) -> None:
    page = send(client, check_page(client, **HOME), form=0, wijzig=what)
    assert step in words_of(page)
    assert "<title>Fout:" not in text_of(page)
    page = send(client, page)
    words = words_of(page)
    assert "Stap 3 van 3" in words
    for kept in ("Vera Vraag", "Het is weg.", "Spoorstraat 12a", "vera@example.org"):
        assert kept in words


def test_other_subject_keeps_what_was_typed_and_blames_nobody(
    client: Client, village: Village
) -> None:
    page = send(client, details_page(client), question="Half", wijzig="onderwerp")
    assert "Stap 1 van 3" in words_of(page)
    page = send(client, page, subject=Subject.MESSAGES)
    assert "Stap 2 van 3" in words_of(page)
    assert "<title>Fout:" not in text_of(page)
    assert forms_of(page)[-1].sends["question"] == "Half"


# --- Once, not by machines, and not too often ----------------------------------------------------


def test_last_step_sent_twenty_times_is_one_request(
    client: Client, village: Village, coordinator: User
) -> None:
    page = check_page(client)
    assert len({send(client, page)["Location"] for _ in range(20)}) == 1
    assert ResidentRequest.objects.count() == 1
    assert Mail.objects.filter(to="vera@example.org").count() == 1
    assert Mail.objects.filter(to=coordinator.email).count() == 1


def test_going_back_and_sending_a_change_is_another_request(
    client: Client, village: Village
) -> None:
    page = check_page(client)
    send(client, page)
    send(client, send(client, send(client, page, form=0, wijzig="vraag"), question="En nog iets"))
    assert ResidentRequest.objects.filter(message="En nog iets").count() == 1
    assert ResidentRequest.objects.count() == 2


def test_too_fast_comes_back_filled_in_and_goes_through_the_second_time(
    client: Client, village: Village, settings: Any
) -> None:
    settings.FORM_MIN_SECONDS = 30
    page = check_page(client)
    again = send(client, page)
    assert PRESS_AGAIN in words_of(again)
    assert_asks_again(again)
    assert "Vera Vraag" in words_of(again)
    assert PRESS_AGAIN in words_of(send(client, page))  # a script that repeats itself
    assert not ResidentRequest.objects.exists()
    assert send(client, again).status_code == 302


@pytest.mark.parametrize("step", [2, 3])
def test_trap_field_comes_back_filled_in_and_goes_through_the_second_time(
    client: Client, village: Village, step: int
) -> None:
    page = check_page(client, website="http://example.org" if step == 2 else "")
    again = send(client, page, **({"website": "x"} if step == 3 else {}))
    assert PRESS_AGAIN in words_of(again)
    assert not ResidentRequest.objects.exists()
    assert send(client, again).status_code == 302


@pytest.mark.parametrize(
    ("same", "most"), [("email", form_limits.PER_EMAIL), ("mobile", form_limits.PER_MOBILE)]
)
def test_one_mailbox_or_number_is_limited(
    client: Client, village: Village, same: str, most: int
) -> None:
    kept = {"email": "zelfde@example.org"} if same == "email" else {"mobile": "06 0000 7001"}

    def other(number: int) -> dict[str, str]:
        return {"email": f"p{number}@example.org", "mobile": f"06 0000 8{number:03d}"} | kept

    for number in range(most):
        ask(client, **other(number))
    refused = send(client, check_page(client, **other(99)))
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    assert "Je hebt het vaak geprobeerd." in words_of(refused)
    assert "Waar blijft het bord?" in words_of(refused)  # nothing is lost
    assert ResidentRequest.objects.count() == most


def test_one_computer_has_one_count_for_all_forms(
    client: Client, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_limits, "PER_CLIENT", 2)
    ask(client, email="a@example.org")
    page = join_check_page(client)
    assert send(client, page, agree="on", of_age="on").status_code == 302
    assert send(client, check_page(client, email="b@example.org")).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send(elsewhere, check_page(elsewhere, email="b@example.org")).status_code == 302


def test_form_of_another_site_is_refused(village: Village) -> None:
    strict = Client(enforce_csrf_checks=True)
    body = forms_of(check_page(strict))[-1].sends
    for origin in ("https://evil.example", "null"):
        assert strict.post("/vraag/", body, headers={"origin": origin}).status_code == 403
    assert not ResidentRequest.objects.exists()


# --- What the pages tell -------------------------------------------------------------------------


def test_thanks_are_the_same_for_all_kinds(
    client: Client, make_request: Callable[..., ResidentRequest], coordinator: User
) -> None:
    stranger = Client()
    pages = set()
    for request in (
        make_request(),
        ask(client, **HOME),
        ask(client, Subject.COMPLAINT, about_group="spoorstraat"),
    ):
        page = stranger.get(f"/bedankt/{request.reference}/")
        pages.add(words_of(page).replace(request.reference, ""))
    [words] = pages
    for secret in ("klacht", "aanmelding", "Spoorstraat", "Platform Dorst leest"):
        assert secret not in words


def test_who_asked_is_not_invited_to_bring_a_housemate(client: Client, village: Village) -> None:
    request = ask(client, **HOME)
    page = client.get(f"/bedankt/{request.reference}/")
    assert not forms_of(page)
    assert "Spoorstraat" not in text_of(page)


@pytest.mark.parametrize("path", ["/", "/deze-pagina-is-er-niet/", "/hoe-werkt-het/"])
def test_other_pages_lead_here(client: Client, village: Village, path: str) -> None:
    assert 'href="/vraag/"' in text_of(client.get(path))


@pytest.mark.parametrize(
    ("query", "chosen"), [("over=stoppen", "joining"), ("over=complaint", None), ("over=", None)]
)
def test_the_page_about_stopping_has_chosen_the_subject(
    client: Client, query: str, chosen: str | None
) -> None:
    page = client.get(f"/vraag/?{query}")
    assert forms_of(page)[0].sends.get("subject") == chosen
    assert "Fout:" not in text_of(page)
    if chosen:
        assert "Stoppen of iets vragen kan hier" in words_of(send(client, page))
