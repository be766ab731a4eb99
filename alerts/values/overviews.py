"""What a partner reads of a month. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dorst_portal.kit.dutch import MONTHS


class Shown(Protocol):
    """A number as it may be shown: without a number it is hidden."""

    @property
    def number(self) -> int | None: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Line:
    """One line: what was counted, and how many."""

    words: str
    cell: Shown


def lines(cells: Mapping[str, Shown], labels: Mapping[str, str]) -> Sequence[Line]:
    """The cells in the order of their labels."""
    return [Line(labels[key], cells[key]) for key in labels]


def month_name(first: date) -> str:
    """ "mei 2026"."""
    return f"{MONTHS[first.month - 1]} {first.year}"


def next_month(first: date) -> date:
    """The first day of the month behind this one."""
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


def months_before(day: date, number: int) -> Sequence[date]:
    """The first days of so many months that are over, the latest first."""
    count = day.year * 12 + day.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(count - 1, count - 1 - number, -1)]
