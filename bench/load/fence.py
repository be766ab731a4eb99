"""A machine of one core and little memory, played by two cgroups (version 1) around processes.

https://docs.kernel.org/admin-guide/cgroup-v1/memory.html
https://docs.kernel.org/scheduler/sched-bwc.html
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_ROOT: Final = Path("/sys/fs/cgroup")
_PERIOD: Final = 100_000  # microseconds: how often the share of a core is dealt out


class NoFence(Exception):
    """This machine has no such cgroups, or we may not make them."""


@dataclass(frozen=True)
class Fence:
    """So many cores and megabytes for every process that is put inside, without swap."""

    folders: Sequence[Path]

    def put(self, pid: int) -> None:
        """What this process starts from now on is inside as well."""
        for folder in self.folders:
            (folder / "cgroup.procs").write_text(f"{pid}")

    def facts(self) -> dict[str, int]:
        """The most memory that was used at once, page cache included, and without it now; how
        often memory was refused, how often the kernel ended a process, and how many of the periods
        of a tenth of a second were cut short.
        """
        cpu, memory = self.folders
        used = _numbers(memory / "memory.stat")
        control = _numbers(memory / "memory.oom_control")
        return {
            "most bytes": int((memory / "memory.max_usage_in_bytes").read_text()),
            "bytes now, without page cache": used.get("total_rss", 0),
            "bytes of swap": used.get("total_swap", 0),
            "memory refused": int((memory / "memory.failcnt").read_text()),
            "ended for want of memory": control.get("oom_kill", 0),
            "periods": _numbers(cpu / "cpu.stat").get("nr_periods", 0),
            "periods cut short": _numbers(cpu / "cpu.stat").get("nr_throttled", 0),
        }


@contextmanager
def fence(name: str, *, cores: float, megabytes: int) -> Iterator[Fence]:
    """Make one below our own cgroups, and remove it once it is empty. Raises NoFence."""
    folders = [_own("cpu") / name, _own("memory") / name]
    cpu, memory = folders
    try:
        for folder in folders:
            folder.mkdir()
        (cpu / "cpu.cfs_period_us").write_text(f"{_PERIOD}")
        (cpu / "cpu.cfs_quota_us").write_text(f"{int(cores * _PERIOD)}")
        (memory / "memory.limit_in_bytes").write_text(f"{megabytes * 1024 * 1024}")
        (memory / "memory.swappiness").write_text("0")
        # Memory and swap together: absent where the kernel does not count swap.
        with suppress(OSError):
            (memory / "memory.memsw.limit_in_bytes").write_text(f"{megabytes * 1024 * 1024}")
    except OSError as error:
        _remove(folders)
        raise NoFence(f"no cgroups of version 1 that we may make ({error.strerror})") from error
    try:
        yield Fence(folders)
    finally:
        _remove(folders)


def _own(controller: str) -> Path:
    """The cgroup of this process, so that what holds for it holds inside as well."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            return _ROOT / controller / path.lstrip("/")
    raise NoFence(f"no cgroup of version 1 for {controller}")


def _remove(folders: Sequence[Path]) -> None:
    """A process that just ended may be inside for a moment."""
    for folder in folders:
        for _ in range(50):
            try:
                folder.rmdir()
            except FileNotFoundError:
                break
            except OSError:
                time.sleep(0.1)
            else:
                break


def _numbers(file: Path) -> dict[str, int]:
    lines = [line.split() for line in file.read_text().splitlines()]
    return {name: int(number) for name, number in lines}
