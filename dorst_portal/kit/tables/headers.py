"""The row of a list that names its columns."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

# Among so many rows the header is looked for; by as many rows below it a column is judged.
SAMPLE: Final = 20
_LONGEST_NAME: Final = 200

# How many different things the names of a row say: who reads a list knows what to look for.
Known = Callable[[Sequence[str]], int]


def fold_name(name: str) -> str:
    """A name of a column without case, accents, blanks and signs; + & and / say "en"."""
    plain = unicodedata.normalize("NFKD", name[:_LONGEST_NAME]).casefold()
    plain = re.sub(r"\s*[+&/]\s*", " en ", plain)
    return "".join(sign for sign in plain if sign.isalnum() and sign.isascii())


def find_header(rows: Sequence[Sequence[str]], known: Known) -> int:
    """Which of the first rows names the columns: what stands above it is a title."""
    how_many = [known(row) for row in rows]
    if any(how_many):
        return max(range(len(rows)), key=lambda at: (how_many[at], _filled(rows[at]), -at))
    return next((at for at, row in enumerate(rows) if _filled(row) > 1), 0)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)
