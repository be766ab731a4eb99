"""What the swaps look for is really there: each group has its mark in every personal column."""

import pytest

from tests.groups.swapping.actors import World
from tests.groups.swapping.marks import unmarked

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_every_personal_column_has_the_mark_of_both_groups(world: World) -> None:
    assert unmarked(world.alfa.mark) == []
    assert unmarked(world.beta.mark) == []
