"""Where numbers and names stand on the map, and which pattern an area gets. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from groups.areas.drawing import PATTERNS, WIDTH, Spot

# On a telephone a number stands in a circle of 24 px (288 px for the map), also to be pressed; on a
# wide screen and on paper a name is written behind a smaller one.
SMALL: Final = 84
NAME_HEIGHT: Final = 28
_PER_LETTER: Final = 11.2
_BESIDE_NAME: Final = 34
_MOST_ROUNDS: Final = 300


@dataclass
class Box:
    """Something that needs room around its middle."""

    x: float
    y: float
    width: float
    height: float


def number_box(at: Spot) -> Box:
    """The room that a number needs."""
    return Box(*at, SMALL, SMALL)


def name_box(at: Spot, name: str) -> Box:
    """The room that a name and its number need; without a name, the number."""
    width = _BESIDE_NAME + _PER_LETTER * len(name) if name else NAME_HEIGHT
    return Box(*at, width, NAME_HEIGHT)


def apart(boxes: Sequence[Box], *, height: int) -> list[Spot]:
    """Push boxes off each other until none lies on another, or as far as it goes; none leaves the
    map. Where there is room they stay where they are.
    """
    for _ in range(_MOST_ROUNDS):
        moved = False
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                moved = _push(one, other) or moved
        for box in boxes:
            box.x = min(max(box.x, box.width / 2), WIDTH - box.width / 2)
            box.y = min(max(box.y, box.height / 2), height - box.height / 2)
        if not moved:
            break
    return [(round(box.x), round(box.y)) for box in boxes]


def _push(one: Box, other: Box) -> bool:
    """Apart by the shorter way, each by half of it."""
    over_x = (one.width + other.width) / 2 - abs(one.x - other.x)
    over_y = (one.height + other.height) / 2 - abs(one.y - other.y)
    if over_x <= 0.5 or over_y <= 0.5:
        return False
    if over_x < over_y:
        step = over_x / 2 if one.x <= other.x else -over_x / 2
        one.x, other.x = one.x - step, other.x + step
    else:
        step = over_y / 2 if one.y <= other.y else -over_y / 2
        one.y, other.y = one.y - step, other.y + step
    return True


def patterns(beside: Mapping[int, Set[int]]) -> dict[int, int]:
    """A pattern for each area, by which areas lie beside it: no two neighbours have one, unless an
    area has more neighbours than there are patterns. Those with most neighbours choose first.
    """
    chosen: dict[int, int] = {}
    used: Counter[int] = Counter()
    for area in sorted(beside, key=lambda one: (-len(beside[one]), one)):
        around = Counter(chosen[other] for other in beside[area] if other in chosen)
        best = min(range(PATTERNS), key=lambda one: (around[one], used[one], one))
        chosen[area] = best
        used[best] += 1
    return chosen
