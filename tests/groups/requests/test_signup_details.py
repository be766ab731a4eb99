"""Step 2 of joining: names, numbers, e-mail, somebody else, and a business."""

from typing import Any

import pytest
from django.test import Client

from dorst_portal.outbox.models import Mail
from groups.models import ResidentRequest
from tests.groups.conftest import Village
from tests.groups.pages import forms_of, send, text_of, words_of
from tests.groups.requests.test_signup_page import (
    PERSON,
    SEARCHED,
    YES,
    check_page,
    join,
    no_hurry,
)

pytestmark = pytest.mark.django_db
__all__ = ["no_hurry"]  # a fixture for every test here


def details(client: Client, **typed: str) -> Any:
    """The answer to step 2."""
    page = client.get(f"/meedoen/spoorstraat/{SEARCHED}")
    return send(client, page, **(PERSON | typed))


@pytest.mark.parametrize(
    "name", ["O'Brien", "'t Hart", "Ðorđević", "محمد", "李小龙", "X", "Zoë van 't Hof-Ångström"]
)
def test_names_as_people_have_them(client: Client, village: Village, name: str) -> None:
    """PF-07"""
    assert join(client, name=name).name == name


def test_name_is_stored_in_one_form(client: Client, village: Village) -> None:
    """PF-07: letters made of two signs become one, blanks are folded."""
    assert join(client, name="  Zoe\u0308   Jansen\ufeff ").name == "Zo\u00eb Jansen"


def test_ml_04_nothing_typed_stands_in_the_mail_to_an_address_that_nobody_confirmed(
    client: Client, village: Village
) -> None:
    """A mail program makes a link of such a name, and it came from somebody who is no resident."""
    made = join(client, name="www.evil.example", message="[Klik](https://evil.example)")
    mail = Mail.objects.get(to=made.email)
    assert "evil" not in mail.subject + mail.text


STRANGE = "Hier staat een teken in dat we niet kunnen gebruiken."


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "Vul je voor- en achternaam in."),
        ("  ", "Vul je voor- en achternaam in."),
        ("Jan\x00", STRANGE),
        ("Jan\x1b[2J", STRANGE),
        ("Jan\r\nBcc: x@example.org", "Dit past niet op meer regels."),
        ("\u202eaknA", STRANGE),
        ("\u2066Anna\u2069", STRANGE),
        ("\u200b\u200b", "Hier staan alleen tekens die je niet ziet."),
        ("a" + "\u0301" * 200, STRANGE),
        ("x" * 101, "Dit is te lang. Gebruik hoogstens 100 tekens."),
    ],
)
@pytest.mark.parametrize("field", ["name", "helper_name"])
def test_name_that_cannot_be_used(
    client: Client, village: Village, field: str, name: str, error: str
) -> None:
    """PF-07"""
    if field == "helper_name" and not name.strip():
        return  # may be left open
    page = details(client, **{field: name})
    assert page.status_code == 200
    assert text_of(page).count(error) == 2
    for sign in "\x00\x1b\u202e\u2066":
        assert sign not in text_of(page)


CANARY = "\"'><script>x()</script><img src=x onerror=y()>{{7*7}}{0.__class__}%(x)s"


def test_payload_is_only_text(client: Client, village: Village) -> None:
    """PF-06, PF-08"""
    page = check_page(
        client,
        name=CANARY,
        message=CANARY,
        organisation=CANARY,
        helper_name=CANARY,
        helper_knows="on",
    )
    assert b"<script>x" not in page.content
    assert b"<img" not in page.content
    assert CANARY in words_of(page)
    send(client, page, **YES)
    request = ResidentRequest.objects.get()
    assert (request.name, request.message) == (CANARY, CANARY)


def test_number_is_asked(client: Client, village: Village) -> None:
    assert text_of(details(client, mobile="")).count("Vul je mobiele nummer in.") == 2


def test_number_that_is_unusual_is_taken_with_a_hint(client: Client, village: Village) -> None:
    assert "Klopt het?" in words_of(check_page(client, mobile="06 0000 0001"))
    assert "Klopt het?" not in words_of(check_page(client, mobile="06 12345678"))


