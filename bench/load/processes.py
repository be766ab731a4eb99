"""The portal with everything that it needs, as its own processes, and what they use.

Web, worker and timetable start as deploy/systemd/ has them. PostgreSQL (a cluster of its own, with
settings for a machine of 1 GB) and Redis start too where their programs are here; a mail server
takes what the worker sends and is no part of the portal.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.servers import ROOT, TICKS

HOST: Final = "load.example"
SECONDS_TO_START: Final = 60
# For a machine of 1 GB that the portal shares with it.
POSTGRES_SETTINGS: Final = {
    "shared_buffers": "128MB",
    "effective_cache_size": "384MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "max_connections": "40",
    "max_wal_size": "512MB",
    "autovacuum_max_workers": "2",
}
_MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class Part:
    """One of the programs, and the file that it writes its lines to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    command: Sequence[str]
    env: dict[str, str]
    user: str | None

    def tree(self) -> list[int]:
        """The process and everything below it, oldest first."""
        found, look = [], [self.process.pid]
        while look:
            pid = look.pop(0)
            with suppress(OSError):
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
                found.append(pid)
                look += [int(child) for child in children.split()]
        return found

    def cpu_seconds(self) -> float:
        """Processor time so far, with that of children that ended."""
        return sum(_cpu_of(pid) for pid in self.tree())


