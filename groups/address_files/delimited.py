"""CSV: text with a comma, semicolon or tab between its columns, in any usual encoding."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import Final

from groups.address_files.limits import LONGEST_CELL, MOST_BYTES, BadFile

DELIMITERS: Final = ",;\t"
NOT_TEXT: Final = "Dit bestand is geen tekst. Kies een CSV-bestand of een XLSX-bestand."
# What no text holds; tabs and line ends it does.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOOKED_AT: Final = 4_000
# A cell of a megabyte is a problem of its row, not of the file.
csv.field_size_limit(MOST_BYTES)


def delimited_rows(
    content: bytes, known_columns: Callable[[list[str]], int]
) -> Iterator[list[str]]:
    """The rows of a CSV file. `known_columns` tells how many of a header's names we know: the
    delimiter that gives most is the one of the file.
    """
    text = _decoded(content)
    delimiter = _delimiter(text, known_columns)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for row in rows:
            # Whatever is longer than a cell may be is as good as one sign too long.
            yield [cell[: LONGEST_CELL + 1] for cell in row]
            number += 1
    except csv.Error as error:
        raise BadFile(
            f"Op regel {number} staat een aanhalingsteken verkeerd. Of het sluit niet."
        ) from error


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    try:
        text = content.decode(encoding or _unmarked(content))
    except UnicodeDecodeError:
        if encoding:
            raise BadFile(NOT_TEXT) from None
        text = _western(content)
    if _CONTROL.search(text):
        raise BadFile(NOT_TEXT)
    return text.lstrip("\ufeff")


def _unmarked(content: bytes) -> str:
    """UTF-8, or UTF-16 of which every other byte of the beginning is nothing."""
    beginning = content[:_LOOKED_AT]
    half = len(beginning) // 2
    if half and beginning[1::2].count(0) > half * 0.8:
        return "utf-16-le"
    if half and beginning[0::2].count(0) > half * 0.8:
        return "utf-16-be"
    return "utf-8"


def _western(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise BadFile(NOT_TEXT) from None


def _delimiter(text: str, known_columns: Callable[[list[str]], int]) -> str:
    header = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0][:_LOOKED_AT]

    def known(delimiter: str) -> int:
        try:
            return known_columns(next(csv.reader([header], delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=known)