def test_landline_is_asked_again_and_then_taken(client: Client, village: Village) -> None:
    page = details(client, mobile="0161 411234")
    assert text_of(page).count("Dit lijkt een vast nummer.") == 2
    other = send(client, page, mobile="0161 411235")
    assert "Stap 2 van 3" in words_of(other)
    page = send(client, page)
    assert "Dit lijkt een vast nummer. Klopt het?" in words_of(page)
    send(client, page, **YES)
    assert ResidentRequest.objects.get().mobile == "+31161411234"


def test_business_may_give_a_landline(client: Client, village: Village) -> None:
    request = join(client, mobile="0161 411234", organisation="Bakkerij de Korst")
    assert (request.organisation, request.mobile) == ("Bakkerij de Korst", "+31161411234")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("rika@example.org", "rika@example.org"),
        (" Rika.R+buurt@EXAMPLE.org ", "rika.r+buurt@example.org"),
        ("rika@müller.example", "rika@xn--mller-kva.example"),
    ],
)
def test_email_in_its_one_spelling(
    client: Client, village: Village, typed: str, stored: str
) -> None:
    assert join(client, email=typed).email == stored


@pytest.mark.parametrize(
    "typed",
    [
        "rika",
        "rika@",
        "@example.org",
        "rika@localhost",
        "rika@[127.0.0.1]",
        "rika@127.0.0.1",
        "mıke@example.org",
        f"{'a' * 65}@example.org",
        f"rika@{'a' * 250}.org",
        "a b@example.org",
        "rika@example..org",
        "rika@example.org\r\nBcc: x@example.org",
    ],
)
@pytest.mark.parametrize("field", ["email", "helper_email"])
def test_email_that_cannot_be_used(
    client: Client, village: Village, field: str, typed: str
) -> None:
    page = details(client, **{field: typed})
    assert "Stap 2 van 3" in words_of(page)
    assert "<title>Fout:" in text_of(page)
    assert f'href="#id_{field}"' in text_of(page)


def test_email_or_none_but_not_both(client: Client, village: Village) -> None:
    neither = details(client, email="")
    assert text_of(neither).count("Vul je e-mailadres in. Of kies: Ik heb geen e-mail.") == 2
    both = details(client, no_email="on")
    assert text_of(both).count("Je vulde ook een e-mailadres in. Kies een van de twee.") == 2


def test_without_email_somebody_calls(client: Client, village: Village) -> None:
    page = check_page(client, email="", no_email="on")
    assert "Geen e-mail. We bellen je." in words_of(page)
    send(client, page, **YES)
    assert ResidentRequest.objects.get().email == ""


def test_hint_about_the_address_stops_nobody(client: Client, village: Village) -> None:
    page = check_page(client, email="rika@gmial.com")
    assert "Bedoel je rika@gmail.com?" in words_of(page)
    changed = send(client, page, form=0, email="rika@gmail.com")
    assert "Bedoel je" not in words_of(changed)
    send(client, page, **YES)
    assert ResidentRequest.objects.get().email == "rika@gmial.com"


def test_somebody_else_is_told_first(client: Client, village: Village) -> None:
    helper = {"helper_name": "Bas Buur", "helper_email": "bas@example.org"}
    page = details(client, **helper)
    assert text_of(page).count("Vertel het eerst. Zet daarna een vinkje.") == 2
    page = send(client, page, helper_knows="on")
    words = words_of(page)
    assert "Bas Buur" in words
    assert "Deze persoon houdt zich aan de spelregels" in words
    assert "Deze persoon is 18 jaar of ouder" in words
    send(client, page, **YES)
    request = ResidentRequest.objects.get()
    assert (request.helper_name, request.helper_email) == ("Bas Buur", "bas@example.org")


def test_whom_it_is_for_is_asked_first_and_needs_no_tap(client: Client, village: Village) -> None:
    page = client.get(f"/meedoen/spoorstraat/{SEARCHED}")
    words = words_of(page)
    places = [words.index(asked) for asked in ("Voor wie meld je aan?", "Voor- en achternaam")]
    assert places == sorted(places)
    assert forms_of(page)[-1].sends["for_whom"] == "self"
    assert "(niet verplicht)" not in words[: places[1]].split("Jouw adres")[-1].split("Jouw e-")[0]
    assert join(client).organisation == ""