@dataclass
class Parts:
    """All programs of one run; `join` is called with the number of each that is of the portal, as
    soon as it starts.
    """

    folder: Path
    join: Callable[[int], object] = lambda _pid: None
    running: list[Part] = field(default_factory=list)

    def start(
        self,
        name: str,
        command: Sequence[str],
        env: dict[str, str],
        *,
        user: str | None = None,
        inside: bool = True,
    ) -> Part:
        """Start a program in a session of its own."""
        log = self.folder / f"{name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                command, cwd=ROOT, env=env, user=user, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        if inside:
            self.join(process.pid)
        part = Part(name, process, log, command, env, user)
        self.running.append(part)
        return part

    def stop(self) -> None:
        """End all, the last first, and what they left behind."""
        while self.running:
            self._end(self.running.pop())

    def again(self, join: Callable[[int], object]) -> None:
        """Stop PostgreSQL and Redis, and start them anew where `join` puts them, as all after
        them: what they read until now is not charged there.
        """
        self.join = join
        for part in [part for part in self.running if part.name in ("postgres", "redis")]:
            self._end(part)
            self.running.remove(part)
            self.start(part.name, part.command, part.env, user=part.user)

    def _end(self, part: Part) -> None:
        # PostgreSQL waits for nobody at INT; the others know TERM.
        part.process.send_signal(signal.SIGINT if part.name == "postgres" else signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            part.process.wait(20)
        with suppress(ProcessLookupError):
            os.killpg(part.process.pid, signal.SIGKILL)
        part.process.wait()

    def said(self, words: str) -> int:
        """In how many lines of all logs these words stand."""
        lines = (line for part in self.running for line in part.log.open(errors="replace"))
        return sum(words in line.lower() for line in lines)

    def lines(self, words: str) -> list[str]:
        """The first three of those lines."""
        found = []
        for part in self.running:
            with part.log.open(errors="replace") as log:
                found += [f"{part.name}: {line.strip()}" for line in log if words in line.lower()]
        return found[:3]


def web(
    parts: Parts, env: dict[str, str], port: int, *, workers: int = 2, threads: int = 4
) -> Part:
    """gunicorn with the options of deploy/systemd/dorst-portal-web.service."""
    part = parts.start(
        "web",
        [
            *(sys.executable, "-m", "bench.as_production", "dorst_portal.wsgi"),
            *(f"--bind=127.0.0.1:{port}", "--worker-class=gthread", f"--workers={workers}"),
            *(f"--threads={threads}", "--keep-alive=60", "--no-control-socket"),
            "--worker-tmp-dir=/dev/shm",
            "--logger-class=dorst_portal.kit.running.gunicorn.LogLines",
        ],
        env,
    )
    _until(lambda: _answers(port), part)
    return part


def worker(parts: Parts, env: dict[str, str]) -> Part:
    """Celery with the options of deploy/systemd/dorst-portal-worker.service."""
    options = ("--concurrency=3", "--loglevel=info", "--without-gossip", "--without-mingle")
    part = parts.start("worker", [*_CELERY, "worker", *options], env)
    _until(lambda: " ready." in part.log.read_text(errors="replace"), part)
    return part


def timetable(parts: Parts, env: dict[str, str]) -> Part:
    """Celery beat with the options of deploy/systemd/dorst-portal-beat.service."""
    schedule = f"--schedule={parts.folder / 'beat'}"
    part = parts.start(
        "timetable", [*_CELERY, "beat", schedule, "--pidfile=", "--loglevel=info"], env
    )
    _until(lambda: "beat: starting" in part.log.read_text(errors="replace").lower(), part)
    return part


_CELERY: Final = (sys.executable, "-m", "celery", "-A", "dorst_portal")


def redis(parts: Parts) -> str:
    """A Redis as deploy/redis.conf has it; its address, or "" when there is none here."""
    program = shutil.which("redis-server")
    if program is None:
        return ""
    port = free_port()
    here = parts.folder / "redis"
    here.mkdir()
    limits = ("--maxmemory", "256mb", "--maxmemory-policy", "noeviction", "--save", "")
    where = ("--bind", "127.0.0.1", "--port", f"{port}", "--dir", f"{here}", "--appendonly", "yes")
    part = parts.start("redis", [program, *where, *limits], dict(os.environ))
    _until(lambda: _listens(port), part)
    return f"redis://127.0.0.1:{port}/0"


def mailbox(parts: Parts) -> tuple[int, Path]:
    """A mail server that takes everything; its port, and the file with the ids of its mails."""
    port, file = free_port(), parts.folder / "mails"
    command = [sys.executable, "-m", "bench.load.mailbox", f"{port}", f"{file}"]
    part = parts.start("mailbox", command, dict(os.environ), inside=False)
    _until(lambda: _listens(port), part)
    return port, file


def postgres(parts: Parts) -> str:
    """A cluster of its own; the address of its server, or "" when PostgreSQL is not here."""
    programs = postgres_programs()
    if programs is None:
        return ""
    user = "postgres" if os.geteuid() == 0 else None
    data = parts.folder / "postgres"
    data.mkdir()
    if user:
        shutil.chown(data, user)
        parts.folder.chmod(0o711)
    port = free_port()
    subprocess.run(
        [f"{programs / 'initdb'}", "-D", f"{data}", "-U", "postgres", "-E", "UTF8",
         "--locale=C.UTF-8", "--auth=trust"],
        user=user, cwd=data, check=True, capture_output=True,
    )  # fmt: skip
    settings = POSTGRES_SETTINGS | {"unix_socket_directories": "", "listen_addresses": "127.0.0.1"}
    options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
    command = [f"{programs / 'postgres'}", "-D", f"{data}", "-p", f"{port}", *options]
    part = parts.start("postgres", command, dict(os.environ), user=user)
    _until(lambda: _listens(port), part)
    return f"postgres://postgres@127.0.0.1:{port}"


def postgres_programs() -> Path | None:
    """The folder with initdb and postgres, of the newest version that is here."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    places = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max(
        (place.parent for place in places), key=lambda one: int(one.parent.name), default=None
    )


# --- What they use ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Used:
    """One process at one moment."""

    name: str
    megabytes: float
    files: int


def used_now(parts: Parts) -> dict[int, Used]:
    """Each process of the portal: its resident memory, and how many files it has open."""
    found = {}
    for part in parts.running:
        for place, pid in enumerate(part.tree()):
            with suppress(OSError):
                pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
                files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
                name = part.name if place == 0 else f"{part.name} {place}"
                found[pid] = Used(name, pages * _PAGE / _MEGABYTE, files)
    return found


_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def _cpu_of(pid: int) -> float:
    """Of a process and of its children that ended: fields 14 to 17 of proc(5)."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(ticks) for ticks in fields[11:15]) / TICKS
    return 0.0


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _answers(port: int) -> bool:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": HOST})
    with suppress(OSError), urllib.request.urlopen(asked, timeout=5):
        return True
    return False


def _until(true: Callable[[], bool], part: Part) -> None:
    """Wait for a program that starts. Raises RuntimeError with what it said when it does not."""
    deadline = time.monotonic() + SECONDS_TO_START
    while not true():
        if part.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{part.name} does not start:\n{part.log.read_text()[-3000:]}")
        time.sleep(0.1)
