"""The outlines of areas: around the addresses, apart from each other, however few there are."""

import re
from collections.abc import Sequence

import pytest
import shapely

from groups.areas.drawing import SEVERAL, WIDTH, WITHOUT, Area, Drawing, Place
from groups.areas.labels import Box, apart, name_box, number_box, patterns
from groups.areas.shapes import draw
from groups.values.rd_points import RdPoint
from tests.groups.areas.places import at, large_village, road

pytestmark = pytest.mark.once
ONE, TWO, THREE = 1, 2, 3


def drawn(places: Sequence[Place]) -> Drawing:
    drawing = draw(places, {ONE: "Een", TWO: "Twee", THREE: "Drie"})
    assert drawing is not None
    assert Drawing.from_facts(drawing.as_facts()) == drawing
    return drawing


def area_of(drawing: Drawing, owner: int) -> Area:
    (area,) = [area for area in drawing.areas if area.owner == owner]
    return area


def shape_of(area: Area) -> shapely.Geometry:
    """What a browser draws of a path: rings of steps, by the even-odd of their order."""
    rings = []
    for x, y, steps in re.findall(r"M(-?\d+) (-?\d+)l([-\d ]+)z", area.path):
        numbers = [int(step) for step in steps.split()]
        corners = [(int(x), int(y))]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            corners.append((corners[-1][0] + dx, corners[-1][1] + dy))
        rings.append(shapely.polygons(corners).buffer(0))
    shape: shapely.Geometry = shapely.Polygon()
    for ring in rings:
        shape = shapely.symmetric_difference(shape, ring)
    return shape


def pieces(area: Area) -> int:
    return sum(1 for piece in shapely.get_parts(shape_of(area)) if piece.area > 4)


def overlap(drawing: Drawing) -> float:
    """Of all that is drawn, the part that belongs to two areas."""
    shapes = [shape_of(area) for area in drawing.areas]
    together = shapely.union_all(shapes).area
    return float(sum(shape.area for shape in shapes) / together - 1)


def test_without_addresses_there_is_no_map() -> None:
    assert draw([], {}) is None


def test_two_groups_beside_each_other_share_an_edge_and_no_ground() -> None:
    drawing = drawn([*road(0, 0, ONE), *road(200, 0, TWO)])
    one, two = shape_of(area_of(drawing, ONE)), shape_of(area_of(drawing, TWO))
    assert overlap(drawing) < 0.001
    assert shapely.distance(one, two) == 0
    assert one.centroid.x < two.centroid.x
    assert area_of(drawing, ONE).pattern != area_of(drawing, TWO).pattern
    assert drawing.counts == {"drawn": 40, "far": 0, "without": 0, "several": 0}


def test_north_is_on_top() -> None:
    drawing = drawn([*road(0, 0, ONE), *road(0, 400, TWO)])
    assert shape_of(area_of(drawing, ONE)).centroid.y > shape_of(area_of(drawing, TWO)).centroid.y


def test_a_street_cut_in_the_middle_and_one_cut_in_its_two_sides() -> None:
    middle = drawn([*road(0, 0, ONE), *road(200, 0, TWO), *road(0, 60, THREE, houses=40)])
    assert overlap(middle) < 0.001
    sides = [place._replace(owner=ONE + n % 2) for n, place in enumerate(road(0, 0, 0, houses=40))]
    drawing = drawn(sides)
    assert overlap(drawing) < 0.001
    assert [pieces(area) for area in drawing.areas] == [1, 1]
    even, odd = (shape_of(area_of(drawing, owner)).centroid for owner in (ONE, TWO))
    assert even.y > odd.y


def test_a_few_houses_of_another_group_lie_in_the_middle_of_a_street() -> None:
    houses = road(0, 0, ONE, houses=60)
    houses[28:32] = [place._replace(owner=TWO) for place in houses[28:32]]
    drawing = drawn(houses)
    assert pieces(area_of(drawing, ONE)) == 2
    assert pieces(area_of(drawing, TWO)) == 1
    assert overlap(drawing) < 0.001


def test_a_hamlet_far_from_the_rest_is_a_piece_of_its_own_with_its_own_number() -> None:
    drawing = drawn([*road(0, 0, ONE), *road(0, 900, ONE), *road(400, 0, TWO)])
    assert pieces(area_of(drawing, ONE)) == 2
    assert len(area_of(drawing, ONE).labels) == 2


def test_an_address_alone_has_a_small_area_and_not_the_whole_sheet() -> None:
    drawing = drawn([at(0, 0, ONE)])
    shape = shape_of(area_of(drawing, ONE))
    assert 0 < shape.area < WIDTH * drawing.height / 10
    assert shapely.contains(shape, shapely.Point(*area_of(drawing, ONE).labels[0].at))


