"""What a list of people is: rows of texts, and what a column of them can be. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, gettext_noop

from dorst_portal.kit.tables.limits import EMPTY, Unreadable
from groups.members.list_files import limits

# What a column is called that has no name.
NAMELESS: Final = gettext_noop("Kolom {number}")


class Part(TextChoices):
    """What stands in a column, of a person."""

    NAME = "name", gettext_lazy("naam")
    FIRST_NAME = "first_name", gettext_lazy("voornaam")
    INFIX = "infix", gettext_lazy("tussenvoegsel")
    LAST_NAME = "last_name", gettext_lazy("achternaam")
    ORGANISATION = "organisation", gettext_lazy("bedrijf of club")
    MOBILE = "mobile", gettext_lazy("mobiel")
    EMAIL = "email", gettext_lazy("e-mail")
    ADDRESS = "address", gettext_lazy("straat en nummer")
    STREET = "street", gettext_lazy("straat")
    HOUSE_NUMBER = "house_number", gettext_lazy("huisnummer")
    ADDITION = "addition", gettext_lazy("toevoeging")
    POSTCODE = "postcode", gettext_lazy("postcode")
    PLACE = "place", gettext_lazy("plaats")
    GROUP = "group", gettext_lazy("groep")


@dataclass(frozen=True)
class Sheet:
    """A list as it came in. Every row has its number as a person sees it there (of a contact card
    which card it is, of a list on one line which person) and as many cells as there are headers;
    "Kolom 1" is a column without a name. No two rows have one number, and none is empty.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


Numbered = Sequence[tuple[int, Sequence[str]]]


def sheet_of(headers: Sequence[str], rows: Numbered) -> Sheet:
    """These rows, made equally wide, without what is empty. Raises Unreadable where there is
    nobody in them, or more than we read.
    """
    rows = [(number, row) for number, row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise Unreadable(limits.ONLY_HEADER if any(headers) else EMPTY)
    if len(rows) > limits.LIMITS.most_rows:
        raise Unreadable(limits.LIMITS.too_many)
    width = max(_width(headers), *(_width(row) for _, row in rows))
    if width > limits.LIMITS.most_columns:
        raise Unreadable(limits.TOO_WIDE.format(most=limits.LIMITS.most_columns))
    longest = max(max(map(len, row)) for _, row in rows)
    if longest > limits.LIMITS.longest_cell:
        raise Unreadable(limits.TOO_LONG_CELL)
    if sum(sum(map(len, row)) for _, row in rows) > limits.MOST_SIGNS:
        raise Unreadable(limits.TOO_MUCH)
    named = [*headers, *[""] * width][:width]
    return Sheet(
        tuple(
            " ".join(name.split()) or NAMELESS.format(number=at) for at, name in enumerate(named, 1)
        ),
        tuple((number, tuple([*row, *[""] * width][:width])) for number, row in rows),
    )


def made_sheet(headers: Sequence[str], rows: Numbered) -> Sheet:
    """As `sheet_of`, of rows that a reader put in columns of its own: those that hold nothing are
    left out.
    """
    kept = [at for at in range(len(headers)) if at == 0 or any(row[at].strip() for _, row in rows)]
    return sheet_of(
        [headers[at] for at in kept],
        [(number, [row[at] for at in kept]) for number, row in rows],
    )


def _width(row: Sequence[str]) -> int:
    """How many cells there are up to the last that holds something."""
    return next((at for at in range(len(row), 0, -1) if row[at - 1].strip()), 0)
