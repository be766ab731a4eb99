"""/groep-starten/: from the streets to the page of thanks."""

import gzip
from typing import Any

import pytest
from django.test import Client
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.models import GroupStatus, ResidentRequest, RouteReason, WatchGroup
from groups.places.pages.taken_streets import taken_streets
from groups.requests.services import form_limits
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import Village, log_in
from tests.groups.pages import at_most, forms_of, send, text_of, words_of
from tests.groups.requests.test_signup_page import assert_asks_again, no_hurry

pytestmark = pytest.mark.django_db
__all__ = ["no_hurry"]  # a fixture for every test here

IDEA = {"streets": "Leijweg\nZandpad", "wants_to_manage": "maybe", "neighbours": "5"}
PERSON = {"name": "Gijs Groep", "mobile": "06 0000 9002", "email": "gijs@example.org"}
PRESS_AGAIN = "Druk nog een keer op Verstuur."


def details_page(client: Client, path: str = "/groep-starten/", **typed: str) -> Any:
    """The page of step 2."""
    page = send(client, client.get(path), **(IDEA | typed))
    assert "Stap 2 van 3" in words_of(page), words_of(page)
    return page


def check_page(client: Client, **typed: str) -> Any:
    """The page of step 3."""
    page = send(client, details_page(client), **(PERSON | typed))
    assert "Stap 3 van 3" in words_of(page), words_of(page)
    return page


def propose(client: Client, **typed: str) -> ResidentRequest:
    """Send everything; gives the stored request."""
    answer = send(client, check_page(client, **typed))
    assert answer.status_code == 302, words_of(answer)
    with zeal_ignore():  # looking is the test's own doing
        return ResidentRequest.objects.latest("id")


# --- The road ---------------------------------------------------------------------------------


def test_from_the_finder_to_the_thanks(
    client: Client, village: Village, coordinator: User, own_beheerder: User
) -> None:
    found = client.get("/zoek/?straat=Leijweg&huisnummer=4")
    assert "Ik wil een groep starten" in words_of(found)
    path = "/groep-starten/?straat=Leijweg&huisnummer=4"
    assert f'href="{path}"' in text_of(found)
    page = client.get(path)
    assert page["Cache-Control"] == "private, no-cache"
    assert forms_of(page)[-1].sends["streets"] == "Leijweg"
    assert "Wat doet een beheerder?" in words_of(page)
    page = send(client, page, **IDEA)
    shown = forms_of(page)[-1].sends
    assert shown["street"] == "Leijweg 4"
    page = send(client, page, **PERSON, message="We zijn met veel.")
    words = words_of(page)
    for told in (
        "Leijweg, Zandpad", "Misschien, bel me", "Buren die meedoen 5", "Gijs Groep",
        "06 00 00 90 02", "gijs@example.org", "Leijweg 4", "We zijn met veel.",
        "We bellen of mailen je binnen 7 dagen.",
    ):  # fmt: skip
        assert told in words
    assert forms_of(page)[-1].buttons == [("", "")]  # Enter sends and changes nothing
    with at_most(16):
        answer = send(client, page)
    request = ResidentRequest.objects.get()
    assert answer["Location"] == f"/bedankt/{request.reference}/"
    assert (request.kind, request.state) == (Kind.NEW_GROUP, State.OPEN)
    assert (request.owner, request.group) == (Owner.COORDINATORS, None)
    assert request.route_reason == RouteReason.NEW_GROUP
    assert (request.streets_wanted, request.neighbours) == ("Leijweg, Zandpad", 5)
    assert (request.wants_to_manage, request.message) == ("maybe", "We zijn met veel.")
    assert (request.name, request.mobile) == ("Gijs Groep", "+31600009002")
    assert (request.street_text, str(request.number)) == ("Leijweg", "4")
    assert set(Mail.objects.values_list("to", flat=True)) == {
        "gijs@example.org",
        coordinator.email,
    }
    receipt = Mail.objects.get(to="gijs@example.org")
    assert receipt.subject == f"Je aanvraag ({request.reference})"
    for typed in ("Gijs", "Leijweg", "veel"):
        assert typed not in receipt.text
    assert Entry.objects.filter(verb="request.submitted").count() == 1


def test_only_streets_name_and_number_are_needed(client: Client, village: Village) -> None:
    page = send(client, client.get("/groep-starten/"), streets="Zandpad", wants_to_manage="no")
    page = send(client, page, name="Gijs Groep", mobile="0161 41 12 34", no_email="on")
    words = words_of(page)
    assert "Dit lijkt een vast nummer. Klopt het?" in words
    assert "We bellen je binnen 7 dagen." in words
    assert words.count("Niet ingevuld") == 2
    send(client, page)
    request = ResidentRequest.objects.get()
    assert (request.email, request.street_text, request.neighbours) == ("", "", None)
    assert not Mail.objects.filter(to__contains="gijs").exists()


def test_nothing_is_stored_before_the_last_step(client: Client, village: Village) -> None:
    check_page(client)
    client.get("/groep-starten/", IDEA | PERSON)
    assert not ResidentRequest.objects.exists()


