"""Which street, number and place are meant by what somebody typed: read with the streets of the
village, never guessed.
"""

from contextlib import suppress

import pytest

from groups.models import Street
from groups.places.pages.finder import TWO_NUMBERS, read_address, street_named
from groups.places.pages.typed import together
from groups.places.services.streets import add_street
from groups.values.addresses import (
    NOT_A_NUMBER,
    ONE_IS_ENOUGH,
    AddressError,
    SeveralNumbersError,
    WhichNumberError,
)
from tests.groups.conftest import Village
from tests.groups.pages import at_most
from tests.groups.values.test_address_lines import WHOLE

pytestmark = pytest.mark.django_db


def read(street: str, number: str = "") -> tuple[str, str]:
    """The street's own name, or in brackets the text of an unknown one, and the number."""
    with at_most(1):
        found = read_address(street, number)
    name = found.street.name if found.street else f"({found.text})"
    return name, str(found.number or "")


@pytest.mark.parametrize("typed", WHOLE)
def test_a_whole_address_in_one_box(village: Village, typed: str) -> None:
    assert read(typed) == ("Spoorstraat", "12")


@pytest.mark.parametrize("typed", WHOLE)
def test_the_same_number_in_its_own_box_agrees(village: Village, typed: str) -> None:
    assert read(typed, "12") == ("Spoorstraat", "12")
    assert read(typed, "nr. 12, 4849 XA Dorst") == ("Spoorstraat", "12")


@pytest.mark.parametrize("typed", WHOLE)
def test_another_number_in_its_own_box_is_asked(village: Village, typed: str) -> None:
    with pytest.raises(SeveralNumbersError, match=str(TWO_NUMBERS)):
        read_address(typed, "14")


@pytest.mark.parametrize("typed", WHOLE)
def test_at_another_place_it_is_another_street(village: Village, typed: str) -> None:
    if "dorst" not in typed.lower():
        return
    elsewhere = typed.replace("DORST", "BREDA").replace("dorst", "breda").replace("Dorst", "Breda")
    street, number = read(elsewhere)
    assert (street.lower(), number) == ("(spoorstraat, breda)", "12")
    assert read(street[1:-1], number) == (street, number), "carried on it is read the same"


@pytest.mark.parametrize("typed", WHOLE)
def test_of_a_street_that_we_do_not_know_the_number_is_kept(village: Village, typed: str) -> None:
    assert read(typed.replace("Spoorstraat", "Nieuweweg")) == ("(Nieuweweg)", "12")


