"""CF-06, CF-07, CF-12, CF-15, CF-16: processes that are killed, frozen, restarted or doubled."""

import os
import signal
import time
from contextlib import suppress

from tests.faults.kinds.register import kind
from tests.faults.servers import signal_all
from tests.faults.site import TIMETABLE, WEB, WORKER
from tests.faults.world import World
from tests.races.processes import Process, wait_until


@kind("web: a worker killed", brief=True)
def web_worker_killed(world: World, seconds: float) -> None:
    _kill_one(world, WEB)


@kind("web: all killed", brief=True)
def web_killed(world: World, seconds: float) -> None:
    world.site.kill(WEB)


@kind("web: restarted (TERM)")
def web_restarted(world: World, seconds: float) -> None:
    world.site.restart(WEB)


@kind("web: told to reload (HUP)")
def web_reloaded(world: World, seconds: float) -> None:
    """It is over when the old processes are gone: until then they answer."""
    old = set(world.site.children(WEB))
    world.site.running[WEB].popen.send_signal(signal.SIGHUP)
    wait_until(lambda: not old & set(world.site.children(WEB)), seconds=60, what="old web to end")


@kind("web: frozen")
def web_frozen(world: World, seconds: float) -> None:
    _frozen(world, WEB, seconds)


@kind("worker: all killed", cuts=True, brief=True)
def worker_killed(world: World, seconds: float) -> None:
    world.site.kill(WORKER)


@kind("worker: a child killed", cuts=True)
def worker_child_killed(world: World, seconds: float) -> None:
    _kill_one(world, WORKER)


@kind("worker: restarted (TERM)", cuts=True)
def worker_restarted(world: World, seconds: float) -> None:
    world.site.restart(WORKER)


@kind("worker: frozen")
def worker_frozen(world: World, seconds: float) -> None:
    _frozen(world, WORKER, seconds)


@kind("timetable: killed")
def timetable_killed(world: World, seconds: float) -> None:
    world.site.kill(TIMETABLE)


@kind("timetable: doubled")
def timetable_doubled(world: World, seconds: float) -> None:
    """A second one by mistake, until somebody notices."""
    words = [word.replace("/beat", "/beat-2") for word in world.site.command(TIMETABLE)]
    second = Process("second", words, world.site.env, world.site.folder / "second.log")
    time.sleep(seconds + 3)
    second.stop()


@kind("worker and timetable: killed", cuts=True)
def behind_killed(world: World, seconds: float) -> None:
    world.site.kill(WORKER, TIMETABLE)


@kind("web, worker and timetable: killed", cuts=True)
def all_killed(world: World, seconds: float) -> None:
    world.site.kill(WEB, WORKER, TIMETABLE)


def _kill_one(world: World, name: str) -> None:
    """kill -9 of one of the children; a moment may have none."""
    children = world.site.children(name)
    if children:
        with suppress(ProcessLookupError):
            os.kill(world.random.choice(children), signal.SIGKILL)


def _frozen(world: World, name: str, seconds: float) -> None:
    pids = world.site.running[name].group()
    signal_all(pids, signal.SIGSTOP)
    time.sleep(seconds)
    signal_all(pids, signal.SIGCONT)
