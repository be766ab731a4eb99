"""Workbooks."""

# ruff: noqa: E501
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from openpyxl import Workbook

from dorst_portal.kit.spreadsheets import xlsx_file
from groups.members.pages.files import HEADER
from tests.groups.members.lists.people import JAN, MIEN, ROWS, Who, number


def book(
    *sheets: Iterable[Sequence[Any]], change: Callable[[Workbook], None] | None = None
) -> bytes:
    """A workbook with these sheets."""
    made = Workbook()
    made.remove(made.active)
    for rows in sheets:
        sheet = made.create_sheet()
        for row in rows:
            sheet.append(list(row))
    if change:
        change(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def zeros(made: Workbook) -> None:
    """Show the numbers with a zero in front, as sheets are told to."""
    for row in made.worksheets[0].iter_rows(min_row=2, min_col=2, max_col=2):
        row[0].number_format = "00\\-00000000"


def hide_first(made: Workbook) -> None:
    """Hide the first sheet."""
    made.worksheets[0].sheet_state = "hidden"


def link_mail(made: Workbook) -> None:
    """As a sheet does by itself of an e-mail address."""
    made.worksheets[0]["D2"].hyperlink = "mailto:jan@example.org"


NUMBERS = [["Naam", "Mobiel", "Adres"], ["Jan", 612345678, "Spoorstraat 12"],
           ["Mien", 31612345678, "Seters 3a"], ["Oma", 612345678.0, None]]  # fmt: skip
BOOKS: Final[dict[str, tuple[bytes, list[Who]]]] = {
    "texts": (book(ROWS), [JAN, MIEN]),
    "numbers that lost their zero": (
        book(NUMBERS),
        [Who("Jan", "+31612345678", "Spoorstraat 12"), Who("Mien", "+31612345678", "Seters 3a"),
         Who("Oma", "+31612345678")],
    ),
    "numbers with a zero by their format": (
        book([["Naam", "Mobiel"], ["Jan", 600000001], ["Mien", 600000002]], change=zeros),
        [Who("Jan", number(1)), Who("Mien", number(2))],
    ),
    "a hidden sheet in front": (
        book([["Naam", "Mobiel"], ["Geheim", "0600000009"]], ROWS, change=hide_first), [JAN, MIEN],
    ),
    "a sheet with words beside it": (
        book([["Lees mij"], ["Deze lijst is van de buurt."]], ROWS, []), [JAN, MIEN],
    ),
    "links behind e-mail addresses": (
        book([[*ROWS[0], "Mail"], [*ROWS[1], "jan@example.org"]], change=link_mail),
        [JAN._replace(email="jan@example.org")],
    ),
    "a title, a blank row, house numbers as numbers": (
        book([["Ledenlijst"], [], ["Naam", "Straat", "Nr.", "Tel.nr."],
              ["Jan de Vries", "Spoorstraat", 12, "0600000001"]]),
        [JAN],
    ),
    "no header": (book(ROWS[1:]), [JAN, MIEN]),
    "this portal, XLSX": (
        bytes(xlsx_file("x", HEADER, [("Jan de Vries", "", "Spoorstraat 12", "06 00 00 00 01", "", ""),
                                      ("'=1_x0041_", "", "Seters 3a", "06 00 00 00 02", "", "")]).content),
        [JAN, Who("'=1_x0041_", number(2), "Seters 3a")],
    ),
}  # fmt: skip
