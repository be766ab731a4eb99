"""How much of a file we read, and how we say no."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_noop

_MB: Final = 1024 * 1024

EMPTY: Final = gettext_noop("Dit bestand is leeg.")
_OLD_EXCEL: Final = gettext_noop(
    "Een oud Excel-bestand, of het heeft een wachtwoord. Maak er CSV van."
)
_OPEN_DOCUMENT: Final = gettext_noop(
    "Dit is een bestand van LibreOffice. Sla het op als XLSX of als CSV."
)
_PACKED: Final = gettext_noop("Dit bestand is ingepakt. Pak het eerst uit.")
TOO_BIG: Final = gettext_noop("Dit bestand is groter dan {most} MB. Deel het in stukken.")
TOO_MANY: Final = gettext_noop("Dit bestand heeft meer dan {most} regels. Deel het in stukken.")
NO_TEXT: Final = gettext_noop("Dit bestand is geen tekst.")
PDF: Final = gettext_noop("Dit is een PDF.")
EMPTY_ZIP: Final = gettext_noop("Dit zip-bestand is leeg.")
_OTHER_KINDS: Final = (
    (b"\xd0\xcf\x11\xe0", _OLD_EXCEL),
    (b"%PDF", f"{PDF} {{choose}}"),
    (b"PK\x05\x06", f"{EMPTY_ZIP} {{choose}}"),
    (b"\x1f\x8b", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"Rar!", _PACKED),
)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of one kind of file we read: bytes, rows below the header, columns, and signs of a
    cell (what is longer is cut to one sign too many). `choose` says which files we can read.
    """

    most_bytes: int
    most_rows: int
    most_columns: int = 60
    longest_cell: int
    choose: str = gettext_noop("Kies een CSV-bestand of een XLSX-bestand.")

    @property
    def too_big(self) -> str:
        """What the sender of a file that is too large reads."""
        return TOO_BIG.format(most=self.most_bytes // _MB)

    @property
    def too_many(self) -> str:
        """What the sender of too many rows reads."""
        most = f"{self.most_rows:,}".replace(",", ".")
        return TOO_MANY.format(most=most)

    @property
    def no_text(self) -> str:
        """What the sender of a photo reads, or of whatever else is no list."""
        return f"{NO_TEXT} {self.choose}"


class Unreadable(Exception):
    """The file as a whole cannot be read; the text is for the person who sent it."""


class Unusable(str):
    """A cell with which we can do nothing; its text says why."""

    __slots__ = ()


def refuse_at_sight(content: bytes, limits: Limits) -> None:
    """What can be seen without reading a file. Raises Unreadable."""
    if len(content) > limits.most_bytes:
        raise Unreadable(limits.too_big)
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise Unreadable(EMPTY)
    if b"application/vnd.oasis.opendocument" in content[:100]:
        raise Unreadable(_OPEN_DOCUMENT)
    for beginning, text in _OTHER_KINDS:
        if content.startswith(beginning):
            raise Unreadable(text.format(choose=limits.choose))
