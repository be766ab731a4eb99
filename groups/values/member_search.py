"""What a member is found by: part of a name, an address, or a telephone number by its digits."""

import re
from dataclasses import dataclass
from typing import Final

from dorst_portal.kit.inputs.text import search_key

LONGEST_KEY: Final = 400
LONGEST_TYPED: Final = 100
_DUTCH: Final = re.compile(r"^(?:\+31|0031)\s*(?:\(0\)\s*)?")
_ABROAD: Final = re.compile(r"^(?:\+|00)")
_NUMBER: Final = re.compile(r"[0-9+()./ -]+")
_SHORTEST_NUMBER: Final = 4


@dataclass(frozen=True)
class Sought:
    """What was typed: words that all have to be there, or else the digits of a number."""

    words: tuple[str, ...] = ()
    digits: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.digits)


def text_to_search(name: str, organisation: str, address: str, mobile: str) -> str:
    """The line of which the search key is made; Dutch numbers as people write them, from 0 on."""
    return f"{_digits(mobile)} {address} {name} {organisation}"


def read_sought(typed: str) -> Sought:
    """What somebody looks for. "06 12 34" and "+31 6 12 34" are the beginning of a number, "12 34
    56" is a part of one; "Spoorstraat 12" and "12" are words.
    """
    text = typed[:LONGEST_TYPED].strip()
    if _NUMBER.fullmatch(text):
        digits = _digits(text)
        if text.startswith(("0", "+")):
            return Sought(digits=digits)
        if len(digits) >= _SHORTEST_NUMBER:
            return Sought(words=tuple(search_key(text).split()), digits=digits)
    return Sought(words=tuple(search_key(text).split()))


def _digits(number: str) -> str:
    plain = number.strip()
    dutch = _DUTCH.sub("0", plain)
    return re.sub(r"\D", "", dutch if dutch != plain else _ABROAD.sub("", plain))
