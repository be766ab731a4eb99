"""CF-11: disks that are full, and files that may not grow."""

import os
import resource
import time
from contextlib import suppress
from pathlib import Path

from tests.faults.kinds.register import SQLITE, kind
from tests.faults.site import WEB, WORKER
from tests.faults.world import World


@kind("disk: full", cuts=True, own_disk=True, brief=True)
def disk_full(world: World, seconds: float) -> None:
    """Data, logs, broker and (with PostgreSQL) its whole cluster lie on it."""
    filler = world.folder / "filler"
    try:
        _fill(filler)
        time.sleep(seconds)
    finally:
        filler.unlink()


@kind("disk: no file may grow (RLIMIT_FSIZE)", databases=(SQLITE,), cuts=True)
def no_file_may_grow(world: World, seconds: float) -> None:
    pids = [pid for name in (WEB, WORKER) for pid in world.site.running[name].group()]
    try:
        _limit(pids, 4096)
        time.sleep(seconds)
    finally:
        _limit(pids, resource.RLIM_INFINITY)


def _fill(file: Path) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        size, step = 0, 64 * 1024 * 1024
        while step >= 4096:
            try:
                os.posix_fallocate(descriptor, size, step)
                size += step
            except OSError:
                step //= 2
    finally:
        os.close(descriptor)


def _limit(pids: list[int], most: int) -> None:
    for pid in pids:
        with suppress(OSError):
            hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))
