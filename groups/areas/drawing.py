"""What a drawing consists of, as it is kept and as pages read it back. Pure; no geometry.

All numbers are units of the map: it is a thousand wide, and a page draws it as wide as it likes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import dist
from typing import Any, Final, NamedTuple

from groups.values.rd_points import RdPoint

WIDTH: Final = 1000
# Owners of an area that are no group: addresses without one, and with more than one.
WITHOUT: Final = 0
SEVERAL: Final = -1
# A pattern beside a colour, so that neighbours differ on paper and to who sees no colours.
PATTERNS: Final = 8
# Nearer than this a number or a name stands where it belongs.
_ASIDE: Final = 12

Spot = tuple[int, int]


class Place(NamedTuple):
    """An address: where it lies, and whose it is (the number of a group, WITHOUT or SEVERAL)."""

    point: RdPoint
    owner: int


@dataclass(frozen=True)
class Label:
    """A piece of an area that is named: where it lies, and where its number (on a telephone) and
    its name (on a wide screen, on paper) have room.
    """

    at: Spot
    small: Spot
    wide: Spot

    @property
    def small_is_aside(self) -> bool:
        """Whether the number needs a line to what it is of."""
        return dist(self.at, self.small) > _ASIDE

    @property
    def wide_is_aside(self) -> bool:
        """Whether the name needs one."""
        return dist(self.at, self.wide) > _ASIDE


@dataclass(frozen=True)
class Area:
    """What belongs to one group (or to none): outlines, as the `d` of an SVG path."""

    owner: int
    path: str
    pattern: int
    labels: Sequence[Label]


@dataclass(frozen=True)
class Drawing:
    """A whole map. `counts` tells of addresses: how many are drawn, have no place, lie far away,
    belong to no group or to several.
    """

    height: int = 0
    areas: Sequence[Area] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    is_sketch: bool = False

    def as_facts(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "height": self.height,
            "is_sketch": self.is_sketch,
            "counts": dict(self.counts),
            "areas": [
                {
                    "owner": area.owner,
                    "path": area.path,
                    "pattern": area.pattern,
                    "labels": [[*one.at, *one.small, *one.wide] for one in area.labels],
                }
                for area in self.areas
            ],
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "Drawing":
        """As it was kept."""
        return cls(
            height=facts["height"],
            is_sketch=facts["is_sketch"],
            counts=facts["counts"],
            areas=[
                Area(
                    area["owner"],
                    area["path"],
                    area["pattern"],
                    [Label((a, b), (c, d), (e, f)) for a, b, c, d, e, f in area["labels"]],
                )
                for area in facts["areas"]
            ],
        )
