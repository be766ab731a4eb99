"""/meedoen/: from the first step to the page of thanks."""

import re
from typing import Any

import pytest
from django.test import Client
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.models import (
    GroupStatus,
    HouseRules,
    Membership,
    RequestSource,
    ResidentRequest,
    RouteReason,
    WatchGroup,
)
from groups.requests.services import form_limits
from groups.values.states import Owner, State
from tests.groups.conftest import Village
from tests.groups.pages import at_most, forms_of, send, text_of, words_of

pytestmark = pytest.mark.django_db

SEARCHED = "?straat=Spoorstraat&huisnummer=12a"
PERSON = {"name": "Rika Resident", "mobile": "06 0000 9001", "email": "rika@example.org"}
YES = {"agree": "on", "of_age": "on"}
PRESS_AGAIN = "Druk nog een keer op Verstuur."


@pytest.fixture(autouse=True)
def no_hurry(settings: Any) -> None:
    """Tests type faster than people; the tests of that limit set it themselves."""
    settings.FORM_MIN_SECONDS = 0


def check_page(client: Client, path: str = f"/meedoen/spoorstraat/{SEARCHED}", **typed: str) -> Any:
    """The page of step 3 with these details."""
    page = send(client, client.get(path), **(PERSON | typed))
    assert "Controleer je gegevens" in words_of(page), words_of(page)
    return page


def join(client: Client, path: str = f"/meedoen/spoorstraat/{SEARCHED}", **typed: str) -> Any:
    """Send everything; gives the stored request."""
    answer = send(client, check_page(client, path, **typed), **YES)
    assert answer.status_code == 302, words_of(answer)
    with zeal_ignore():  # looking is the test's own doing
        return ResidentRequest.objects.latest("id")


# --- The road ---------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["nl", "pl"])
def test_the_questions_follow_the_language_of_who_reads_them(
    client: Client, spoorstraat: WatchGroup, first: str
) -> None:
    """They are drawn once, and not in the language of who came first."""
    asks = {"nl": "Voor wie meld je aan?", "pl": "Dla kogo jest to zgłoszenie?"}
    for language in sorted(asks, key=lambda one: one != first):
        client.cookies["language"] = language
        words = words_of(client.get(f"/meedoen/spoorstraat/{SEARCHED}"))
        assert [one for one in asks if asks[one] in words] == [language]


def test_from_the_address_to_the_thanks(
    client: Client, spoorstraat: WatchGroup, own_beheerder: User
) -> None:
    page = client.get("/meedoen/spoorstraat/")
    assert "Stap 1 van 3" in words_of(page)
    page = send(client, page, street="spoorstr.", house_number="12 A")
    assert "Stap 2 van 3" in words_of(page)
    assert "Adres: Spoorstraat 12a" in words_of(page)
    page = send(client, page, **PERSON, has_app="yes", message="Tot gauw.\nRika")
    words = words_of(page)
    for shown in ("Stap 3 van 3", "Spoorstraat 12a", "Rika Resident", "06 00 00 90 01", "Tot gauw"):
        assert shown in words
    with at_most(14):
        answer = send(client, page, **YES)
    request = ResidentRequest.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/bedankt/{request.reference}/"
    assert (request.group, request.owner, request.state) == (spoorstraat, Owner.GROUP, State.OPEN)
    assert (request.street_text, str(request.number)) == ("Spoorstraat", "12a")
    assert (request.name, request.mobile) == ("Rika Resident", "+31600009001")
    assert (request.message, request.has_app) == ("Tot gauw.\nRika", "yes")
    assert request.source == RequestSource.FORM
    assert request.of_age
    assert request.house_rules == HouseRules.objects.current(waaksamen=False)
    assert set(Mail.objects.values_list("to", flat=True)) == {"rika@example.org", "own@example.org"}
    assert Entry.objects.filter(verb="request.submitted").count() == 1


def test_address_of_the_search_is_not_asked_again(client: Client, village: Village) -> None:
    page = client.get(f"/meedoen/spoorstraat/{SEARCHED}")
    assert "Stap 2 van 3" in words_of(page)
    assert "<title>Fout:" not in text_of(page)


def test_search_without_a_number_only_asks_the_number(client: Client, village: Village) -> None:
    page = client.get("/meedoen/spoorstraat/?straat=Spoorstraat&huisnummer=")
    assert "Stap 1 van 3" in words_of(page)
    assert 'value="Spoorstraat"' in text_of(page)
    assert "Vul ook je huisnummer in." not in words_of(page)
    assert "Vul ook je huisnummer in." in words_of(send(client, page))


