"""Where an address lies: whole metres in the Dutch grid (RD New, EPSG:28992). Pure: no database.

Files give metres of that grid or degrees (WGS84), with either of the two first. Which it is follows
from the values: the ranges that the Netherlands take up share no number.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

# What RD New covers, in metres, and what of the world that is, in degrees.
LEAST_X, MOST_X = 0, 300_000
LEAST_Y, MOST_Y = 289_000, 629_000
_LATITUDES: Final = (50.5, 53.8)
_LONGITUDES: Final = (3.0, 7.4)

_NUMBER: Final = re.compile(r"[-+]?\d+(?:[.,]\d+)?")


class RdPoint(NamedTuple):
    """A place, in metres to the east and to the north."""

    x: int
    y: int


# The example village lies in the North Sea, where no village is: its places are a sketch.
SKETCH_FROM: Final = RdPoint(10_000, 560_000)
SKETCH_TO: Final = RdPoint(40_000, 590_000)


class PointError(ValueError):
    """What a file says is no place in the Netherlands."""


def read_point(x: str, y: str, both: str = "") -> RdPoint | None:
    """The place that two cells name, or one cell that holds both ("POINT(118834 402312)"); None
    where nothing is said. Raises PointError.
    """
    x, y = x.strip(), y.strip()
    if x or y:
        if not (x and y):
            raise PointError("half a place")
        return point_of(_number(x), _number(y))
    if not both.strip():
        return None
    found = _NUMBER.findall(both.replace(",", " ") if both.count(",") == 1 else both)
    if len(found) not in (2, 3):  # a third number is the height
        raise PointError("no two numbers")
    return point_of(_number(found[0]), _number(found[1]))


def point_of(one: float, other: float) -> RdPoint:
    """Two numbers as a place, whichever is first. Raises PointError."""
    for first, second in ((one, other), (other, one)):
        if LEAST_X <= first <= MOST_X and LEAST_Y <= second <= MOST_Y:
            return RdPoint(round(first), round(second))
        if _within(first, _LATITUDES) and _within(second, _LONGITUDES):
            return from_degrees(first, second)
    raise PointError("not in the Netherlands")


def is_sketch(point: RdPoint) -> bool:
    """Whether a place is one of the example village."""
    return SKETCH_FROM.x <= point.x <= SKETCH_TO.x and SKETCH_FROM.y <= point.y <= SKETCH_TO.y


def from_degrees(latitude: float, longitude: float) -> RdPoint:
    """Degrees to metres, right to about a metre on land: the approximation of Schreutelkamp and
    Strang van Hees, Geodesia 2001, which counts from the tower in Amersfoort.
    """
    north, east = 0.36 * (latitude - 52.15517440), 0.36 * (longitude - 5.38720621)
    x = 155_000 + _sum(_TO_X, north, east)
    y = 463_000 + _sum(_TO_Y, north, east)
    return RdPoint(round(x), round(y))


_TO_X: Final = {
    (0, 1): 190094.945,
    (1, 1): -11832.228,
    (2, 1): -114.221,
    (0, 3): -32.391,
    (1, 0): -0.705,
    (3, 1): -2.340,
    (1, 3): -0.608,
    (0, 2): -0.008,
    (2, 3): 0.148,
}
_TO_Y: Final = {
    (1, 0): 309056.544,
    (0, 2): 3638.893,
    (2, 0): 73.077,
    (1, 2): -157.984,
    (3, 0): 59.788,
    (0, 1): 0.433,
    (2, 2): -6.439,
    (1, 1): -0.032,
    (0, 4): 0.092,
    (1, 4): -0.054,
}


def _sum(factors: Mapping[tuple[int, int], float], north: float, east: float) -> float:
    return sum(factor * north**p * east**q for (p, q), factor in factors.items())


def _number(text: str) -> float:
    """As files write one: a point or a comma before the decimals, blanks between thousands."""
    plain = "".join(text.split())
    if not _NUMBER.fullmatch(plain):
        raise PointError("no number")
    return float(plain.replace(",", "."))


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
