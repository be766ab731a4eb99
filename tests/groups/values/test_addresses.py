"""House numbers, postcodes and street names as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.values.addresses import (
    AddressError,
    HouseNumber,
    fold_street,
    numbers_behind,
    parse_house_number,
    parse_postcode,
    parts_of_key,
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
