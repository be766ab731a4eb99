"""From the rows of a file to addresses: what each cell means."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Final

from django.core.exceptions import ValidationError

from dorst_portal.kit.inputs.text import clean_line
from dorst_portal.kit.tables import workbook
from dorst_portal.kit.tables.delimited import decoded, delimited_rows
from dorst_portal.kit.tables.headers import SAMPLE, find_header
from dorst_portal.kit.tables.limits import EMPTY, Unreadable, Unusable
from groups.places.address_files import words
from groups.places.address_files.columns import ON_THE_MAP, find_columns, known_columns
from groups.places.address_files.house_numbers import NumberProblem, house_number, one_of_both
from groups.places.address_files.limits import LIMITS, LONGEST_CELL, refuse_at_sight
from groups.places.address_files.rows import AddressRow, AddressTable
from groups.values.address_lines import likeliest, postcode_in
from groups.values.addresses import AddressError, HouseNumber, parse_postcode, plain_signs
from groups.values.rd_points import PointError, RdPoint, read_point

LONGEST_STREET: Final = 80
_STREET_BEGINS = re.compile(r"['’]?\w")
# What programs write where there is nothing.
_NOTHING: Final = frozenset(
    {"-", "–", "—", "--", "null", "(null)", "nan", "none", "nvt", "n.v.t.", "n.v.t", "geen"}
)
_MAY_BE_NOTHING: Final = ("huisletter", "toevoeging", "postcode", "woonplaats")

Rows = Iterator[tuple[int, list[str]]]


def read_file(content: bytes, chosen: Mapping[str, str] | None = None) -> AddressTable:
    """Read a CSV or XLSX file with addresses. `chosen` is which column a person said is what.

    Raises Unreadable; ColumnsUnknown when a person can help by pointing the columns out.
    """
    refuse_at_sight(content)
    rows = _rows_of(content)
    numbered = ((at, row) for at, row in enumerate(rows, 1) if any(row))
    # Twice as many: the header may be the last of those where it is looked for.
    first = list(islice(numbered, 2 * SAMPLE))
    if not first:
        raise Unreadable(EMPTY)
    header = find_header([row for _, row in first[:SAMPLE]], known_columns)
    names, sample = first[header][1], first[header + 1 :]
    if not sample:
        raise Unreadable(words.ONLY_HEADER)
    columns = find_columns(names, [row for _, row in sample], chosen or {})
    places, width = columns.places, len(names)
    read = [_read(at, row, places, width=width) for at, row in _at_most(chain(sample, numbered))]
    has_postcodes = "postcode" in places or any(row.postcode for row in read)
    return AddressTable(read, columns, has_postcodes)


def _rows_of(content: bytes) -> Iterator[list[str]]:
    if content.startswith(b"PK\x03\x04"):
        return workbook.workbook_rows(content, LIMITS)
    return delimited_rows(decoded(content, LIMITS), known=known_columns, limits=LIMITS)


def _at_most(rows: Rows) -> Rows:
    for count, one in enumerate(rows, 1):
        if count > LIMITS.most_rows:
            raise Unreadable(LIMITS.too_many)
        yield one


class _Problem(Exception):
    """Why a row is no address."""


def _read(at: int, row: list[str], columns: Mapping[str, int], *, width: int) -> AddressRow:
    """One row as an address. What can be read is kept where something else is wrong: an address
    with a strange postcode is still there, and what is of another place is of that place.
    """
    street = place = ""
    try:
        place = _cell_of("woonplaats", row, columns)
        cells = {name: _cell_of(name, row, columns) for name in columns if name not in ON_THE_MAP}
        if "adres" in cells:
            cells = _taken_apart(cells)
            place = cells["woonplaats"]
        street = _street(cells["straat"])
        number = _number(cells)
    except _Problem as problem:
        return AddressRow(at, street, place=place, problem=str(problem))
    try:
        postcode = _postcode(cells.get("postcode", ""))
        if any(cell.strip() for cell in row[width:]):
            raise _Problem(words.MORE_COLUMNS)
    except _Problem as problem:
        return AddressRow(at, street, number, "", place, str(problem))
    point, is_misplaced = _point(row, columns)
    return AddressRow(at, street, number, postcode, place, point=point, is_misplaced=is_misplaced)


def _point(row: list[str], columns: Mapping[str, int]) -> tuple[RdPoint | None, bool]:
    """Where the address lies, and whether the file says something that cannot be."""
    if not any(name in columns for name in ON_THE_MAP):
        return None, False
    try:
        return read_point(*(_plain_cell(name, row, columns) for name in ON_THE_MAP)), False
    except PointError:
        return None, True


def _plain_cell(name: str, row: list[str], columns: Mapping[str, int]) -> str:
    at = columns.get(name, len(row))
    cell = row[at] if at < len(row) else ""
    if isinstance(cell, Unusable) or len(cell) > LONGEST_CELL:
        raise PointError("no cell that can be read")
    return "" if cell.strip().lower() in _NOTHING else cell


def _cell_of(name: str, row: list[str], columns: Mapping[str, int]) -> str:
    at = columns.get(name, len(row))
    cell = row[at] if at < len(row) else ""
    if isinstance(cell, Unusable):
        raise _Problem(words.IN_COLUMN.format(column=name, problem=cell))
    if len(cell) > LONGEST_CELL:
        raise _Problem(words.LONG_CELL.format(column=name, most=LONGEST_CELL))
    if cell.isascii() and cell.isprintable():
        cell = cell.strip()  # most cells; cleaning each takes half of all the time
    else:
        try:
            cell = clean_line(plain_signs(cell), max_length=LONGEST_CELL)
        except ValidationError as error:
            said = words.IN_COLUMN.format(column=name, problem=error.messages[0])
            raise _Problem(said) from error
    return "" if name in _MAY_BE_NOTHING and cell.lower() in _NOTHING else cell


def _taken_apart(cells: Mapping[str, str]) -> dict[str, str]:
    """An address in one column in its parts; where a part has a column of its own, that one says.

    A number that stands in both stays as `again`: they must not differ.
    """
    reading = likeliest(cells["adres"])
    number = cells.get("huisnummer", "")
    return {
        **cells,
        "straat": reading.street,
        "huisnummer": reading.number or number,
        "again": number,
        "postcode": cells.get("postcode") or postcode_in(cells["adres"]),
        "woonplaats": cells.get("woonplaats") or ("", *reading.places)[-1],
    }


def _street(cell: str) -> str:
    cell = " ".join(cell.split())
    if not cell:
        raise _Problem(words.NO_STREET)
    if len(cell) > LONGEST_STREET:
        raise _Problem(words.LONG_STREET.format(most=LONGEST_STREET))
    if not _STREET_BEGINS.match(cell) or not any(sign.isalpha() for sign in cell):
        raise _Problem(words.NO_NAME_OF_A_STREET)
    return cell


def _number(cells: Mapping[str, str]) -> HouseNumber:
    """The house number; beside an address there may be a column of numbers that says it again."""
    text, again = cells["huisnummer"], cells.get("again", "")
    try:
        if not text:
            raise NumberProblem(words.NO_NUMBER)
        number = house_number(text, cells.get("huisletter", ""), cells.get("toevoeging", ""))
        return number if again in ("", text) else one_of_both(number, house_number(again))
    except NumberProblem as problem:
        raise _Problem(str(problem)) from problem


def _postcode(cell: str) -> str:
    if not cell:
        return ""
    try:
        return parse_postcode(cell)
    except AddressError as error:
        raise _Problem(words.POSTCODE_UNREADABLE.format(postcode=cell[:12])) from error
