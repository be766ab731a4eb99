"""Where an address lies: metres or degrees, whichever is first, and what is no place at all."""

import pytest

from groups.values.rd_points import PointError, RdPoint, from_degrees, is_sketch, read_point

pytestmark = pytest.mark.once
# A church in Amsterdam: an example of who made the approximation, in both systems.
TOWER = RdPoint(120_701, 487_526)


def test_degrees_become_the_metres_of_a_known_place() -> None:
    assert from_degrees(52.37453253, 4.88352559) == TOWER
    assert from_degrees(52.15517440, 5.38720621) == RdPoint(155_000, 463_000)


@pytest.mark.parametrize(
    ("x", "y", "both"),
    [
        ("120700.7", "487525.5", ""),
        ("120700,7", "487525,5", ""),
        (" 120 701 ", "487 526", ""),
        ("487526", "120701", ""),  # the other way round
        ("4.88352559", "52.37453253", ""),
        ("52.37453253", "4.88352559", ""),
        ("", "", "POINT(120700.7 487525.5)"),
        ("", "", "POINT (4.88352559 52.37453253)"),
        ("", "", "52.37453253, 4.88352559"),
        ("", "", "120700,7 487525,5"),
        ("", "", "POINT Z (120701 487526 3)"),
        ("120701", "487526", "POINT(0 0)"),  # two columns say it already
    ],
)
def test_usual_ways_of_writing_a_place(x: str, y: str, both: str) -> None:
    assert read_point(x, y, both) == TOWER


def test_nothing_is_said_where_the_cells_are_empty() -> None:
    assert read_point("", " ", "") is None


@pytest.mark.parametrize(
    ("x", "y", "both"),
    [
        ("0", "0", ""),
        ("120701", "", ""),
        ("", "487526", ""),
        ("ja", "nee", ""),
        ("120.701", "487.526", ""),  # thousands: no decimals of anything that lies here
        ("2.35", "48.85", ""),  # Paris
        ("-120701", "487526", ""),
        ("1e9", "487526", ""),
        ("9" * 200, "487526", ""),
        ("", "", "POINT(1)"),
        ("", "", "1 2 3 4"),
        ("", "", "geen"),
    ],
)
def test_what_lies_nowhere_here_is_refused(x: str, y: str, both: str) -> None:
    with pytest.raises(PointError):
        read_point(x, y, both)


def test_the_example_village_lies_in_the_sea() -> None:
    assert is_sketch(RdPoint(22_000, 575_000))
    assert not is_sketch(TOWER)
    assert not is_sketch(RdPoint(118_800, 402_300))
