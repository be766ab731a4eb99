"""How much of a file we read, and how we say no."""

from dataclasses import dataclass
from typing import Final

_MB: Final = 1024 * 1024

EMPTY: Final = "Dit bestand is leeg."
_OLD_EXCEL: Final = "Een oud Excel-bestand, of het heeft een wachtwoord. Maak er CSV van."
_OPEN_DOCUMENT: Final = "Dit is een bestand van LibreOffice. Sla het op als XLSX of als CSV."
_PACKED: Final = "Dit bestand is ingepakt. Pak het eerst uit."
_OTHER_KINDS: Final = (
    (b"\xd0\xcf\x11\xe0", _OLD_EXCEL),
    (b"%PDF", "Dit is een PDF. {choose}"),
    (b"PK\x05\x06", "Dit zip-bestand is leeg. {choose}"),
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
    choose: str = "Kies een CSV-bestand of een XLSX-bestand."

    @property
    def too_big(self) -> str:
        """What the sender of a file that is too large reads."""
        return f"Dit bestand is groter dan {self.most_bytes // _MB} MB. Deel het in stukken."

    @property
    def too_many(self) -> str:
        """What the sender of too many rows reads."""
        most = f"{self.most_rows:,}".replace(",", ".")
        return f"Dit bestand heeft meer dan {most} regels. Deel het in stukken."

    @property
    def no_text(self) -> str:
        """What the sender of a photo reads, or of whatever else is no list."""
        return f"Dit bestand is geen tekst. {self.choose}"


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
