"""The portal as real processes on a database of its own: what races and kills are tried on.

`real_site` runs on the database of the run: a file for SQLite, a database of its own on PostgreSQL.
Tests talk to it over HTTP, by `manage.py`, and look at its rows by plain SQL.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.outbox.servers import free_port
from tests.races.databases import own_database, rows_of
from tests.template import folder, migrated_database, once_in_a_run

MakeSite = Callable[..., "RealSite"]
# Kind of database, folder with the static files, address of the database to copy.
Template = tuple[str, Path, str]
ROOT = Path(__file__).resolve().parents[2]
LOG_LINES = 60
SECONDS_TO_START = 60
OUR_NAMES = (
    "DATABASE_URL", "PORTAL_MODE", "VAR_DIR", "EMAIL_URL", "SITE_URL", "ALLOWED_HOSTS", "PORT",
    "TEST_DB_NAME",
)  # fmt: skip


def wait_until(
    true: Callable[[], object], *, seconds: float = 30, what: str = "it to happen"
) -> None:
    """Look every few hundredths of a second until something is true."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.03)


class Process:
    """One process in a group of its own; its output goes to a file."""

    def __init__(self, name: str, command: Sequence[str], env: dict[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        with log.open("ab") as output:
            self.popen = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self.popen.pid

    def running(self) -> bool:
        return self.popen.poll() is None

    def group(self) -> list[int]:
        """Every process of the group that still lives: this one and its descendants."""
        return [pid for pid, group, state in _processes() if group == self.pid and state != "Z"]

    def kill(self) -> None:
        """kill -9 of this process alone: its children have to notice by themselves."""
        self.popen.kill()
        self.popen.wait()

    def stop(self, seconds: float = 10) -> int:
        """Ask it to stop, insist after a while, and sweep its group; gives the exit code."""
        self.popen.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.popen.wait(seconds)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        return self.popen.wait()

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join([f"--- {self.name}", *lines[-LOG_LINES:]])


def _processes() -> Iterator[tuple[int, int, str]]:
    """Process, group and state of everything that runs on this machine."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                # The name in brackets may hold blanks.
                state, _, group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
                yield int(entry.name), int(group), state


class RealSite:
    """A portal with its own folder, database and port. Nothing runs until it is started."""

    def __init__(self, folder: Path, database_url: str, env: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.database_url = database_url
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.env = {name: value for name, value in os.environ.items() if name not in OUR_NAMES}
        self.env |= {
            "DJANGO_SETTINGS_MODULE": "dorst_portal.settings",
            "PORTAL_MODE": "demo",
            "SECRET_KEY": "only-for-races-" + "0123456789abcdef" * 4,
            "DATABASE_URL": database_url,
            "VAR_DIR": str(folder),
            "PORT": str(self.port),
            "FORM_MIN_SECONDS": "0",
            # Quick, so that a test that waits for a lease or a beat does not wait long.
            "EMAIL_TIMEOUT": "1",
            "OUTBOX_LEASE_SECONDS": "5",
            "OUTBOX_RETRY_SECONDS": "1",
            "BEAT_SECONDS": "1",
        } | (env or {})
        self.web: Process | None = None
        self.worker: Process | None = None
        self._others: list[Process] = []

    # --- processes -------------------------------------------------------------------------

    def start(self, name: str, *command: str) -> Process:
        """Start a Python process of the portal, such as ("-m", "celery", ...) or ("manage.py",)."""
        process = Process(name, command, self.env, self.folder / f"{name}.log")
        self._others.append(process)
        return process

    def start_web(self, *, workers: int = 2) -> None:
        """Start the web server and wait until it answers."""
        web = self.web = self.start(
            "web",
            *("-m", "gunicorn", "dorst_portal.wsgi:application", f"--bind=127.0.0.1:{self.port}"),
            *("--worker-class=gthread", f"--workers={workers}", "--threads=4"),
            *("--no-control-socket", "--graceful-timeout=2"),
        )
        self.wait_for_answer(web)

    def wait_for_answer(self, process: Process) -> None:
        """Wait until the site answers, and say what the process wrote when it does not."""
        wait_until(
            lambda: self.answers() or not process.running(),
            seconds=SECONDS_TO_START,
            what="the site to answer",
        )
        assert process.running(), process.last_words()

    def start_worker(self) -> None:
        """Start worker and timetable; they are at work a few seconds later."""
        assert self.worker is None or not self.worker.running(), "a worker is running already"
        self.worker = self.start(
            "worker",
            *("-m", "celery", "--quiet", "--app=dorst_portal", "worker", "--beat"),
            *("--pool=threads", "--concurrency=2", "--loglevel=WARNING"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        )

    def kill_worker(self) -> None:
        """kill -9 the worker; its timetable must end with it."""
        worker = self.worker
        assert worker is not None
        worker.kill()
        wait_until(lambda: not worker.group(), seconds=5, what="the timetable to end")

    def kill_web_worker(self) -> None:
        """kill -9 the process that answers requests longest; gunicorn starts another."""
        assert self.web is not None
        os.kill(min(pid for pid in self.web.group() if pid != self.web.pid), signal.SIGKILL)

    def stop(self) -> None:
        """Stop everything that was started here."""
        for process in self._others:
            process.stop()

    def last_words(self) -> str:
        return "\n".join(process.last_words() for process in self._others)

    # --- asking and telling ----------------------------------------------------------------

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=1) as page:
                return bool(page.status == 200)
        except OSError:
            return False

    def manage(self, *arguments: str) -> str:
        """Run a management command to its end; gives what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def python(self, code: str) -> str:
        """Run Python with the portal loaded; gives what it printed."""
        return self.manage("shell", "--no-imports", "--verbosity=0", "--command", code)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a plain SELECT gives on the site's database."""
        return rows_of(self.database_url, sql)

    def count(self, sql: str) -> int:
        """The number that a SELECT count(*) gives."""
        return int(self.rows(sql)[0][0])


# --- sites with a database of their own -------------------------------------------------------

# Each run has one database: the other one's turn is another run (`make test` does both).
DATABASES = [
    pytest.param("sqlite", marks=pytest.mark.sqlite),
    pytest.param("postgresql", marks=pytest.mark.postgres),
]


@pytest.fixture(scope="session", params=DATABASES)
def migrated(request: pytest.FixtureRequest) -> Template:
    """A migrated database without rows and the static files, to copy from."""
    url, files = migrated_database(), folder() / "files"

    def collect() -> None:
        files.mkdir()
        RealSite(files, url).manage("collectstatic", "--no-input", "--verbosity=0")

    once_in_a_run("files", collect)
    return request.param, files, url


@contextmanager
def example_village(template: Template, folder: Path) -> Iterator[RealSite]:
    """The example village as `make run` shows it, answered by gunicorn; without the worker, so that
    mails wait to be read.
    """
    with empty_village(template, folder, first="seed_dorst") as site:
        yield site


@contextmanager
def empty_village(template: Template, folder: Path, *, first: str = "") -> Iterator[RealSite]:
    """The portal of nobody yet, answered by gunicorn, without the worker; `first` is a command that
    fills it.
    """
    kind, static, url = template
    shutil.copytree(static / "static", folder / "static")
    with own_database(kind, folder, url) as own:
        site = RealSite(folder, own)
        try:
            if first:
                site.manage(first)
            site.start_web()
            yield site
        finally:
            site.stop()


@contextmanager
def sites(template: Template, folder: Path, request: pytest.FixtureRequest) -> Iterator[MakeSite]:
    """Gives what makes sites on one copy of a template; they are stopped at the end."""
    kind, static, url = template
    (folder / "static").symlink_to(static / "static")
    made: list[RealSite] = []
    with own_database(kind, folder, url) as own:

        def make(**env: str) -> RealSite:
            site = RealSite(folder, own, env)
            made.append(site)
            if "REDIS_URL" in site.env and "REDIS_URL" not in env:
                # The suite's own Redis database: nothing of another test is left in it.
                redis.Redis.from_url(site.env["REDIS_URL"]).flushdb()
            return site

        try:
            yield make
        finally:
            for site in made:
                site.stop()
                if request.session.testsfailed:
                    sys.stderr.write(site.last_words())


@pytest.fixture
def make_real_site(
    migrated: Template, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[MakeSite]:
    """Makes the test's site; what it is given goes into the environment (EMAIL_URL="smtp://...")."""
    with sites(migrated, tmp_path, request) as make:
        yield make


@pytest.fixture
def real_site(make_real_site: MakeSite) -> RealSite:
    """A migrated site of its own, that sends no mail; nothing runs yet."""
    return make_real_site()
