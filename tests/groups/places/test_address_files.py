"""EX-07, EX-08: any file ends in rows with their problems, or in a clean refusal in Dutch."""

import time
import tracemalloc
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from dorst_portal.kit.tables.limits import Unreadable
from groups.places.address_files.rows import AddressTable
from groups.places.address_files.table import read_file
from tests.groups.places import address_samples as samples
from tests.groups.places.address_samples import GOOD, bag, many, repacked, sheet

SPOORSTRAAT_12 = [(2, "Spoorstraat", "12", "")]


def read(content: bytes) -> list[tuple[int, str, str, str]]:
    """Row, street, number and problem of every row."""
    return [
        (one.row, one.street, str(one.number or ""), one.problem) for one in read_file(content).rows
    ]


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_file(content)
    return str(refused.value)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_kind_of_text_is_read(encoding: str, delimiter: str, end: str) -> None:
    lines = [["Straat", "Huisnummer"], ["Caféstraat", "12a"], ["'t Hoekske", "3"]]
    content = end.join(delimiter.join(line) for line in lines).encode(encoding)
    assert read(content) == [(2, "Caféstraat", "12a", ""), (3, "'t Hoekske", "3", "")]


@pytest.mark.parametrize(
    "header",
    [
        "straat;huisnummer",
        "OpenbareRuimte;HUISNUMMER",
        "openbare_ruimte_naam;huisnummer",
        " Straatnaam ; Huis nummer",
    ],
)
def test_the_names_of_columns_are_known_in_any_notation(header: str) -> None:
    assert read(bag("Spoorstraat;12", header=header)) == SPOORSTRAAT_12


@pytest.mark.parametrize(
    ("cell", "number", "place"),
    [
        ("Spoorstraat 12", "12", ""),
        ("12 Spoorstraat", "12", ""),
        ("Spoorstraat nr. 12", "12", ""),
        ("\u202aSpoorstraat\u00a0\uff11\uff12\u202c", "12", ""),
        ("Spoorstraat 12\u20132", "12-2", ""),
        ("Spoorstraat 12 3 hoog", "12-3hoog", ""),
        ("Spoorstraat 12, 4849 XA Dorst", "12", "Dorst"),
        ("Spoorstraat 12 (Oosterhout)", "12", "Oosterhout"),
    ],
)
def test_a_whole_address_in_one_cell_is_read_as_in_the_forms(
    cell: str, number: str, place: str
) -> None:
    (row,) = read_file(f"Adres\n{cell}\n".replace(cell, f'"{cell}"').encode()).rows
    assert (row.street, str(row.number), row.place) == ("Spoorstraat", number, place)


def test_what_may_be_two_numbers_is_no_address_of_a_file() -> None:
    table = read_file(bag("Spoorstraat;62-66", "Spoorstraat;12 en 14"))
    assert [row.number for row in table.rows] == [None, None]


def test_other_columns_are_named_and_do_nothing() -> None:
    table = read_file(bag("1;Spoorstraat;12;seters", header="is_staff;straat;huisnummer;group"))
    assert table.columns.ignored == ["is_staff", "group"]
    assert [(row.street, row.problem) for row in table.rows] == [("Spoorstraat", "")]


@pytest.mark.parametrize(
    ("number", "letter", "addition", "means"),
    [
        ("12", "", "", "12"),
        ("12", "A", "", "12a"),
        ("12", "", "2", "12-2"),
        ("12", "A", "2", "12a-2"),
        ("12", "", "BIS", "12 bis"),
        # As a resident writes it: one household has one form.
        ("12", "", "A", "12a"),
        ("12a", "", "", "12a"),
    ],
)
def test_a_number_is_what_a_resident_makes_of_it(
    number: str, letter: str, addition: str, means: str
) -> None:
    header = "straat;huisnummer;huisletter;huisnummertoevoeging"
    content = bag(f"Spoorstraat;{number};{letter};{addition}", header=header)
    assert read(content) == [(2, "Spoorstraat", means, "")]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (";12;;;4849 AB;Dorst", "Er staat geen straat."),
        ("Spoorstraat;;;;4849 AB;Dorst", "Er staat geen huisnummer."),
        ("Spoorstraat;twaalf;;;4849 AB;Dorst", "Huisnummer ‘twaalf’ kunnen we niet lezen."),
        ("Spoorstraat;123456;;;;Dorst", "Huisnummer ‘123456’ kunnen we niet lezen."),
        ("Spoorstraat;12;AB;;;Dorst", "Kolom huisletter: hier hoort 1 letter."),
        ("Spoorstraat;12;;;4849;Dorst", "Postcode ‘4849’ kunnen we niet lezen."),
        ("=cmd|calc;12;;;;Dorst", "Dit is geen naam van een straat."),
        ("12;12;;;;Dorst", "Dit is geen naam van een straat."),
        ("Spoorstraat;12;;;;Dorst;meer", "Deze regel heeft meer kolommen dan de kopregel."),
        (f"{'x' * 81};12", "De straat is langer dan 80 tekens."),
        ("Spoor\u202estraat;12", "Kolom straat: Hier staat een teken in dat we niet kunnen"),
    ],
)
def test_a_row_that_is_no_address_says_why(line: str, problem: str) -> None:
    ((row, _, _, told),) = read(bag(line))
    assert row == 2
    assert told.startswith(problem)


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    content = bag("Spoorstraat;12", "", '"Spoor\nstraat";13', "Spoorstraat;14")
    assert [row[0] for row in read(content)] == [2, 4, 5]


def test_a_cell_of_a_megabyte_is_a_problem_of_its_row() -> None:
    (long, good) = read(bag(f"{'x' * 1_000_000};1", "Spoorstraat;12"))
    assert long[3] == "Kolom straat: de tekst is langer dan 200 tekens."
    assert good == (3, "Spoorstraat", "12", "")