def test_waaksamen_group_has_its_own_rules(client: Client, spoorstraat: WatchGroup) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(uses_waaksamen=True)
    page = check_page(client)
    assert "Meld daarna wat je ziet in Waaksamen." in words_of(page)
    send(client, page, **YES)
    assert ResidentRequest.objects.get().house_rules.variant == "waaksamen"


def test_what_one_visitor_typed_is_on_nobody_elses_page(
    client: Client, spoorstraat: WatchGroup
) -> None:
    path = f"/meedoen/spoorstraat/{SEARCHED}"
    blank = words_of(client.get(path))
    wrong = send(client, client.get(path), **(PERSON | {"mobile": "06 0000"}))
    assert "Rika Resident" in wrong.content.decode()
    again = Client().get(path).content.decode()
    assert not [word for word in ("Rika", "0000 9001", "rika@", "dp-error") if word in again]
    assert words_of(Client().get(path)) == blank


def test_nothing_is_stored_before_the_last_step(client: Client, village: Village) -> None:
    check_page(client)
    client.get(f"/meedoen/spoorstraat/{SEARCHED}", PERSON | YES)
    assert not ResidentRequest.objects.exists()


@pytest.mark.parametrize("kind", ["away", "none", "full", "paused", "starting"])
def test_request_always_gets_an_owner(
    client: Client, spoorstraat: WatchGroup, member: Membership, coordinator: User, kind: str
) -> None:
    facts: dict[str, Any] = {"full": {"capacity": 1}, "paused": {"status": GroupStatus.PAUSED}}.get(
        kind, {}
    )
    if kind == "starting":
        facts = {"status": GroupStatus.STARTING}
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(**facts)
    request = join(client, f"/meedoen/{SEARCHED}")
    assert request.owner == Owner.COORDINATORS
    assert Mail.objects.filter(to=coordinator.email).count() == 1


def test_starting_group_is_not_named(client: Client, spoorstraat: WatchGroup) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.STARTING)
    page = check_page(client, f"/meedoen/{SEARCHED}")
    assert "Groep Er komt een groep voor je adres." in words_of(page)
    assert "Groep Spoorstraat" not in words_of(page)


# --- Addresses of which we do not know the group -----------------------------------------------


def test_address_without_a_group_waits(client: Client, village: Village) -> None:
    request = join(client, "/meedoen/?straat=Leijweg&huisnummer=4")
    assert (request.state, request.route_reason) == (State.WAITING, RouteReason.NO_GROUP)
    assert request.group is None


def test_unknown_street_is_asked_once_and_then_taken(client: Client, village: Village) -> None:
    page = client.get("/meedoen/?straat=Spoorlaan&huisnummer=3")
    assert "We kennen deze straat niet" in words_of(page)
    assert ("street", "Spoorstraat") in forms_of(page)[-1].buttons
    page = send(client, page)  # no button: the street is new
    page = send(client, send(client, page, **PERSON), **YES)
    request = ResidentRequest.objects.get()
    assert (request.street, request.street_text) == (None, "Spoorlaan")
    assert (request.route_reason, request.house_number) == (RouteReason.UNKNOWN_STREET, 3)


def test_close_match_can_be_chosen(client: Client, village: Village) -> None:
    page = client.get("/meedoen/?straat=Spoorlaan&huisnummer=3")
    page = send(client, page, street="Spoorstraat")
    assert "Adres: Spoorstraat 3" in words_of(page)


def test_matches_of_the_finder_are_not_offered_again(client: Client, village: Village) -> None:
    page = client.get("/meedoen/?straat=Spoorlaan&huisnummer=3&nieuw=ja")
    assert "Stap 2 van 3" in words_of(page)


def test_hamlet_leads_to_its_streets(client: Client, village: Village) -> None:
    page = send(client, client.get("/meedoen/"), street="Seters", house_number="12")
    assert "Seters is een buurtschap." in words_of(page)
    page = send(client, page, street="Seterseweg")
    assert "Aanmelden voor groep Seters" in words_of(page)


