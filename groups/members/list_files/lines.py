"""Lines of text with people: one a line, or several on one line, as chat apps and people write
them. What cannot be taken apart stays together as the name. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from dorst_portal.kit.tables.limits import EMPTY, Unreadable
from groups.members.list_files.guessing import is_address
from groups.members.list_files.limits import LIMITS
from groups.members.list_files.numbers import numbers_in, read_number
from groups.members.list_files.one_person import (
    COMMA,
    EMAIL,
    OF_THE_APP,
    OWN_NAME,
    Person,
    is_of_an_address,
    person_in,
    split_at,
)
from groups.members.list_files.parts import Sheet, made_sheet
from groups.values.address_lines import POSTCODE

# By so many pieces a list is judged.
_JUDGED: Final = 50
# Twice may be chance.
_TURNS: Final = 2
# An app may write more than one line of somebody.
_LINES_OF_ONE: Final = 3
_LINES_BELOW: Final = 4
_LINE_END: Final = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_NO_INK: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_IS_WORD: Final = re.compile(r"\w")
_BULLET: Final = re.compile(r"^\s*(?:[-–—•*·]\s+|\(?[0-9]{1,4}[.)]\s+(?=[^\W\d]))")
_SELF: Final = frozenset({"jij", "u", "you", "ik", "jijzelf", "jezelf"})
_HEADERS: Final = ("Naam", "Adres", "E-mailadres", "Mobiel nummer")


def read_lines(text: str) -> Sheet:
    """Read lines without cells. A row has the number of its line; where people stand beside each
    other on one line, that of the person. Raises Unreadable.
    """
    every = [_NO_INK.sub("", raw).strip() for raw in _LINE_END.split(text)]
    lines = [(number, line) for number, line in enumerate(every, 1) if line]
    if len(lines) > _LINES_OF_ONE * LIMITS.most_rows:
        raise Unreadable(LIMITS.too_many)
    found = _in_blocks(every) or _people(lines)
    people = list(islice(found, LIMITS.most_rows + 1))
    if len(people) > LIMITS.most_rows:
        raise Unreadable(LIMITS.too_many)
    if not people:
        raise Unreadable(EMPTY)
    people = _paired(people)
    if len({number for number, _ in people}) < len(people):
        people = [(at, person) for at, (_, person) in enumerate(people, 1)]
    return _sheet(people)


def _sheet(people: Sequence[tuple[int, Person]]) -> Sheet:
    most = max(1, *(len(person.numbers) for _, person in people))
    more = [f"Mobiel nummer {at}" for at in range(2, most + 1)]
    return made_sheet(
        [*_HEADERS, *more],
        [
            (number, [one.name, one.address, one.email, *[*one.numbers, *[""] * most][:most]])
            for number, one in people
        ],
    )


def _people(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, Person]]:
    for number, line in lines:
        for text in _persons_on(line, is_only=len(lines) == 1):
            if not OF_THE_APP.fullmatch(text):
                yield number, person_in(text)


def _in_blocks(lines: Sequence[str]) -> list[tuple[int, Person]]:
    """The people of whom each has some lines, with an empty one between; nobody where it is not
    all over so: a name without a number, and below it what is known of them.
    """
    blocks: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, 1):
        if not line or number == 1 or not lines[number - 2]:
            blocks.append((number, []))
        if line:
            blocks[-1][1].append(line)
    blocks = [one for one in blocks if one[1]]
    if len(blocks) < _TURNS or not all(_is_block(block) for _, block in blocks):
        return []
    return [(number, person_in(", ".join(block))) for number, block in blocks]


def _is_block(lines: Sequence[str]) -> bool:
    first, *more = lines
    if not more or len(more) > _LINES_BELOW or numbers_in(first) or "@" in first:
        return False
    facts = sum(bool(numbers_in(line) or "@" in line or is_of_an_address(line)) for line in more)
    return facts * 2 > len(more) and not OWN_NAME.match(more[0])


def _persons_on(line: str, *, is_only: bool) -> list[str]:
    """The texts of the people on a line: of one person, or of each in a list."""
    line = _BULLET.sub("", line) or line
    spans = numbers_in(line)
    if len(spans) > _TURNS and not _IS_WORD.search(_outside(line, spans)):
        return [line[begin:end] for begin, end in spans]
    emails = EMAIL.findall(line) if "@" in line else []
    if len(emails) > 1:
        return split_at(line, COMMA)
    pieces = split_at(line, COMMA)
    if len(pieces) > LIMITS.most_rows:
        raise Unreadable(LIMITS.too_many)
    return pieces if len(pieces) > 1 and _is_list(pieces, emails, is_only=is_only) else [line]


def _outside(line: str, spans: Sequence[tuple[int, int]]) -> str:
    ends = [0, *(at for span in spans for at in span), len(line)]
    return " ".join(line[begin:end] for begin, end in zip(ends[::2], ends[1::2], strict=True))


def _is_list(pieces: Sequence[str], emails: Sequence[str], *, is_only: bool) -> bool:
    """Whether these are people, and not the name, address and number of one."""
    if any(OWN_NAME.match(piece) or piece.lower() in _SELF for piece in pieces):
        return True
    some = pieces[:_JUDGED]
    numbers = [numbers_in(piece) for piece in some]
    with_mobile = sum(
        any(read_number(piece[begin:end]).is_mobile for begin, end in spans)
        for piece, spans in zip(some, numbers, strict=True)
        if sum(map(bool, numbers)) > 1
    )
    has_address = any(map(is_address, some))  # or somebody who is called after a house
    most = 2 if is_only else 4
    if with_mobile > 1:
        return is_only or not has_address or len(pieces) > most
    if emails or any(map(POSTCODE.search, some)):
        return False
    if has_address:
        most += 1 if is_only and not any(numbers) else 2
    return len(pieces) > most


def _paired(people: Sequence[tuple[int, Person]]) -> list[tuple[int, Person]]:
    """A number and the ~name below or above it are one person: in the list of a group an app puts
    them on two lines, always in the same order. So are a name and a number, where nothing else
    takes turns.
    """
    everybody = [one for _, one in people]
    take_turns = _take_turns(everybody)
    marked = [one for one in everybody if take_turns or one.is_number or one.is_own_name]
    number_first = bool(marked) and marked[0].is_number
    joined: list[tuple[int, Person]] = []
    for number, person in people:
        first, second = (joined[-1], (number, person)) if joined else ((number, person),) * 2
        both = (first[1], person) if number_first else (person, first[1])
        belong = both[0].is_number and (both[1].is_own_name or (take_turns and both[1].is_name))
        if first[0] != second[0] and belong:
            first[1].name = first[1].name or person.name
            first[1].numbers = first[1].numbers or person.numbers
        else:
            joined.append((number, person))
    return joined


def _take_turns(people: Sequence[Person]) -> bool:
    """Whether on every second line there is a number and nothing else, and names between."""
    halves = (people[::2], people[1::2])
    return len(people) >= 2 * _TURNS and any(
        len(one) == len(other)
        and all(each.is_number for each in one)
        and all(each.is_name for each in other)
        for one, other in (halves, halves[::-1])
    )