@pytest.mark.parametrize(
    ("street", "number", "expected"),
    [
        ("Spoorstraat (Dorst)", "12", ("Spoorstraat", "12")),
        ("Spoorstraat, Dorst", "12", ("Spoorstraat", "12")),
        ("Spoorstraat Dorst", "12", ("Spoorstraat", "12")),
        ("Spoorstraat te Dorst", "", ("Spoorstraat", "")),
        ("Spoorstraat, Nederland", "12", ("Spoorstraat", "12")),
        ("Spoorstraat 4849 XA", "12", ("Spoorstraat", "12")),
        ("Spoorstraat", "12 Dorst", ("Spoorstraat", "12")),
        ("Spoorstraat", "12, 4849 XA", ("Spoorstraat", "12")),
        ("Spoorstraat", "Spoorstraat 12", ("Spoorstraat", "12")),
        ("Spoorstraat", "№ 12", ("Spoorstraat", "12")),
        ("Spoorstraat 12 en 14", "12", ("Spoorstraat", "12")),
        ("Spoorstraat 62-66", "62", ("Spoorstraat", "62")),
        ("Spoorstraat 62-66", "62 toevoeging 66", ("Spoorstraat", "62 toevoeging 66")),
        ("Spoorstraat 12 3 hoog, 4849 XA Dorst", "", ("Spoorstraat", "12-3hoog")),
        ("Spoorstraat 12 (achter), Dorst", "", ("Spoorstraat", "12 achter")),
        ("Spoorstraat 12a (Dorst)", "12 A", ("Spoorstraat", "12a")),
        ("Spoorstr. 12 bis Dorst", "", ("Spoorstraat", "12 bis")),
        ("12 bis Spoorstraat", "", ("Spoorstraat", "12 bis")),
        ("12a, Spoorstraat, Dorst", "", ("Spoorstraat", "12a")),
        # The number 50 is a part of the name, and 3 is not.
        ("50 Bunderweg", "", ("Vijftig Bunderweg", "")),
        ("50 Bunderweg 3, Dorst", "", ("Vijftig Bunderweg", "3")),
        ("3 50 Bunderweg", "", ("Vijftig Bunderweg", "3")),
        ("12 Vliert", "", ("De Vliert", "12")),
        ("12 de Vliert", "", ("De Vliert", "12")),
        # Hamlets say where a street is, too.
        ("Seterseweg 3, Seters", "", ("Seterseweg", "3")),
        ("Baarschot 7, Dorst", "", ("Baarschot", "7")),
        ("Vijf Eikenweg 3, Oosterhout", "", ("Vijf Eikenweg", "3")),
        ("N631 3", "", ("Vijf Eikenweg", "3")),
        ("Rijksweg N282", "40", ("(Rijksweg N282)", "40")),
        ("Plein 1944", "40", ("(Plein 1944)", "40")),
        ("12 Spoorlaan", "", ("(Spoorlaan)", "12")),
        ("Spoorlaan nr. 12, Dorst", "", ("(Spoorlaan)", "12")),
        ("Spoorstraat 12 Oosterhout", "", ("(Spoorstraat, Oosterhout)", "12")),
        ("Spoorstraat 12 Den Hout", "", ("(Spoorstraat, Den Hout)", "12")),
        ("Spoorstraat, Oosterhout", "12", ("(Spoorstraat, Oosterhout)", "12")),
        ("Nieuweweg 12, Seters", "", ("(Nieuweweg, Seters)", "12")),
        ("--", "12", ("(--)", "12")),
        ("12", "", ("(12)", "")),
    ],
)
def test_which_street_is_meant(
    village: Village, street: str, number: str, expected: tuple[str, str]
) -> None:
    assert read(street, number) == expected
    name = expected[0].strip("()")
    shown = together(name, expected[1])
    if name in ("Plein 1944", "--"):
        return  # no street of ours: what its number is nobody can tell
    assert read(shown) == expected, f"{shown}: in the one box it is read the same"


SIGNATURES = [
    "Jan Jansen Spoorstraat 12 4849 XA Dorst 06-12345678",
    "Jan Jansen Spoorstraat 12 4849 XA Dorst Tel. 06 12 34 56 78 jan@example.org www.example.org",
    "Met vriendelijke groet, Jan Jansen\nSpoorstraat 12\n4849 XA Dorst\nT: 0161 123456",
    "06-12345678, Jan Jansen, Spoorstraat 12, Dorst",
    "Jansen Loodgieters B.V. | Spoorstraat 12 | 4849 XA Dorst | KvK 12345678 | M +31 6 12345678",
    "Fam. J. Jansen Spoorstraat 12 4849 XA Dorst",
    "De heer en mevrouw Jansen-de Vries Spoorstr. 12 4849XA DORST NB",
    "jan@example.org Spoorstraat 12",
    "Spoorstraat 12 0161-123456",
    "Jan Jansen Spoorstraat 12 Dorst Telefoon: 0161-123456 Mobiel: 06-12345678",
]


@pytest.mark.parametrize("typed", SIGNATURES)
def test_an_address_in_a_signature_is_found(village: Village, typed: str) -> None:
    assert read(typed) == ("Spoorstraat", "12")
    assert read(typed, "12") == ("Spoorstraat", "12")


@pytest.mark.parametrize(
    "typed",
    [
        "Jan Jansen Spoorstraat 12 4811 AB Breda 06-12345678",
        "Jan Jansen Spoorstraat 12 Breda Tel 06-12345678",
        "Jan Jansen Oude Spoorstraat 12 4849 XA Dorst 06-12345678",
        "Spoorstraat 12 4849 XA Dorst Dennenlaan 40 4849 XB Dorst 06-12345678",
        "Jan Jansen Nieuweweg 12 4849 XA Dorst 06-12345678",
        "Jan Jansen Spoorstraat 06-12345678",
    ],
)
def test_what_is_not_plainly_ours_is_not_guessed(village: Village, typed: str) -> None:
    with suppress(AddressError):
        assert read_address(typed, "").street is None


