"""XLSX: the rows of the sheets that can be seen, of a workbook that was found harmless."""

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils.translation import gettext_noop
from openpyxl import load_workbook

from dorst_portal.kit.tables.cell_formats import written_as
from dorst_portal.kit.tables.limits import Limits, Unreadable, Unusable
from dorst_portal.kit.tables.parcel import check_parcel

BROKEN: Final = gettext_noop(
    "Dit Excel-bestand kunnen we niet lezen. Sla het opnieuw op, of maak er CSV van."
)
ALL_HIDDEN: Final = gettext_noop(
    "In dit bestand zijn alle bladen verborgen. Maak het blad zichtbaar."
)
_FORMULA = Unusable("Hier staat een formule. Zet er de uitkomst neer.")
_DATE = Unusable("Hier staat een datum. Maak van deze kolom tekst.")
_ERROR = Unusable("Hier staat een fout van Excel.")
# How a workbook writes a sign that XML has no place for, and what looks like that.
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def workbook_rows(content: bytes, limits: Limits) -> Iterator[list[str]]:
    """The rows of the first sheet as texts; formulas, dates and errors come as `Unusable`. Raises
    Unreadable.
    """
    with _opened(content, limits, values=False) as sheets:
        yield from _rows(sheets[0], limits, _strictly)


def workbook_sheets(content: bytes, limits: Limits) -> list[tuple[str, list[list[str]]]]:
    """The name and the rows of every sheet that can be seen, as a person sees them there: of a
    formula what it gave. Raises Unreadable.
    """
    with _opened(content, limits, values=True) as sheets:
        return [(sheet.title, list(_rows(sheet, limits, _as_seen))) for sheet in sheets]


@contextmanager
def _opened(content: bytes, limits: Limits, *, values: bool) -> Iterator[list[Any]]:
    check_parcel(content, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and charts, which nobody asked for
            book = load_workbook(
                io.BytesIO(content), read_only=True, keep_links=False, data_only=values
            )
            try:
                sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
                if not sheets:
                    raise Unreadable(ALL_HIDDEN)
                yield sheets
            finally:
                book.close()
    except Unreadable:
        raise
    except Exception as error:  # a broken workbook fails in every way that there is
        raise Unreadable(BROKEN) from error


def _rows(sheet: Any, limits: Limits, text: Callable[[Any], str]) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what a file says of its size proves nothing
    most = limits.most_columns + 1
    # Not max_col: then each row, however short, would be made as wide as the widest that we take.
    for row in sheet.iter_rows(max_row=limits.most_rows + 2):
        yield _trimmed([_cut(text(cell), limits.longest_cell + 1) for cell in row[:most]])


def _trimmed(row: list[str]) -> list[str]:
    """Without the empty cells at its end: rows come as wide as we would take them."""
    while row and not row[-1]:
        row.pop()
    return row


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length or isinstance(text, Unusable) else text[:length]


def _strictly(cell: Any) -> str:
    if cell.data_type == "f":
        return _FORMULA
    if cell.data_type == "e":
        return _ERROR
    if isinstance(cell.value, date | time | timedelta):
        return _DATE
    return _plain(cell.value)


def _as_seen(cell: Any) -> str:
    value = cell.value
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, int | float):
        plain = _plain(value)
        return written_as(plain, cell.number_format) if plain.isdecimal() else plain
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a spreadsheet keeps 12 as 12.0
    return _ESCAPED.sub(_sign, str(value))


def _sign(escaped: re.Match[str]) -> str:
    sign = chr(int(escaped[1], 16))
    if sign in "\t\n\r":
        return sign
    return sign if sign.isprintable() else ""
