"""Which column of a list is what: by its name, else by what stands in it. Pure."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from django.core.exceptions import ValidationError

from dorst_portal.identity.current import here
from dorst_portal.kit.inputs.emails import read_email
from groups.members.list_files.column_names import WORDS_ONLY, part_named, part_worded
from groups.members.list_files.numbers import read_number
from groups.members.list_files.parts import Part, Sheet
from groups.values.address_lines import likeliest
from groups.values.addresses import AddressError, parse_postcode
from groups.values.places import fold_place

_JUDGED: Final = 60
_LONGEST: Final = 200
# Of the cells that hold something so many of ten must be it.
_MOST: Final = 6
# From this rank on a name of a column says too little by itself.
_UNSURE: Final = 2
_SEVERAL: Final = (Part.MOBILE, Part.EMAIL, Part.ADDITION)

Guess = list[Part | None]


def guess_parts(sheet: Sheet) -> tuple[Part | None, ...]:
    """What each column of a list seems to be; None is nothing that we use. Of telephone numbers,
    e-mail addresses and additions there may be more columns, of everything else one.
    """
    columns = [
        [cell for _, row in sheet.rows[:_JUDGED] if (cell := row[at].strip()[:_LONGEST])]
        for at in range(len(sheet.headers))
    ]
    guess = _by_names(sheet.headers, columns)
    _mend_names(guess, sheet)
    _mend_address(guess, sheet.headers, columns)
    _by_content(guess, columns)
    return tuple(guess)


def is_address(cell: str) -> bool:
    """Whether a text looks like street and number."""
    if not re.search(r"\d", cell):  # most cells, and reading an address takes long
        return False
    reading = likeliest(cell[:_LONGEST])
    return bool(reading.number) and len(re.findall(r"[^\W\d_]", reading.street)) > 2


def is_email(cell: str) -> bool:
    """Whether a text is an e-mail address."""
    try:
        return bool(read_email(cell))
    except ValidationError:
        return False


def is_postcode(cell: str) -> bool:
    """Whether a text is a postcode."""
    try:
        return bool(parse_postcode(cell[:_LONGEST]))
    except AddressError:
        return False


def _is_mobile(cell: str) -> bool:
    return read_number(cell).is_mobile


def _is_name(cell: str) -> bool:
    return len(re.findall(r"[^\W\d_]", cell)) > 1 and not re.search(r"[0-9@]", cell)


def _is_house(cell: str) -> bool:
    return bool(re.match(r"\D{0,4}[0-9]{1,5}(?![0-9])", cell))


def _is_only_house(cell: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,4}\s?-?[A-Za-z0-9]{0,3}", cell))


def _is_place(cell: str) -> bool:
    return fold_place(cell) == fold_place(here().village)


_CONTENT: Final[tuple[tuple[Part, Callable[[str], bool]], ...]] = (
    (Part.MOBILE, _is_mobile),
    (Part.EMAIL, is_email),
    (Part.POSTCODE, is_postcode),
    (Part.PLACE, _is_place),
    (Part.ADDRESS, is_address),
    (Part.NAME, _is_name),
)
_LIKE: Final = dict(_CONTENT)


def _mostly(cells: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(map(test, cells)) * 10 >= len(cells) * _MOST


def _by_names(headers: Sequence[str], columns: Sequence[Sequence[str]]) -> Guess:
    """By the names; of two columns that could be one thing the one that holds something, then the
    one with the plainer name, then the first.
    """
    named = [part_named(name) or part_worded(name) for name in headers]
    guess: Guess = [None] * len(headers)
    order = sorted(
        (not columns[at], found[1], at, found[0]) for at, found in enumerate(named) if found
    )
    for _, rank, at, named_part in order:
        part = named_part
        if part == Part.HOUSE_NUMBER and rank >= _UNSURE and _mostly(columns[at], _is_mobile):
            part = Part.MOBILE
        test = _LIKE.get(part)
        if rank >= _UNSURE and test and columns[at] and not _mostly(columns[at], test):
            continue
        if rank == WORDS_ONLY and not columns[at]:
            continue
        if part in _SEVERAL or part not in guess:
            guess[at] = part
    return guess


def _mend_names(guess: Guess, sheet: Sheet) -> None:
    """ "Naam" beside a first name is the last name, and beside a last name that is not in it the
    first; a name by which an address book sorts is none beside its parts; "tv" between the parts
    of a name is no part of an address.
    """
    if Part.NAME in guess and Part.LAST_NAME in guess and Part.FIRST_NAME not in guess:
        whole, last = guess.index(Part.NAME), guess.index(Part.LAST_NAME)
        if not any(row[last] and row[last] in row[whole] for _, row in sheet.rows[:_JUDGED]):
            guess[whole] = Part.FIRST_NAME
    elif Part.FIRST_NAME in guess:
        for at, name in enumerate(sheet.headers):
            if guess[at] == Part.NAME:
                found = part_named(name)
                only = Part.LAST_NAME if Part.LAST_NAME not in guess else None
                guess[at] = only if only or (found and found[1] >= _UNSURE) else Part.NAME
            elif guess[at] == Part.ADDITION and at and guess[at - 1] == Part.FIRST_NAME:
                guess[at] = Part.INFIX


def _mend_address(guess: Guess, headers: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
    """One way to say an address: street and number apart, or in one column."""
    at = {part: place for place, part in enumerate(guess) if part is not None}
    street, whole, number = (
        at.get(part) for part in (Part.STREET, Part.ADDRESS, Part.HOUSE_NUMBER)
    )
    if number is not None and not _holds_houses(columns[number]):
        guess[number], number = None, None
    if street is not None and whole is not None:
        apart = number is not None or _mostly(columns[street], is_address)
        other = whole if apart else street
        guess[other] = None
        street, whole = (street, None) if apart else (None, whole)
    if street is not None and number is None and _mostly(columns[street], is_address):
        guess[street], street, whole = Part.ADDRESS, None, street
    if whole is not None and number is not None:
        if _mostly(columns[whole], is_address):
            guess[number] = None  # it counts the rows, or says it again
        else:
            guess[whole] = Part.STREET
    elif number is not None and street is None:
        found = part_named(headers[number])
        guess[number] = None if found and found[1] >= _UNSURE else Part.HOUSE_NUMBER
    if street is None and whole is None:
        guess[:] = [None if part == Part.ADDITION else part for part in guess]


def _holds_houses(cells: Sequence[str]) -> bool:
    return not cells or _mostly(cells, _is_house)


def _by_content(guess: Guess, columns: Sequence[Sequence[str]]) -> None:
    """What nothing was named after is looked for in the columns without a name that we know."""
    there = set(guess)
    has_name = there & {Part.NAME, Part.FIRST_NAME, Part.LAST_NAME}
    has_address = there & {Part.ADDRESS, Part.STREET}
    for part, test in _CONTENT:
        if part in there or (part == Part.NAME and has_name):
            continue
        if part == Part.ADDRESS and has_address:
            continue
        for at, cells in enumerate(columns):
            if guess[at] is None and _mostly(cells, test):
                guess[at] = part
                break
        if part == Part.ADDRESS and part not in guess:
            _street_and_number(guess, columns)


def _street_and_number(guess: Guess, columns: Sequence[Sequence[str]]) -> None:
    """A column of words with a column of house numbers behind it, where another one may hold the
    names: no sheet of two columns is meant, nor one that counts its rows.
    """
    words = [guess[at] is None and _mostly(cells, _is_name) for at, cells in enumerate(columns)]
    if sum(words) <= 1 and not {Part.NAME, Part.FIRST_NAME} & set(guess):
        return
    for at in range(1, len(columns)):
        if words[at - 1] and guess[at] is None and _mostly(columns[at], _is_only_house):
            guess[at - 1], guess[at] = Part.STREET, Part.HOUSE_NUMBER
            return
