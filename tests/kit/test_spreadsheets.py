"""EX-04: no cell of a file that we give is a formula, whatever somebody typed."""

import csv
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from dorst_portal.kit.spreadsheets import XLSX, csv_file, plain_cell, read_cell, xlsx_file

FORMULAS = ["=1+1", "+31600000001", "-2", "@SUM(A1)", "|calc", "%x", " =1", "\t=1", "\r=1", "\n=1"]
HIDDEN = ['"=1', "'=1", "\ufeff=1", "\u200b=1", "\uff1d1", "\xa0+1", "\x00=1"]


@pytest.mark.parametrize("text", [*FORMULAS, *HIDDEN])
def test_ex_04_a_formula_becomes_text(text: str) -> None:
    assert plain_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "Spoorstraat", "minder dan 5", "12", "a=b", "''", "  ", "X=1"]
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert plain_cell(text) == text


def test_a_file_as_spreadsheets_here_read_it() -> None:
    response = csv_file("cijfers", ("Groep", "Leden"), [('De "Vliert"; west', "=52")])
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="cijfers.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    text = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert text == 'Groep;Leden\r\n"De ""Vliert""; west";\'=52\r\n'
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert rows == [["Groep", "Leden"], ['De "Vliert"; west', "'=52"]]


@pytest.mark.parametrize(
    "text", [*FORMULAS, *HIDDEN, "", "'t Hart", "''", "'", "''=1", "12", "'+1"]
)
def test_ex_05_a_cell_is_read_back_as_it_was(text: str) -> None:
    assert read_cell(plain_cell(text)) == text


def test_a_heading_is_no_formula_either() -> None:
    text = csv_file("x", ("=1", "Leden"), []).content.decode("utf-8-sig")
    assert text == "'=1;Leden\r\n"


def test_ex_04_a_workbook_is_a_sheet_of_texts() -> None:
    answer = xlsx_file("leden", ("Naam", "Nummer"), [("=1+1", "0612"), ("", "_x0041_ <&>")])
    assert answer["Content-Type"] == XLSX
    assert answer["Content-Disposition"] == 'attachment; filename="leden.xlsx"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Blad1"]
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[:2] == [["Naam", "Nummer"], ["=1+1", "0612"]]
    assert {cell.data_type for cell in book.worksheets[0][2]} <= {"s", "inlineStr"}
    with ZipFile(BytesIO(answer.content)) as parcel:
        assert {part.compress_type for part in parcel.infolist()} == {ZIP_DEFLATED}
        # Of the same day each time: nobody reads from it when it was made.
        assert {part.date_time for part in parcel.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        sheet = parcel.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.startswith('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet')
    assert "</row><row>" in sheet
    assert sheet.count("</c><c ") == 3
    assert '<t xml:space="preserve">_x005F_x0041_ &lt;&amp;&gt;</t>' in sheet


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x0b", "\x1f", "\ud800", "\uffff"])
def test_what_xml_cannot_hold_is_left_out_of_a_workbook(sign: str) -> None:
    answer = xlsx_file("leden", ("Naam",), [(f"Jan{sign}sen",)])
    book = load_workbook(BytesIO(answer.content))
    assert book.worksheets[0]["A2"].value == "Jansen"
