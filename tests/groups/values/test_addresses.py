"""House numbers, postcodes and street names as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.values.addresses import (
    AddressError,
    HouseNumber,
    SeveralNumbersError,
    WhichNumberError,
    address_of,
    fold_street,
    is_door,
    is_house_number,
    numbers_behind,
    parse_house_number,
    parse_postcode,
    parts_of_key,
    plain_signs,
)


@pytest.mark.parametrize(
    ("typed", "number", "letter", "addition", "shown"),
    [
        ("12", 12, "", "", "12"),
        ("12a", 12, "A", "", "12a"),
        ("12A", 12, "A", "", "12a"),
        ("12 a", 12, "A", "", "12a"),
        ("12-A", 12, "A", "", "12a"),
        ("12 bis", 12, "", "BIS", "12 bis"),
        ("12bis", 12, "", "BIS", "12 bis"),
        ("12-2", 12, "", "2", "12-2"),
        ("12/2", 12, "", "2", "12-2"),
        ("12 2", 12, "", "2", "12-2"),
        ("12a-2", 12, "A", "2", "12a-2"),
        ("12a2", 12, "A", "2", "12a-2"),
        ("12-hs", 12, "", "HS", "12 hs"),
        ("  007 ", 7, "", "", "7"),
        ("99999", 99_999, "", "", "99999"),
        ("1", 1, "", "", "1"),
    ],
)
def test_a_house_number_is_read_as_it_is_written_in_the_village(
    typed: str, number: int, letter: str, addition: str, shown: str
) -> None:
    read = parse_house_number(typed)
    assert read == HouseNumber(number, letter, addition)
    assert str(read) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "a",
        "a12",
        "0",
        "000",
        "-1",
        "100000",
        "12 bisbis",
        "12 a b c",
        "²",
        "12½",
        "①",
        "12.5.6",
    ],
)
def test_what_is_no_house_number_is_refused_in_dutch(typed: str) -> None:
    with pytest.raises(AddressError) as refusal:
        parse_house_number(typed)
    assert str(refusal.value).endswith(".")


def test_12a_sorts_between_12_and_13() -> None:
    typed = ["13", "12-2", "12a", "12", "2"]
    in_order = [str(number) for number in sorted(map(parse_house_number, typed))]
    assert in_order == ["2", "12", "12-2", "12a", "13"]


numbers = st.builds(
    HouseNumber,
    st.integers(1, 99_999),
    st.sampled_from(["", *"ABCXYZ"]),
    st.from_regex(r"[A-Z0-9]{0,4}", fullmatch=True),
)


@given(numbers)
def test_a_house_number_that_is_shown_is_read_back_as_the_same_household(
    number: HouseNumber,
) -> None:
    # One letter alone is the letter of the house, and a letter with digits its addition.
    read = parse_house_number(str(number))
    assert read.number == number.number
    assert read.letter + read.addition == number.letter + number.addition


@given(st.text(max_size=20))
def test_whatever_is_typed_as_a_number_is_read_or_refused(typed: str) -> None:
    try:
        read = parse_house_number(typed)
    except AddressError:
        return
    assert 1 <= read.number <= 99_999
    assert len(read.letter) <= 1
    assert len(read.addition) <= 4


@pytest.mark.parametrize("typed", ["4849 BD", "4849bd", " 4849-BD ", "4849.bd", "4 8 4 9 B D"])
def test_a_postcode_in_any_notation_is_one_postcode(typed: str) -> None:
    assert parse_postcode(typed) == "4849 BD"


@pytest.mark.parametrize(
    "typed",
    ["", "0849 BD", "4849", "4849 B", "4849 SA", "4849 sd", "4849 SS", "4849 BDE", "BD4849"],
)
def test_what_is_no_postcode_is_refused(typed: str) -> None:
    with pytest.raises(AddressError):
        parse_postcode(typed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Vijftigbunderweg", "Vijftig Bunderweg"),
        ("50 Bunderweg", "Vijftig Bunderweg"),
        ("50bunderweg", "Vijftig Bunderweg"),
        ("vliert", "De Vliert"),
        ("de  VLIERT", "De Vliert"),
        ("Oude Tilburgse baan", "Oude Tilburgsebaan"),
        ("Weth. v. Dijklaan", "Wethouder van Dijklaan"),
        ("weth v dijkln", "Wethouder van Dijklaan"),
        ("Past. den Rondenstr.", "Pastoor den Rondenstraat"),
        ("Pastoor Rondenstraat", "Pastoor den Rondenstraat"),
        ("Spoorstr", "Spoorstraat"),
        ("spoor straat", "Spoorstraat"),
        ("Spóórstraat", "Spoorstraat"),
        ("'t Elzent", "De Elzent"),
    ],
)
def test_spellings_of_one_street_have_one_key(typed: str, name: str) -> None:
    assert fold_street(typed) == fold_street(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sparrenlaan", "Spoorstraat"), ("Baarschot", "Baarschotsestraat"), ("Boslaan", "Bosweg")],
)
def test_different_streets_have_different_keys(one: str, other: str) -> None:
    assert fold_street(one) != fold_street(other)


@given(st.text(alphabet="abcdeDETVNRstvwWy 0123456789'.-", max_size=40))
def test_case_and_blanks_around_it_never_change_a_street(text: str) -> None:
    assert fold_street(text) == fold_street(f"  {text.swapcase()} ")


@given(st.text(max_size=40))
def test_a_key_holds_plain_letters_and_digits_only(text: str) -> None:
    assert all(sign.isascii() and sign.isalnum() for sign in fold_street(text))


@pytest.mark.parametrize(
    ("typed", "street", "number"),
    [
        ("Spoorstraat 12a", "Spoorstraat", "12a"),
        ("Spoorstraat 12 bis", "Spoorstraat", "12 bis"),
        ("Spoorstraat, 12", "Spoorstraat", "12"),
        ("Spoorstraat12", "Spoorstraat", "12"),
        ("Oude Tilburgsebaan 7-2", "Oude Tilburgsebaan", "7-2"),
        ("50 Bunderweg", "50 Bunderweg", ""),
        ("50 Bunderweg 3", "50 Bunderweg", "3"),
        ("Spoorstraat", "Spoorstraat", ""),
        ("", "", ""),
    ],
)
def test_street_and_number_in_one_box_come_apart(typed: str, street: str, number: str) -> None:
    found = list(numbers_behind(typed))
    assert (found[-1] if found else (typed, "")) == (street, number)


@given(st.text(min_size=1, max_size=40))
def test_every_key_has_parts_to_look_it_up_by(text: str) -> None:
    parts = parts_of_key(fold_street(text))
    assert parts
    assert all(1 <= len(part) <= 3 for part in parts)


# --- Word by word ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Vul je huisnummer in."),
        ("achter", "Begin met een cijfer, zoals 12 of 12a."),
        ("0", "Een huisnummer begint bij 1."),
        ("100000", "Een huisnummer heeft hoogstens 5 cijfers."),
        ("12 appartement rechts", "Schrijf je huisnummer zoals 12, 12a of 12-2."),
        ("12 en 14", "Vul één huisnummer in, ook als je er meer hebt."),
    ],
)
def test_what_is_wrong_with_a_number_is_said(typed: str, words: str) -> None:
    with pytest.raises(AddressError) as refusal:
        parse_house_number(typed)
    assert str(refusal.value) == words


def test_what_is_wrong_with_a_postcode_is_said() -> None:
    with pytest.raises(AddressError) as refusal:
        parse_postcode("4849")
    assert str(refusal.value) == "Een postcode heeft 4 cijfers en 2 letters."


@pytest.mark.parametrize(
    ("typed", "first", "second", "rest"),
    [("12/14a", "12", "14a", "14a"), ("12A/B", "12a", "12b", "b"), ("3-10", "3", "10", "10")],
)
def test_who_may_mean_two_numbers_is_asked_in_words(
    typed: str, first: str, second: str, rest: str
) -> None:
    with pytest.raises(WhichNumberError) as question:
        parse_house_number(typed)
    assert (
        str(question.value)
        == f"Bedoel je nummer {first}, nummer {second}, of {first} met toevoeging {rest}?"
    )
    texts, words = zip(*question.value.choices, strict=True)
    assert words == (
        f"Nummer {first}",
        f"Nummer {second}",
        f"Nummer {first} met toevoeging {rest}",
    )
    read = [parse_house_number(text) for text in texts]
    assert [str(one) for one in read] == [first, second, texts[2]]
    assert (read[2].number, read[2].addition) == (read[0].number, rest.upper())


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12X", HouseNumber(12, "X")),  # the last letter belongs to it, the last dot does not
        ("12x.", HouseNumber(12, "X")),
        ("12X14", HouseNumber(12, "X", "14")),
        ("12-a14", HouseNumber(12, "A", "14")),
        ("12/X14", HouseNumber(12, "X", "14")),
        ("99999", HouseNumber(99_999)),
        ("000012", HouseNumber(12)),
        ("12 appartement links", HouseNumber(12, "", "APPARTEMENTLINKS")),
        ("12-12", HouseNumber(12, "", "12")),
        ("12-10", HouseNumber(12, "", "10")),
        ("12-23", HouseNumber(12, "", "23")),
        ("1-8", HouseNumber(1, "", "8")),
        ("12 a 3 hoog", HouseNumber(12, "A", "3HOOG")),
        ("12 twee hoog", HouseNumber(12, "", "2HOOG")),
        ("12 2e etage", HouseNumber(12, "", "2ETAGE")),
        ("12 toevoeging 14", HouseNumber(12, "", "14")),
        ("nummer 12", HouseNumber(12)),
    ],
)
def test_letter_and_addition_are_told_apart(typed: str, number: HouseNumber) -> None:
    assert parse_house_number(typed) == number


@pytest.mark.parametrize("typed", ["12-12-1", "12 toev. a toev. b"])
def test_what_is_no_number_is_not_taken_for_two(typed: str) -> None:
    with pytest.raises(AddressError) as refusal:
        parse_house_number(typed)
    assert not isinstance(refusal.value, SeveralNumbersError)


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("12a", True),
        ("12 en 14", True),
        ("nummer 12 en nummer 14", True),
        ("12/14", True),
        ("12 en 14 Spoorstraat", False),
        ("achter", False),
        ("", False),
    ],
)
def test_what_people_mean_as_a_number_is_known(typed: str, is_one: bool) -> None:
    assert is_house_number(typed) is is_one


@pytest.mark.parametrize(
    ("typed", "door"),
    [("achter", True), ("3 hoog", True), ("bis", True), ("BIS", True), ("a", True),
     ("Achter-Huis", True), ("2e etage", True), ("12", False), ("Dorst", False), ("", False)],
)  # fmt: skip
def test_what_stands_behind_a_number_is_known(typed: str, door: bool) -> None:
    assert is_door(typed) is door


def test_an_address_is_written_as_on_an_envelope() -> None:
    assert address_of("Spoorstraat", None, "", "") == "Spoorstraat"
    assert address_of("Spoorstraat", 12, "A", "2") == "Spoorstraat 12a-2"
    assert address_of("Spoorstraat", 12, "", "BIS") == "Spoorstraat 12 bis"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("12\\2", "12/2"),
        (' " 12 " ', "12"),
        ("'12'", "12"),
        ("'t Elzent", "'t Elzent"),
        ("\uff11\u0662", "12"),
        ("12\u20132", "12-2"),
        ("12\u22122", "12-2"),
        ("a\u2028b", "a\nb"),
        ("a\u2029b", "a\nb"),
        ("a\u00a0b", "a b"),
        ("1\u200b2", "12"),
        ("1\u202e2", "1\u202e2"),
        ("12\u22152", "12/2"),
        ("\uff21\uff0d", "A-"),
        ("12\u00b2", "12\u00b2"),
    ],
)
def test_signs_of_other_keyboards_are_read(typed: str, plain: str) -> None:
    assert plain_signs(typed) == plain


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Weth. v. Dijklaan", "wethoudervandijklaan"),
        ("50 Bunderweg", "vijftigbunderweg"),
        ("10 Bunderweg", "tienbunderweg"),
        ("1 Meiplein", "eenmeiplein"),
        ("0 Plein", "0plein"),
        ("11 Plein", "11plein"),
        ("90 Plein", "negentigplein"),
        ("100 Plein", "100plein"),
        ("Plein 1944", "plein1944"),
        ("De", "de"),
        ("d'Oultremontweg", "oultremontweg"),
        ("d\u2019Oultremontweg", "oultremontweg"),
        ("Ryweg", "rijweg"),
        ("Spoorwg", "spoorweg"),
        ("Abwg", "abwg"),  # too short to be an ending
        ("Abcwg", "abcweg"),
        ("\u0665\u0660 Bunderweg", "vijftigbunderweg"),
        ("Stra\u00dfe", "strasse"),
    ],
)
def test_a_street_has_this_key(typed: str, key: str) -> None:
    assert fold_street(typed) == key


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("", {"^$"}),
        ("a", {"^a$"}),
        ("ab", {"^ab", "ab$"}),
        ("wal", {"^wa", "wal", "al$"}),
    ],
)
def test_a_key_is_looked_up_by_its_runs_of_three(key: str, parts: set[str]) -> None:
    assert parts_of_key(key) == parts


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Weg X 12", [("Weg X", "12")]),
        ("Laan XX12", [("Laan XX", "12")]),
        ("Laan , 12 ", [("Laan", "12")]),
        ("Plein 1944 12", [("Plein 1944", "12"), ("Plein", "1944 12")]),
        ("Laan nr. 12", [("Laan", "12")]),
        ("12 13", []),
        ("Laan -12", []),
        ("Rijksweg N282", []),
        ("Laan 123456", []),
    ],
)
def test_where_a_number_may_begin(typed: str, found: list[tuple[str, str]]) -> None:
    assert list(numbers_behind(typed)) == found
