"""Ranges of house numbers, compared with plain sets of numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.values.addresses import LARGEST_HOUSE_NUMBER
from groups.values.house_ranges import (
    BOTH,
    EVEN,
    ODD,
    Range,
    joined,
    normal,
    shared,
    without,
    without_all,
)

SIDES = st.sampled_from([BOTH, ODD, EVEN])
RANGES = st.tuples(st.integers(1, 40), st.integers(1, 40), SIDES).map(lambda one: normal(*one))
WRITTEN = RANGES.filter(lambda one: one is not None)


def numbers(*ranges: Range | None) -> list[int]:
    """Every number, as often as it stands in a range."""
    return sorted(number for one in ranges if one for number in range(1, 50) if number in one)


def test_a_number_is_in_a_range_between_its_ends_and_on_its_side() -> None:
    """All other tests ask by this which numbers a range holds."""
    assert numbers(Range(2, 5, BOTH)) == [2, 3, 4, 5]
    assert numbers(Range(2, 6, EVEN)) == [2, 4, 6]
    assert numbers(Range(3, 7, ODD)) == [3, 5, 7]


def test_a_single_number_is_odd_or_even_up_to_the_largest_there_is() -> None:
    for number in (1, 2, 5, 8, 15):
        assert normal(number, number, BOTH) == Range(number, number, ODD if number % 2 else EVEN)
    assert normal(2, LARGEST_HOUSE_NUMBER, BOTH) == Range(2, LARGEST_HOUSE_NUMBER, BOTH)
    assert normal(2, LARGEST_HOUSE_NUMBER + 1, BOTH) is None


@pytest.mark.parametrize(
    ("first", "last", "side", "expected"),
    [
        (10, 15, EVEN, Range(10, 14, EVEN)),
        (7, 7, BOTH, Range(7, 7, ODD)),
        (1, 99_999, EVEN, Range(2, 99_998, EVEN)),
        (8, 8, ODD, None),
        (9, 8, BOTH, None),
        (0, 0, EVEN, None),
        (1, 100_000, BOTH, None),
    ],
)
def test_a_range_is_written_in_one_way(
    first: int, last: int, side: str, expected: Range | None
) -> None:
    assert normal(first, last, side) == expected


@given(WRITTEN, WRITTEN)
def test_what_two_ranges_share_is_what_is_in_both(one: Range, other: Range) -> None:
    assert numbers(shared(one, other)) == sorted({*numbers(one)} & {*numbers(other)})


@given(WRITTEN, WRITTEN)
def test_taking_out_leaves_exactly_the_rest_each_number_once(one: Range, other: Range) -> None:
    left = without(one, other)
    assert numbers(*left) == sorted({*numbers(one)} - {*numbers(other)})
    assert all(normal(part.first, part.last, part.side) == part for part in left)


@given(st.lists(WRITTEN, max_size=4))
def test_taking_out_several_leaves_the_rest(taken: list[Range]) -> None:
    whole = Range(1, 49, BOTH)
    left = without_all([whole], taken)
    assert numbers(*left) == sorted({*numbers(whole)} - {*numbers(*taken)})


def test_one_side_of_a_stretch() -> None:
    assert without(Range(1, 99, BOTH), Range(40, 60, EVEN)) == [
        Range(1, 39, BOTH),
        Range(41, 59, ODD),
        Range(61, 99, BOTH),
    ]


@given(WRITTEN, WRITTEN)
def test_two_are_one_only_where_that_is_exactly_both(one: Range, other: Range) -> None:
    if shared(one, other) is not None:
        return
    both = joined(one, other)
    assert both == joined(other, one)
    if both:
        assert numbers(both) == numbers(one, other)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Range(1, 9, BOTH), Range(10, 20, BOTH), Range(1, 20, BOTH)),
        (Range(60, 60, EVEN), Range(62, 66, EVEN), Range(60, 66, EVEN)),
        (Range(10, 20, EVEN), Range(11, 19, ODD), Range(10, 20, BOTH)),
        (Range(1, 9, BOTH), Range(11, 19, ODD), None),
        (Range(60, 62, EVEN), Range(66, 68, EVEN), None),
    ],
)
def test_neighbours_are_one(one: Range, other: Range, both: Range | None) -> None:
    assert joined(one, other) == both
