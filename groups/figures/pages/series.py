"""A long series as a line: weeks along the bottom, one stroke between two weeks that may be shown.

Places are parts of the drawing (0 to 100%), so that its letters keep their size on every screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from dorst_portal.kit.dutch import day
from groups.figures.pages.rows import Row

_LEFT: Final = 3.0
_RIGHT: Final = 97.0
_TOP: Final = 16.0
_A_MONDAY: Final = date(2024, 1, 1)
_BOTTOM: Final = 78.0


@dataclass(frozen=True)
class Point:
    """A row of the series in the drawing."""

    row: Row
    x: str
    y: str


@dataclass(frozen=True)
class Stroke:
    """A part of the line: from one point to the next."""

    start: Point
    end: Point


@dataclass(frozen=True)
class Label:
    """Words along the bottom; `anchor` keeps them inside the drawing."""

    text: str
    x: str
    anchor: str


@dataclass(frozen=True)
class Series:
    """A drawing: where a number is hidden the line is broken."""

    points: Sequence[Point]
    strokes: Sequence[Stroke]
    labels: Sequence[Label]
    highest: Point | None
    ground: str = f"{_BOTTOM}%"


def series_of(rows: Sequence[Row]) -> Series:
    """Draw rows that follow each other in time."""
    most = max((row.number or 0 for row in rows), default=0) or 1
    places = [_x(at, len(rows)) for at in range(len(rows))]
    points = [
        None if row.number is None else Point(row, x, _y(row.number, most))
        for row, x in zip(rows, places, strict=True)
    ]
    seen = [one for one in points if one]
    return Series(
        points=seen,
        strokes=[Stroke(one, other) for one, other in pairwise(points) if one and other],
        labels=_labels(rows, places),
        highest=max(seen, key=lambda one: one.row.number or 0, default=None),
    )


def _labels(rows: Sequence[Row], places: Sequence[str]) -> Sequence[Label]:
    """The first, the middle and the last: more would run into each other on a telephone."""
    if not rows:
        return ()
    last = len(rows) - 1
    monday = day(_A_MONDAY).partition(" ")[0] + " "  # each week begins on one
    named = {0: "start", last // 2: "middle", last: "end"}
    return [
        Label(rows[at].label.removeprefix(monday), places[at], anchor)
        for at, anchor in sorted(named.items())
    ]


def _x(at: int, number: int) -> str:
    return f"{_LEFT + (_RIGHT - _LEFT) * at / max(number - 1, 1):.1f}%"


def _y(number: float, most: float) -> str:
    return f"{_BOTTOM - (_BOTTOM - _TOP) * number / most:.1f}%"
