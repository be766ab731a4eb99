"""Figures about people: what is so small that it would point at somebody stays hidden.

Three rules, together (docs/permissions.md tells them too):
1. A number under 5 is shown as "minder dan 5", also when it is 0.
2. Where only one number of a block is hidden, the smallest of the others is hidden as well: a total
   that is known from somewhere else then gives away neither of the two.
3. A sum on a page counts only what is shown, so nothing can be subtracted from it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from dorst_portal.languages.words import lazy_text

FEWEST: Final = 5
SMALL: Final = lazy_text("minder dan 5")
KEPT_BACK: Final = lazy_text("niet getoond")

Key = TypeVar("Key")


@dataclass(frozen=True)
class Cell:
    """A number as a page may show it: without a number it is hidden."""

    number: int | None
    text: str


def shown(numbers: Mapping[Key, int]) -> dict[Key, Cell]:
    """What may be shown of the numbers of one block, in the order in which they came."""
    small = {key for key, number in numbers.items() if number < FEWEST}
    kept_back = set(_next_smallest(numbers, small) if len(small) == 1 else ())
    return {key: _cell(number, kept_back=key in kept_back) for key, number in numbers.items()}


def sum_of(cells: Iterable[Cell]) -> int:
    """The sum of what is shown."""
    return sum(cell.number or 0 for cell in cells)


def hides(cells: Iterable[Cell]) -> bool:
    """Whether something is left out."""
    return any(cell.number is None for cell in cells)


def one_number(number: int) -> str:
    """A number that stands alone."""
    return _cell(number, kept_back=False).text


def _next_smallest(numbers: Mapping[Key, int], small: set[Key]) -> list[Key]:
    others = [key for key in numbers if key not in small]
    return [min(others, key=lambda key: numbers[key])] if others else []


def _cell(number: int, *, kept_back: bool) -> Cell:
    if number < FEWEST:
        return Cell(None, str(SMALL))
    return Cell(None, str(KEPT_BACK)) if kept_back else Cell(number, str(number))
