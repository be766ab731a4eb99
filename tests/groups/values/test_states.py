"""The table of allowed steps, against the sentences of the design written out once more."""

from itertools import product

import pytest

from groups.values import states
from groups.values.states import ENDED, STEPS, Kind, State

# Words of the product's rules, one line per step; every pair that is not here is refused.
ALLOWED = {
    Kind.JOIN: """
        open approved      a beheerder admits
        open waiting       no group, full or paused
        open declined
        open withdrawn
        open expired
        waiting open       a group came
        waiting declined
        waiting withdrawn
        waiting expired
        approved added
        approved open      undo
        approved withdrawn
        declined open      undo, or the resident objects
        declined waiting   undo, of who was on the waiting list
        withdrawn open     undo of joining two requests of one person
    """,
    Kind.NEW_GROUP: """
        open founded
        open declined
        open withdrawn
        declined open
    """,
    Kind.QUESTION: """
        open answered
        open withdrawn
        open closed
    """,
}


def allowed(kind: Kind) -> set[tuple[str, str]]:
    lines = (line.split() for line in ALLOWED[kind].splitlines() if line.strip())
    return {(words[0], words[1]) for words in lines}


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [(kind, *pair) for kind in Kind for pair in product(State, repeat=2)],
)
def test_a_step_is_allowed_only_when_the_rules_name_it(
    kind: Kind, before: State, after: State
) -> None:
    assert (before in states.before(kind, after)) == ((before.value, after.value) in allowed(kind))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_state_of_a_kind_can_be_reached_from_open(kind: Kind) -> None:
    reached = {State.OPEN}
    while more := {after for state in reached for after in STEPS[kind][state]} - reached:
        reached |= more
    assert reached == set(STEPS[kind])


@pytest.mark.parametrize("kind", list(Kind))
def test_what_has_ended_is_left_only_by_undo_or_an_objection(kind: Kind) -> None:
    back = {State.DECLINED: {State.OPEN, State.WAITING}}
    if kind == Kind.JOIN:  # two requests of one person were joined
        back[State.WITHDRAWN] = {State.OPEN}
    for state in ENDED & STEPS[kind].keys():
        assert STEPS[kind][state] <= back.get(state, set())
