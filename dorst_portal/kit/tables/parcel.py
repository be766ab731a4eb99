"""An XLSX file is a parcel (zip) of XML. What is in it is looked at before anything opens it.

Nothing is believed that the parcel says of itself: all that counts is counted.
"""

import io
import zipfile
from typing import Any, Final
from xml.parsers import expat

from django.utils.translation import gettext_noop

from dorst_portal.kit.tables.limits import Limits, Unreadable

MOST_PARTS: Final = 200
MOST_UNPACKED: Final = 60 * 1024 * 1024
# What a spreadsheet with a list packs to is a tenth; a bomb a thousandth.
HIGHEST_RATIO: Final = 150
_PART_STARTS: Final = b"PK\x01\x02"
_NEEDED: Final = ("[Content_Types].xml", "xl/workbook.xml")
_CHUNK: Final = 64 * 1024
# As much XML without any sign of an element is no list.
_LONGEST_TEXT: Final = 1024 * 1024
# Row, cells and values of the longest list that we take, with columns to spare.
_ELEMENTS_OF_A_COLUMN: Final = 6 * 4
_ELEMENTS_OF_A_ROW: Final = 40
_STRINGS_OF_A_ROW: Final = 15
_ELEMENTS_OF_THE_REST: Final = 50_000

NO_WORKBOOK: Final = gettext_noop("Dit is geen Excel-bestand (XLSX), of het is kapot.")
TOO_MUCH: Final = gettext_noop("In dit Excel-bestand zit te veel. Maak er een CSV-bestand van.")
LOCKED: Final = gettext_noop("Dit bestand heeft een wachtwoord. Sla het op zonder wachtwoord.")
MACROS: Final = gettext_noop("In dit bestand zitten macro's. Sla het op als XLSX zonder macro's.")
OUTSIDE: Final = gettext_noop(
    "Dit bestand verwijst naar iets buiten het bestand. Maak er een CSV-bestand van."
)
STRANGE: Final = gettext_noop("In dit bestand zit iets dat niet in een Excel-bestand hoort.")


def check_parcel(content: bytes, limits: Limits) -> None:
    """Raises Unreadable for a parcel that is too big, locked, broken, or reaches outside."""
    if content.count(_PART_STARTS) > MOST_PARTS:
        raise Unreadable(TOO_MUCH)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            parts = parcel.infolist()
            _check_list(parts, packed=len(content), most_bytes=limits.most_bytes)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _check_part(parcel, part, limits)
    except Unreadable:
        raise
    except Exception as error:  # a broken parcel fails in every way that there is
        raise Unreadable(NO_WORKBOOK) from error


def _check_list(parts: list[zipfile.ZipInfo], *, packed: int, most_bytes: int) -> None:
    """What the list of contents tells."""
    names = [part.filename for part in parts]
    lower = [name.lower() for name in names]
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(LOCKED)
    if any(_leads_out(name) for name in names) or len(set(lower)) != len(lower):
        raise Unreadable(STRANGE)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > packed * HIGHEST_RATIO or packed > most_bytes:
        raise Unreadable(TOO_MUCH)
    if any("vbaproject" in name for name in lower):
        raise Unreadable(MACROS)
    if any(name.startswith("xl/externallinks/") for name in lower):
        raise Unreadable(OUTSIDE)
    if not all(name in names for name in _NEEDED):
        raise Unreadable(NO_WORKBOOK)


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _check_part(parcel: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> None:
    looker = _Looker(limits)
    without = 0
    with parcel.open(part) as file:
        while chunk := file.read(_CHUNK):
            without = 0 if b"<" in chunk else without + len(chunk)
            if without > _LONGEST_TEXT:
                raise Unreadable(TOO_MUCH)
            looker.feed(chunk)
    looker.feed(b"", last=True)


class _Looker:
    """Reads one part of the parcel and keeps nothing of it but counts."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all = self._of_row = 0
        self._most = _ELEMENTS_OF_THE_REST
        self._is_sheet = False
        self._text = 0
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        """Read on. Raises Unreadable."""
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise Unreadable(NO_WORKBOOK) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._text = 0
        self._all += 1
        local = name.rpartition(":")[2]
        if self._all == 1:
            self._begin(local)
        elif self._is_sheet:
            self._of_row = 0 if local == "row" else self._of_row + 1
            if self._of_row > _ELEMENTS_OF_A_COLUMN * self._limits.most_columns:
                raise Unreadable(TOO_MUCH)
        if self._all > self._most:
            raise Unreadable(TOO_MUCH)
        if local == "Relationship" and _leads_outside(attributes):
            raise Unreadable(OUTSIDE)
        if local in ("Override", "Default") and "macroenabled" in _content_type(attributes):
            raise Unreadable(MACROS)

    def _begin(self, root: str) -> None:
        self._is_sheet = root == "worksheet"
        if self._is_sheet:
            self._most = self._limits.most_rows * _ELEMENTS_OF_A_ROW
        elif root == "sst":
            self._most = self._limits.most_rows * _STRINGS_OF_A_ROW

    def _characters(self, text: str) -> None:
        self._text += len(text)
        if self._text > _LONGEST_TEXT:
            raise Unreadable(TOO_MUCH)

    def _doctype(self, *_: Any) -> None:
        raise Unreadable(STRANGE)


def _leads_outside(attributes: dict[str, str]) -> bool:
    """Whether a workbook wants something of another machine. A link that a person may follow is
    nothing of that kind: a sheet makes one of each e-mail address.
    """
    is_outside = attributes.get("TargetMode", "").lower() == "external"
    return is_outside and not attributes.get("Type", "").endswith("/relationships/hyperlink")


def _content_type(attributes: dict[str, str]) -> str:
    return attributes.get("ContentType", "").lower()