def test_a_hundred_thousand_rows_are_read_and_one_more_is_not() -> None:
    began = time.monotonic()
    assert len(read_file(many(100_000)).rows) == 100_000
    assert time.monotonic() - began < 20  # a second on an idle machine
    assert "meer dan 100.000 regels" in refusal(many(100_001))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Dit bestand is leeg."),
        (b"\xef\xbb\xbf \r\n", "Dit bestand is leeg."),
        (bag(), "Dit bestand heeft alleen een kopregel."),
        (bag("1;2", header="a;b"), "We missen de kolommen straat en huisnummer. We zien: a"),
        (bag("x", header="straat"), "We missen de kolom huisnummer."),
        (bag("x;y;1", header="straat;straatnaam;huisnummer"), "betekenen hetzelfde"),
        (bag("Spoor\0straat;12"), "Dit bestand is geen tekst."),
        (bag('"Spoorstraat;12', "Seters;3"), "Op regel 2 staat een aanhalingsteken verkeerd."),
        (bag('Seters;3', '"Spoor"straat;12'), "Op regel 3 staat een aanhalingsteken verkeerd."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "Dit bestand is geen tekst."),
        (b"\xff\xfea", "Dit bestand is geen tekst."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "Een oud Excel-bestand"),
        (b"%PDF-1.7 ...", "Dit is een PDF."),
        (b"x" * (10 * 1024 * 1024 + 1), "groter dan 10 MB"),
        (bag("x;1", header=";".join(["straat", "huisnummer", *("x" * 70)])), "60 kolommen"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_words(content: bytes, why: str) -> None:
    assert why in refusal(content)


# --- XLSX ------------------------------------------------------------------------------------


def test_a_workbook_is_read_with_its_numbers() -> None:
    rows = [["straat", "huisnummer", "huisletter"], ["Spoorstraat", 12, None], ["Seters", 3.0, "b"]]
    assert read(sheet(rows)) == [(2, "Spoorstraat", "12", ""), (3, "Seters", "3b", "")]


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("=1+1", "Kolom huisnummer: Hier staat een formule. Zet er de uitkomst neer."),
        (date(2026, 2, 1), "Kolom huisnummer: Hier staat een datum. Maak van deze kolom tekst."),
        ("#N/A", "Kolom huisnummer: Hier staat een fout van Excel."),
        (True, "Huisnummer ‘True’ kunnen we niet lezen."),
        (1e300, "Kolom huisnummer: de tekst is langer dan 200 tekens."),
        (12.5, "Huisnummer ‘12.5’ kunnen we niet lezen."),
    ],
)
def test_a_cell_that_is_no_value_is_a_problem_of_its_row(cell: Any, problem: str) -> None:
    rows = [["straat", "huisnummer"], ["Spoorstraat", cell], ["Spoorstraat", 12]]
    wrong, good = read(sheet(rows))
    assert wrong[3] == problem
    assert good[3] == ""


def test_hidden_sheets_are_passed_by() -> None:
    def hide(book: Workbook) -> None:
        book.active.sheet_state = "hidden"
        shown = book.create_sheet("Adressen")
        for row in [["straat", "huisnummer"], ["Seters", 3]]:
            shown.append(row)

    assert read(sheet(GOOD, hide)) == [(2, "Seters", "3", "")]


HOSTILE = {
    "zip bomb": (samples.bomb, "zit te veel"),
    "100,000 entries": (samples.many_parts, "zit te veel"),
    "encrypted": (samples.encrypted, "heeft een wachtwoord"),
    "entity expansion": (lambda: samples.with_entities('<!ENTITY a "b">'), "niet in een Excel-bes"),
    "external entity": (
        lambda: samples.with_entities('<!ENTITY a SYSTEM "http://canary.example.org/">'),
        "niet in een Excel-bestand hoort",
    ),
    "external link": (samples.with_outside_link, "buiten het bestand"),
    "macros": (samples.with_macros, "macro's"),
    "macros by name": (lambda: repacked(sheet(GOOD), {"xl/vbaProject.bin": b"x"}), "macro's"),
    "../": (lambda: repacked(sheet(GOOD), {"../../evil.xml": b"<x/>"}), "niet in een Excel"),
    "absolute": (lambda: repacked(sheet(GOOD), {"/etc/x.xml": b"<x/>"}), "niet in een Excel"),
    "a row of a million cells": (lambda: samples.one_row_of_cells(1_000_000), "zit te veel"),
    "all hidden": (samples.hidden_only, "alle bladen verborgen"),
    "other zip": (lambda: repacked(sheet(GOOD), {})[:-30], "geen Excel-bestand"),
    "no sheet": (lambda: samples.sheet_with("<worksheet"), "geen Excel-bestand"),
    "strange sheet": (
        lambda: samples.sheet_with(
            f'<worksheet xmlns="{samples.MAIN}"><sheetData><row r="x"><c r="?" t="s"><v>9</v></c>'
            "</row></sheetData></worksheet>"
        ),
        "kunnen we niet lezen",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_ex_08_a_hostile_workbook_is_refused_soon_and_costs_little(name: str) -> None:
    make, why = HOSTILE[name]
    content = make()
    tracemalloc.start()
    began = time.monotonic()
    try:
        assert why in refusal(content)
        assert time.monotonic() - began < 5
        assert tracemalloc.get_traced_memory()[1] < 200 * 1024 * 1024
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=300))
def test_any_bytes_end_in_rows_or_a_refusal(content: bytes) -> None:
    for start in (b"", b"straat;huisnummer\n", b"PK\x03\x04"):
        try:
            told: AddressTable | str = read_file(start + content)
        except Unreadable as refused:
            told = str(refused)
        assert told
