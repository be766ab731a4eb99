"""From the bytes of a file to a sheet: what kind of file it is says what is in it. Pure."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from django.utils.translation import gettext_noop

from dorst_portal.kit.spreadsheets import read_cell
from dorst_portal.kit.tables import workbook
from dorst_portal.kit.tables.delimited import DELIMITERS, decoded, delimited_rows
from dorst_portal.kit.tables.headers import SAMPLE, find_header
from dorst_portal.kit.tables.limits import EMPTY, Unreadable, refuse_at_sight
from groups.members.list_files.cards import is_card, read_cards
from groups.members.list_files.column_names import known_parts, names_somebody
from groups.members.list_files.limits import LIMITS, NO_LIST
from groups.members.list_files.lines import read_lines
from groups.members.list_files.parts import Numbered, Sheet, sheet_of

# What programs call a list, and is a page, a letter or data: by its first signs.
_NO_LIST: Final = re.compile(
    r"\s*(?:<(?:!doctype|html|head|body|meta|table|\?xml)\b|\{\\rtf|[\[{]\s*[\[{\"])", re.IGNORECASE
)
_WORKBOOK: Final = b"PK\x03\x04"
SEVERAL_SHEETS: Final = gettext_noop(
    "In dit bestand staan {count} bladen met mensen: {names}. "
    "Bewaar elk blad als een eigen bestand."
)


def read_list(content: bytes, *, filename: str = "") -> Sheet:
    """Read a CSV, XLSX or VCF file with people. What it is follows from the bytes: `filename` is
    only what somebody called it. Raises Unreadable.
    """
    refuse_at_sight(content, LIMITS)
    if content.startswith(_WORKBOOK):
        return _of_workbook(content)
    text = decoded(content, LIMITS)
    if _NO_LIST.match(text):
        raise Unreadable(f"{NO_LIST} {LIMITS.choose}")
    return read_cards(text) if is_card(text) else read_text(text)


def read_text(text: str, *, said: str = "") -> Sheet:
    """Read lines with a sign between their cells; without such a sign, or with only commas and no
    names of columns, as what somebody pasted. `said` is the sign where that is known. Raises
    Unreadable.
    """
    try:
        rows = _numbered(delimited_rows(text, known=known_parts, limits=LIMITS, said=said))
    except Unreadable:  # a quote somewhere, which is no harm among words
        if _names_columns(text):
            raise
        return read_lines(text)
    # What our own export put before a formula is taken away again.
    rows = [(number, [read_cell(cell) for cell in row]) for number, row in rows]
    header = _header_of(rows)
    if header is not None:
        return _below(header, rows)
    is_one = len(rows) == 1 or max((len(row) for _, row in rows), default=1) == 1
    if is_one or not re.search('[;\t|"]', text):
        return read_lines(text)
    return sheet_of([], rows)


def _of_workbook(content: bytes) -> Sheet:
    """The one sheet with people in it. Raises Unreadable, also where there are more."""
    sheets = [(title, _numbered(rows)) for title, rows in workbook.workbook_sheets(content, LIMITS)]
    filled = [(title, rows, _header_of(rows)) for title, rows in sheets if rows]
    if not filled:
        raise Unreadable(EMPTY)
    # Beside the list there may be a sheet with something else; only its names of columns tell.
    lists = [one for one in filled if one[2] is not None] or filled
    if len(lists) > 1:
        names = ", ".join(title for title, *_ in lists)[:100]
        raise Unreadable(SEVERAL_SHEETS.format(count=len(lists), names=names))
    _, rows, header = lists[0]
    return sheet_of([], rows) if header is None else _below(header, rows)


def _numbered(rows: Iterable[Sequence[str]]) -> Numbered:
    """The rows that hold something with their numbers; one too many at most."""
    numbered = ((at, row) for at, row in enumerate(rows, 1) if any(row))
    return list(islice(numbered, LIMITS.most_rows + SAMPLE + 1))


def _header_of(rows: Numbered) -> int | None:
    """Which row names the columns; None where none does."""
    if not rows:
        return None
    at = find_header([row for _, row in rows[:SAMPLE]], known_parts)
    return at if known_parts(rows[at][1]) else None


def _below(header: int, rows: Numbered) -> Sheet:
    """What stands below the header, without its repetitions on each page. What stands above it is a
    title, unless it is somebody.
    """
    headers = rows[header][1]
    above = [one for one in rows[:header] if names_somebody(one[1]) and sum(map(bool, one[1])) > 1]
    return sheet_of(headers, [*above, *(one for one in rows[header + 1 :] if one[1] != headers)])


def _names_columns(text: str) -> bool:
    lines = text[:2_000].splitlines()[:SAMPLE]
    return any(known_parts(line.split(sign)) for line in lines for sign in DELIMITERS)
