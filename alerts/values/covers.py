"""What is covered on a photo: squares of a grid over it, which become black boxes. Pure."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from dorst_portal.kit.pictures.remaking import Box

# Wide enough for a finger on a photo that lies on its side on a telephone.
ROWS: Final = 7
COLUMNS: Final = 10
CELLS: Final = tuple(f"{row}-{column}" for row in range(ROWS) for column in range(COLUMNS))


def boxes_of(cells: Iterable[str]) -> list[Box]:
    """The boxes over these squares ("3-7": row and column from 0), one for those in a row."""
    places = sorted({_place(cell) for cell in cells})
    boxes = []
    for row, in_row in groupby(places, key=lambda place: place[0]):
        columns = [column for _row, column in in_row]
        # What stands beside each other differs from its number in the row by the same.
        for _same, run in groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0]):
            side = [column for _number, column in run]
            left, right = _at(side[0], COLUMNS), _at(side[-1] + 1, COLUMNS)
            top, bottom = _at(row, ROWS), _at(row + 1, ROWS)
            boxes.append(Box(left, top, right - left, bottom - top))
    return boxes


def _at(line: int, of: int) -> int:
    """Where a line of the grid lies, in thousandths: the last one at the very edge."""
    return 1000 * line // of


def _place(cell: str) -> tuple[int, int]:
    if cell not in CELLS:
        raise ValueError("no square of the grid")
    row, column = cell.split("-")
    return int(row), int(column)
