"""Tables for a spreadsheet, in which no cell is a formula."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import HttpResponse

# How a formula begins, also behind blanks, quotes and characters that nobody sees.
_FORMULA: Final = frozenset("=+-@|%")
_BYTE_ORDER: Final = "\ufeff"

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_AN_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OPEN: Final = "http://schemas.openxmlformats.org"
_MAIN: Final = f"{_OPEN}/spreadsheetml/2006/main"
_RELATIONS: Final = f"{_OPEN}/officeDocument/2006/relationships"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CELL: Final = '<c t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>'
_SHEET: Final = f'<worksheet xmlns="{_MAIN}"><sheetData>{{lines}}</sheetData></worksheet>'


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="r1"'
        f' Type="{_RELATIONS}/{kind}" Target="{target}"/></Relationships>'
    )


# What a workbook is besides its sheet.
_PARTS: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_OPEN}/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml"'
        f' ContentType="{_OFFICE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
}


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A file to save, as spreadsheets in this country read it: UTF-8 with its mark, and `;`."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([plain_cell(cell) for cell in header])
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)
    content = (_BYTE_ORDER + text.getvalue()).encode()
    return file_to_save(f"{name}.csv", content, "text/csv; charset=utf-8")


def xlsx_file(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A workbook of one sheet in which every cell is a text: no number, date or formula."""
    lines = "".join(map(_row, [header, *rows]))
    parts = _PARTS | {"xl/worksheets/sheet1.xml": _SHEET.format(lines=lines)}
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as parcel:
        for path, text in parts.items():
            parcel.writestr(ZipInfo(path), _XML + text, ZIP_DEFLATED)
    return file_to_save(f"{name}.xlsx", content.getvalue(), XLSX)


def file_to_save(name: str, content: bytes, content_type: str) -> HttpResponse:
    """An answer that a browser saves under this name (of plain letters) and does not guess at."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def plain_cell(text: str) -> str:
    """The text of a cell; what a spreadsheet would calculate gets an apostrophe before it."""
    first = next((sign for sign in unicodedata.normalize("NFKC", text) if _is_seen(sign)), "")
    return f"'{text}" if first in _FORMULA and first else text


def read_cell(cell: str) -> str:
    """The text that `plain_cell` made a cell of, exactly."""
    inside = cell.removeprefix("'")
    return inside if plain_cell(inside) == cell else cell


def _row(cells: Sequence[str]) -> str:
    return f"<row>{''.join(map(_CELL.format, map(_xml_text, cells)))}</row>"


def _xml_text(text: str) -> str:
    """As XML can hold it; what looks like the escape of a workbook ("_x0041_") is escaped."""
    return escape(_NO_XML.sub("", _LIKE_AN_ESCAPE.sub("_x005F_", text)))


def _is_seen(sign: str) -> bool:
    return not sign.isspace() and sign not in "\"'" and unicodedata.category(sign)[0] != "C"