@pytest.mark.parametrize(
    ("for_whom", "mistakes"),
    [
        ("other", ["Vul ook je naam in.", "Vertel het eerst. Zet daarna een vinkje."]),
        ("organisation", ["Vul de naam van het bedrijf of de vereniging in."]),
        ("self", []),
    ],
)
def test_an_answer_asks_what_belongs_to_it(
    client: Client, village: Village, for_whom: str, mistakes: list[str]
) -> None:
    page = details(client, for_whom=for_whom)
    text = text_of(page)
    for mistake in mistakes:
        assert text.count(mistake) == 2
    assert ("Stap 2 van 3" in words_of(page)) is bool(mistakes)
    if mistakes:
        assert forms_of(page)[-1].sends["for_whom"] == for_whom


def test_whoever_chooses_anew_means_it(client: Client, village: Village) -> None:
    shop = {"for_whom": "organisation", "organisation": "Bakkerij Bol"}
    page = check_page(client, **shop, mobile="0161 411234")
    assert "Bakkerij Bol" in words_of(page)
    back = send(client, page, form=0, wijzig="gegevens")
    assert forms_of(back)[-1].sends["for_whom"] == "organisation"
    again = send(client, back, for_whom="self", mobile="06 0000 9001")
    assert "Bakkerij Bol" not in text_of(again)
    send(client, again, **YES)
    assert ResidentRequest.objects.get().organisation == ""


def test_a_post_without_the_choice_works_as_before(client: Client, village: Village) -> None:
    page = client.get(f"/meedoen/spoorstraat/{SEARCHED}")
    sent = forms_of(page)[-1].sends
    old = {name: sent[name] for name in sent if name not in ("for_whom", "for_whom_was")}
    helper = {"helper_name": "Bas Buur", "helper_knows": "on", "organisation": "Bol"}
    check = client.post("/meedoen/spoorstraat/", old | PERSON | helper)
    assert "Stap 3 van 3" in words_of(check)
    last = forms_of(check)[-1].sends | YES
    last.pop("for_whom")
    assert client.post("/meedoen/spoorstraat/", last).status_code == 302
    request = ResidentRequest.objects.get()
    assert (request.helper_name, request.organisation) == ("Bas Buur", "Bol")


def test_an_invented_answer_is_no_answer(client: Client, village: Village) -> None:
    assert "Stap 3 van 3" in words_of(details(client, for_whom="' OR 1=1"))


def test_who_sees_a_number_is_one_true_sentence(client: Client, village: Village) -> None:
    words = words_of(check_page(client))
    assert "zien alleen de leden en beheerders van de groep, en Platform Dorst." in words
    assert "Alleen je beheerder ziet" not in words
    waiting = words_of(check_page(client, "/meedoen/?straat=Leijweg&huisnummer=4"))
    assert "zien alleen Platform Dorst, en later ook de groep van het adres." in waiting


def test_helper_gives_a_name(client: Client, village: Village) -> None:
    page = details(client, helper_email="bas@example.org")
    assert text_of(page).count("Vul ook je naam in.") == 2


@pytest.mark.parametrize(("length", "fits"), [(500, True), (501, False)])
def test_message_has_five_hundred_signs(
    client: Client, village: Village, length: int, fits: bool
) -> None:
    page = details(client, message="x" * length)
    assert ("Stap 3 van 3" in words_of(page)) is fits
    assert ("Dit is te lang. Gebruik hoogstens 500 tekens." in words_of(page)) is not fits


def test_answer_about_the_app_may_stay_open_but_not_be_invented(
    client: Client, village: Village
) -> None:
    assert join(client).has_app == ""
    assert text_of(details(client, has_app="misschien")).count("Kies een antwoord.") == 2


def test_app_is_only_asked_where_the_group_is_known(client: Client, village: Village) -> None:
    assert "Heb je Signal op dit nummer?" in words_of(
        client.get("/meedoen/?straat=Seterseweg&huisnummer=1")
    )
    assert "op dit nummer?" not in words_of(client.get("/meedoen/?straat=Leijweg&huisnummer=1"))


def test_errors_keep_everything_that_was_typed(client: Client, village: Village) -> None:
    typed = {"email": "fout", "message": "Hallo", "organisation": "Bakker", "has_app": "no"}
    sent = forms_of(details(client, **typed))[-1].sends
    for name, value in (PERSON | typed).items():
        assert sent[name] == value
