"""What people type as an address, taken apart: in every order, with every sign around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.values.address_lines import (
    Reading,
    likeliest,
    postcode_in,
    postcode_line,
    ways_to_read,
)
from groups.values.addresses import (
    ONE_IS_ENOUGH,
    AddressError,
    HouseNumber,
    SeveralNumbersError,
    WhichNumberError,
    fold_street,
    is_house_number,
    parse_house_number,
    plain_signs,
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("nr 12", "12"),
        ("nr. 12", "12"),
        ("Nr.12a", "12a"),
        ("no 12", "12"),
        ("No. 12", "12"),
        ("nummer 12", "12"),
        ("huisnummer: 12", "12"),
        ("huisnr. 12", "12"),
        ("huis nummer 12", "12"),
        ("#12", "12"),
        ("# 12", "12"),
        ("№ 12", "12"),
        ("nº 12", "12"),
        ("12,", "12"),
        ("12;", "12"),
        ("12 .", "12"),
        ("12:", "12"),
        ('"12"', "12"),
        ("'12", "12"),
        ("‘12a’", "12a"),
        ("12\u20132", "12-2"),
        ("12\u20142", "12-2"),
        ("12 \u2013 2", "12-2"),
        ("12\u20102", "12-2"),
        ("12\u20112", "12-2"),
        ("12\u20122", "12-2"),
        ("12\u22122", "12-2"),
        ("12\ufe632", "12-2"),
        ("12\uff0da", "12a"),
        ("12\u20442", "12-2"),
        ("12\\2", "12-2"),
        ("12 3 hoog", "12-3hoog"),
        ("12-3hoog", "12-3hoog"),
        ("12-3-hoog", "12-3hoog"),
        ("12 3e hoog", "12-3hoog"),
        ("12 drie hoog", "12-3hoog"),
        ("12, 3 hoog achter", "12-3hoogachter"),
        ("12 2e verdieping", "12-2verdieping"),
        ("12 III", "12 iii"),
        ("12-II", "12 ii"),
        ("12 (achter)", "12 achter"),
        ("12(a)", "12a"),
        ("12 [boven]", "12 boven"),
        ("12, boven", "12 boven"),
        ("12 beneden", "12 beneden"),
        ("12 huis", "12 huis"),
        ("12a achterhuis", "12a achterhuis"),
        ("12 app. 3", "12 app3"),
        ("12 kamer 4", "12 kamer4"),
        ("12 toevoeging 2", "12-2"),
        ("\uff11\uff12", "12"),
        ("\uff11\uff12\uff21", "12a"),
        ("\u0661\u0662", "12"),
        ("\u0967\u0968", "12"),
        ("\U0001d7cf\U0001d7d0", "12"),
        ("12\u00a0a", "12a"),
        ("\u202f12\u2009bis", "12 bis"),
        ("\u202a12\u202c", "12"),
        ("\u206612a\u2069", "12a"),
        ("\ufeff12\u200b", "12"),
        ("\u202d12\u202c", "12"),
        ("\u202e12\u202c", "12"),
        ("\u200e12\u200f", "12"),
    ],
)
def test_a_house_number_is_read_with_everything_around_it(typed: str, shown: str) -> None:
    read = parse_house_number(typed)
    assert str(read) == shown
    assert parse_house_number(str(read)) == read


@pytest.mark.parametrize(
    "typed",
    [
        "12 en 14",
        "12en14",
        "12 + 14",
        "12+14",
        "12 & 14",
        "12, 14",
        "12,14",
        "12; 14",
        "12, 14 en 16",
        "12 of 14",
        "12 t/m 16",
        "12 t/m16",
        "12 tm 16",
        "12 tot 16",
        "12 tot en met 16",
        "12a en 12b",
        "12a en b",
        "12 a + b",
        "nrs. 12 en 14",
        "nr 12 en nr 14",
        "12/14/16",
        "12-14-16",
    ],
)
def test_of_several_house_numbers_one_is_enough(typed: str) -> None:
    with pytest.raises(SeveralNumbersError) as refusal:
        parse_house_number(typed)
    assert str(refusal.value) == ONE_IS_ENOUGH


@pytest.mark.parametrize(
    ("typed", "first", "second", "with_addition"),
    [
        ("62-66", "62", "66", "62 toevoeging 66"),
        ("62\u201366", "62", "66", "62 toevoeging 66"),
        ("62 - 66", "62", "66", "62 toevoeging 66"),
        ("12/14", "12", "14", "12 toevoeging 14"),
        ("12 / 14", "12", "14", "12 toevoeging 14"),
        ("12 14", "12", "14", "12 toevoeging 14"),
        ("12-13", "12", "13", "12 toevoeging 13"),
        ("7/9", "7", "9", "7 toevoeging 9"),
        ("62-66a", "62", "66a", "62 toevoeging 66a"),
        ("12a-14", "12a", "14", "12a toevoeging 14"),
        ("12-12a", "12", "12a", "12 toevoeging 12a"),
        ("12a/b", "12a", "12b", "12a b"),
    ],
)
def test_what_may_be_two_numbers_is_asked_and_each_answer_is_read(
    typed: str, first: str, second: str, with_addition: str
) -> None:
    with pytest.raises(WhichNumberError) as question:
        parse_house_number(typed)
    answers = [choice for choice, _ in question.value.choices]
    assert answers == [first, second, with_addition]
    assert [str(parse_house_number(answer)) for answer in answers] == answers
    assert str(question.value).startswith(f"Bedoel je nummer {first}, nummer {second}, of ")


@pytest.mark.parametrize(
    "typed", ["12-2", "12/2", "1-2", "12-02", "4-101", "12-1a", "120-14", "12a-b", "12a b", "12a14"]
)
def test_a_usual_addition_is_no_question(typed: str) -> None:
    assert parse_house_number(typed).addition


numbers = st.builds(
    HouseNumber,
    st.integers(1, 99_999),
    st.sampled_from(["", *"ABCXYZ"]),
    st.one_of(
        st.from_regex(r"[A-Z0-9]{0,4}", fullmatch=True),
        st.integers(1, 9999).map(str),
        st.sampled_from(["ACHTER", "3HOOG", "3HOOGACHTER", "APP3"]),
    ),
)


@given(numbers)
def test_every_number_is_read_back_without_a_question(number: HouseNumber) -> None:
    read = parse_house_number(str(number))
    assert read.number == number.number
    assert read.letter + read.addition == number.letter + number.addition


@pytest.mark.parametrize(
    "typed", ["12²", "12½", "①②", "12 \u0430", "12.5", "Ⅻ", "12\u0301", "1\u202e23"]
)
def test_what_only_looks_like_a_number_or_letter_is_not_folded_into_one(typed: str) -> None:
    with pytest.raises(AddressError):
        parse_house_number(typed)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("\u201cSpoorstraat 12\u201d", "Spoorstraat 12"),
        ("'Spoorstraat'", "Spoorstraat"),
        ("'t Elzent", "'t Elzent"),
        ("\u2019s-Gravenweg", "\u2019s-Gravenweg"),
        ("Spoor\u200bstraat\u00a012", "Spoorstraat 12"),
        ("Ëxel ñ ß", "Ëxel ñ ß"),
    ],
)
def test_signs_that_change_nothing_fall_away(typed: str, plain: str) -> None:
    assert plain_signs(typed) == plain


WHOLE = [
    "Spoorstraat 12, 4849 XA Dorst",
    "Spoorstraat 12 4849 XA Dorst",
    "Spoorstraat 12 4849xa dorst",
    "Spoorstraat 12, 4849XA",
    "Spoorstraat 12, NL-4849 XA Dorst",
    "Spoorstraat 12, 4849-XA, DORST, Nederland",
    "Spoorstraat 12, Dorst",
    "Spoorstraat 12, Dorst, NL",
    "Spoorstraat 12, 4849 XA Dorst, The Netherlands",
    "Spoorstraat 12, 4849 XA Dorst NB",
    "Spoorstraat 12, Dorst (gemeente Oosterhout)",
    "Spoorstraat 12, Dorst gem. Oosterhout, Noord-Brabant",
    "Spoorstraat 12\n4849 XA  DORST\nNEDERLAND",
    "Spoorstraat 12\r\n4849 XA Dorst\r\n",
    "Spoorstraat 12 Dorst",
    "Spoorstraat 12 te Dorst",
    "Spoorstraat 12 (Dorst)",
    "Spoorstraat 12 - 4849 XA Dorst",
    "Spoorstraat 12 | Dorst",
    "Spoorstraat, 12, Dorst",
    "Spoorstraat nr. 12, Dorst",
    "Spoorstraat huisnummer 12",
    "Spoorstraat #12",
    "Spoorstraat#12",
    "Spoorstraat № 12",
    "Spoorstraat nr12",
    "Spoorstraat - 12",
    "Spoorstraat \u2013 12, Dorst",
    "Spoorstraat-12",
    "Spoorstraat: 12",
    "Spoorstraat no.12,",
    "Spoorstraat 12;",
    "4849 XA Dorst, Spoorstraat 12",
    "4849XA Spoorstraat 12",
    "Dorst, Spoorstraat 12",
    "12 Spoorstraat",
    "12, Spoorstraat",
    "12 Spoorstraat, Dorst",
    "12 Spoorstraat 4849 XA Dorst",
    "nr. 12 Spoorstraat",
    "#12 Spoorstraat",
    "Adres: Spoorstraat 12",
    "\u201cSpoorstraat 12, Dorst\u201d",
    "\u202aSpoorstraat 12\u202c",
    "Spoorstraat\u00a012\u00a0\u20134849\u00a0XA",
    "Spoorstraat \uff11\uff12",
]


@pytest.mark.parametrize("typed", WHOLE)
def test_the_street_and_the_number_are_among_the_ways_to_read_it(typed: str) -> None:
    ways = ways_to_read(typed)
    found = [way for way in ways if way.street == "Spoorstraat" and is_house_number(way.number)]
    assert str(parse_house_number(found[0].number)) == "12"
    assert {fold_street(place) for place in found[0].places} <= {"dorst"}


@pytest.mark.parametrize("typed", WHOLE)
def test_of_a_street_that_nobody_knows_the_same_is_made(typed: str) -> None:
    best = likeliest(typed.replace("Spoorstraat", "Nieuweweg"))
    assert best.street == "Nieuweweg"
    assert str(parse_house_number(best.number)) == "12"


@pytest.mark.parametrize(
    ("typed", "street", "number"),
    [
        ("Rijksweg N282", "Rijksweg N282", ""),
        ("Rijksweg N 282", "Rijksweg N 282", ""),
        ("Rijksweg N282 40", "Rijksweg N282", "40"),
        ("2e Parallelweg", "2e Parallelweg", ""),
        ("2e Parallelweg 5", "2e Parallelweg", "5"),
        ("Laan van Nederland", "Laan van Nederland", ""),
        ("Laan van Nederland 5", "Laan van Nederland", "5"),
        ("Nieuweweg 12 3 hoog, Dorst", "Nieuweweg", "12 3 hoog"),
        ("Nieuweweg 12, achter, Dorst", "Nieuweweg", "12, achter"),
        ("Nieuweweg Dorst", "Nieuweweg Dorst", ""),
    ],
)
def test_what_belongs_to_a_name_stays_in_it(typed: str, street: str, number: str) -> None:
    best = likeliest(typed)
    assert (best.street, best.number) == (street, number)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("4849 XA", ("4849 XA", "")),
        ("4849xa Dorst", ("4849 XA", "")),
        ("4849 XA 12", ("4849 XA", "12")),
        ("4849 XA, 12a", ("4849 XA", "12a")),
        ("12, 4849 XA Dorst", ("4849 XA", "12")),
        ("4849 XA 12 Dorst", ("4849 XA", "12")),
        ("NL-4849 XA, 12", ("4849 XA", "12")),
        ("\uff14\uff18\uff14\uff19 XA", ("4849 XA", "")),
        ("Spoorstraat 12, 4849 XA Dorst", None),
        ("4849 XA Dorst, Spoorstraat 12", None),
        ("Spoorstraat, 4849 XA Dorst", None),
        ("4849 XA Spoorstraat", None),
        ("Spoorstraat", None),
        ("", None),
        ("4849 SA", None),
        ("0849 BD", None),
    ],
)
def test_a_postcode_counts_only_where_no_street_is(
    typed: str, found: tuple[str, str] | None
) -> None:
    assert postcode_line(typed, village="Dorst") == found


@given(st.text(max_size=80))
def test_whatever_is_typed_can_be_read_in_some_way(typed: str) -> None:
    assert ways_to_read(typed)
    assert len(ways_to_read(typed)) < 300
    likeliest(typed)
    postcode_line(typed, village="Dorst")


@given(st.text(alphabet="aeSt 1249,.()-/\nXADorst", max_size=80))
def test_whatever_looks_like_an_address_can_be_read_too(typed: str) -> None:
    test_whatever_is_typed_can_be_read_in_some_way.hypothesis.inner_test(typed)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("Spoorstraat 12, 4849xa Dorst", "4849 XA"),
        ("NL-4849.XA", "4849 XA"),
        ("\uff14\uff18\uff14\uff19XA", "4849 XA"),
        ("4849 SA", ""),
        ("1944 en 12", ""),
        ("x4849 XA", ""),
        ("", ""),
    ],
)
def test_the_postcode_in_a_text(typed: str, postcode: str) -> None:
    assert postcode_in(typed) == postcode


def test_every_way_to_read_a_text_the_most_literal_first() -> None:
    street, dorst = "Spoorstraat", ("Dorst",)
    assert ways_to_read("Spoorstraat 12 Dorst") == [
        Reading("Spoorstraat 12 Dorst"),
        Reading(street, "12 Dorst"),
        Reading("Spoorstraat 12", places=dorst, is_loose=True),
        Reading(street, "12", dorst, is_loose=True),
    ]
    assert ways_to_read("12 Spoorstraat, 4849 XA Dorst")[:5] == [
        Reading("12 Spoorstraat, 4849 XA Dorst"),
        Reading("12 Spoorstraat", places=dorst),
        Reading(street, "12", dorst, number_first=True),
        Reading("12 Spoorstraat, Dorst"),
        Reading("Spoorstraat, Dorst", "12", number_first=True),
    ]
