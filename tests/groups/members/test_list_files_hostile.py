"""EX-07, EX-08: whatever comes in as a list of people ends in rows or in one sentence in Dutch."""

import io
import random
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from dorst_portal.kit import vcards
from dorst_portal.kit.inputs.text import clean_line
from dorst_portal.kit.spreadsheets import csv_file, xlsx_file
from groups.members.list_files import (
    RawPerson,
    Sheet,
    Unreadable,
    guess_parts,
    person_of,
    read_list,
    read_number,
    read_pasted,
)
from groups.members.pages.files import HEADER
from groups.members.pages.numbers import written_number
from tests.groups.members.lists.books import book
from tests.groups.members.lists.people import PLAIN, ROWS, csv
from tests.groups.places import address_samples as samples

# Seconds of work: a machine may do other work beside it.
SOON = 5
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "Dit bestand is leeg."),
    "blank": (lambda: b"\xef\xbb\xbf \r\n\t", "Dit bestand is leeg."),
    "an empty workbook": (lambda: book([]), "Dit bestand is leeg."),
    "only a header": (lambda: csv(PLAIN[0]), "alleen een kopregel"),
    "only a header in a workbook": (lambda: book(ROWS[:1]), "alleen een kopregel"),
    "old Excel, or a password": (lambda: b"\xd0\xcf\x11\xe0" + b"x" * 600, "Een oud Excel-bestand"),
    "a password inside": (samples.encrypted, "heeft een wachtwoord"),
    "macros": (samples.with_macros, "macro's"),
    "PDF": (lambda: b"%PDF-1.7 ...", "Dit is een PDF. Kies een CSV-, XLSX- of VCF-bestand."),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "Dit bestand is geen tekst."),
    "JPEG": (lambda: b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)), "geen tekst"),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic" + bytes(range(256)), "geen tekst"),
    "NUL": (lambda: csv(*PLAIN, "Jan\0;0600000001;x"), "geen tekst"),
    "more than 5 MB": (lambda: b"x" * (5 * 1024 * 1024 + 1), "groter dan 5 MB"),
    "10,001 rows": (
        lambda: csv(PLAIN[0], *["Jan;0600000001;x"] * 10_001), "meer dan 10.000 regels",
    ),
    "100,000 rows": (lambda: csv(*["Jan;0600000001"] * 100_000), "meer dan 10.000 regels"),
    "100,000 lines": (lambda: csv(*["Jan de Vries"] * 100_000), "meer dan 10.000 regels"),
    "100,000 cards": (
        lambda: b"BEGIN:VCARD\nFN:J\nEND:VCARD\n" * 100_000, "meer dan 10.000 regels",
    ),
    "100,000 on a line": (lambda: b"Jan, " * 100_000, "meer dan 10.000 regels"),
    "100,000 rows in a workbook": (
        lambda: samples.sheet_with(
            f'<worksheet xmlns="{samples.MAIN}"><sheetData>'
            + '<row><c t="inlineStr"><is><t>Jan</t></is></c></row>' * 100_000
            + "</sheetData></worksheet>"
        ),
        "zit te veel",
    ),
    "20,000 rows in a workbook": (
        lambda: book([["Naam"], *([["Jan"]] * 20_000)]), "meer dan 10.000 regels",
    ),
    "a cell of 1 MB": (lambda: csv(PLAIN[0], "x" * 1_000_000), "heel lange tekst"),
    "a line of 1 MB": (lambda: b"x" * 1_000_000, "heel lange tekst"),
    "a cell of 1 MB in a workbook": (
        lambda: samples.sheet_with(
            f'<worksheet xmlns="{samples.MAIN}"><sheetData><row><c t="inlineStr"><is><t>'
            f'{"x" * 1_000_000}</t></is></c></row></sheetData></worksheet>'
        ),
        "zit te veel",
    ),
    "a card of 1 MB": (
        lambda: b"BEGIN:VCARD\nFN:" + b"x" * 1_000_000 + b"\nEND:VCARD", "heel lange tekst",
    ),
    "one text many times": (lambda: book([[a_novel()]] * 300), "te veel tekst"),
    "a thousand columns": (lambda: csv(";".join(["Naam", *["x"] * 1_000]), "Jan" + ";y" * 900),
                           "meer dan 200 kolommen"),
    "two lists": (lambda: book(ROWS, ROWS), "2 bladen met mensen: Sheet, Sheet1."),
    "a quote that does not close": (lambda: csv(PLAIN[0], '"Jan;06'), "aanhalingsteken"),
    "no people on the cards": (lambda: b"BEGIN:VCARD\nKIND:group\nEND:VCARD\n", "geen contactk"),
    "LibreOffice": (
        lambda: a_zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "LibreOffice",
    ),
    "a page that is called XLS": (
        lambda: b"\n<html><table><tr><td>Jan</td></tr></table></html>", "een webpagina",
    ),
    "data": (lambda: b'{"members": [{"name": "Jan"}]}', "ander soort bestand"),
    "a letter": (lambda: b"{\\rtf1 Jan}", "ander soort bestand"),
    "zip bomb": (samples.bomb, "zit te veel"),
    "100,000 entries": (samples.many_parts, "groter dan 5 MB"),
    "entity expansion": (
        lambda: samples.with_entities('<!ENTITY b "bbbbbbbb"><!ENTITY a "&b;&b;&b;&b;">'),
        "niet in een Excel-bestand hoort",
    ),
    "external entity": (
        lambda: samples.with_entities('<!ENTITY a SYSTEM "file:///etc/passwd">'),
        "niet in een Excel-bestand hoort",
    ),
    "external link": (samples.with_outside_link, "buiten het bestand"),
    "../": (
        lambda: samples.repacked(book(ROWS), {"../../evil.xml": b"<x/>"}), "niet in een Excel",
    ),
    "a zip with something else": (lambda: a_zip("list.csv"), "geen Excel-bestand"),
    "all sheets hidden": (samples.hidden_only, "alle bladen verborgen"),
    "half a workbook": (lambda: book(ROWS)[:-40], "geen Excel-bestand"),
    "a row of a million cells": (lambda: samples.one_row_of_cells(1_000_000), "zit te veel"),
}  # fmt: skip


