"""Tables for a spreadsheet, in which no cell is a formula (EX-04)."""

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

from django.http import HttpResponse

# How a formula begins, also behind blanks, quotes and characters that nobody sees.
_FORMULA: Final = frozenset("=+-@|%")
_BYTE_ORDER: Final = "\ufeff"


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A file to save, as spreadsheets in this country read it: UTF-8 with its mark, and `;`."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([plain_cell(cell) for cell in header])
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)
    response = HttpResponse(
        (_BYTE_ORDER + text.getvalue()).encode(), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def plain_cell(text: str) -> str:
    """The text of a cell; what a spreadsheet would calculate gets an apostrophe before it."""
    first = next((sign for sign in unicodedata.normalize("NFKC", text) if _is_seen(sign)), "")
    return f"'{text}" if first in _FORMULA and first else text


def _is_seen(sign: str) -> bool:
    return not sign.isspace() and sign not in "\"'" and unicodedata.category(sign)[0] != "C"