@pytest.mark.parametrize(
    "typed",
    [
        "Spoorstraat 12, 4849 XA Dorst, Nederland",
        "12, Spoorstraat, Dorst, Oosterhout, Noord-Brabant, Nederland, 4849 XA, Nederland",
        "Spoorstraat 12, 4849 XA Dorst, Netherlands",
        "Spoorstraat 12, Dorst, Noord-Brabant, 4849 XA, NL",
        "Spoorstraat 12 \u00b7 4849 XA Dorst",
    ],
)
def test_as_copied_from_a_map(village: Village, typed: str) -> None:
    assert read(typed) == ("Spoorstraat", "12")


@pytest.mark.parametrize("typed", ["Steenhoven 12", "12 Steenhoven", "Steenoven 12, Dorst"])
def test_a_hamlet_keeps_the_number(village: Village, typed: str) -> None:
    found = read_address(typed, "")
    assert (str(found.hamlet), found.street, str(found.number)) == ("Steenoven", None, "12")


@pytest.mark.parametrize(
    ("street", "number", "error"),
    [
        ("Spoorstraat 12 en 14", "", ONE_IS_ENOUGH),
        ("Spoorstraat 12, 14", "", ONE_IS_ENOUGH),
        ("Spoorstraat 12 t/m 16, Dorst", "", ONE_IS_ENOUGH),
        ("12 en 14 Spoorstraat", "", ONE_IS_ENOUGH),
        ("Nieuweweg 12 + 14", "", ONE_IS_ENOUGH),
        ("Spoorstraat", "12 & 14", ONE_IS_ENOUGH),
        ("Spoorstraat", "12 Breda", NOT_A_NUMBER),
        ("Spoorstraat", "12 abcde", NOT_A_NUMBER),
        ("Spoorstraat", "-12", "Begin met een cijfer, zoals 12 of 12a."),
        ("Spoorstraat", "Dorst", "Begin met een cijfer, zoals 12 of 12a."),
        ("Spoorstraat 12", "12a", TWO_NUMBERS),
        ("Nieuweweg 12", "14", TWO_NUMBERS),
    ],
)
def test_what_is_not_one_number_is_told(
    village: Village, street: str, number: str, error: str
) -> None:
    with pytest.raises(AddressError) as refusal:
        read_address(street, number)
    assert str(refusal.value) == error


@pytest.mark.parametrize(
    ("street", "number"),
    [
        ("Spoorstraat 62-66", ""),
        ("Spoorstraat 62/66, 4849 XA Dorst", ""),
        ("62-66 Spoorstraat", ""),
        ("Nieuweweg 62-66", ""),
        ("Spoorstraat", "62 \u2013 66"),
        ("Spoorstraat 62-66", "62-66"),
        ("Spoorstraat 62-66", "64"),
    ],
)
def test_two_numbers_or_an_addition_is_asked(village: Village, street: str, number: str) -> None:
    if number == "64":
        number = ""  # which is none of the answers
    with pytest.raises(WhichNumberError, match="Bedoel je nummer 62, nummer 66, of 62 met"):
        read_address(street, number)


def test_a_place_that_is_known_leads_to_the_street_there(village: Village) -> None:
    add_street("Kerkstraat", area="Den Hout")
    Street.objects.filter(name="Kerkstraat").update(place="Den Hout")
    for typed in ("Kerkstraat 3, Den Hout", "Kerkstraat 3 Den Hout", "Kerkstraat 3"):
        assert read(typed) == ("Kerkstraat", "3")
    assert read("Kerkstraat 3, Dorst") == ("(Kerkstraat)", "3")


def test_a_street_whose_whole_name_is_known_wins(village: Village) -> None:
    for name in ("Plein 1944", "Spoorstraat Dorst", "Rijksweg N282"):
        add_street(name, area="Dorst")
        assert read(name, "3") == (name, "3")
        assert read(f"{name} 3") == (name, "3")
    assert read("Plein 1944 12, 4849 XA Dorst") == ("Plein 1944", "12")


def test_a_box_for_a_street_alone_takes_a_place_and_no_number(village: Village) -> None:
    assert street_named("Spoorstraat (Dorst)") == village.street("spoorstraat")
    assert street_named("Spoorstr., 4849 XA Dorst") == village.street("spoorstraat")
    for typed in ("Spoorstraat 12", "Spoorstraat 12 en 14", "Spoorstraat, Breda", "Nieuweweg", ""):
        assert street_named(typed) is None
