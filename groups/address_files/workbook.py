"""XLSX: the rows of the first sheet that can be seen, of a workbook that was found harmless."""

import io
import warnings
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any, Final

from openpyxl import load_workbook

from groups.address_files.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, BadFile, Unusable
from groups.address_files.parcel import check_parcel

BROKEN: Final = "Dit Excel-bestand kunnen we niet lezen. Sla het opnieuw op, of maak er CSV van."
ALL_HIDDEN: Final = "In dit bestand zijn alle bladen verborgen. Maak het blad zichtbaar."
_FORMULA = Unusable("Hier staat een formule. Zet er de uitkomst neer.")
_DATE = Unusable("Hier staat een datum. Maak van deze kolom tekst.")
_ERROR = Unusable("Hier staat een fout van Excel.")


def workbook_rows(content: bytes) -> Iterator[list[str]]:
    """The rows of a workbook as texts; formulas, dates and errors come as `Unusable`."""
    check_parcel(content)
    try:
        yield from _rows(content)
    except BadFile:
        raise
    except Exception as error:  # a broken workbook fails in every way that there is
        raise BadFile(BROKEN) from error


def _rows(content: bytes) -> Iterator[list[str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and charts, which nobody asked for
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
            if sheet is None:
                raise BadFile(ALL_HIDDEN)
            sheet.reset_dimensions()  # what a file says of its size proves nothing
            for row in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1):
                yield _trimmed([_text(cell) for cell in row])
        finally:
            book.close()


def _trimmed(row: list[str]) -> list[str]:
    """Without the empty cells at its end: rows come as wide as we would take them."""
    while row and not row[-1]:
        row.pop()
    return row


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return _FORMULA
    if cell.data_type == "e":
        return _ERROR
    if isinstance(value, date | time | timedelta):
        return _DATE
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a spreadsheet keeps 12 as 12.0
    return str(value)[: LONGEST_CELL + 1]
