"""Plates, links, words of looks, and what points to a person: pure rules."""

from urllib.parse import parse_qs, urlsplit

import pytest

from alerts.values.links import telegram_link
from alerts.values.personal import BSN, EMAIL, PHONE, personal_facts, warning_of
from alerts.values.plates import SIDE_CODES, read_plate
from alerts.values.words import tells_only_looks
from groups.api import whatsapp_link


@pytest.mark.parametrize("code", SIDE_CODES)
def test_all_fourteen_side_codes_get_their_hyphens(code: str) -> None:
    letters, digits = iter("BDFGHJ"), iter("123456")
    plate = "".join(
        next(letters) if sign == "L" else next(digits) if sign == "D" else "-" for sign in code
    )
    for typed in (plate, plate.replace("-", ""), plate.lower().replace("-", " ")):
        assert (read_plate(typed).text, read_plate(typed).hint) == (plate, "")


def test_there_are_fourteen_different_codes() -> None:
    assert len({code.replace("-", "") for code in SIDE_CODES}) == 14


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("cda12", "CD-A-12"),
        ("CD-J-123", "CD-J-123"),
        ("GB-12?-B", "GB-12?-B"),
        ("g123?b", "G-123-?B"),
        ("gb12?b", "GB12?B"),  # two codes fit: nothing is guessed
        ("gb 12*", "GB 12*"),
        ("??-123-b", "??-123-B"),
        ("1?-???-?", "1?-???-?"),
        ("", ""),
        (" - ", ""),
    ],
)
def test_diplomats_and_plates_that_were_partly_read(typed: str, shown: str) -> None:
    assert (read_plate(typed).text, read_plate(typed).hint) == (shown, "")


@pytest.mark.parametrize("typed", ["1-ABC-123", "B MW 1234", "WX 12345", "SB123", "ÄÖ-12-34"])
def test_a_foreign_plate_stays_as_typed_with_a_hint(typed: str) -> None:
    assert read_plate(typed).text == typed
    assert "geen Nederlands kenteken" in read_plate(typed).hint


TEXTS = [
    "BUURTALARM – Spoorstraat\nWat: voelt aan deuren\n\nBlijf veilig.",
    "a&b=c#d+e%20f%",
    "“aanhaling” 'enkel' \"dubbel\" (haakjes)! ~*",
    "😀 👨‍👩‍👧 é ü",
    "x" * 1500,
    "😀" * 1500,
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_link_gives_back_every_byte_of_the_text(text: str) -> None:
    for link, name in ((whatsapp_link(text), "text"), (telegram_link(text), "url")):
        parts = urlsplit(link)
        assert parse_qs(parts.query, strict_parsing=True) == {name: [text]}
        assert parts.fragment == ""
        assert link.isascii()


def test_links_lead_where_they_should() -> None:
    assert whatsapp_link("a\nb") == "https://wa.me/?text=a%0Ab"
    assert telegram_link("a b") == "https://t.me/share/url?url=a%20b"


@pytest.mark.parametrize(
    "text",
    [
        "donkere jas, lang, man",
        "Man van 1,80 m met een zwarte pet",
        "getinte man",
        "verdachte persoon",
        "witte bestelbus",
        "Vrouw, 40 jaar, blond haar.",
        "jongens met een capuchon en jongeren met een hoodie",
        "???",
        "12",
    ],
)
def test_looks_alone_tell_no_behaviour(text: str) -> None:
    assert tells_only_looks(text)


@pytest.mark.parametrize(
    "text",
    [
        "voelt aan deuren van auto's",
        "man met donkere jas loopt door tuinen",
        "Inbreker!",
        "witte bus rijdt rondjes",
        "iemand staat in de tuin",
        "brand",
        "ruit kapot",
        "lange man met fietsenslot",  # a word that the list does not know: let through
    ],
)
def test_one_word_of_anything_else_lets_the_text_through(text: str) -> None:
    assert not tells_only_looks(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bel Jan op 06 12 34 56 78", [PHONE]),
        ("0031612345678", [PHONE]),
        ("+32 470 12 34 56", [PHONE]),
        ("0161-123456", [PHONE]),
        ("mail jan@example.org", [EMAIL]),
        ("bsn 111222333", [BSN]),
        ("1112.22.333", [BSN]),
        ("jan@example.org en 0612345678", [EMAIL, PHONE]),
        ("111222334", []),
        ("000000000", []),
        ("112 is gebeld, of bel 0900-8844 of 0800-7000", []),
        ("om 20:14 bij nummer 12-14, 1,80 m", []),
        ("kenteken GB-123-B", []),
        ("12@ thuis", []),
    ],
)
def test_what_points_to_a_person(text: str, found: list[str]) -> None:
    assert personal_facts(text) == found


def test_the_warning_names_what_it_looks_like() -> None:
    assert warning_of("jan@example.org") == "Dit lijkt een e-mailadres. Zet dat niet in de groep."
    assert warning_of("voelt aan deuren") == ""
