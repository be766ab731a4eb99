"""How much of a file we read, and how we say no."""

from typing import Final

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 60
LONGEST_CELL: Final = 200

EMPTY: Final = "Dit bestand is leeg."
TOO_BIG: Final = "Dit bestand is groter dan 10 MB. Deel het in stukken."
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "Een oud Excel-bestand, of het heeft een wachtwoord. Maak er CSV van."),
    (b"%PDF", "Dit is een PDF. Kies een CSV-bestand of een XLSX-bestand."),
    (b"PK\x05\x06", "Dit zip-bestand is leeg. Kies een CSV-bestand of een XLSX-bestand."),
    (b"\x1f\x8b", "Dit bestand is ingepakt. Pak het eerst uit."),
    (b"7z\xbc\xaf", "Dit bestand is ingepakt. Pak het eerst uit."),
    (b"Rar!", "Dit bestand is ingepakt. Pak het eerst uit."),
)  # fmt: skip


class BadFile(Exception):
    """The file as a whole cannot be read; the text is for the person who sent it."""


class Unusable(str):
    """A cell with which we can do nothing; its text says why."""

    __slots__ = ()


def refuse_at_sight(content: bytes) -> None:
    """What can be seen without reading a file. Raises BadFile."""
    if len(content) > MOST_BYTES:
        raise BadFile(TOO_BIG)
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise BadFile(EMPTY)
    for beginning, text in _OTHER_KINDS:
        if content.startswith(beginning):
            raise BadFile(text)
