"""Where the official list is filled: postcode and number lead to a group, and addresses exist."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from groups.models import OfficialAddress, ResidentRequest
from groups.places.pages.examples import forget
from groups.requests.pages.verdicts import NOT_LISTED, address_verdict, with_findings
from groups.values.addresses import parse_house_number
from tests.groups.conftest import MakeRequest, Village
from tests.groups.pages import at_most, send, text_of, typed_in, words_of

pytestmark = pytest.mark.django_db
LogIn = Callable[[Client, User], Client]


@pytest.fixture
def listed(village: Village) -> Callable[..., None]:
    """Puts addresses into the official list."""

    def put(street: str, *numbers: str, postcode: str = "4849 AB") -> None:
        for text in numbers:
            number = parse_house_number(text)
            OfficialAddress.objects.create(
                street=village.street(street),
                house_number=number.number,
                house_letter=number.letter,
                house_number_addition=number.addition,
                postcode=postcode,
            )

    return put


Listed = Callable[..., None]
ASKING = ("/", "/zoek/", "/meedoen/")


def look(client: Client, **given: str) -> str:
    with at_most(6):
        page = client.get("/zoek/", given)
    assert page.status_code == 200
    return words_of(page)


def test_a_postcode_is_asked_for_only_where_there_are_any(client: Client, listed: Listed) -> None:
    listed("spoorstraat", "12", postcode="")
    forget()
    for path in ASKING:
        words = words_of(client.get(path))
        assert "Postcode" not in words
        assert "Zoals Spoorstraat 12" in words
    listed("spoorstraat", "14")
    forget()
    client.get("/zoek/")  # which remembers the example
    for path in ASKING:
        with at_most(1):
            words = words_of(client.get(path))
        assert "Postcode (niet verplicht)" in words
        assert "Zoals Spoorstraat 14 of 4849 AB 14" in words
    for typed in ("Spoorstraat 14", "4849 AB 14"):
        assert "Spoorstraat 14 hoort bij deze groep." in look(client, straat=typed)


def test_the_example_works_here(client: Client, village: Village) -> None:
    forget()
    words = words_of(client.get("/zoek/"))
    found = re.search(r"Zoals ([^(]+ [0-9]+)", words)
    assert found
    assert "Jouw groep is:" in look(client, straat=found[1])


def test_without_any_street_no_address_is_made_up(client: Client, db: None) -> None:
    forget()
    assert "Eerst je straat, dan je huisnummer" in words_of(client.get("/zoek/"))


@pytest.mark.parametrize(
    "given",
    [
        {"postcode": "4849 AB", "huisnummer": "12"},
        {"postcode": "4849ab", "huisnummer": "12", "straat": ""},
        {"straat": "4849.AB", "huisnummer": "12"},
        {"straat": "4849 AB 12"},
        {"straat": "12", "postcode": "4849 AB"},
        {"straat": "nr. 12", "postcode": "4849ab", "huisnummer": "12"},
        {"straat": "4849 AB Dorst, nr. 12", "huisnummer": "12"},
        {"straat": "12, 4849AB DORST, Nederland"},
        {"postcode": "\uff14\uff18\uff14\uff19\u00a0AB", "huisnummer": "#12"},
        {"postcode": "\u202aNL-4849 AB Dorst\u202c", "huisnummer": "12"},
        # A street that was typed wins.
        {"postcode": "9999 ZZ", "huisnummer": "12", "straat": "Spoorstraat"},
    ],
)
def test_postcode_and_number_lead_to_the_group(
    client: Client, listed: Listed, given: dict[str, str]
) -> None:
    listed("spoorstraat", "12", "14")
    words = look(client, **given)
    assert "Jouw groep is: Spoorstraat" in words
    assert "Spoorstraat 12 hoort bij deze groep." in words


def test_several_addresses_behind_one_number_are_offered(client: Client, listed: Listed) -> None:
    listed("spoorstraat", "12", "12a", "12-2", "13")
    page = client.get("/zoek/", {"postcode": "4849 AB", "huisnummer": "12"})
    words = words_of(page)
    assert "Welk adres is van jou?" in words
    for choice in ("Spoorstraat 12", "Spoorstraat 12-2", "Spoorstraat 12a"):
        assert f'value="{choice}"' in text_of(page)
    assert "Spoorstraat 13" not in words
    assert "Mijn adres staat er niet bij" in words
    sends = {"postcode": "4849 AB", "huisnummer": "12", "kies": "ja"}
    for name, value in sends.items():
        assert f'name="{name}" value="{value}"' in text_of(page)
    assert "Kies je adres." in words_of(client.get("/zoek/", sends))
    chosen = client.get("/zoek/", sends | {"adres": "Spoorstraat 12a"})
    assert "Spoorstraat 12a hoort bij deze groep." in words_of(chosen)


def test_with_its_letter_an_address_is_no_question(client: Client, listed: Listed) -> None:
    listed("spoorstraat", "12", "12a")
    words = look(client, postcode="4849 AB", huisnummer="12 A")
    assert "Spoorstraat 12a hoort bij deze groep." in words


def test_a_postcode_of_several_streets_asks_which(client: Client, listed: Listed) -> None:
    listed("spoorstraat", "12")
    listed("dennenlaan", "12")
    words = look(client, postcode="4849 AB", huisnummer="12")
    assert "Welk adres is van jou?" in words
    assert "Dennenlaan 12" in words
    assert "Mijn adres staat er niet bij" not in words


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"postcode": "4849 AB"}, "Vul ook je huisnummer in."),
        ({"straat": "4849 AB"}, "Vul ook je huisnummer in."),
        ({"postcode": "4849", "huisnummer": "12"}, "Een postcode heeft 4 cijfers en 2 letters."),
        ({"postcode": "4849 AB", "huisnummer": "x"}, "Begin met een cijfer, zoals 12 of 12a."),
        ({"straat": "", "huisnummer": "12"}, "Vul ook je straat in."),
        ({"straat": "4849 AB 12", "huisnummer": "14"}, "Je typte 2 huisnummers. Kies er een."),
        ({"straat": "4849 AB 12-14"}, "Bedoel je nummer 12, nummer 14, of 12 met toevoeging 14?"),
        ({"postcode": "4849 AB", "huisnummer": "12 en 14"}, "Vul één huisnummer in, ook als je"),
    ],
)
def test_what_cannot_be_found_is_told_and_kept(
    client: Client, listed: Listed, given: dict[str, str], error: str
) -> None:
    listed("spoorstraat", "12")
    page = client.get("/zoek/", given)
    assert text_of(page).count(error) == 2
    street = " ".join(filter(None, (given.get("straat"), given.get("huisnummer"))))
    for typed in (street, given.get("postcode", "")):
        assert f'value="{typed}"' in text_of(page) or not typed


def test_the_join_form_takes_a_postcode_for_a_street(client: Client, listed: Listed) -> None:
    listed("spoorstraat", "12", "12a")
    first = client.get(reverse("signup_start"))
    second = send(client, first, street="4849ab", house_number="12")
    assert "Spoorstraat 12" in words_of(second)
    assert "Stap 2 van 3" in words_of(second)
    asked = send(client, first, street="4849 AB 12/14")
    assert "Bedoel je nummer 12, nummer 14, of 12 met toevoeging 14?" in words_of(asked)
    assert "Stap 2 van 3" in words_of(send(client, asked, house_number="12"))
    refused = send(client, first, street="9999 ZZ", house_number="99")
    assert "We kennen deze postcode niet. Typ je straat erbij." in words_of(refused)
    assert typed_in(refused, "street") == "99"
    assert "Stap 2 van 3" in words_of(send(client, refused, street="Spoorstraat 12"))
    apart = send(client, first, street="12", postcode="4849 AB")
    assert "Adres: Spoorstraat 12 " in words_of(apart)


def test_the_question_form_takes_a_postcode_for_a_street(client: Client, listed: Listed) -> None:
    listed("spoorstraat", "12")
    first = client.get("/vraag/")
    person = {"name": "Rika Resident", "email": "rika@example.org", "mobile": "06 0000 9001"}
    asked = {"subject": "other", "question": "Waar is het bord?"} | person
    second = send(client, first, **asked, street="4849 AB", house_number="12")
    assert "Spoorstraat 12" in words_of(second)


def test_a_number_that_the_postcode_does_not_have_is_looked_for_in_its_street(
    client: Client, listed: Listed
) -> None:
    listed("spoorstraat", "12", "40")
    words = look(client, postcode="4849 AB", straat="20")
    assert "Spoorstraat 20 hoort bij deze groep." in words
    listed("dennenlaan", "40")
    page = client.get("/zoek/", {"postcode": "4849 AB", "straat": "20"})
    assert "Welk adres is van jou?" in words_of(page)
    for choice in ("Spoorstraat 20", "Dennenlaan 20"):
        assert f'value="{choice}"' in text_of(page)
    form = send(client, client.get("/meedoen/"), street="20", postcode="4849 AB")
    assert "Bij deze postcode horen meer straten. Typ je straat erbij." in words_of(form)


# --- Does the address exist ------------------------------------------------------------------


def verdict_of(row: ResidentRequest) -> tuple[str, str]:
    (found,) = with_findings(ResidentRequest.objects.filter(pk=row.pk))
    verdict = address_verdict(found)
    return verdict.tag.text, verdict.sentence


def test_the_verdict_says_whether_the_address_exists(
    make_request: MakeRequest, listed: Listed
) -> None:
    row = make_request()
    assert verdict_of(row) == ("Adres klopt", "Hoort bij groep Spoorstraat.")
    listed("dennenlaan", "12")
    assert verdict_of(row) == ("Adres klopt", "Hoort bij groep Spoorstraat."), "of another street"
    listed("spoorstraat", "12a")
    told = "Dit adres staat niet in de adressenlijst. Hoort bij groep Spoorstraat."
    assert verdict_of(row) == (NOT_LISTED, told)
    listed("spoorstraat", "12")
    told = "Dit adres bestaat. Hoort bij groep Spoorstraat."
    assert verdict_of(row) == ("Adres klopt", told)


def test_the_beheerder_reads_it_and_decides_all_the_same(
    client: Client, own_beheerder: User, log_in: LogIn, make_request: MakeRequest, listed: Listed
) -> None:
    row = make_request()
    listed("spoorstraat", "13")
    log_in(client, own_beheerder)
    assert NOT_LISTED in words_of(client.get(reverse("inbox")))
    page = client.get(reverse("request", args=[row.pk]))
    assert "Dit adres staat niet in de adressenlijst." in words_of(page)
    client.post(reverse("request_approve", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "approved"
