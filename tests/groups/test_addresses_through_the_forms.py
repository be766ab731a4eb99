"""What people type as an address, through every form that asks for one: what was understood stands
on the next page and in the row, and what is not clear is asked at its field.
"""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from groups.models import ResidentRequest
from groups.values.addresses import ONE_IS_ENOUGH
from tests.groups.conftest import Village, log_in
from tests.groups.pages import forms_of, send, text_of, words_of
from tests.groups.requests import test_new_group_page, test_question_page, test_request_new_page
from tests.groups.requests.test_signup_page import PERSON, YES, join, no_hurry

pytestmark = pytest.mark.django_db
__all__ = ["no_hurry"]  # a fixture for every test here

# Of each kind a few; the reader's own tables have more (tests/groups/values, tests/groups/places).
TYPED = [
    ("Spoorstraat 12, 4849 XA Dorst", "", "12"),
    ("Spoorstraat 12\r\n4849XA DORST\r\nNederland", "", "12"),
    ("4849 XA Dorst, Spoorstraat 12a", "", "12a"),
    ("12 Spoorstraat", "", "12"),
    ("Spoorstraat nr 12", "12", "12"),
    ("Spoorstraat (Dorst)", "#12", "12"),
    ("Spoorstraat Dorst", "nr. 12,", "12"),
    ("Spoorstraat", "12\u20132", "12-2"),
    ("Spoorstraat", "12\u20112", "12-2"),
    ("Spoorstraat", "12 3 hoog", "12-3hoog"),
    ("Spoorstraat", "12 (achter)", "12 achter"),
    ("Spoorstraat", "62 toevoeging 66", "62 toevoeging 66"),
    ("\u202aSpoorstraat\u202c", "\u2066\uff11\uff12\u2069", "12"),
    ("\ufeff\u201cSpoorstraat\u00a0\u0661\u0662\u201d", "", "12"),
]
typed_addresses = pytest.mark.parametrize(("street", "number", "read"), TYPED)
# street, number, what the page says beside the number
REFUSED = [
    ("Spoorstraat", "12 en 14", str(ONE_IS_ENOUGH)),
    ("Spoorstraat", "12, 14", str(ONE_IS_ENOUGH)),
    ("Spoorstraat 12 t/m 16", "", str(ONE_IS_ENOUGH)),
    ("Spoorstraat 12", "14", "Je typte 2 huisnummers. Kies er een."),
    ("Spoorstraat", "62-66", "Bedoel je nummer 62, nummer 66, of 62 met toevoeging 66?"),
    ("Spoorstraat 12/14", "", "Bedoel je nummer 12, nummer 14, of 12 met toevoeging 14?"),
]
refused_addresses = pytest.mark.parametrize(("street", "number", "error"), REFUSED)


def is_told(page: Any, street: str, number: str, error: str, *, name: str = "street") -> bool:
    """The error stands in the summary and at the box, and what was typed is still there: in the one
    box, also what came apart.
    """
    text = text_of(page)
    assert text.count(error) == 2, words_of(page)
    assert f'href="#id_{name}"' in text
    assert f'value="{f"{street} {number}".strip()}"' in text
    return True


# --- The finder -------------------------------------------------------------------------------


@typed_addresses
def test_the_finder(client: Client, village: Village, street: str, number: str, read: str) -> None:
    page = client.get(reverse("finder"), {"straat": street, "huisnummer": number})
    assert f"Spoorstraat {read} hoort bij deze groep." in words_of(page)


@refused_addresses
def test_the_finder_tells(
    client: Client, village: Village, street: str, number: str, error: str
) -> None:
    page = client.get(reverse("finder"), {"straat": street, "huisnummer": number})
    assert is_told(page, street, number, error, name="straat")


