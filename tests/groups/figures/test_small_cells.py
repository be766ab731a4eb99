"""What is so small that it would point at somebody stays hidden, and cannot be worked out."""

from hypothesis import given
from hypothesis import strategies as st

from groups.figures.pages.small_cells import KEPT_BACK, SMALL, hides, one_number, shown, sum_of

NUMBERS = st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=12)


def texts(**numbers: int) -> dict[str, str]:
    return {key: cell.text for key, cell in shown(numbers).items()}


def test_under_five_is_less_than_five_also_when_it_is_nothing() -> None:
    assert texts(a=0, b=4, c=5, d=12) == {"a": SMALL, "b": SMALL, "c": "5", "d": "12"}


def test_one_hidden_number_takes_the_next_smallest_with_it() -> None:
    assert texts(a=9, b=3, c=6) == {"a": "9", "b": SMALL, "c": KEPT_BACK}


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert not hides(shown({"a": 5, "b": 50}).values())


def test_one_number_alone() -> None:
    assert (one_number(4), one_number(5)) == (SMALL, "5")


@given(NUMBERS)
def test_no_total_gives_a_small_number_away(numbers: dict[str, int]) -> None:
    """Whoever knows the real total finds at least two numbers that may be anything it leaves."""
    cells = shown(numbers)
    hidden = [key for key, cell in cells.items() if cell.number is None]
    assert all(cells[key].number == numbers[key] for key in numbers if key not in hidden)
    assert all(numbers[key] >= 5 for key in numbers if key not in hidden)
    assert len(hidden) != 1 or len(numbers) == 1


@given(NUMBERS)
def test_a_sum_counts_only_what_is_shown(numbers: dict[str, int]) -> None:
    cells = shown(numbers)
    assert sum_of(cells.values()) == sum(int(cell.text) for cell in cells.values() if cell.number)
