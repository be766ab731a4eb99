"""Files with addresses, good and hostile, made where they are needed."""

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from openpyxl import Workbook

HEADER = "openbareruimte;huisnummer;huisletter;toevoeging;postcode;woonplaats"


def bag(*lines: str, header: str = HEADER, end: str = "\n") -> bytes:
    """A CSV file as a BAG extract gives it."""
    return end.join([header, *lines, ""]).encode()


def many(count: int, *, per_street: int = 500, street: str = "Laan") -> bytes:
    """So many addresses, in streets of so many."""
    return bag(
        *(
            f"{street} {chr(65 + n // per_street % 26)}{chr(65 + n // per_street // 26)};"
            f"{n % per_street + 1};;;4849 AB;Dorst"
            for n in range(count)
        )
    )


def sheet(rows: Iterable[Iterable[Any]], change: Callable[[Workbook], None] | None = None) -> bytes:
    """An XLSX file with these rows on its first sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


GOOD = [["straat", "huisnummer"], ["Spoorstraat", 12]]


def repacked(
    content: bytes,
    changes: dict[str, bytes],
    *,
    mark: Callable[[zipfile.ZipInfo], None] | None = None,
) -> bytes:
    """The same parcel, with some of its parts replaced or added."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts = {part.filename: old.read(part) for part in old.infolist()} | changes
        for name, data in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if mark:
                mark(info)
            new.writestr(info, data)
    return file.getvalue()


def sheet_with(xml: str) -> bytes:
    """A good parcel of which the first sheet is this XML."""
    return repacked(sheet(GOOD), {"xl/worksheets/sheet1.xml": xml.encode()})


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CONTENT_TYPES = "[Content_Types].xml"


def bomb() -> bytes:
    """Ten kilobytes that unpack to a hundred times our limit."""
    return repacked(sheet(GOOD), {"xl/media/image1.bin": b"\0" * (70 * 1024 * 1024)})


def many_parts() -> bytes:
    """A parcel with a hundred thousand things in it."""
    file = io.BytesIO(sheet(GOOD))
    with zipfile.ZipFile(file, "a") as parcel:
        for number in range(100_000):
            parcel.writestr(f"{number}", b"")
    return file.getvalue()


def encrypted() -> bytes:
    """A parcel whose parts say that they are locked."""
    content = bytearray(sheet(GOOD))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def with_entities(declaration: str) -> bytes:
    """A sheet that declares entities."""
    return sheet_with(
        f'<?xml version="1.0"?><!DOCTYPE x [{declaration}]>'
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c t="inlineStr"><is><t>&a;</t></is></c>'
        "</row></sheetData></worksheet>"
    )


def with_outside_link() -> bytes:
    """A workbook that wants something from another machine."""
    return repacked(
        sheet(GOOD),
        {
            "xl/worksheets/_rels/sheet1.xml.rels": (
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                b'<Relationship Id="rId1" Type="x" Target="https://canary.example.org/" '
                b'TargetMode="External"/></Relationships>'
            )
        },
    )


def with_macros() -> bytes:
    """An XLSM under another name."""
    content = sheet(GOOD)
    with zipfile.ZipFile(io.BytesIO(content)) as parcel:
        types = parcel.read(CONTENT_TYPES)
    macro = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert macro != types
    return repacked(content, {CONTENT_TYPES: macro})


def one_row_of_cells(count: int) -> bytes:
    """A sheet with one row that has more cells than any list."""
    return sheet_with(
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{"<c/>" * count}</row></sheetData>'
        "</worksheet>"
    )


def hidden_only() -> bytes:
    """A workbook of which no sheet can be seen."""
    content = sheet(GOOD)
    with zipfile.ZipFile(io.BytesIO(content)) as parcel:
        book = parcel.read("xl/workbook.xml")
    hidden = book.replace(b'state="visible"', b'state="hidden"')
    assert hidden != book
    return repacked(content, {"xl/workbook.xml": hidden})