@pytest.mark.parametrize(("street", "number"), [("Dennenlaan", "62-67"), ("Dennenlaan 62-67", "")])
def test_the_answer_to_the_question_counts_behind_what_was_typed(
    client: Client, village: Village, street: str, number: str
) -> None:
    asked = {"straat": street, "huisnummer": number}
    page = client.get(reverse("finder"), asked)
    for answer, group in (
        ("62", "Ribes-Lijsterbes"),
        ("67", "Dennenlaan"),
        ("62 toevoeging 67", "Ribes-Lijsterbes"),
    ):
        assert f'type="radio" name="huisnummer" value="{answer}"' in text_of(page)
        # As a browser sends it: the box first, then the answer.
        found = client.get(reverse("finder"), {"straat": street, "huisnummer": [number, answer]})
        assert f"Jouw groep is: {group}" in words_of(found)
        assert f"Dennenlaan {answer} hoort bij" in words_of(found)


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("12 Spoorlaan", "straat=Spoorstraat&huisnummer=12"),
        ("12a, Spoorlaan, Dorst", "straat=Spoorstraat&huisnummer=12a"),
        ("Spoorlaan nr. 12, 4849 XA Dorst", "straat=Spoorstraat&huisnummer=12"),
        ("Spoorstraat 12, Breda", "straat=Spoorstraat&huisnummer=12"),
        ("12 Steenhoven", "straat=Steenovensebaan&huisnummer=12"),
        ("Spoorlaan 62 toevoeging 66", "straat=Spoorstraat&huisnummer=62%20toevoeging%2066"),
    ],
)
def test_every_choice_keeps_the_number(
    client: Client, village: Village, typed: str, choice: str
) -> None:
    page = client.get(reverse("finder"), {"straat": typed})
    assert f"/zoek/?{choice}" in text_of(page)


def test_a_street_cut_over_groups_needs_no_second_number(client: Client, village: Village) -> None:
    page = client.get(reverse("finder"), {"straat": "62 Dennenlaan"})
    assert "Jouw groep is: Ribes-Lijsterbes" in words_of(page)
    page = client.get(reverse("finder"), {"straat": "7 Baarschot", "buurtschap": "ja"})
    assert "/zoek/?straat=Parallelweg&huisnummer=7" in text_of(page)


# --- Joining ----------------------------------------------------------------------------------


@typed_addresses
def test_joining(client: Client, village: Village, street: str, number: str, read: str) -> None:
    page = send(client, client.get("/meedoen/"), street=street, house_number=number)
    assert f"Adres: Spoorstraat {read}" in words_of(page)
    check = send(client, page, **PERSON)
    assert f"Spoorstraat {read}" in words_of(check)
    assert send(client, check, **YES).status_code == 302
    stored = ResidentRequest.objects.get()
    assert (stored.street, str(stored.number)) == (village.street("spoorstraat"), read)


@refused_addresses
def test_joining_tells(
    client: Client, village: Village, street: str, number: str, error: str
) -> None:
    page = send(client, client.get("/meedoen/"), street=street, house_number=number)
    assert is_told(page, street, number, error)


@pytest.mark.parametrize("answer", ["62", "66", "62 toevoeging 66"])
@pytest.mark.parametrize(
    ("street", "number"), [("Spoorstraat", "62-66"), ("Spoorstraat 62-66", "")]
)
def test_the_answer_goes_all_the_way(
    client: Client, village: Village, street: str, number: str, answer: str
) -> None:
    page = send(client, client.get("/meedoen/"), street=street, house_number=number)
    form = forms_of(page)[-1]
    assert form.boxes == {"house_number"}, "the answers to the question"
    details = client.post(form.action, form.sends | {"house_number": answer})
    assert f"Adres: Spoorstraat {answer}" in words_of(details)
    assert send(client, send(client, details, **PERSON), **YES).status_code == 302
    assert str(ResidentRequest.objects.get().number) == answer


@pytest.mark.parametrize(
    ("street", "number", "shown"),
    [
        ("12 Spoorlaan", "", "Spoorlaan"),
        ("Spoorstraat 12, Breda", "", "Spoorstraat, Breda"),
        ("Rijksweg N282", "12", "Rijksweg N282"),
    ],
)
def test_a_street_that_we_do_not_know_keeps_its_number_to_the_end(
    client: Client, village: Village, street: str, number: str, shown: str
) -> None:
    page = send(client, client.get("/meedoen/"), street=street, house_number=number)
    assert f"We vinden ‘{shown}’ niet" in words_of(page)
    chosen = send(client, page, street="Spoorstraat")
    assert "Adres: Spoorstraat 12 " in words_of(chosen)
    stays = send(client, page)
    assert f"Adres: {shown} 12 " in words_of(stays)
    assert send(client, send(client, stays, **PERSON), **YES).status_code == 302
    stored = ResidentRequest.objects.get()
    assert (stored.street, stored.street_text, stored.house_number) == (None, shown, 12)


