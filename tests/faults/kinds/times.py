"""CF-14: a clock that is wrong, and the nights on which clocks change."""

import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.faults.kinds.register import kind
from tests.faults.world import World
from tests.races.processes import RealSite
from tests.races.test_two_timetables import AMSTERDAM, at_once, moments, steps_climbed, timetables

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@kind("clock: an hour fast")
def an_hour_fast(world: World, seconds: float) -> None:
    _tick(world, HOUR)


@kind("clock: an hour slow")
def an_hour_slow(world: World, seconds: float) -> None:
    _tick(world, -HOUR)


@kind("clock: a day fast")
def a_day_fast(world: World, seconds: float) -> None:
    _tick(world, DAY)


@kind("clock: a day slow")
def a_day_slow(world: World, seconds: float) -> None:
    _tick(world, -DAY)


def _tick(world: World, step: timedelta) -> None:
    """The timetable of a machine whose clock is wrong, beside the one that runs."""
    world.site.manage("tick", "--now", (datetime.now(UTC) + step).isoformat())


@kind("clock: put forward, in spring")
def spring(world: World, seconds: float) -> None:
    _night(world, datetime(2027, 3, 28, tzinfo=AMSTERDAM))


@kind("clock: put back, in autumn")
def autumn(world: World, seconds: float) -> None:
    _night(world, datetime(2027, 10, 31, tzinfo=AMSTERDAM))


def _night(world: World, change: datetime) -> None:
    """Two timetables with two threads each live through the night, on a village of its own beside
    the one that is visited: there the ladder would mail everybody for months.
    """
    with tempfile.TemporaryDirectory() as folder:
        site = RealSite(Path(folder), world.another_village(Path(folder)))
        begin = (change - 2 * DAY).isoformat()
        site.python(f"from tests.races.timetables import ask_around; ask_around({begin!r})")
        done: Counter[str] = Counter()
        near = [moment for moment in moments(change) if abs(moment - change) <= 4 * DAY]
        with timetables(site) as running:
            for now in near:
                done += at_once(running, now)
        steps = steps_climbed(site)
        twice = site.count("SELECT count(*) FROM outbox_mail WHERE attempts > 1")
        if set(steps.values()) != {1} or done["climbed"] != len(steps) or twice:
            world.complaints.append(f"{change:%Y-%m-%d}: {steps} {done} {twice} mails tried twice")
