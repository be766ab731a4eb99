"""The table of the steps of an import of addresses, against the rules written out once more."""

from itertools import product

import pytest

from groups.values import import_states
from groups.values.import_states import ENDED, FOR_A_PERSON, FOR_A_WORKER, STEPS, ImportState

# Words of the product's rules, one line per step; every pair that is not here is refused.
ALLOWED = """
    uploaded checking     a worker comes to it
    uploaded dropped
    checking checking     another worker begins anew
    checking columns      nobody can tell which column is what
    checking ready
    checking refused      no file with addresses, or it broke off too often
    checking dropped
    columns uploaded      somebody pointed them out
    columns dropped
    ready uploaded        other columns, or the list changed
    ready confirmed       a coordinator said so
    ready dropped
    confirmed uploaded    the list changed
    confirmed done
    confirmed refused     it broke off too often
"""


def allowed() -> set[tuple[str, str]]:
    lines = (line.split() for line in ALLOWED.splitlines() if line.strip())
    return {(words[0], words[1]) for words in lines}


@pytest.mark.parametrize(("before", "after"), list(product(ImportState, repeat=2)))
def test_a_step_is_allowed_only_when_the_rules_name_it(
    before: ImportState, after: ImportState
) -> None:
    is_step = before in import_states.before(after)
    assert is_step == ((before.value, after.value) in allowed())


def test_every_state_can_be_reached_and_waits_for_one_who_acts_or_for_nobody() -> None:
    reached = {ImportState.UPLOADED}
    while more := {after for state in reached for after in STEPS[state]} - reached:
        reached |= more
    assert reached == set(ImportState)
    assert {ImportState.REFUSED, ImportState.DONE, ImportState.DROPPED} == ENDED
    assert {ImportState.UPLOADED, ImportState.CHECKING, ImportState.CONFIRMED} == FOR_A_WORKER
    assert not FOR_A_PERSON & (ENDED | FOR_A_WORKER)