def a_novel() -> str:
    return "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz ", k=30_000))


def a_zip(name: str, text: str = "\n".join(PLAIN)) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parcel:
        parcel.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize("name", REFUSED)
def test_ex_08_what_is_no_list_is_refused_soon_in_one_sentence(name: str) -> None:
    make, why = REFUSED[name]
    content = make()
    began = time.process_time()
    with pytest.raises(Unreadable) as refused:
        read_list(content, filename="leden.csv")
    assert time.process_time() - began < SOON
    assert why in str(refused.value)


@pytest.mark.parametrize("name", ["zip bomb", "a row of a million cells", "one text many times"])
def test_ex_08_what_would_grow_costs_little(name: str) -> None:
    content = REFUSED[name][0]()
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable):
            read_list(content, filename="leden.xlsx")
        assert tracemalloc.get_traced_memory()[1] < 200 * 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Hier staat nog niets."),
        (" \n\u200e\t", "Hier staat nog niets."),
        ("Jan\0", "een teken dat we niet kunnen lezen"),
        ("x" * 6_000_000, "te veel tekst"),
        ("Jan, " * 20_000, "meer dan 10.000"),
        ("Naam\tMobiel", "alleen een kopregel"),
        ("online\n", "leeg"),
    ],
)
def test_pasted_text_without_a_list_is_refused(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_pasted(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000, '"' * 50_000, "<" * 50_000, "0" * 50_000, "+31 " * 20_000, "a@" * 25_000,
        "06 0000 0001, " * 3_000, ":;=" * 20_000, "1) " * 20_000, "~" * 50_000, "\\" * 50_000,
        "BEGIN:VCARD\n" * 20_000, "BEGIN:VCARD\nN" + ";" * 50_000, "A;B\n" * 9_000,
        "BEGIN:VCARD\n" + "TEL:1\n" * 50_000, "Jan de Vries, Spoorstraat 12, 06-00000001\n" * 9_000,
    ],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    with suppress(Unreadable):
        assert read_pasted(text).rows
    assert time.process_time() - began < SOON


def all_of(sheet: Sheet) -> list[RawPerson]:
    """Everybody in a sheet; what holds of each sheet is looked at."""
    parts = guess_parts(sheet)
    assert len(parts) == len(sheet.headers)
    assert all(sheet.headers)
    numbers = [number for number, _ in sheet.rows]
    assert sorted(set(numbers)) == numbers
    people = []
    for number, cells in sheet.rows:
        assert len(cells) == len(sheet.headers)
        person = person_of(number, cells, parts)
        read_number(person.mobile)
        people.append(person)
    return people


LISTISH = st.lists(
    st.sampled_from(
        ["Naam", "Mobiel", "Jan", "de Vries", "~Piet", "Jij", "+31 6 0000 0001", "06-00000002",
         "Spoorstraat 12", "4849 XA", "Dorst", "jan@example.org", ",", ";", "\t", "|", "\n", "\r\n",
         " ", '"', "'", "<", ">", "(", ")", ":", "-", "=", "\\", "\u202a", "\u2028", "\x0b", "é",
         "1. ", "online", "BEGIN:VCARD", "END:VCARD", "TEL:", "N:", "FN:", "sep=;", "E+10"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(LISTISH | st.text(max_size=200))
def test_any_text_ends_in_people_or_a_refusal(text: str) -> None:
    with suppress(Unreadable):
        assert all_of(read_pasted(text))


@given(st.binary(max_size=300) | LISTISH.map(str.encode))
def test_ex_07_any_bytes_end_in_people_or_a_refusal(content: bytes) -> None:
    for start in (b"", b"Naam;Mobiel\n", b"PK\x03\x04", b"BEGIN:VCARD\n"):
        with suppress(Unreadable):
            assert all_of(read_list(start + content, filename=""))


@given(
    st.lists(st.sampled_from(["Jan", "Mien", "Oma Truus", "Piet van Nr"]), min_size=1, max_size=9)
)
def test_nobody_of_a_list_of_names_is_lost(names: list[str]) -> None:
    for between in (", ", "\n", " \r\n"):
        if between == ", " and len(names) < 3:
            continue
        assert [one.name for one in all_of(read_pasted(between.join(names)))] == names


# --- There and back again ----------------------------------------------------------------------

SIGNS = (
    "=+-@|%'\"\t;,:\\/<>&_x0041_{}()[]#~*.0123456789 abcXYZéàßøłijIJ’‘“”…–—€"
    "محمد李小龍👩\u200d👩\u200d👧e\u0301\u00a0\uff1d"
)


def hostile(count: int) -> list[list[str]]:
    """Rows as the portal could hold them, of signs that files stumble over."""
    chance = random.Random(1)
    rows = []
    while len(rows) < count:
        texts = ["".join(chance.choices(SIGNS, k=chance.randint(1, 100))) for _ in range(3)]
        try:
            name, organisation, street = (clean_line(text, max_length=100) for text in texts)
        except ValidationError:
            continue
        name = name or "Jan"
        mobile = f"+3160000{len(rows) % 10_000:04}"
        address = f"{street} 12".strip()
        rows.append([name, organisation, address, mobile, f"p{len(rows)}@example.org"])
    return rows


def written(row: list[str]) -> list[str]:
    return [*row[:3], written_number(row[3]), row[4], "2026-01-01"]


def rows_in(content: bytes) -> list[list[str]]:
    """The people of a list, as a row of the portal holds them."""
    return [
        [one.name, one.organisation, one.address, read_number(one.mobile).mobile, one.email]
        for one in all_of(read_list(content, filename=""))
    ]


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_ex_05_a_thousand_hostile_rows_come_back_as_they_went(make: Any) -> None:
    rows = hostile(1_000)
    file = bytes(make("leden", HEADER, map(written, rows)).content)
    back = rows_in(file)
    assert back == rows
    assert bytes(make("leden", HEADER, map(written, back)).content) == file


def test_ex_05_a_thousand_hostile_cards_come_back_as_they_went() -> None:
    rows = hostile(1_000)

    def file_of(rows: list[list[str]]) -> bytes:
        return "".join(
            vcards.address_card(name, number=mobile, email=email, organisation=org, address=address)
            for name, org, address, mobile, email in rows
        ).encode()

    back = rows_in(file_of(rows))
    assert back == rows
    assert file_of(back) == file_of(rows)