@pytest.mark.parametrize(
    ("street", "number", "error"),
    [
        ("", "12", "Vul ook je straat in."),
        ("Spoorstraat", "", "Vul ook je huisnummer in."),
        ("Spoorstraat", "x", "Begin met een cijfer, zoals 12 of 12a."),
        ("4849 BD", "12", "We kennen deze postcode niet. Typ je straat erbij."),
        ("\u200b", "1", "Hier staan alleen tekens die je niet ziet."),
    ],
)
def test_address_with_an_error(
    client: Client, village: Village, street: str, number: str, error: str
) -> None:
    page = send(client, client.get("/meedoen/"), street=street, house_number=number)
    assert "Stap 1 van 3" in words_of(page)
    assert text_of(page).count(error) == 2


# --- An address of another group ---------------------------------------------------------------


def test_address_of_another_group_asks_which_group(client: Client, village: Village) -> None:
    page = client.get("/meedoen/dennenlaan/?straat=Spoorstraat&huisnummer=12")
    assert "Jouw adres hoort bij groep Spoorstraat" in words_of(page)
    page = send(client, page, form=0)
    assert "Aanmelden voor groep Spoorstraat" in words_of(page)
    send(client, send(client, page, **PERSON), **YES)
    assert ResidentRequest.objects.get().group == village.group("spoorstraat")


def test_staying_with_a_group_needs_a_reason(
    client: Client, village: Village, other_beheerder: User
) -> None:
    page = client.get("/meedoen/dennenlaan/?straat=Spoorstraat&huisnummer=12")
    page = send(client, page)
    assert text_of(page).count("Schrijf op waarom je bij deze groep wilt.") == 2
    page = send(client, page, why_this_group="Ik werk daar.")
    assert "Aanmelden voor groep Dennenlaan" in words_of(page)
    page = send(client, page, **PERSON)
    assert "Ik werk daar." in words_of(page)
    with at_most(14):
        send(client, page, **YES)
    request = ResidentRequest.objects.get()
    assert request.group == village.group("dennenlaan")
    assert request.route_reason == RouteReason.CHOSEN_GROUP
    assert request.why_this_group == "Ik werk daar."


def test_address_without_a_group_on_the_page_of_a_group(client: Client, village: Village) -> None:
    page = client.get("/meedoen/dennenlaan/?straat=Leijweg&huisnummer=4")
    assert "Jouw adres hoort niet bij groep Dennenlaan" in words_of(page)
    page = send(client, page, form=0)
    assert "Voor jouw adres is er nog geen groep." in words_of(page)


def test_hidden_choice_cannot_take_somebody_into_another_group(
    client: Client, village: Village
) -> None:
    """PF-10: the server works the group out again."""
    request = join(client, f"/meedoen/{SEARCHED}", group_choice="stay", why_this_group="zomaar")
    assert (request.group, request.why_this_group) == (village.group("spoorstraat"), "")


# --- Steps that are skipped or changed ---------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"of_age": "on"}, "Zet een vinkje als je je aan de spelregels houdt."),
        ({"agree": "on"}, "Zet een vinkje als je 18 jaar of ouder bent."),
    ],
)
def test_agreement_cannot_be_skipped(
    client: Client, village: Village, given: dict[str, str], error: str
) -> None:
    """PF-10"""
    page = send(client, check_page(client), **given)
    assert text_of(page).count(error) == 2
    assert not ResidentRequest.objects.exists()


def test_no_minimum_age_means_no_box(client: Client, village: Village, settings: Any) -> None:
    settings.MINIMUM_AGE = 0
    page = check_page(client)
    assert "of_age" not in text_of(page)
    send(client, page, agree="on")
    assert not ResidentRequest.objects.get().of_age


def test_everything_at_once_still_shows_the_check_page(client: Client, village: Village) -> None:
    """PF-10: what was not shown is not agreed to."""
    address = {"street": "Spoorstraat", "house_number": "12"}
    page = client.post("/meedoen/spoorstraat/", address | PERSON | YES)
    assert "Stap 3 van 3" in words_of(page)
    assert not ResidentRequest.objects.exists()
    assert send(client, page, **YES).status_code == 302


@pytest.mark.parametrize(
    "changed",
    [
        {"street": "Geerstraat"},
        {"house_number": "13"},
        {"name": "Iemand Anders"},
        {"checked": "vervalst"},
        {"nonce": "vervalst"},
    ],
)
def test_change_behind_the_check_page_is_shown_first(
    client: Client, village: Village, changed: dict[str, str]
) -> None:
    """PF-10: one step with another step's content."""
    page = send(client, check_page(client, f"/meedoen/{SEARCHED}"), **(YES | changed))
    assert "Controleer je gegevens" in words_of(page)
    assert not ResidentRequest.objects.exists()
    assert send(client, page, **YES).status_code == 302


