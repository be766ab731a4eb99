"""What the portal leans on, as servers of our own that may be killed, frozen and filled."""

import asyncio
import os
import pwd
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psycopg
import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.outbox.servers import TAKEN, black_hole, free_port
from tests.races.processes import wait_until

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
CONNECTIONS = 40
SETTINGS = f"""
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = {CONNECTIONS}
shared_buffers = 64MB
min_wal_size = 32MB
max_wal_size = 96MB
log_min_messages = fatal
"""


def descendants(pid: int) -> list[int]:
    """A process and all that came forth from it, also those that left its group."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
                children.setdefault(int(parent), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def signal_all(pids: list[int], number: signal.Signals) -> None:
    """Send a signal to each that still lives."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


class Server:
    """A server as one process with its children; whoever runs it starts it anew."""

    name = ""

    def __init__(self) -> None:
        self.port = free_port()
        self.popen: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def start(self) -> None:
        """Start it; it may take a moment until it answers."""
        self.popen = subprocess.Popen(
            self.command(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            **self.user(),
        )

    def user(self) -> dict[str, Any]:
        return {}

    def pids(self) -> list[int]:
        return descendants(self.popen.pid) if self.popen else []

    def kill(self) -> None:
        """kill -9 of all of it, as when the machine takes it."""
        signal_all(self.pids(), signal.SIGKILL)
        if self.popen:
            self.popen.wait()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to stop, and insist after ten seconds."""
        if self.popen is None or self.popen.poll() is not None:
            return
        self.popen.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            self.popen.wait(10)
        self.kill()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Nothing of it moves: it takes connections, and says no word."""
        pids = self.pids()
        signal_all(pids, signal.SIGSTOP)
        try:
            yield
        finally:
            signal_all(pids, signal.SIGCONT)


class Redis(Server):
    """A broker of our own, with what deploy/redis.conf says of keeping and of being full."""

    name = "redis"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        return [
            *("redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""),
            *("--appendonly", "yes", "--dir", str(self.folder)),
            *("--maxmemory-policy", "noeviction"),
        ]

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, socket_timeout=3)

    def wait(self) -> None:
        """Until it answers."""

        def answers() -> bool:
            with suppress(redis.RedisError):
                return bool(self.client().ping())
            return False

        wait_until(answers, what="Redis")


class Postgres(Server):
    """A cluster of our own. Its role owns its database and nothing else, as in the book."""

    name = "postgres"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.data = folder / "cluster"
        self.binaries = BINARIES[-1].parent
        self.admin = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        self.url = f"postgres://dorst@127.0.0.1:{self.port}/dorst"

    def user(self) -> dict[str, Any]:
        if os.geteuid():
            return {}
        return {"user": "postgres", "group": "postgres", "extra_groups": []}

    def make(self) -> None:
        """Make the cluster, start it, and give it the role and an empty database."""
        self.data.mkdir(mode=0o700)
        if not os.geteuid():
            found = pwd.getpwnam("postgres")
            os.chown(self.data, found.pw_uid, found.pw_gid)
        subprocess.run(
            [
                *(self.binaries / "initdb", "-D", self.data, "-A", "trust", "-U", "postgres"),
                *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
            **self.user(),
        )
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(f"{SETTINGS}port = {self.port}\n")
        self.start()
        self.wait()
        with psycopg.connect(self.admin, autocommit=True) as database:
            database.execute("CREATE ROLE dorst LOGIN")
            database.execute("CREATE DATABASE dorst OWNER dorst")

    def command(self) -> list[str]:
        return [str(self.binaries / "postgres"), "-D", str(self.data)]

    def start(self) -> None:
        with suppress(OSError):
            (self.data / "postmaster.pid").unlink()  # of one that was killed
        super().start()

    def wait(self) -> None:
        """Until it answers."""

        def answers() -> bool:
            with suppress(psycopg.Error), psycopg.connect(self.admin, connect_timeout=3):
                return True
            return False

        wait_until(answers, seconds=60, what="PostgreSQL")

    def fill(self, template: str) -> None:
        """Put a copy of another server's database into ours."""
        dump = subprocess.Popen(
            ["pg_dump", "--no-owner", "--no-privileges", f"--dbname={template}"],
            stdout=subprocess.PIPE,
        )
        subprocess.run(
            ["psql", "-q", "-v", "ON_ERROR_STOP=1", f"--dbname={self.url}"],
            stdin=dump.stdout,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        assert dump.wait() == 0

    def remember(self) -> None:
        """Keep a copy of the database as it is now; nobody may be connected to it."""
        self._copy("dorst", "village")

    def another(self) -> str:
        """A database of its own as it was then; its address."""
        self._copy("village", "another")
        return f"{self.url.rpartition('/')[0]}/another"

    def _copy(self, origin: str, name: str) -> None:
        with psycopg.connect(self.admin, autocommit=True) as database:
            database.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            database.execute(f"CREATE DATABASE {name} OWNER dorst TEMPLATE {origin}")

    @staticmethod
    def is_possible() -> bool:
        """Whether this machine has what makes a cluster, its broker, and a copy of a database."""
        return bool(BINARIES) and all(map(shutil.which, ("pg_dump", "psql", "redis-server")))


class Mailboxes:
    """A mail server that can be told how to fail. What it took stays with it, however it ends."""

    def __init__(self) -> None:
        self.port = free_port()
        self.times: Counter[str] = Counter()
        self.texts: dict[str, str] = {}  # of receipts, by address
        self.arrived: dict[str, float] = {}
        self.refused: set[str] = set()
        self.drops = 0
        self.answer = TAKEN
        self.drop_after_data = False
        self.pause = 0.0
        self._controller: Controller | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Listen, at the same port as before."""

        def listens() -> bool:
            try:
                self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
                self._controller.start()
            except OSError:
                return False
            return True

        wait_until(listens, what="the port of the mail server")

    def stop(self) -> None:
        """Refuse connections from now on."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    @contextmanager
    def away(self, *, silent: bool) -> Iterator[None]:
        """Connections are refused, or taken and never answered."""
        self.stop()
        try:
            if silent:
                with black_hole(self.port):
                    yield
            else:
                yield
        finally:
            self.start()

    def well(self) -> None:
        """Take everything again."""
        self.answer, self.drop_after_data, self.pause = TAKEN, False, 0.0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answer
        await asyncio.sleep(self.pause)
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        elif answer.startswith("5"):
            self.refused.add(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        message = message_from_bytes(bytes(envelope.original_content or b""))
        self._take(envelope.rcpt_tos[0], message)
        await asyncio.sleep(self.pause)
        if self.drop_after_data and server.transport:
            self.drops += 1
            server.transport.abort()
        return TAKEN

    def _take(self, to: str, message: Any) -> None:
        with self._lock:
            self.times[message["Message-ID"]] += 1
            if to not in self.arrived:
                self.arrived[to] = time.monotonic()
                self.texts[to] = bytes(message.get_payload(decode=True)).decode()

    def came_in(self) -> dict[str, int]:
        """How often each Message-ID came in."""
        with self._lock:
            return dict(self.times)


def refuses_connections(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as ours:
        return ours.connect_ex(("127.0.0.1", port)) != 0
