"""CSV: text with a comma, semicolon, tab or bar between its columns, in any usual encoding."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.utils.translation import gettext_noop

from dorst_portal.kit.tables.headers import SAMPLE, Known, find_header
from dorst_portal.kit.tables.limits import Limits, Unreadable

# The comma last: it stands in texts too.
DELIMITERS: Final = ";\t|,"
# A sign that no text holds: all of a line is one cell.
_NONE: Final = "\x1f"
# What no text holds; tabs and line ends it does.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOOKED_AT: Final = 8_000
# What some programs write first, for a spreadsheet that hides this line and does not count it.
_SAYS_DELIMITER = re.compile(
    r'\s*"?sep\s*=\s?([^\w\s"]|\t)"?[;,|\t ]*(?:\r\n?|\n|$)', re.IGNORECASE
)
# A cell of a megabyte is a problem of its row, not of the file.
csv.field_size_limit(16 * 1024 * 1024)
WRONG_QUOTE: Final = gettext_noop(
    "Op regel {line} staat een aanhalingsteken verkeerd. Of het sluit niet."
)


def delimited_rows(
    text: str, *, known: Known, limits: Limits, said: str = ""
) -> Iterator[list[str]]:
    """The rows of a CSV file, taken apart at the sign that its first line says (sep=;) or that is
    `said`, or else at the one that gives most names of columns. Raises Unreadable.
    """
    says = _SAYS_DELIMITER.match(text)
    if says:
        text = text[says.end() :]
    fit = _Fit(text[:_LOOKED_AT], says[1] if says else said, known, limits.most_columns)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=fit.best(), strict=True)
    number = 1
    try:
        for row in rows:
            # Whatever is longer than a cell may be is as good as one sign too long.
            yield [cell[: limits.longest_cell + 1] for cell in row]
            number += 1
    except csv.Error as error:
        raise Unreadable(WRONG_QUOTE.format(line=number)) from error


def decoded(content: bytes, limits: Limits) -> str:
    """The text of a file in any usual encoding. Raises Unreadable for what is no text."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    try:
        text = content.decode(encoding or _unmarked(content))
    except UnicodeDecodeError:
        if encoding:
            raise Unreadable(limits.no_text) from None
        text = _western(content, limits)
    if _CONTROL.search(text):
        raise Unreadable(limits.no_text)
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


def _western(content: bytes, limits: Limits) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable(limits.no_text) from None


@dataclass(frozen=True)
class _Fit:
    """How well a sign takes the beginning of a text apart."""

    beginning: str
    said: str
    known: Known
    most_columns: int

    def best(self) -> str:
        """The sign that fits best; one that no text holds when none does."""
        best = max(dict.fromkeys(self.said + DELIMITERS), key=self._of)
        return best if self._of(best)[2] else _NONE

    def _of(self, delimiter: str) -> tuple[int, bool, int]:
        rows = self._first_rows(delimiter)
        if not rows:
            return 0, False, 0
        at = find_header(rows, self.known)
        width = len(rows[at])
        alike = sum(len(row) == width for row in rows[at:]) if width > 1 else 0
        return self.known(rows[at]), delimiter == self.said, alike

    def _first_rows(self, delimiter: str) -> list[list[str]]:
        """The first rows that hold something; a last one that was cut off, or is no CSV, does no
        harm here.
        """
        rows: list[list[str]] = []
        reader = csv.reader(io.StringIO(self.beginning, newline=""), delimiter=delimiter)
        try:
            for row in islice(filter(any, reader), SAMPLE):
                rows.append(row[: self.most_columns + 1])
        except csv.Error:
            pass
        return rows
