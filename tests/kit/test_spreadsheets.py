"""EX-04: no cell of a file that we give is a formula, whatever somebody typed."""

import csv
from io import StringIO

import pytest

from dorst_portal.kit.spreadsheets import csv_file, plain_cell, read_cell

FORMULAS = ["=1+1", "+31600000001", "-2", "@SUM(A1)", "|calc", "%x", " =1", "\t=1", "\r=1", "\n=1"]
HIDDEN = ['"=1', "'=1", "\ufeff=1", "\u200b=1", "\uff1d1", "\xa0+1", "\x00=1"]


@pytest.mark.parametrize("text", [*FORMULAS, *HIDDEN])
def test_ex_04_a_formula_becomes_text(text: str) -> None:
    assert plain_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Spoorstraat", "minder dan 5", "12", "a=b", "''", "  "])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert plain_cell(text) == text


def test_a_file_as_spreadsheets_here_read_it() -> None:
    response = csv_file("cijfers", ("Groep", "Leden"), [('De "Vliert"; west', "=52")])
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="cijfers.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    text = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert rows == [["Groep", "Leden"], ['De "Vliert"; west', "'=52"]]


@pytest.mark.parametrize(
    "text", [*FORMULAS, *HIDDEN, "", "'t Hart", "''", "'", "''=1", "12", "'+1"]
)
def test_ex_05_a_cell_is_read_back_as_it_was(text: str) -> None:
    assert read_cell(plain_cell(text)) == text
