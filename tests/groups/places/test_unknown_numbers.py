"""A number that is higher than any that we know of its street is asked about, in every form; who
says that it is right goes on, and the beheerder reads that the list does not have it.
"""

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from groups.models import OfficialAddress, ResidentRequest
from groups.requests.pages.verdicts import NOT_LISTED, address_verdict, with_findings
from groups.values.places import in_street
from tests.groups.conftest import Village, log_in
from tests.groups.pages import forms_of, send, text_of, typed_in, words_of
from tests.groups.requests import test_new_group_page, test_question_page, test_request_new_page
from tests.groups.requests.test_signup_page import PERSON, YES, no_hurry

pytestmark = pytest.mark.django_db
__all__ = ["no_hurry"]
QUESTION = "Nummer 912 kennen we niet in de Spoorstraat. Klopt het?"


@pytest.fixture
def listed(village: Village) -> Village:
    """Spoorstraat has numbers up to 120 in the list, and Leijweg up to 9."""
    for street, number in (("spoorstraat", 12), ("spoorstraat", 120), ("leijweg", 9)):
        OfficialAddress.objects.create(street=village.street(street), house_number=number)
    return village


@pytest.mark.parametrize("number", ["12", "13", "120", "120a", "119 bis"])
def test_up_to_the_highest_number_nothing_is_asked(
    client: Client, listed: Village, number: str
) -> None:
    words = words_of(client.get("/zoek/", {"straat": f"Spoorstraat {number}"}))
    assert "hoort bij deze groep." in words
    assert "Klopt het?" not in words


@pytest.mark.parametrize(("street", "number"), [("Spoorstraat 912", ""), ("Spoorstraat", "912")])
def test_the_finder_asks(client: Client, listed: Village, street: str, number: str) -> None:
    page = client.get("/zoek/", {"straat": street, "huisnummer": number, "bron": "poster"})
    assert f"<h1>{QUESTION}</h1>" in text_of(page)
    assert "hoort bij deze groep" not in words_of(page)
    assert typed_in(page, "straat") == "Spoorstraat 912", "to change it"
    onwards = "/zoek/?straat=Spoorstraat&huisnummer=912&klopt=ja&bron=poster"
    assert f'href="{onwards}"' in text_of(page)
    found = client.get(onwards)
    assert "Spoorstraat 912 hoort bij deze groep." in words_of(found)
    assert "Nummer 912 staat nog niet in onze lijst." in words_of(found)
    join = "/meedoen/spoorstraat/?straat=Spoorstraat&huisnummer=912&klopt=ja&bron=poster"
    assert f'href="{join}"' in text_of(found)
    assert "Stap 2 van 3" in words_of(client.get(join)), "it is asked once"


def test_a_street_without_a_group_is_asked_about_too(client: Client, listed: Village) -> None:
    words = words_of(client.get("/zoek/", {"straat": "Leijweg 10"}))
    assert "Nummer 10 kennen we niet in de Leijweg. Klopt het?" in words


def test_a_street_that_is_not_in_the_list_is_not(client: Client, listed: Village) -> None:
    words = words_of(client.get("/zoek/", {"straat": "Geerstraat 912"}))
    assert "Klopt het?" not in words


def test_joining_asks_and_goes_on_with_one_press(client: Client, listed: Village) -> None:
    page = send(client, client.get("/meedoen/"), street="spoorstr 912")
    assert f"<h1>{QUESTION}</h1>" in text_of(page)
    changed = client.post("/meedoen/", forms_of(page)[-1].sends | {"wijzig": "adres"})
    assert "Stap 1 van 3" in words_of(changed)
    assert typed_in(changed, "street") == "Spoorstraat 912"
    assert "Stap 2 van 3" in words_of(send(client, changed, street="Spoorstraat 12"))
    details = send(client, page)
    assert "Adres: Spoorstraat 912" in words_of(details)
    assert send(client, send(client, details, **PERSON), **YES).status_code == 302
    (stored,) = with_findings(ResidentRequest.objects.all())
    verdict = address_verdict(stored)
    assert verdict.tag.text == NOT_LISTED, "the beheerder reads it"


def test_another_number_is_asked_about_again(client: Client, listed: Village) -> None:
    details = send(client, send(client, client.get("/meedoen/"), street="Spoorstraat 912"))
    again = send(client, details, street="Spoorstraat 913")
    assert "Nummer 913 kennen we niet in de Spoorstraat. Klopt het?" in words_of(again)


def test_a_question_and_an_idea_ask_it_too(client: Client, listed: Village) -> None:
    typed = test_question_page.ASKED | test_question_page.REACHED
    page = test_question_page.details_page(client)
    asked = send(client, page, **typed, street="Spoorstraat 912")
    assert f"<h1>{QUESTION}</h1>" in text_of(asked)
    assert "Stap 3 van 3" in words_of(send(client, asked))
    person = test_new_group_page.PERSON
    page = test_new_group_page.details_page(client)
    asked = send(client, page, **person, street="Spoorstraat 912")
    assert f"<h1>{QUESTION}</h1>" in text_of(asked)
    assert "Stap 3 van 3" in words_of(send(client, asked))


def test_the_desk_ticks_that_it_is_right(
    client: Client, coordinator: User, listed: Village
) -> None:
    log_in(client, coordinator)
    where = test_request_new_page.path("meedoen")
    typed = test_request_new_page.JOIN | {"street": "Spoorstraat 912", "house_number": ""}
    page = test_request_new_page.typed_in(client, where, **typed)
    assert f"{QUESTION} Zet dan een vinkje." in words_of(page)
    assert "number_is_right" in forms_of(page)[-1].boxes | set(forms_of(page)[0].boxes)
    done = test_request_new_page.typed_in(client, where, **typed, number_is_right="on")
    assert done.status_code == 302


def test_why_a_group_says_that_it_is_not_listed(
    client: Client, coordinator: User, listed: Village
) -> None:
    log_in(client, coordinator)
    words = words_of(client.get(reverse("why_group"), {"straat": "Spoorstraat 912"}))
    assert "Dit adres staat niet in de adressenlijst." in words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Spoorstraat", "in de Spoorstraat"),
        ("Oude Tilburgsebaan", "in de Oude Tilburgsebaan"),
        ("De Vliert", "in De Vliert"),
        ("De Laan", "in De Laan"),
        ("Baarschot", "in Baarschot"),
        ("Voorbeeldhof", "in Voorbeeldhof"),
    ],
)
def test_how_one_says_where(name: str, words: str) -> None:
    assert in_street(name) == words