def test_nobody_but_a_coordinator_sees_it(
    client: Client, village: Village, own_beheerder: User, coordinator: User
) -> None:
    request = propose(client)
    for person, status in ((own_beheerder, 404), (coordinator, 200)):
        browser = Client()
        log_in(browser, person)
        assert browser.get(f"/beheer/aanvraag/{request.pk}/").status_code == status


def test_pages_are_light(client: Client, village: Village) -> None:
    for page in (client.get("/groep-starten/"), details_page(client), check_page(client)):
        assert len(gzip.compress(page.content, 6)) <= 12_000


# --- Streets that have a group -------------------------------------------------------------------


def test_street_of_a_group_is_told_and_does_not_block(client: Client, village: Village) -> None:
    page = client.get("/groep-starten/")
    page = send(client, page, streets="spoorstr. 12", wants_to_manage="yes")
    words = words_of(page)
    assert "Spoorstraat hoort al bij groep Spoorstraat." in words
    assert "Wil je daar meedoen?" in words
    assert 'href="/meedoen/spoorstraat/"' in text_of(page)
    page = send(client, page)
    assert "Stap 2 van 3" in words_of(page)
    send(client, send(client, page, **PERSON))
    assert ResidentRequest.objects.get().streets_wanted == "spoorstr. 12"


def test_other_streets_are_asked_about_again(client: Client, village: Village) -> None:
    page = send(client, client.get("/groep-starten/"), streets="Spoorstraat", wants_to_manage="no")
    page = send(client, page, wijzig="idee")
    assert "Stap 1 van 3" in words_of(page)
    assert forms_of(page)[-1].sends["streets"] == "Spoorstraat"
    page = send(client, page, streets="Spoorstraat en Geerstraat")
    assert "Geerstraat hoort al bij groep Geerstraat." in words_of(page)


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ("Spoorstraat", {"spoorstraat"}),
        ("de Spoorstraat, Leijweg", {"spoorstraat"}),
        ("Leijweg\nSpoorstraat\nGeerstraat", {"spoorstraat", "geerstraat"}),
        ("Spoorstraat en Geerstraat", {"spoorstraat", "geerstraat"}),
        ("Dennenlaan", {"dennenlaan", "ribes-lijsterbes"}),
        ("Seters", {"seters"}),
        ("Leijweg", set()),
        ("Spoorlaan", set()),
        (",,;", set()),
        ("x, " * 60, set()),
    ],
)
def test_groups_of_what_was_typed_in_one_question(
    village: Village, typed: str, groups: set[str]
) -> None:
    with at_most(1):
        found = taken_streets(typed)
    assert {one.group.slug for one in found} == groups


def test_part_of_a_street_is_called_a_part(client: Client, village: Village) -> None:
    page = send(client, client.get("/groep-starten/"), streets="Dennenlaan", wants_to_manage="no")
    assert "Een deel van Dennenlaan hoort al bij groep Dennenlaan." in words_of(page)


@pytest.mark.parametrize("status", [GroupStatus.STARTING, GroupStatus.ARCHIVED])
def test_group_that_nobody_may_see_is_not_told(
    client: Client, spoorstraat: WatchGroup, status: str
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=status)
    assert "Stap 2 van 3" in words_of(details_page(client, streets="Spoorstraat"))


# --- Bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"streets": ""}, "Vul een of meer straten in."),
        ({"streets": ", ;\n,"}, "Vul een of meer straten in."),
        ({"streets": "x" * 201}, "Dit is te lang. Gebruik hoogstens 200 tekens."),
        ({"streets": "a\n" * 100}, "Dit is te lang. Gebruik hoogstens 200 tekens."),
        ({"wants_to_manage": ""}, "Kies of je zelf beheerder wilt worden."),
        ({"wants_to_manage": "x"}, "Kies of je zelf beheerder wilt worden."),
        ({"neighbours": "veel"}, "Schrijf een getal, zoals 5."),
        ({"neighbours": "-1"}, "Schrijf een getal, zoals 5."),
        ({"neighbours": "\u0661\u0662"}, "Schrijf een getal, zoals 5."),
        ({"neighbours": "1000"}, "Dit getal is te groot."),
    ],
)
def test_idea_with_an_error_keeps_what_was_typed(
    client: Client, village: Village, wrong: dict[str, str], error: str
) -> None:
    typed = IDEA | wrong
    page = send(client, client.get("/groep-starten/"), **typed)
    assert "Stap 1 van 3" in words_of(page)
    assert text_of(page).count(error) == 2
    shown = forms_of(page)[-1].sends
    assert shown["streets"] == typed["streets"]
    assert shown["neighbours"] == typed["neighbours"]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"name": ""}, "Vul je voor- en achternaam in."),
        ({"mobile": ""}, "Vul je mobiele nummer in."),
        ({"mobile": "06 12"}, "Dit nummer is te kort."),
        ({"email": ""}, "Vul je e-mailadres in. Of kies: Ik heb geen e-mail."),
        ({"email": "gijs"}, "Controleer je e-mailadres."),
        ({"no_email": "on"}, "Je vulde ook een e-mailadres in. Kies een van de twee."),
        ({"street": "Leijweg"}, "Vul ook je huisnummer in. Of laat dit leeg."),
        ({"street": "4"}, "Vul ook je straat in. Of laat dit leeg."),
        ({"message": "x" * 501}, "Dit is te lang. Gebruik hoogstens 500 tekens."),
    ],
)
def test_details_with_an_error_keep_what_was_typed(
    client: Client, village: Village, wrong: dict[str, str], error: str
) -> None:
    typed = PERSON | wrong
    page = send(client, details_page(client), **typed)
    assert "Stap 2 van 3" in words_of(page)
    assert text_of(page).count(error) == 2
    shown = forms_of(page)[-1].sends
    assert {name: shown[name] for name in typed} == typed
    assert not ResidentRequest.objects.exists()