def test_a_door_in_words_is_another_household(client: Client, village: Village) -> None:
    for door in ("12", "12 (achter)", "12 3 hoog", "12-3"):
        join(client, f"/meedoen/?straat=Spoorstraat&huisnummer={door}")
    stored = {str(request.number) for request in ResidentRequest.objects.all()}
    assert stored == {"12", "12 achter", "12-3hoog", "12-3"}


# --- The other forms ----------------------------------------------------------------------------


@typed_addresses
def test_a_question(client: Client, village: Village, street: str, number: str, read: str) -> None:
    asked = {"street": street, "house_number": number}
    check = test_question_page.check_page(client, **asked)
    assert f"Spoorstraat {read}" in words_of(check)
    assert send(client, check).status_code == 302
    assert str(ResidentRequest.objects.get().number) == read


@refused_addresses
def test_a_question_tells(
    client: Client, village: Village, street: str, number: str, error: str
) -> None:
    typed = test_question_page.ASKED | test_question_page.REACHED
    page = test_question_page.details_page(client)
    page = send(client, page, **typed, street=street, house_number=number)
    assert is_told(page, street, number, error)


@typed_addresses
def test_an_idea_for_a_group(
    client: Client, village: Village, street: str, number: str, read: str
) -> None:
    check = test_new_group_page.check_page(client, street=street, house_number=number)
    assert f"Spoorstraat {read}" in words_of(check)
    assert send(client, check).status_code == 302
    assert str(ResidentRequest.objects.get().number) == read


@refused_addresses
def test_an_idea_for_a_group_tells(
    client: Client, village: Village, street: str, number: str, error: str
) -> None:
    page = test_new_group_page.details_page(client)
    person = test_new_group_page.PERSON
    page = send(client, page, **person, street=street, house_number=number)
    assert is_told(page, street, number, error)


@pytest.fixture
def staff(client: Client, coordinator: User, village: Village) -> Client:
    return log_in(client, coordinator)


@typed_addresses
def test_what_staff_types_in(staff: Client, street: str, number: str, read: str) -> None:
    where = test_request_new_page.path("meedoen")
    typed = test_request_new_page.JOIN | {"street": street, "house_number": number}
    assert test_request_new_page.typed_in(staff, where, **typed).status_code == 302
    assert str(ResidentRequest.objects.get().number) == read


@refused_addresses
def test_what_staff_types_in_is_told(staff: Client, street: str, number: str, error: str) -> None:
    where = test_request_new_page.path("meedoen")
    typed = test_request_new_page.JOIN | {"street": street, "house_number": number}
    page = test_request_new_page.typed_in(staff, where, **typed)
    assert is_told(page, street, number, error)


@typed_addresses
def test_why_a_group(staff: Client, street: str, number: str, read: str) -> None:
    page = staff.get(reverse("why_group"), {"straat": street, "huisnummer": number})
    assert f"Spoorstraat {read} hoort bij groep Spoorstraat" in words_of(page)


@refused_addresses
def test_why_a_group_tells(staff: Client, street: str, number: str, error: str) -> None:
    page = staff.get(reverse("why_group"), {"straat": street, "huisnummer": number})
    assert is_told(page, street, number, error, name="straat")


def test_why_a_group_asks_for_a_number(staff: Client) -> None:
    page = staff.get(reverse("why_group"), {"straat": "Spoorstraat, Dorst"})
    assert is_told(page, "Spoorstraat, Dorst", "", "Vul ook het huisnummer in.", name="straat")


@pytest.mark.parametrize("typed", ["Spoorstraat (Dorst)", "\u202aSpoorstr., 4849 XA Dorst\u202c"])
def test_numbers_that_move(staff: Client, village: Village, typed: str) -> None:
    asked = {"bekijk": "ja", "straat": typed, "groep": "Dennenlaan"}
    page = staff.get(reverse("street_move"), asked)
    assert page.status_code == 200
    assert "<title>Fout:" not in text_of(page)
    assert "Spoorstraat" in words_of(page)
