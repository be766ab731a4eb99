"""A house number from the columns of a file: number, letter and addition, each where the file puts
it, and sometimes in more than one of them.
"""

import re
from typing import Final

from groups.places.address_files import words
from groups.values.addresses import AddressError, HouseNumber, parse_house_number

# As a sheet writes a whole number: 43.0, 45,0 and 43,00, or '43 to make it text.
_WHOLE = re.compile(r"['’]?\s*([0-9]+)(?:[.,]0*)?")
_BROKEN = re.compile(r"\s*[0-9]+[.,][0-9]")
_SIGNS: Final = " -./'’"
# An addition is read behind a number that nothing comes after: it is never a second number.
_LAST: Final = "99999"


class NumberProblem(Exception):
    """Why the columns of a row give no house number."""


def house_number(number: str, letter: str = "", addition: str = "") -> HouseNumber:
    """Number, letter and addition as people write them: the same address has one form, also where
    a letter or addition stands in two columns ("12A" and "A"). Raises NumberProblem.
    """
    if number.isdecimal() and number.isascii() and not letter and not addition:
        return _parsed(number, number)  # most rows
    number, addition = _as_written(number), _as_written(addition)
    letter, addition = letter.strip(_SIGNS), addition.strip(_SIGNS)
    if letter and not re.fullmatch(r"[A-Za-z]", letter):
        raise NumberProblem(words.ONE_LETTER)
    text = f"{number}{letter}{'-' if addition else ''}{addition}"
    if _BROKEN.match(number):
        raise _unreadable(text)
    own = _parsed(number, text)
    addition = _without_number(addition, own.number)
    if letter and addition[:1].upper() == letter.upper() and not addition[1:].isalpha():
        addition = addition[1:]  # the letter stands in both
    if not (letter or addition):
        return own
    behind = f" toevoeging {addition}" if addition else ""
    there = _parsed(f"{_LAST}{letter}{behind}", text)
    other_letter = own.letter and there.letter and own.letter != there.letter
    if other_letter and not letter and not there.addition:
        there = HouseNumber(there.number, addition=there.letter)  # 12A with addition B
    return one_of_both(own, HouseNumber(own.number, there.letter, there.addition))


def one_of_both(first: HouseNumber, second: HouseNumber) -> HouseNumber:
    """What two columns say of one house number together. Raises NumberProblem when they differ."""
    for one, other in (
        (first.number, second.number),
        (first.letter, second.letter),
        (first.addition, second.addition),
    ):
        if one and other and one != other:
            raise NumberProblem(words.NUMBER_TWICE.format(number=first))
    return HouseNumber(
        first.number, first.letter or second.letter, first.addition or second.addition
    )


def _as_written(cell: str) -> str:
    whole = _WHOLE.fullmatch(cell)
    return whole[1] if whole else cell


def _without_number(addition: str, number: int) -> str:
    """The addition where its column begins with the number once more: 12A beside 12."""
    again = re.fullmatch(rf"0*{number}(?:[\s/-]+(?=\w)|(?=[A-Za-z]))(.+)", addition, re.DOTALL)
    return again[1] if again else addition


def _parsed(number: str, text: str) -> HouseNumber:
    try:
        return parse_house_number(number)
    except AddressError as error:
        raise _unreadable(text) from error


def _unreadable(text: str) -> NumberProblem:
    return NumberProblem(words.NUMBER_UNREADABLE.format(number=text[:20]))