def test_unknown_street_of_the_own_address_is_asked_once(client: Client, village: Village) -> None:
    page = send(client, details_page(client), **PERSON, street="Spoorlaan", house_number="3")
    assert "We kennen deze straat niet" in words_of(page)
    send(client, send(client, page))
    assert ResidentRequest.objects.get().street_text == "Spoorlaan"


# --- Steps that are skipped or changed -----------------------------------------------------------


def test_everything_at_once_still_shows_the_check_page(client: Client, village: Village) -> None:
    page = client.post("/groep-starten/", IDEA | PERSON)
    assert "Stap 3 van 3" in words_of(page)
    assert not ResidentRequest.objects.exists()
    assert send(client, page).status_code == 302


@pytest.mark.parametrize(
    "changed",
    [
        {"streets": "Zandpad"},
        {"wants_to_manage": "no"},
        {"neighbours": "6"},
        {"name": "Iemand Anders"},
        {"message": "Nog iets"},
        {"street": "Leijweg", "house_number": "4"},
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


@pytest.mark.parametrize(("what", "step"), [("idee", "Stap 1"), ("gegevens", "Stap 2")])
def test_change_buttons_lose_nothing(
    client: Client, village: Village, what: str, step: str
) -> None:
    page = send(client, check_page(client, message="Hallo\nallemaal"), form=0, wijzig=what)
    assert step in words_of(page)
    assert "<title>Fout:" not in text_of(page)
    words = words_of(send(client, page))
    for kept in ("Stap 3 van 3", "Leijweg, Zandpad", "Misschien", "Gijs Groep", "Hallo allemaal"):
        assert kept in words


# --- Once, not by machines, and not too often ----------------------------------------------------


def test_last_step_sent_twenty_times_is_one_request(
    client: Client, village: Village, coordinator: User
) -> None:
    page = check_page(client)
    assert len({send(client, page)["Location"] for _ in range(20)}) == 1
    assert ResidentRequest.objects.count() == 1
    assert Mail.objects.filter(to="gijs@example.org").count() == 1


def test_too_fast_comes_back_filled_in_and_goes_through_the_second_time(
    client: Client, village: Village, settings: Any
) -> None:
    settings.FORM_MIN_SECONDS = 30
    page = check_page(client)
    again = send(client, page)
    assert PRESS_AGAIN in words_of(again)
    assert_asks_again(again)
    assert "Gijs Groep" in words_of(again)
    assert PRESS_AGAIN in words_of(send(client, page))
    assert not ResidentRequest.objects.exists()
    assert send(client, again).status_code == 302


@pytest.mark.parametrize("step", [1, 2, 3])
def test_trap_field_comes_back_filled_in_and_goes_through_the_second_time(
    client: Client, village: Village, step: int
) -> None:
    trapped = {"website": "http://example.org"}
    page = details_page(client, **(trapped if step == 1 else {}))
    page = send(client, page, **PERSON, **(trapped if step == 2 else {}))
    again = send(client, page, **(trapped if step == 3 else {}))
    assert PRESS_AGAIN in words_of(again)
    assert not ResidentRequest.objects.exists()
    assert send(client, again).status_code == 302


def test_one_number_is_limited(client: Client, village: Village) -> None:
    for number in range(form_limits.PER_MOBILE):
        propose(client, email=f"p{number}@example.org")
    refused = send(client, check_page(client, email="p99@example.org"))
    assert refused.status_code == 429
    assert "Gijs Groep" in words_of(refused)  # nothing is lost
    assert ResidentRequest.objects.count() == form_limits.PER_MOBILE


def test_form_of_another_site_is_refused(village: Village) -> None:
    strict = Client(enforce_csrf_checks=True)
    body = forms_of(check_page(strict))[-1].sends
    for origin in ("https://evil.example", "null"):
        assert strict.post("/groep-starten/", body, headers={"origin": origin}).status_code == 403
    assert not ResidentRequest.objects.exists()


def test_home_page_leads_here(client: Client, village: Village) -> None:
    assert 'href="/groep-starten/"' in text_of(client.get("/"))
