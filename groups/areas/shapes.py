"""From addresses to the outlines of areas. Pure geometry; loads numpy and shapely.

Every spot of the village belongs to the address that is nearest to it, as long as that is not far:
posts are set where no address is near, and what is nearest to a post belongs to nobody. So areas
cannot overlap, and none covers fields that it has nothing to do with.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from groups.areas.drawing import SEVERAL, WIDTH, WITHOUT, Area, Drawing, Label, Place, Spot
from groups.areas.labels import Box, apart, name_box, number_box, patterns
from groups.values.rd_points import is_sketch

# An address that lies so far from the middle one is a slip of the file: it would shrink the map.
FAR: Final = 15_000
# How far around an address its area goes, in metres: a part of the width of the village.
_PART: Final = 1 / 45
_LEAST_REACH, _MOST_REACH = 30.0, 120.0
_POSTS_PER_REACH: Final = 3
_MARGIN: Final = 50
_LEAST_HEIGHT, _MOST_HEIGHT = 420, 900
# A few houses do not fill a whole map: it shows at least so many metres.
_LEAST_METRES: Final = 500.0
# An edge may be so far off, as a part of the reach.
_COARSENESS: Final = 0.3
# A page holds all outlines, of which each corner weighs about three bytes. Where groups lie through
# each other, addresses that lie closer than so many times the reach count as one, until it fits.
MOST_CORNERS: Final = 12_000
_GRAINS: Final = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
# A second piece is named when it is at least such a part of the largest, and at most so many.
_NAMED_PART: Final = 0.2
_MOST_NAMED: Final = 3
NAMES: Final = {WITHOUT: "Geen groep", SEVERAL: "Meer groepen"}

Points = npt.NDArray[np.float64]
Owners = npt.NDArray[np.int64]
Shapes = Mapping[int, Any]


def draw(places: Sequence[Place], names: Mapping[int, str]) -> Drawing | None:
    """The map of these addresses; None when there are none. `names` of the groups, for their room
    on the map. Two groups at exactly one point: most addresses win.
    """
    if not places:
        return None
    near, far = _near(places)
    reach = _reach(near)
    for grain in _GRAINS:
        shapes = _simplified(_areas(*_one_owner_each(near, grain * reach), reach), reach)
        if shapely.get_num_coordinates(list(shapes.values())).sum() <= MOST_CORNERS:
            break
    frame = Frame.around(shapes)
    paths = _paths(shapes, frame)
    chosen = patterns(_beside(shapes, reach))
    labels = _labels(shapes, frame, NAMES | dict(names))
    return Drawing(
        height=frame.height,
        areas=[
            Area(owner, paths[owner], chosen[owner], labels[owner])
            for owner in sorted(shapes)
            if paths[owner]
        ],
        counts={
            "drawn": len(near),
            "far": far,
            "without": sum(place.owner == WITHOUT for place in near),
            "several": sum(place.owner == SEVERAL for place in near),
        },
        is_sketch=any(is_sketch(place.point) for place in near),
    )


def _near(places: Sequence[Place]) -> tuple[list[Place], int]:
    all_points = np.array([place.point for place in places], dtype=float)
    middle = np.median(all_points, axis=0)
    # The middle of two villages may be nowhere: one of the addresses is the middle.
    middle = all_points[np.hypot(*(all_points - middle).T).argmin()]
    is_near = np.hypot(*(all_points - middle).T) <= FAR
    near = [place for place, kept in zip(places, is_near, strict=True) if kept]
    return near, len(places) - len(near)


def _one_owner_each(places: Sequence[Place], grain: float) -> tuple[Points, Owners]:
    """The points, each with the owner of most addresses there; those within a grain are one."""
    rows = np.array([(*place.point, place.owner) for place in places], dtype=np.int64)
    if grain:
        rows[:, :2] = np.rint(np.rint(rows[:, :2] / grain) * grain)
    kinds, counts = np.unique(rows, axis=0, return_counts=True)
    # By point, those with most addresses first; of each point the first counts.
    kinds = kinds[np.lexsort((kinds[:, 2], -counts, kinds[:, 1], kinds[:, 0]))]
    _, first = np.unique(kinds[:, :2], axis=0, return_index=True)
    chosen = kinds[first]
    return chosen[:, :2].astype(float), chosen[:, 2]


def _reach(places: Sequence[Place]) -> float:
    points = np.array([place.point for place in places], dtype=float)
    widest = float((points.max(axis=0) - points.min(axis=0)).max())
    return min(max(widest * _PART, _LEAST_REACH), _MOST_REACH)


def _areas(points: Points, owners: Owners, reach: float) -> dict[int, Any]:
    """What is nearest to the addresses of each owner, as one shape with all its pieces."""
    low = points.min(axis=0)
    posts = _posts(points - low, reach)
    everything = np.concatenate([points - low, posts])
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(everything), ordered=True)
    )[: len(points)]
    in_order = np.argsort(owners, kind="stable")
    found, begins = np.unique(owners[in_order], return_index=True)
    parts = np.split(cells[in_order], begins[1:])
    return {
        int(owner): shapely.coverage_union_all(part)
        for owner, part in zip(found, parts, strict=True)
    }


def _posts(points: Points, reach: float) -> Points:
    """Points of a grid around the addresses, at twice the reach: halfway lies the edge."""
    step = reach / _POSTS_PER_REACH
    inner = 2 * _POSTS_PER_REACH
    around = inner + 3
    cells = np.rint(points / step).astype(int) + around
    shape = tuple(cells.max(axis=0) + around + 1)
    taken = np.zeros(shape, dtype=bool)
    taken[cells[:, 0], cells[:, 1]] = True
    band = _grown(taken, inner + 2) & ~_grown(taken, inner)
    return np.asarray((np.argwhere(band) - around) * step, dtype=np.float64)


def _grown(taken: npt.NDArray[np.bool_], by: int) -> npt.NDArray[np.bool_]:
    """Every cell of the grid within so many cells of a taken one. Nothing is taken at the rim."""
    grown = np.zeros_like(taken)
    for along in range(-by, by + 1):
        across = int((by * by - along * along) ** 0.5)
        row = np.roll(taken, along, axis=0)
        # A row of cells at once: sums of a window.
        window = np.cumsum(np.pad(row, ((0, 0), (across + 1, across))), axis=1)
        grown |= window[:, 2 * across + 1 :] > window[:, : -2 * across - 1]
    return grown


def _simplified(shapes: Shapes, reach: float) -> dict[int, Any]:
    """With fewer corners; an edge between two areas stays the same for both."""
    simple = shapely.coverage_simplify(np.array(list(shapes.values())), _COARSENESS * reach)
    return dict(zip(shapes, simple, strict=True))


class Frame(NamedTuple):
    """From metres to units of the map."""

    left: float
    top: float
    scale: float
    height: int

    @classmethod
    def around(cls, shapes: Shapes) -> "Frame":
        """All of it in the middle, as large as it can be."""
        left, bottom, right, top = shapely.total_bounds(np.array(list(shapes.values())))
        width, high = right - left, top - bottom
        scale = min(
            (WIDTH - 2 * _MARGIN) / max(width, _LEAST_METRES),
            (_MOST_HEIGHT - 2 * _MARGIN) / high,
        )
        height = max(round(high * scale) + 2 * _MARGIN, _LEAST_HEIGHT)
        left -= (WIDTH / scale - width) / 2
        top += (height / scale - high) / 2
        return cls(left, top, scale, height)

    def units(self, metres: Points) -> npt.NDArray[np.int64]:
        """Points of the map, north on top."""
        moved = (metres - (self.left, self.top)) * (self.scale, -self.scale)
        return np.rint(moved).astype(np.int64)

    def spot(self, point: Any) -> Spot:
        """One point of the map."""
        x, y = self.units(np.array([[point.x, point.y]]))[0]
        return int(x), int(y)


def _paths(shapes: Shapes, frame: Frame) -> dict[int, str]:
    return {
        owner: "".join(
            _ring(ring, frame)
            for piece in shapely.get_parts(shape)
            for ring in shapely.get_rings(piece)
        )
        for owner, shape in shapes.items()
    }


def _ring(ring: Any, frame: Frame) -> str:
    """A closed line, each corner as a step from the one before."""
    corners = frame.units(shapely.get_coordinates(ring))[:-1]
    steps = np.diff(corners, axis=0)
    steps = steps[steps.any(axis=1)]
    if len(steps) < 2:
        return ""  # nothing is left of it at this size
    (x, y), rest = corners[0], " ".join(f"{dx} {dy}" for dx, dy in steps)
    return f"M{x} {y}l{rest}z"


def _beside(shapes: Shapes, reach: float) -> dict[int, set[int]]:
    owners = list(shapes)
    drawn = np.array(list(shapes.values()))
    pairs = shapely.STRtree(drawn).query(drawn, predicate="dwithin", distance=reach)
    beside: dict[int, set[int]] = {owner: set() for owner in owners}
    for one, other in pairs.T:
        if one != other:
            beside[owners[one]].add(owners[other])
    return beside


def _labels(shapes: Shapes, frame: Frame, names: Mapping[int, str]) -> dict[int, list[Label]]:
    at = [
        (owner, place, frame.spot(_middle(piece)))
        for owner, shape in sorted(shapes.items())
        for place, piece in enumerate(_named_pieces(shape))
    ]
    numbers: list[Box] = [number_box(spot) for _, _, spot in at]
    # The largest piece has the name; the others its number.
    words = [name_box(spot, "" if place else names.get(owner, "")) for owner, place, spot in at]
    small, wide = apart(numbers, height=frame.height), apart(words, height=frame.height)
    labels: dict[int, list[Label]] = {owner: [] for owner in shapes}
    for (owner, _, spot), number, word in zip(at, small, wide, strict=True):
        labels[owner].append(Label(spot, number, word))
    return labels


def _named_pieces(shape: Any) -> list[Any]:
    pieces = sorted(shapely.get_parts(shape), key=shapely.area, reverse=True)
    least = pieces[0].area * _NAMED_PART
    return [piece for piece in pieces[:_MOST_NAMED] if piece.area >= least]


def _middle(piece: Any) -> Any:
    """The middle of the largest circle that fits into it."""
    circle = shapely.maximum_inscribed_circle(piece)
    return shapely.get_point(circle, 0)
