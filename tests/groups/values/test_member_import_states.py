"""The table of the steps of a list of members, against the rules written out once more."""

from itertools import product

import pytest

from groups.values import member_import_states as states
from groups.values.member_import_states import DOUBTS, STEPS, SURE, ListState, Verdict

# One line per step; every pair that is not here is refused.
ALLOWED = """
    uploaded checking     a worker comes to it
    uploaded dropped
    checking checking     another worker begins anew
    checking columns      nobody can tell which column is what
    checking ready
    checking refused      no list, or it broke off too often
    checking dropped
    columns uploaded      somebody pointed them out
    columns dropped
    ready uploaded        other columns
    ready confirmed       somebody who may said so
    ready dropped
    confirmed done
    confirmed refused     the right is gone, or it broke off too often
    done undone           within a week, while nobody touched it
"""


@pytest.mark.parametrize(("before", "after"), list(product(ListState, repeat=2)))
def test_a_step_is_allowed_only_when_the_rules_name_it(before: ListState, after: ListState) -> None:
    lines = (line.split() for line in ALLOWED.splitlines() if line.strip())
    allowed = {(words[0], words[1]) for words in lines}
    assert (before in states.before(after)) == ((before.value, after.value) in allowed)


def test_each_state_is_somebodys_or_the_end() -> None:
    assert set(ListState) == states.ENDED | states.FOR_A_PERSON | states.FOR_A_WORKER
    assert {state for state, steps in STEPS.items() if not steps} == states.ENDED - {ListState.DONE}
    assert {ListState.UPLOADED, ListState.CHECKING, ListState.CONFIRMED} == states.FOR_A_WORKER


def test_a_row_comes_along_by_itself_or_when_somebody_says_so_or_not() -> None:
    assert not set(DOUBTS) & set(SURE)
    never = {Verdict.MISSING, Verdict.WRONG, Verdict.DOUBLE, Verdict.MEMBER}
    assert set(DOUBTS) | set(SURE) == set(Verdict) - never