@pytest.mark.parametrize(("what", "step"), [("adres", "Stap 1"), ("gegevens", "Stap 2")])
def test_change_buttons_lose_nothing(
    client: Client, village: Village, what: str, step: str
) -> None:
    page = send(client, check_page(client, message="Hallo\nallemaal"), form=0, wijzig=what)
    assert step in words_of(page)
    assert "<title>Fout:" not in text_of(page)
    page = send(client, page)
    words = words_of(page)
    assert "Stap 3 van 3" in words
    assert "Rika Resident" in words
    assert "Hallo allemaal" in words


def test_enter_on_the_check_page_sends_and_changes_nothing(
    client: Client, village: Village
) -> None:
    last = forms_of(check_page(client))[-1]
    assert last.buttons == [("", "")]


def test_changed_address_takes_the_group_along(client: Client, village: Village) -> None:
    page = client.get(f"/meedoen/{SEARCHED}")
    page = send(client, page, **PERSON, street="Geerstraat", house_number="4")
    assert "Groep Geerstraat" in words_of(page)


# --- Once, and not more than once --------------------------------------------------------------


def test_last_step_sent_twenty_times_is_one_request(
    client: Client, village: Village, own_beheerder: User
) -> None:
    """PF-02"""
    page = check_page(client)
    answers = {send(client, page, **YES)["Location"] for _ in range(20)}
    assert len(answers) == 1
    assert ResidentRequest.objects.count() == 1
    assert Mail.objects.filter(to="rika@example.org").count() == 1


def test_going_back_and_sending_a_change_is_another_request(
    client: Client, village: Village
) -> None:
    page = check_page(client)
    send(client, page, **YES)
    back = send(client, page, form=0, wijzig="gegevens")
    changed = send(client, back, message="Toch nog iets")
    send(client, changed, **YES)
    messages = ResidentRequest.objects.values_list("message", flat=True)
    assert sorted(messages) == ["", "Toch nog iets"]


def test_same_person_in_a_new_form_is_stored_again(client: Client, village: Village) -> None:
    first, second = join(client), join(client)
    assert first.reference != second.reference


def test_known_people_get_the_same_page(
    client: Client, village: Village, member: Membership
) -> None:
    """PF-04"""
    seen = []
    for mobile in (member.mobile, "+31600008888"):
        answer = send(client, check_page(client, mobile=mobile), **YES)
        page = client.get(answer["Location"])
        words = words_of(page).replace(answer["Location"].split("/")[2], "")
        seen.append((answer.status_code, set(answer.headers), words, set(page.headers)))
    assert seen[0] == seen[1]


# --- Machines ----------------------------------------------------------------------------------


def assert_asks_again(page: Any) -> None:
    """It looks like a question: the title, a warning that gets the focus, a button in it."""
    text = text_of(page)
    assert "<title>Nog niet verstuurd: Controleer" in text
    note = text.split('dp-note--warning" role="group" tabindex="-1" autofocus', 1)[1]
    assert "Je formulier is nog niet verstuurd" in note
    button = re.search(r'<button[^>]+form="(\w+)"[^>]*>Ja, verstuur nu', note)
    assert button
    assert text.count(f'id="{button[1]}"') == 1
    assert f'id="{button[1]}"' in text.rsplit("<form", 1)[1]
    assert "<script" in text.split("</head>", 1)[0]  # where autofocus knows fields alone


def test_too_fast_comes_back_filled_in_and_goes_through_the_second_time(
    client: Client, village: Village, settings: Any
) -> None:
    """PF-05"""
    settings.FORM_MIN_SECONDS = 30
    page = check_page(client)
    again = send(client, page, **YES)
    assert again.status_code == 200
    assert PRESS_AGAIN in words_of(again)
    assert_asks_again(again)
    assert "Rika Resident" in words_of(again)
    # A script that repeats itself gets no further.
    assert PRESS_AGAIN in words_of(send(client, page, **YES))
    assert not ResidentRequest.objects.exists()
    ticked = forms_of(again)[-1].sends
    assert {"agree", "of_age"} <= set(ticked)
    assert send(client, again).status_code == 302


