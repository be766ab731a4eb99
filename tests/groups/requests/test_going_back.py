"""Every step of a public form has Terug, which keeps what was typed and is nobody's mistake."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.groups.conftest import Village
from tests.groups.pages import forms_of, send, text_of, words_of
from tests.groups.requests import test_new_group_page as new_group
from tests.groups.requests import test_question_page as question
from tests.groups.requests import test_signup_page as signup
from tests.groups.requests.test_signup_page import no_hurry

pytestmark = pytest.mark.django_db
__all__ = ["no_hurry"]  # a fixture for every test here

HALF = {"name": "", "email": "half@example.org"}
UNKNOWN = {"street": "Nieuwlaan", "house_number": "1"}
ADDRESS = ("street", "house_number")
Page = Callable[[Client], Any]


def details_of_idea(client: Client) -> Any:
    return send(client, client.get("/groep-starten/"), **(new_group.IDEA | {"streets": "Leijweg"}))


def joining(client: Client) -> Any:
    return client.get(f"/meedoen/spoorstraat/{signup.SEARCHED}")


# A page, the form that Terug is in, what was typed there, and where it leads.
STEPS: dict[str, tuple[Page, dict[str, str], str]] = {
    "details": (joining, HALF, "Aanmelden voor groep Spoorstraat: jouw adres"),
    "details of somebody else": (
        joining,
        {"for_whom": "other", "helper_name": "Bas"},
        "Aanmelden voor groep Spoorstraat: jouw adres",
    ),
    "another group": (
        lambda client: client.get("/meedoen/geerstraat/?straat=Spoorstraat&huisnummer=4"),
        {"why_this_group": ""},
        "jouw adres",
    ),
    "unknown street": (
        lambda client: send(client, client.get("/meedoen/"), **UNKNOWN),
        {},
        "Aanmelden: jouw adres",
    ),
    "question": (question.details_page, {"question": "Half"}, "Stel je vraag"),
    "unknown street of a question": (
        lambda client: send(
            client, question.details_page(client), **question.ASKED, **question.REACHED, **UNKNOWN
        ),
        {},
        "Wat is je vraag?",
    ),
    "idea": (details_of_idea, HALF, "Een nieuwe groep starten"),
}
CHECKS: dict[str, tuple[Page, str]] = {
    "joining": (signup.check_page, "Aanmelden voor groep Spoorstraat"),
    "question": (question.check_page, "Wat is je vraag?"),
    "idea": (new_group.check_page, "Wie ben je?"),
}


def address_in(sent: dict[str, str]) -> str:
    """Street and number, in one box or in two fields."""
    return " ".join(sent[name] for name in ADDRESS if sent.get(name))


def going_back(page: Any) -> tuple[str, str]:
    """The button Terug: its name and value."""
    found = re.findall(r'<button[^>]+name="(\w+)" value="(\w+)"[^>]*>Terug', text_of(page))
    assert len(found) == 1, words_of(page)
    name, value = found[0]
    return name, value


@pytest.mark.parametrize("step", STEPS)
def test_terug_leads_one_step_back_and_keeps_what_was_typed(
    client: Client, village: Village, step: str
) -> None:
    make, typed, leads_to = STEPS[step]
    page = make(client)
    before = forms_of(page)[-1].sends | typed
    name, value = going_back(page)
    back = send(client, page, **typed, **{name: value})
    assert leads_to in words_of(back)
    assert "Fout:" not in text_of(back)
    kept = forms_of(back)[-1].sends
    for field, text in before.items():
        if text and not field.startswith(("csrf", "group_choice", "for_whom_was", *ADDRESS)):
            assert kept[field] == text, field
    assert address_in(kept) == address_in(before)
    # On again, without a word about what is not filled in yet.
    on = send(client, back)
    assert "<title>Fout:" not in text_of(on)
    again = forms_of(on)[-1].sends
    for field, text in typed.items():
        if text:
            assert again[field] == text


@pytest.mark.parametrize("form", CHECKS)
def test_terug_of_the_check_page_leads_to_the_answers(
    client: Client, village: Village, form: str
) -> None:
    make, leads_to = CHECKS[form]
    page = make(client)
    name, value = going_back(page)
    back = send(client, page, form=0, **{name: value})
    assert leads_to in words_of(back)
    assert forms_of(back)[-1].sends["name"]
    assert "Stap 3 van 3" in words_of(send(client, back))


@pytest.mark.parametrize("path", ["/meedoen/", "/vraag/", "/groep-starten/"])
def test_the_first_step_leads_home(client: Client, path: str) -> None:
    assert re.search(r'class="dp-back"><a href="/">', text_of(client.get(path)))
