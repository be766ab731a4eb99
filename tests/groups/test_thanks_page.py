"""/bedankt/<reference>/: one page for everybody."""

from collections.abc import Callable

import pytest
from django.test import Client

from groups.models import ResidentRequest
from groups.states import State
from tests.groups.conftest import Village
from tests.groups.pages import at_most, forms_of, send, text_of, words_of
from tests.groups.test_signup_page import PERSON, YES, join, no_hurry

pytestmark = pytest.mark.django_db
__all__ = ["no_hurry"]  # a fixture for every test here


def test_same_words_whatever_was_asked(
    client: Client, make_request: Callable[..., ResidentRequest]
) -> None:
    pages = []
    for facts in ({}, {"state": State.WAITING}, {"email": "", "name": "Iemand"}):
        request = make_request(**facts)
        with at_most(1):
            page = client.get(f"/bedankt/{request.reference}/")
        words = words_of(page)
        for secret in (request.name, "Spoorstraat", "+316"):
            assert secret not in text_of(page)
        pages.append(words.replace(request.reference, ""))
    assert len(set(pages)) == 1
    assert "Je formulier is verstuurd" in pages[0]


@pytest.mark.parametrize("reference", ["D-346C7D", "D-AAAAAA", "x", "D-4F7K2M'--", "%2e"])
def test_unknown_reference_is_not_there(client: Client, reference: str) -> None:
    assert client.get(f"/bedankt/{reference}/").status_code == 404


def test_second_person_on_the_address_types_no_address(client: Client, village: Village) -> None:
    first = join(client)
    page = client.get(f"/bedankt/{first.reference}/")
    assert page["Cache-Control"] == "no-store, private"
    page = send(client, page)
    assert "Aanmelden voor groep Spoorstraat" in words_of(page)
    assert "Adres: Spoorstraat 12a" in words_of(page)
    send(client, send(client, page, **(PERSON | {"name": "Ties Tweede"})), **YES)
    assert list(ResidentRequest.objects.order_by("id").values_list("name", "house_letter")) == [
        ("Rika Resident", "A"),
        ("Ties Tweede", "A"),
    ]


def test_second_person_of_an_unknown_street_is_not_asked_again(
    client: Client, village: Village
) -> None:
    first = join(client, "/meedoen/?straat=Spoorlaan&huisnummer=3&nieuw=ja")
    page = send(client, client.get(f"/bedankt/{first.reference}/"))
    assert "Stap 2 van 3" in words_of(page)


def test_address_is_only_for_the_browser_that_sent_it(client: Client, village: Village) -> None:
    first = join(client)
    second = join(client)
    somebody = Client()
    for stranger, reference in (
        (somebody, first.reference),
        (client, first.reference),
        (client, second.reference),
    ):
        page = stranger.get(f"/bedankt/{reference}/")
        is_own = stranger is client and reference == second.reference
        assert bool(forms_of(page)) is is_own
        assert ("Spoorstraat" in text_of(page)) is is_own
    client.cookies["aanmelding"] = f"{first.reference}:vervalst"
    assert not forms_of(client.get(f"/bedankt/{first.reference}/"))