@pytest.mark.parametrize("step", [2, 3])
def test_trap_field_comes_back_filled_in_and_goes_through_the_second_time(
    client: Client, village: Village, step: int
) -> None:
    """PF-05"""
    page = check_page(client, website="http://example.org" if step == 2 else "")
    again = send(client, page, **YES, **({"website": "x"} if step == 3 else {}))
    assert PRESS_AGAIN in words_of(again)
    assert not ResidentRequest.objects.exists()
    assert send(client, again, **YES).status_code == 302
    assert ResidentRequest.objects.count() == 1


def test_mark_of_another_form_does_not_help(
    client: Client, village: Village, settings: Any
) -> None:
    settings.FORM_MIN_SECONDS = 30
    mark = forms_of(send(client, check_page(client), **YES))[-1].sends["again"]
    assert PRESS_AGAIN in words_of(send(client, check_page(client), **YES, again=mark))


def test_form_without_a_one_time_value_still_arrives(client: Client, village: Village) -> None:
    page = send(client, check_page(client), **YES, nonce="")
    assert "Controleer je gegevens" in words_of(page)
    assert send(client, page, **YES).status_code == 302


# --- Limits ------------------------------------------------------------------------------------


def other_person(number: int) -> dict[str, str]:
    return {
        "mobile": f"06 0000 8{number:03d}",
        "email": f"p{number}@example.org",
        "street": f"Spoorstraat {number}",
    }


def test_one_computer_sends_thirty_an_hour(client: Client, village: Village) -> None:
    """PF-03"""
    for number in range(1, form_limits.PER_CLIENT + 1):
        join(client, **other_person(number))
    refused = send(client, check_page(client, **other_person(99)), **YES)
    assert refused.status_code == 429
    assert "Je hebt het vaak geprobeerd." in words_of(refused)
    assert "p99@example.org" in words_of(refused)  # nothing is lost
    assert {"agree", "of_age"} <= set(forms_of(refused)[-1].sends)
    assert ResidentRequest.objects.count() == form_limits.PER_CLIENT
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send(elsewhere, check_page(elsewhere, **other_person(99)), **YES).status_code == 302


@pytest.mark.parametrize("header", ["203.0.113.{}", "203.0.113.{}, 198.51.100.1"])
def test_invented_forwarding_addresses_do_not_help(
    client: Client, village: Village, header: str
) -> None:
    """PF-03"""
    for number in range(1, form_limits.PER_CLIENT + 1):
        join(client, **other_person(number))
    page = check_page(client, **other_person(99))
    sent = forms_of(page)[-1]
    refused = client.post(
        sent.action, sent.sends | YES, headers={"x-forwarded-for": header.format(7)}
    )
    assert refused.status_code == 429


@pytest.mark.parametrize(
    ("same", "most"),
    [
        ("mobile", form_limits.PER_MOBILE),
        ("email", form_limits.PER_EMAIL),
        ("street", form_limits.PER_HOUSE),
    ],
)
def test_one_number_address_or_mailbox_is_limited(
    client: Client, village: Village, same: str, most: int
) -> None:
    """PF-03"""
    kept = {same: other_person(500)[same]}
    for number in range(1, most + 1):
        join(client, **(other_person(number) | kept))
    page = check_page(client, **(other_person(99) | kept))
    assert send(client, page, **YES).status_code == 429
    assert ResidentRequest.objects.count() == most


def test_repeating_one_form_uses_up_no_limit(client: Client, village: Village) -> None:
    page = check_page(client)
    for _ in range(form_limits.PER_MOBILE + 3):
        assert send(client, page, **YES).status_code == 302
    join(client)


# --- The cross-site door -----------------------------------------------------------------------


def test_form_of_another_site_is_refused(village: Village) -> None:
    """PF-01"""
    strict = Client(enforce_csrf_checks=True)
    page = check_page_of(strict)
    body = forms_of(page)[-1].sends | YES
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}):
        assert strict.post("/meedoen/spoorstraat/", body, headers=headers).status_code == 403
    without = {name: value for name, value in body.items() if name != "csrfmiddlewaretoken"}
    refused = strict.post("/meedoen/spoorstraat/", without)
    assert refused.status_code == 403
    assert not ResidentRequest.objects.exists()
    # The answers are still there: one press goes on.
    assert "Je antwoorden staan er nog." in words_of(refused)
    assert send(strict, refused).status_code == 302


def check_page_of(client: Client) -> Any:
    page = client.get(f"/meedoen/spoorstraat/{SEARCHED}")
    return send(client, page, **PERSON)
