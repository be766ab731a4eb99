"""Reading paper: how many sheets, what a camera sees on them, and what a screen reader is told."""

import io
from collections.abc import Mapping
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp

from dorst_portal.kit.paper import answers

# Where a code is as small as on a strip, a scan of 250 dots an inch reads it.
SCALE = 250 / 72


def pretend_to_print(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A printer that only says that it printed; gives the pages that went there."""
    pages: list[str] = []

    def pretend(html: str, *, base: str, files: Any) -> bytes:
        pages.append(html)
        return b"%PDF-pretended"

    monkeypatch.setattr(answers, "pdf_of", pretend)
    return pages


def sheets_of(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each sheet, in millimetres."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [
        (round(float(p.mediabox.width) / 72 * 25.4), round(float(p.mediabox.height) / 72 * 25.4))
        for p in pages
    ]


def picture_of(pdf: bytes, sheet: int = 0) -> Any:
    """A sheet as it comes out of a printer."""
    return pypdfium2.PdfDocument(pdf)[sheet].render(scale=SCALE).to_pil().convert("L")


def codes_on(pdf: bytes) -> list[str]:
    """What a camera reads on the first sheet."""
    return [code.text for code in zxingcpp.read_barcodes(picture_of(pdf))]


def words_on(pdf: bytes) -> str:
    """The text of all sheets, in the order of reading."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def white_edge_of(pdf: bytes) -> float:
    """How many millimetres around the first sheet hold no ink."""
    picture = picture_of(pdf)
    left, top, right, bottom = picture.point(lambda grey: 255 if grey < 250 else 0).getbbox()
    least = min(left, top, picture.width - right, picture.height - bottom)
    return float(least / SCALE / 72 * 25.4)


def told_of(pdf: bytes) -> Mapping[str, Any]:
    """What a screen reader is told: language, title, whether there are tags, and their kinds."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    kinds: set[str] = set()
    pictures: list[str] = []
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            kinds.add(str(node.get("/S", "")))
            if node.get("/S") == "/Figure":
                pictures.append(str(node.get("/Alt", "")))
            waiting.append(node.get("/K", pypdf.generic.NullObject()))
    return {
        "lang": root["/Lang"],
        "title": reader.metadata.title if reader.metadata else "",
        "marked": bool(root["/MarkInfo"]["/Marked"]),
        "shows_title": bool(root["/ViewerPreferences"]["/DisplayDocTitle"]),
        "kinds": kinds,
        "pictures": pictures,
    }
