"""A number of a list is read where there is one reading, and else asked about; never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.members.list_files import ReadNumber, read_number

# Numbers that nobody was given (06 00 00 …) are unusual; how one is read shows at a usual one too.
READ = "+31612345678"
INVENTED = "+31600000001"


@pytest.mark.parametrize(
    "text",
    [
        "612345678", "0612345678", "06-12345678", "06 12 34 56 78", "06.12.34.56.78", "06/12345678",
        "(06) 12345678", "0031612345678", "00 31 6 12345678", "+31 (0)6 12345678", "31612345678",
        "+31 06 12345678", "'0612345678", "’0612345678", '="0612345678"', "612345678.0",
        "612345678,00", "6.12345678E+8", "3,1612345678E+10", "612,345,678",
        "\u202a+31 6 12345678\u202c", "tel:+31-6-12345678", "mob. 06-12345678", "06\u00a012345678",
        "06\u201112345678", "０６１２３４５６７８", "06-12345678 / 06-12345678", "06 - 123 456 78",
    ],
)  # fmt: skip
def test_a_number_with_one_reading_is_read(text: str) -> None:
    assert read_number(text) == ReadNumber(READ)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("06 12345678 (moeder)", "moeder"),
        ("moeder: 06-12345678", "moeder"),
        ("06-12345678 alleen app", "alleen app"),
        ("06-12345678 (Jan), 0161-456789", "Jan, 0161-456789"),
        ("0161-456789 of 06-12345678", "0161-456789 of"),
    ],
)
def test_what_stands_beside_a_number_is_its_note(text: str, note: str) -> None:
    assert read_number(text) == ReadNumber(READ, note)


@pytest.mark.parametrize(
    ("text", "problem", "mobile"),
    [
        ("", "missing", ""),
        (" - ", "missing", ""),
        ("geen", "missing", ""),
        ("n.v.t.", "missing", ""),
        ("3.16E+10", "unreadable", ""),
        ("6,12E+08", "unreadable", ""),
        ("06-1234567", "unreadable", ""),
        ("06-123456789", "unreadable", ""),
        ("12", "unreadable", ""),
        ("1" * 500, "unreadable", ""),
        ("06-12345678 / 06-12345679", "two_readings", ""),
        ("06 1234567(8/9)", "two_readings", ""),
        ("06-12345678/9", "two_readings", ""),
        ("600000001", "foreign_unclear", ""),
        ("0470123456", "foreign_unclear", ""),
        ("0161-456789", "landline", "+31161456789"),
        ("161456789", "landline", "+31161456789"),
        ("+31 6 0000 0001", "unusual", INVENTED),
        ("+32 470 12 34 56", "", "+32470123456"),
        ("0049 1512 3456789", "", "+4915123456789"),
    ],
)
def test_anything_else_says_what_to_ask(text: str, problem: str, mobile: str) -> None:
    assert read_number(text) == ReadNumber(mobile, problem=problem)


def test_words_without_a_number_are_kept_as_the_note() -> None:
    assert read_number("via moeder") == ReadNumber(note="via moeder", problem="missing")


@given(st.text(alphabet=st.sampled_from("0123456789 +-()./,Ee'\u202a٣x"), max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    number = read_number(text)
    assert number.mobile == "" or number.mobile.startswith("+")
    assert number.mobile or number.problem
