"""/zoek/: every answer of the finder."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from dorst_portal.accounts.models import User
from dorst_portal.kit.ratelimit import Limit, hit
from groups.models import GroupStatus, Membership, ResidentRequest, Street, WatchGroup
from groups.places.pages.finder import close_matches
from groups.places.routing import route
from groups.places.views.finder import HOUR, LOOKUPS_PER_HOUR
from groups.values.states import State
from tests.groups.conftest import Village
from tests.groups.pages import at_most, text_of, typed_in, words_of

pytestmark = pytest.mark.django_db


def look(client: Client, straat: str = "", huisnummer: str = "", **more: str) -> Any:
    asked = {"straat": straat, "huisnummer": huisnummer, **more}
    with at_most(4):
        response = client.get("/zoek/", asked)
    assert response.status_code == 200
    return response


@pytest.mark.parametrize(
    ("straat", "huisnummer"),
    [
        ("Spoorstraat", "12a"),
        ("Spoorstraat 12a", ""),
        ("spoorstraat12a", ""),
        ("Spoorstraat 12-A", "12a"),
        ("  SPOORSTRAAT ", " 12 a "),
        ("spoorstr.", "12a"),
    ],
)
def test_address_with_one_group(
    client: Client, village: Village, straat: str, huisnummer: str
) -> None:
    page = look(client, straat, huisnummer)
    assert "Jouw groep is: Spoorstraat" in words_of(page)
    assert "Spoorstraat 12a hoort bij deze groep." in words_of(page)
    assert "/meedoen/spoorstraat/?straat=Spoorstraat&huisnummer=12a" in text_of(page)


@pytest.mark.parametrize(
    ("typed", "group"),
    [
        ("Vijftigbunderweg 3", "Vijftig Bunderweg"),
        ("50 Bunderweg 3", "Vijftig Bunderweg"),
        ("Vliert 3", "De Vliert"),
        ("Oude Tilburgse baan 3", "Oude Tilburgsebaan"),
        ("Weth. v. Dijklaan 3", "Van Dijklaan"),
        ("N282 3", "Rijksweg-Zuid"),
        ("Dennenlaan 62", "Ribes-Lijsterbes"),
        ("Dennenlaan 61a", "Dennenlaan"),
    ],
)
def test_street_as_people_write_it(
    client: Client, village: Village, typed: str, group: str
) -> None:
    assert f"Jouw groep is: {group}" in words_of(look(client, typed))


def test_whole_street_needs_no_number(client: Client, village: Village) -> None:
    page = look(client, "Spoorstraat")
    assert "De hele straat Spoorstraat hoort bij deze groep." in words_of(page)


def test_street_cut_over_groups_asks_the_number(client: Client, village: Village) -> None:
    page = look(client, "Dennenlaan")
    assert "Dennenlaan hoort bij 2 groepen. Wat is je huisnummer?" in words_of(page)
    assert 'value="Dennenlaan"' in text_of(page)


def test_street_without_group(client: Client, village: Village) -> None:
    page = look(client, "Leijweg", "4")
    assert "Voor jouw adres is er nog geen groep" in words_of(page)
    assert "Houd me op de hoogte" in words_of(page)
    assert "/meedoen/?straat=Leijweg&huisnummer=4" in text_of(page)


@pytest.mark.parametrize(("neighbours", "told"), [(4, False), (5, True)])
def test_neighbours_are_told_from_five_addresses_on(
    client: Client,
    village: Village,
    make_request: Callable[..., ResidentRequest],
    neighbours: int,
    told: bool,
) -> None:
    for number in range(neighbours):
        make_request(state=State.WAITING, street=village.street("leijweg"), house_number=number + 1)
    make_request(state=State.WAITING, street=village.street("leijweg"), house_number=1)
    words = words_of(look(client, "Leijweg", "40"))
    assert ("adressen in jouw straat hebben zich gemeld" in words) is told
    if told:
        assert "Al 5 adressen" in words


def test_outside_the_village(client: Client, village: Village) -> None:
    street = Street.objects.filter(outside=True)[0]
    page = look(client, street.name, "12")
    assert "Dit adres ligt niet in Dorst" in words_of(page)
    assert 'href="https://www.wabp.nl/"' in text_of(page)


def test_unknown_street_offers_close_matches_and_a_way_on(client: Client, village: Village) -> None:
    page = look(client, "Spoorlaan 3")
    assert "We kennen deze straat niet" in words_of(page)
    assert "/zoek/?straat=Spoorstraat&huisnummer=3" in text_of(page)
    assert "Nieuwbouw? Dat kan. Meld je toch aan" in words_of(page)
    assert "/meedoen/?straat=Spoorlaan&huisnummer=3&nieuw=ja" in text_of(page)


@pytest.mark.parametrize("typed", ["Qxzzyk", "!!!", "--", "ø", "李小龙"])
def test_nothing_like_it(client: Client, village: Village, typed: str) -> None:
    assert "We kennen deze straat niet" in words_of(look(client, typed))


def test_hamlet_leads_to_its_streets(client: Client, village: Village) -> None:
    for typed in ("Steenhoven 5", "Steenoven 5"):
        page = look(client, typed)
        assert "Steenoven is een buurtschap. Kies je straat." in words_of(page)
        assert "/zoek/?straat=Steenovensebaan&huisnummer=5" in text_of(page)


def test_street_wins_from_the_hamlet_of_the_same_name(client: Client, village: Village) -> None:
    page = look(client, "Baarschot", "7")
    assert "Jouw groep is: Baarschot" in words_of(page)
    assert "Bedoel je de buurtschap Baarschot?" in words_of(page)
    page = look(client, "Baarschot", "7", buurtschap="ja")
    assert "/zoek/?straat=Parallelweg&huisnummer=7" in text_of(page)


@pytest.mark.parametrize("status", [GroupStatus.PAUSED, "full"])
def test_full_or_paused_group(
    client: Client,
    spoorstraat: WatchGroup,
    own_beheerder: User,
    member: Membership,
    status: str,
) -> None:
    facts: dict[str, Any] = {"capacity": 1} if status == "full" else {"status": status}
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(**facts)
    words = words_of(look(client, "Spoorstraat", "12"))
    assert ("Deze groep is vol" if status == "full" else "Deze groep is gepauzeerd") in words
    assert "Aanmelden voor de wachtlijst" in words


def test_that_a_group_is_starting_is_told_and_not_which(
    client: Client, spoorstraat: WatchGroup
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(
        status=GroupStatus.STARTING, name="Nieuwe Buren"
    )
    for number in ("12", ""):
        page = look(client, "Spoorstraat", number)
        assert "Voor jouw adres komt er een groep" in words_of(page)
        assert "Nieuwe Buren" not in text_of(page)
        assert "/meedoen/spoorstraat/" not in text_of(page)
        assert "/meedoen/?straat=Spoorstraat" in text_of(page)


@pytest.mark.parametrize(
    ("straat", "huisnummer", "error"),
    [
        ("Spoorstraat", "a", "Begin met een cijfer, zoals 12 of 12a."),
        ("Spoorstraat", "0", "Een huisnummer begint bij 1."),
        ("Spoorstraat", "123456", "Een huisnummer heeft hoogstens 5 cijfers."),
        ("Spoorstraat", "①②", "Begin met een cijfer, zoals 12 of 12a."),
        ("Spoorstraat 12", "14", "Je typte 2 huisnummers. Kies er een."),
        ("", "12", "Vul ook je straat in."),
        ("12", "", "Vul ook je straat in."),
        ("12 bis", "", "Vul ook je straat in."),
        ("", "", "Vul je straat en je huisnummer in."),
        ("4849 BD", "12", "We kennen deze postcode niet. Typ je straat erbij."),
        ("4849bd 12", "", "We kennen deze postcode niet. Typ je straat erbij."),
        ("x" * 81, "12", "Dit is te lang. Typ alleen je straat en je huisnummer."),
        ("x" * 401, "12", "Dit is te lang. Gebruik hoogstens 400 tekens."),
        ("Spoorstraat", "1" * 41, "Dit is te lang. Gebruik hoogstens 40 tekens."),
        ("Spoor\u0007straat", "12", "Hier staat een teken in dat we niet kunnen gebruiken."),
        ("Spoor\u202estraat", "12", "Hier staat een teken in dat we niet kunnen gebruiken."),
    ],
)
def test_error_stands_beside_the_field_and_what_was_typed_is_kept(
    client: Client, village: Village, straat: str, huisnummer: str, error: str
) -> None:
    page = look(client, straat, huisnummer)
    assert text_of(page).count(error) == 2  # in the summary and beside the field
    assert "<title>Fout:" in text_of(page)
    assert "\u0007" not in text_of(page)
    assert "\u202e" not in text_of(page)
    assert 'href="#id_straat"' in text_of(page)
    if huisnummer.isascii() and huisnummer:
        assert typed_in(page, "straat").endswith(huisnummer), "in the one box"


def test_an_unknown_postcode_keeps_the_number_in_the_box(client: Client, village: Village) -> None:
    for given in ({"straat": "4849 BD 12a"}, {"postcode": "4849bd", "straat": "12a"}):
        page = look(client, **given)
        assert text_of(page).count("We kennen deze postcode niet. Typ je straat erbij.") == 2
        assert typed_in(page, "straat") == "12a"
        assert typed_in(page, "postcode") == "4849 BD"
    # With the street typed before it, that is enough.
    page = look(client, "Spoorstraat 12a", postcode="4849 BD")
    assert "Spoorstraat 12a hoort bij deze groep." in words_of(page)


def test_empty_search_shows_the_form_and_asks_nothing(client: Client, db: None) -> None:
    with at_most(0):
        page = client.get("/zoek/")
    assert "Zoek je groep" in words_of(page)
    assert "<title>Fout:" not in text_of(page)


def test_lookups_are_limited(client: Client, village: Village) -> None:
    """PF-13"""
    for _ in range(LOOKUPS_PER_HOUR):
        hit([Limit("finder", "127.0.0.1", LOOKUPS_PER_HOUR, HOUR)], now=timezone.now())
    refused = client.get("/zoek/", {"straat": "Spoorstraat", "huisnummer": "12"})
    assert refused.status_code == 429
    assert "Je hebt het vaak geprobeerd." in words_of(refused)
    other = client.get("/zoek/", {"straat": "Spoorstraat"}, REMOTE_ADDR="192.0.2.9")
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("Spoorlaan", "Spoorstraat"),
        ("Denenlaan", "Dennenlaan"),
        ("Pastoor", "Pastoor den Rondenstraat"),
        ("Setersweg", "Seterseweg"),
        ("Dijklaan", "Wethouder van Dijklaan"),
    ],
)
def test_close_match_comes_first_and_no_more_than_five(
    village: Village, typed: str, best: str
) -> None:
    with at_most(1):
        matches = close_matches(typed)
    assert matches[0] == best
    assert len(matches) <= 5


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading(client: Client, db: None, method: str) -> None:
    assert getattr(client, method)("/zoek/").status_code == 405


def test_the_reason_that_is_kept_is_dutch_in_whatever_language_somebody_asks(
    village: Village,
) -> None:
    address = village.address("dennenlaan", "62")
    with translation.override("en"):
        kept = route(address, now=timezone.now()).sentence
    assert kept.startswith("Dennenlaan 62 hoort bij groep Ribes-Lijsterbes: nummers 62 t/m 66. ")
