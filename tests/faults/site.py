"""The portal as the units of deploy/systemd run it, and what systemd does when one of them ends."""

import os
import shlex
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.races.processes import ROOT, Process, RealSite, wait_until

UNITS = ROOT / "deploy" / "systemd"
WEB, WORKER, TIMETABLE = "web", "worker", "beat"
LOOK_EVERY = 0.05


@dataclass
class Kept:
    """Something that is started anew so many seconds after it ended, while that is wanted."""

    start: Callable[[], None]
    ended: Callable[[], bool]
    pause: float
    wanted: bool = True
    due: float = 0.0


class Keeper:
    """What systemd does: whoever ends comes back by itself."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self.lock = threading.RLock()
        self.begun: dict[str, int] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="keeper", daemon=True)

    def keep(self, name: str, kept: Kept) -> None:
        """Start it and keep it running."""
        kept.start()
        self.kept[name] = kept
        if not self._thread.is_alive():
            self._thread.start()

    def _watch(self) -> None:
        while not self._done.wait(LOOK_EVERY):
            with self.lock:
                for name, kept in self.kept.items():
                    self._look(name, kept)

    def _look(self, name: str, kept: Kept) -> None:
        if not kept.wanted or not kept.ended():
            kept.due = 0.0
        elif not kept.due:
            kept.due = time.monotonic() + kept.pause
        elif time.monotonic() >= kept.due:
            kept.due = 0.0
            self.begun[name] = self.begun.get(name, 0) + 1
            with suppress(OSError):  # a full disk: the next look tries again
                kept.start()

    def stop(self) -> None:
        """Nothing comes back any more."""
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()


class KeptSite(RealSite):
    """Web with two workers, worker and timetable, by the ExecStart lines of the units."""

    def __init__(self, folder: Path, database_url: str, env: dict[str, str]) -> None:
        super().__init__(folder, database_url, env)
        self.keeper = Keeper()
        self.running: dict[str, Process] = {}
        self.units = {name: _unit(name) for name in (WEB, WORKER, TIMETABLE)}

    def run(self) -> None:
        """Start all three, and wait until the site answers."""
        for name, unit in self.units.items():
            pause = float(unit["RestartSec"])
            begin, ended = self._starter(name), self._ended(name)
            self.keeper.keep(name, Kept(start=begin, ended=ended, pause=pause))
        self.wait_for_answer(self.running[WEB])

    def command(self, name: str) -> list[str]:
        """The words of the unit, at our port and in our folder."""
        line = self.units[name]["ExecStart"]
        line = line.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}")
        line = line.replace("/run/dorst-portal/", f"{self.folder}/")
        program, *words = shlex.split(line)
        return ["-m", Path(program).name, *words]

    def _starter(self, name: str) -> Callable[[], None]:
        def start() -> None:
            if name in self.running:
                self.sweep(name)
            log = self.folder / f"{name}.log"
            self.running[name] = Process(name, self.command(name), self.env, log)

        return start

    def _ended(self, name: str) -> Callable[[], bool]:
        return lambda: not self.running[name].running()

    def sweep(self, name: str) -> None:
        """Whoever is left of a unit whose main process ended is killed (KillMode=mixed)."""
        with suppress(ProcessLookupError):
            os.killpg(self.running[name].pid, signal.SIGKILL)

    def kill(self, *names: str) -> None:
        """kill -9 of the main processes alone; systemd then sweeps what they left."""
        with self.keeper.lock:
            for name in names:
                self.running[name].kill()
            for name in names:
                self.sweep(name)

    def restart(self, *names: str) -> None:
        """What `systemctl restart` does: TERM, wait, and start."""
        for name in names:
            kept = self.keeper.kept[name]
            with self.keeper.lock:
                kept.wanted = False
            self.running[name].stop(float(self.units[name]["TimeoutStopSec"]))
            kept.start()
            with self.keeper.lock:
                kept.wanted = True

    def children(self, name: str) -> list[int]:
        """The processes of a unit but for its main one."""
        process = self.running[name]
        return [pid for pid in process.group() if pid != process.pid]

    def is_well(self) -> bool:
        """Every unit has its main process and as many others as it should."""
        least = {WEB: 2, WORKER: 3, TIMETABLE: 0}
        return all(
            self.running[name].running() and len(self.children(name)) >= number
            for name, number in least.items()
        )

    def wait_until_well(self) -> None:
        wait_until(self.is_well, seconds=300, what="all processes to be there again")

    def stop(self) -> None:
        """Stop everything."""
        self.keeper.stop()
        for process in self.running.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGCONT)
        for process in self.running.values():
            process.stop()
        super().stop()


def postgres_pause() -> float:
    """After how many seconds our drop-in has a PostgreSQL started anew that was killed."""
    unit = _read("postgresql@.service.d/portal.conf")
    assert (unit["Restart"], unit["StartLimitIntervalSec"]) == ("on-failure", "0"), unit
    return float(unit["RestartSec"])


def _read(*names: str) -> dict[str, str]:
    lines = [line.strip() for name in names for line in (UNITS / name).read_text().splitlines()]
    said = [line.split("=", 1) for line in lines if "=" in line and not line.startswith("#")]
    return dict(said)


def _unit(name: str) -> dict[str, str]:
    """What a unit says, with what its drop-in adds."""
    unit = _read(f"dorst-portal-{name}.service", "dorst-portal-.service.d/hardening.conf")
    assert (unit["Restart"], unit["KillMode"]) == ("always", "mixed"), unit
    return unit
