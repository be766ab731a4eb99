"""From the rows of a file to addresses: which column is what, and what each cell means."""

import re
from collections.abc import Iterator
from typing import Final

from django.core.exceptions import ValidationError

from dorst_portal.kit.text import clean_line
from groups.address_files.delimited import delimited_rows
from groups.address_files.limits import (
    EMPTY,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    BadFile,
    Unusable,
    refuse_at_sight,
)
from groups.address_files.rows import AddressRow, AddressTable
from groups.address_files.workbook import workbook_rows
from groups.addresses import AddressError, HouseNumber, parse_house_number, parse_postcode

# The names that extracts give their columns, without blanks, lines and capitals.
COLUMNS: Final = {
    "straat": "straat",
    "straatnaam": "straat",
    "openbareruimte": "straat",
    "openbareruimtenaam": "straat",
    "huisnummer": "huisnummer",
    "huisletter": "huisletter",
    "huisnummertoevoeging": "toevoeging",
    "toevoeging": "toevoeging",
    "postcode": "postcode",
    "woonplaats": "woonplaats",
    "woonplaatsnaam": "woonplaats",
}
NEEDED: Final = ("straat", "huisnummer")
LONGEST_STREET: Final = 80
_NAMES_SHOWN: Final = 10
_STREET_BEGINS = re.compile(r"['’]?\w")

ONLY_HEADER: Final = "Dit bestand heeft alleen een kopregel. Er staan geen adressen in."
TOO_MANY: Final = "Dit bestand heeft meer dan 100.000 regels. Deel het in stukken."


def read_file(content: bytes) -> AddressTable:
    """Read a CSV or XLSX file with addresses. Raises BadFile."""
    refuse_at_sight(content)
    is_parcel = content.startswith(b"PK\x03\x04")
    rows = workbook_rows(content) if is_parcel else delimited_rows(content, _known)
    numbered = ((at, row) for at, row in enumerate(rows, 1) if any(row))
    _, names = next(numbered, (0, []))
    if not names:
        raise BadFile(EMPTY)
    columns = _columns(names)
    read = [_read(at, row, columns, width=len(names)) for at, row in _at_most(numbered)]
    if not read:
        raise BadFile(ONLY_HEADER)
    return AddressTable(read, _ignored(names), "postcode" in columns)


def _at_most(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for count, one in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise BadFile(TOO_MANY)
        yield one


# --- Columns ---------------------------------------------------------------------------------


def _known(names: list[str]) -> int:
    return sum(_meaning(name) is not None for name in names)


def _meaning(name: str) -> str | None:
    return COLUMNS.get(re.sub(r"[\s_\-.]", "", name).lower())


def _columns(names: list[str]) -> dict[str, int]:
    """Where each column stands. Raises BadFile when one is missing, or stands there twice."""
    if len(names) > MOST_COLUMNS:
        raise BadFile(f"Dit bestand heeft meer dan {MOST_COLUMNS} kolommen.")
    columns: dict[str, int] = {}
    for at, name in enumerate(names):
        meaning = _meaning(name)
        if meaning is None:
            continue
        if meaning in columns:
            first = _shown(names[columns[meaning]])
            raise BadFile(f"De kolommen {first} en {_shown(name)} betekenen hetzelfde.")
        columns[meaning] = at
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        what = "de kolommen" if len(missing) > 1 else "de kolom"
        seen = ", ".join(_shown(name) for name in names if name)[:160]
        raise BadFile(f"We missen {what} {' en '.join(missing)}. We zien: {seen}.")
    return columns


def _ignored(names: list[str]) -> list[str]:
    others = [_shown(name) for name in names if name.strip() and _meaning(name) is None]
    return others[:_NAMES_SHOWN]


def _shown(name: str) -> str:
    try:
        return clean_line(name[:LONGEST_CELL], max_length=LONGEST_CELL)[:40]
    except ValidationError:
        return "?"


# --- Cells -----------------------------------------------------------------------------------


class _Problem(Exception):
    """Why a row is no address."""


def _read(at: int, row: list[str], columns: dict[str, int], *, width: int) -> AddressRow:
    """One row as an address. What can be read is kept where something else is wrong: an address
    with a strange postcode is still there.
    """
    street = ""
    try:
        cells = {name: _cell(row, place, name) for name, place in columns.items()}
        street = _street(cells["straat"])
        number = _number(cells)
    except _Problem as problem:
        return AddressRow(at, street, problem=str(problem))
    place = cells.get("woonplaats", "")
    try:
        postcode = _postcode(cells.get("postcode", ""))
        if any(cell.strip() for cell in row[width:]):
            raise _Problem("Deze regel heeft meer kolommen dan de kopregel.")
    except _Problem as problem:
        return AddressRow(at, street, number, "", place, str(problem))
    return AddressRow(at, street, number, postcode, place)


def _cell(row: list[str], place: int, name: str) -> str:
    cell = row[place] if place < len(row) else ""
    if isinstance(cell, Unusable):
        raise _Problem(f"Kolom {name}: {cell}")
    if len(cell) > LONGEST_CELL:
        raise _Problem(f"Kolom {name}: de tekst is langer dan {LONGEST_CELL} tekens.")
    if cell.isascii() and cell.isprintable():
        return cell.strip()  # most cells; cleaning each takes half of all the time
    try:
        return clean_line(cell, max_length=LONGEST_CELL)
    except ValidationError as error:
        raise _Problem(f"Kolom {name}: {error.messages[0]}") from error


def _street(cell: str) -> str:
    cell = " ".join(cell.split())
    if not cell:
        raise _Problem("Er staat geen straat.")
    if len(cell) > LONGEST_STREET:
        raise _Problem(f"De straat is langer dan {LONGEST_STREET} tekens.")
    if not _STREET_BEGINS.match(cell) or not any(sign.isalpha() for sign in cell):
        raise _Problem("Dit is geen naam van een straat.")
    return cell


def _number(cells: dict[str, str]) -> HouseNumber:
    """Number, letter and addition as people write them: the same address has one form."""
    number, letter = cells["huisnummer"], cells.get("huisletter", "")
    addition = cells.get("toevoeging", "")
    if not number:
        raise _Problem("Er staat geen huisnummer.")
    if letter and not re.fullmatch(r"[A-Za-z]", letter):
        raise _Problem("Kolom huisletter: hier hoort 1 letter.")
    text = f"{number}{letter}{'-' if addition else ''}{addition}"
    try:
        return parse_house_number(text)
    except AddressError as error:
        raise _Problem(f"Huisnummer ‘{text[:20]}’ kunnen we niet lezen.") from error


def _postcode(cell: str) -> str:
    if not cell:
        return ""
    try:
        return parse_postcode(cell)
    except AddressError as error:
        raise _Problem(f"Postcode ‘{cell[:12]}’ kunnen we niet lezen.") from error