def test_on_one_point_the_group_with_most_addresses_there_counts() -> None:
    drawing = drawn([at(0, 0, ONE), at(0, 0, TWO), at(0, 0, TWO)])
    assert [area.owner for area in drawing.areas] == [TWO]
    assert drawing.counts["drawn"] == 3


@pytest.mark.parametrize("turned", [False, True])
def test_a_line_of_houses(turned: bool) -> None:
    line = [at(0, 10 * n, ONE) if turned else at(10 * n, 0, ONE) for n in range(60)]
    shape = shape_of(area_of(drawn(line), ONE))
    left, top, right, bottom = shape.bounds
    assert (bottom - top > right - left) == turned


def test_fields_in_the_middle_belong_to_nobody() -> None:
    ring = [
        *road(0, 0, ONE, houses=100), *road(0, 1000, ONE, houses=100),
        *road(0, 0, ONE, houses=100, turned=True), *road(1000, 0, ONE, houses=100, turned=True),
    ]  # fmt: skip
    shape = shape_of(area_of(drawn(ring), ONE))
    assert not shapely.contains(shape, shape.centroid)


def test_addresses_without_a_group_and_with_several_have_areas_of_their_own() -> None:
    drawing = drawn([*road(0, 0, ONE), *road(200, 0, WITHOUT), *road(400, 0, SEVERAL)])
    assert {area.owner for area in drawing.areas} == {ONE, WITHOUT, SEVERAL}
    assert (drawing.counts["without"], drawing.counts["several"]) == (20, 20)
    assert overlap(drawing) < 0.001


def test_a_slip_of_the_file_does_not_shrink_the_village() -> None:
    drawing = drawn([*road(0, 0, ONE), *road(200, 0, TWO), at(0, 90_000, TWO)])
    assert drawing.counts["far"] == 1
    alone = drawn([*road(0, 0, ONE), *road(200, 0, TWO)])
    assert drawing.areas == alone.areas


def test_two_villages_far_apart_are_not_drawn_as_one() -> None:
    assert drawn([at(0, 0, ONE), at(90_000, 90_000, TWO)]).counts["far"] == 1


def test_the_example_of_a_village_says_that_it_is_a_sketch() -> None:
    assert drawn([Place(RdPoint(22_000, 575_000), ONE)]).is_sketch
    assert not drawn([at(0, 0, ONE)]).is_sketch


def test_a_drawing_is_the_same_whatever_the_order_of_the_addresses() -> None:
    places = [*road(0, 0, ONE), *road(200, 0, TWO), *road(0, 60, THREE, houses=40)]
    assert drawn(places) == drawn(places[::-1])


def test_neighbours_differ_in_pattern_and_their_areas_do_not_overlap_in_a_village_too() -> None:
    drawing = drawn(large_village(addresses=3_000))
    shapes = {area.owner: shape_of(area) for area in drawing.areas}
    for one in drawing.areas:
        for other in drawing.areas:
            if (
                one.owner < other.owner
                and shapely.distance(shapes[one.owner], shapes[other.owner]) < 1
            ):
                assert one.pattern != other.pattern, (one.owner, other.owner)
    assert overlap(drawing) < 0.01


def test_no_two_numbers_and_no_two_names_lie_on_each_other() -> None:
    drawing = drawn([place for n in range(12) for place in road(n % 4 * 150, n // 4 * 80, n + 1)])
    spots = [label.small for area in drawing.areas for label in area.labels]
    assert len(spots) >= 12
    for at_, one in enumerate(spots):
        for other in spots[at_ + 1 :]:
            assert max(abs(one[0] - other[0]), abs(one[1] - other[1])) >= 82
    for x, y in spots:
        assert 40 <= x <= WIDTH - 40
        assert 40 <= y <= drawing.height - 40


def test_a_label_that_has_room_stays_where_it_is() -> None:
    assert apart([number_box((100, 100)), number_box((300, 100))], height=500) == [
        (100, 100),
        (300, 100),
    ]


def test_labels_on_one_spot_go_apart_and_end_within_the_map() -> None:
    spots = apart([name_box((10, 10), "Spoorstraat") for _ in range(3)], height=500)
    assert len(set(spots)) == 3
    assert all(x > 10 and y > 10 for x, y in spots)


def test_more_labels_than_there_is_room_for_end_too() -> None:
    assert len(apart([Box(500, 100, 400, 200) for _ in range(40)], height=420)) == 40


def test_patterns_are_used_again_only_when_all_are_taken() -> None:
    star = {0: set(range(1, 9)), **{n: {0} for n in range(1, 9)}}
    chosen = patterns(star)
    assert all(chosen[n] != chosen[0] for n in range(1, 9))
    everybody = {n: set(range(12)) - {n} for n in range(12)}
    assert len(set(patterns(everybody).values())) == 8
