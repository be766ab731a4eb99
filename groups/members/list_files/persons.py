"""From the cells of a row to the texts of a person. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from groups.members.list_files.numbers import read_number
from groups.members.list_files.parts import Part
from groups.places.address_files.house_numbers import NumberProblem, house_number
from groups.values.address_lines import postcode_in

# Marks that turn or break a line and have no ink; apps put them around what is copied.
_NO_INK: Final = dict.fromkeys(
    map(
        ord,
        "\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    )
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_END: Final = re.compile(r"\s*[\r\n\x85\u2028\u2029]+\s*")
# Between the numbers or addresses that an address book keeps in one cell.
_MORE_IN_ONE: Final = " ::: "
_INFIX_BEHIND: Final = re.compile(
    r"(.+?),\s*((?:(?:van|von|de|den|der|het|ten|ter|te|op|in|'t|’t|d'|la|le|du|el)\b\s*)+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class RawPerson:
    """What a list says of somebody, as texts on one line. `address` holds street and number, and
    whatever else stood with them.
    """

    line: int
    name: str = ""
    organisation: str = ""
    mobile: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    place: str = ""
    group: str = ""


def person_of(line: int, cells: Sequence[str], parts: Sequence[Part | None]) -> RawPerson:
    """The person in these cells, of which `parts` says what they are. Never raises."""
    found: dict[Part, list[str]] = {}
    for cell, part in zip_longest(cells, parts, fillvalue=None):
        text = _tidy(cell or "", ", " if part in (Part.ADDRESS, Part.STREET) else " ")
        if part is not None and text:
            found.setdefault(part, []).append(text)

    def first(part: Part) -> str:
        return found.get(part, [""])[0]

    return RawPerson(
        line=line,
        name=first(Part.NAME)
        or _name(first(Part.FIRST_NAME), first(Part.INFIX), first(Part.LAST_NAME)),
        organisation=first(Part.ORGANISATION),
        mobile=_best_number(found.get(Part.MOBILE, [])),
        email=first(Part.EMAIL).split(_MORE_IN_ONE)[0],
        address=_address(found),
        postcode=first(Part.POSTCODE) or postcode_in(first(Part.PLACE)),
        place=first(Part.PLACE),
        group=first(Part.GROUP),
    )


def _tidy(cell: str, between_lines: str) -> str:
    text = _CONTROL.sub(" ", cell.translate(_NO_INK)).strip()
    return " ".join(_LINE_END.sub(between_lines, text).split())


def _name(first: str, infix: str, last: str) -> str:
    behind = "" if infix else _INFIX_BEHIND.fullmatch(last)
    if behind:
        infix, last = behind[2].strip(), behind[1]
    return " ".join(filter(None, (first, infix, last)))


def _best_number(cells: Sequence[str]) -> str:
    """The first that a chat app can be on, else the first that holds any number."""
    each = [one.strip() for cell in cells for one in cell.split(_MORE_IN_ONE)]
    if len(each) == 1:
        return each[0]
    read = [(one, read_number(one)) for one in each]
    mobile = [one for one, number in read if number.is_mobile]
    there = [one for one, number in read if number.problem != "missing"]
    return [*mobile, *there, *each, ""][0]


def _address(found: dict[Part, list[str]]) -> str:
    """Street, number and addition together, as somebody writes an address."""
    whole = [*found.get(Part.ADDRESS, []), *found.get(Part.STREET, []), ""][0]
    number = found.get(Part.HOUSE_NUMBER, [""])[0]
    additions = found.get(Part.ADDITION, [])
    if not number or (found.get(Part.ADDRESS) and re.search(r"[0-9]", whole)):
        return " ".join([whole, *additions]).strip()
    return f"{whole} {_number(number, additions)}".strip()


def _number(number: str, additions: Sequence[str]) -> str:
    has_letter = len(additions) > 1 and len(additions[0]) == 1
    letter = additions[0] if has_letter else ""
    rest = " ".join(additions[1:] if has_letter else additions)
    try:
        return str(house_number(number, letter, rest))
    except NumberProblem:
        return " ".join([number, *additions])
