"""AZ-02: whatever somebody saw, nobody else can do anything with it.

Everybody walks all their pages; each value in an address, query or field is then sent by everybody
else. `SWAPS=10000` sends so many, after walking everything.
"""

import os
import random
import sys
from itertools import islice

import pytest

from tests.groups.conftest import appoint
from tests.groups.swapping.actors import World
from tests.groups.swapping.crawl import Seen, walk
from tests.groups.swapping.swaps import Judge, Trials, drawn

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SWAPS = int(os.environ.get("SWAPS", "1200"))
WHOLE = SWAPS > 5000
PARTS = 4 if WHOLE else 1
# Deputies see what their beheerder sees; the others see what everybody sees.
WALKERS = ("A0", "A1", "A3", "A4 beheerder", "A5 beheerder", "A11", "A12", "A14")


def walked(world: World) -> dict[str, Seen]:
    """What everybody saw."""
    public = walk(world.actors[0])
    seen = {world.actors[0].name: public}
    for actor in world.actors[1:]:
        if actor.name.startswith(WALKERS):
            most, each = (200, 4) if WHOLE else (50 if actor.is_staff else 150, 2)
            seen[actor.name] = walk(actor, most=most, each=each, known_already=public)
    return seen


@pytest.mark.parametrize("part", range(PARTS))
def test_az_02_nobody_can_use_what_somebody_else_saw(
    world: World, part: int, capsys: pytest.CaptureFixture[str]
) -> None:
    draw = random.Random(13)  # the same in each part
    seen = walked(world)
    assert [path for one in seen.values() for path in one.broken] == []
    trials, judge = Trials(world, seen), Judge(world)
    tries = drawn(trials.all(), most=SWAPS * 4 // 5, draw=draw)
    tries += islice(trials.anywhere(draw), SWAPS - len(tries))
    for one in tries[part::PARTS]:
        judge.tries(one)
    if WHOLE:
        with capsys.disabled():
            sys.stdout.write(f"{dict(judge.done)}, answered {dict(judge.answers)}\n")
    assert judge.faults == [], "\n".join(judge.faults)
    assert judge.done.total() >= SWAPS // PARTS
    # Not all for one reason: most are not there, others are sent to log in, some may look.
    assert {200, 302, 403, 404} <= set(judge.answers)


def test_az_02_a_hole_would_be_seen(world: World) -> None:
    """The same on a group whose rows somebody else may read and change after all."""
    people = {actor.name: actor for actor in world.actors}
    seen = {"A4 beheerder": walk(people["A4 beheerder"], most=40, each=1)}
    appoint(world.beta.beheerder, world.alfa.group)
    judge = Judge(world)
    tries = [one for one in Trials(world, seen).all() if one.actor == "A5 beheerder"]
    for one in tries[:120]:
        judge.tries(one)
    told = "\n".join(judge.faults)
    for what in ("told of spoorstraat", "differs from nowhere", "changed rows of spoorstraat"):
        assert what in told
