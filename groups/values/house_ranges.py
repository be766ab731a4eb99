"""Ranges of house numbers: what they share and what is left of one. Pure: no database.

A range is written in one way only, the one that the database can check (see CoverageRule): an odd
or even range begins and ends with an odd or even number, and a single number is odd or even.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from groups.values.addresses import LARGEST_HOUSE_NUMBER

BOTH: Final = "both"
ODD: Final = "odd"
EVEN: Final = "even"
_OTHER: Final = {ODD: EVEN, EVEN: ODD}


@dataclass(frozen=True, order=True)
class Range:
    """House numbers from `first` up to and including `last`, on one side or on both."""

    first: int
    last: int
    side: str

    def __contains__(self, number: int) -> bool:
        on_side = self.side == BOTH or (self.side == ODD) == bool(number % 2)
        return on_side and self.first <= number <= self.last


def normal(first: int, last: int, side: str) -> Range | None:
    """The one way of writing a range: 10-15 even is 10-14 even, and 7-7 is odd. None when it
    holds no number.
    """
    if side != BOTH:
        parity = 1 if side == ODD else 0
        first += first % 2 != parity
        last -= last % 2 != parity
    elif first == last:
        side = ODD if first % 2 else EVEN
    if not 1 <= first <= last <= LARGEST_HOUSE_NUMBER:
        return None
    return Range(first, last, side)


def shared(one: Range, other: Range) -> Range | None:
    """The numbers that are in both."""
    if BOTH not in (one.side, other.side) and one.side != other.side:
        return None
    side = other.side if one.side == BOTH else one.side
    return normal(max(one.first, other.first), min(one.last, other.last), side)


def without(held: Range, taken: Range) -> list[Range]:
    """What is left of a range when numbers are taken out: before, beside and behind them."""
    if shared(held, taken) is None:
        return [held]
    left = [normal(held.first, taken.first - 1, held.side)]
    if held.side == BOTH and taken.side != BOTH:
        first, last = max(held.first, taken.first), min(held.last, taken.last)
        left.append(normal(first, last, _OTHER[taken.side]))
    left.append(normal(taken.last + 1, held.last, held.side))
    return [one for one in left if one]


def without_all(held: Iterable[Range], taken: Iterable[Range]) -> list[Range]:
    """What is left of several ranges when several are taken out."""
    left = list(held)
    for one in taken:
        left = [rest for each in left for rest in without(each, one)]
    return left


def joined(one: Range, other: Range) -> Range | None:
    """Two ranges without a shared number as one, where together they are one."""
    for side in (BOTH, ODD, EVEN):
        both = normal(min(one.first, other.first), max(one.last, other.last), side)
        if (
            both
            and shared(both, one) == one
            and shared(both, other) == other
            and _size(both) == _size(one) + _size(other)
        ):
            return both
    return None


def _size(held: Range) -> int:
    span = held.last - held.first
    return span + 1 if held.side == BOTH else span // 2 + 1
