"""An upgrade and a roll-back under load, of two commits on one database (CF-12), by hand:

    git log --oneline                                        choose the older one
    python -m tests.races.running.upgrade_drill COMMIT               SQLite
    DATABASE_URL=postgres://... python -m tests.races.running.upgrade_drill COMMIT

The older code runs web, worker and timetable on its own tables while residents apply; then the
tables become those of this folder's code under it, then this code runs, then the older one again.
Who meets a web server that is just being started anew waits for it, as behind the proxy
(deploy/Caddyfile, lb_try_duration). At the end every application that was confirmed is there once,
and every receipt left once. It is no test of the suite: a checkout need not have older commits.
"""

import os
import re
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import RemoteDisconnected
from io import BytesIO
from pathlib import Path
from urllib.error import URLError

from tests.outbox.servers import MailServer, free_port, mail_server
from tests.races import processes
from tests.races.databases import own_database
from tests.races.form_client import Answer, FormClient
from tests.races.processes import ROOT, Process, RealSite, wait_until
from tests.races.test_join_form import AGREED, LEDGER, NOT_SENT, THANKS

RESIDENTS = 4
SECONDS = int(os.environ.get("SECONDS_EACH", "20"))
WAIT = 10  # of the proxy
PAGES = ("/", "/over/", "/groepen/", "/zoek/?straat=Kerkstraat&huisnummer=1")
RECEIPTS = """
SELECT request.id, mail.message_id FROM groups_residentrequest AS request
JOIN outbox_mail AS mail ON mail.key = 'request-' || request.id || '-receipt'
WHERE request.email LIKE 'drill%'
"""
NOT_LEFT = f"{NOT_SENT} AND key LIKE 'request-%-receipt' AND \"to\" LIKE 'drill%'"
BAD = (
    "lost", "doubled", "answers of 500 and up", "broken off", "receipts missing",
    "receipts doubled",
)  # fmt: skip
Row = tuple[str, str]


class Release(RealSite):
    """One release on the common database, folder and port."""

    def __init__(self, code: Path, folder: Path, url: str, port: int, mail_port: int) -> None:
        env = {"EMAIL_URL": f"smtp://127.0.0.1:{mail_port}", "TRUSTED_PROXIES": "1"}
        super().__init__(folder, url, env)
        self.code, self.port, self.url = code, port, f"http://localhost:{port}"
        self.env |= {"PORT": str(port), "PYTHONPATH": str(code)}
        self.celery: Process | None = None

    def run(self, *arguments: str) -> None:
        """A management command of this release."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.code,
            env=self.env,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self, name: str, *command: str) -> Process:
        with _in_folder(self.code):
            return super().start(name, *command)

    def begin(self) -> None:
        """Web, worker and timetable, as `systemctl restart` does."""
        self.start_web()
        self.start_worker()

    def end(self) -> None:
        for process in (self.web, self.worker):
            assert process is not None
            process.stop()


@contextmanager
def _in_folder(code: Path) -> Iterator[None]:
    """Processes of a race start in ROOT; here it is that of the release."""
    before, processes.ROOT = processes.ROOT, code
    try:
        yield
    finally:
        processes.ROOT = before


class Patient(FormClient):
    """Behind a proxy that tries again for ten seconds when nobody listens."""

    def __init__(self, site: str, address: str, waits: list[float]) -> None:
        super().__init__(site, address=address)
        self._waits = waits

    def _ask(self, path: str, data: bytes | None) -> Answer:
        begun = time.monotonic()
        while True:
            try:
                answer = super()._ask(path, data)
            except (URLError, RemoteDisconnected, ConnectionError) as error:
                refused = isinstance(getattr(error, "reason", error), ConnectionRefusedError)
                if not refused or time.monotonic() - begun > WAIT:
                    raise
                time.sleep(0.05)
            else:
                self._waits.append(time.monotonic() - begun)
                return answer


class Crowd:
    """Residents who apply one after another until it is over, and a ledger of what they read."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.over = threading.Event()
        self.confirmed: list[Row] = []
        self.statuses: Counter[int] = Counter()
        self.broken: list[str] = []
        self.waits: list[float] = []
        self._threads = [threading.Thread(target=self._apply, args=(n,)) for n in range(RESIDENTS)]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self.over.set()
        for thread in self._threads:
            thread.join()

    def _apply(self, resident: int) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            try:
                self._once(resident, number)
            except Exception as error:  # noqa: BLE001 - each is told at the end
                self.broken.append(f"{type(error).__name__}: {error}"[:200])

    def _once(self, resident: int, number: int) -> None:
        address = f"10.{resident}.{number // 250}.{number % 250 + 1}"
        client = Patient(self.url, address, self.waits)
        for path in PAGES:
            self.statuses[client.get(path).status] += 1
        name = f"Voorbeeld Bewoner {resident} {number}"
        typed = {
            "street": f"Spoorstraat {100 + number}",
            "name": name,
            "mobile": f"06 0000 {1000 + (resident * 1500 + number) % 9000}",
            "email": f"drill{resident}x{number}@example.org",
        }
        page = client.walk("/meedoen/", typed, until="agree")
        answer = client.send(page, **AGREED)
        self.statuses[answer.status] += 1
        found = THANKS.fullmatch(answer.location)
        if found:
            self.confirmed.append((found[1], name))


def code_of(commit: str, folder: Path) -> Path:
    """The files of a commit."""
    packed = subprocess.run(
        ["git", "archive", commit], cwd=ROOT, capture_output=True, check=True
    ).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as files:
        files.extractall(folder, filter="data")
    return folder


def migrate(release: Release) -> None:
    """As the book says: again when it and the running processes locked each other out."""
    for _ in range(10):
        try:
            return release.run("migrate", "--no-input", "--verbosity=0")
        except AssertionError as error:
            if not re.search(r"deadlock detected|lock timeout", str(error)):
                raise
            _tell("migrate was locked out, and is given again")
    raise AssertionError("migrate was locked out ten times")


def drill(commit: str, folder: Path, url: str, mails: MailServer) -> list[str]:
    """Carry it out; gives what went wrong."""
    var = folder / "var"
    var.mkdir()
    port = free_port()
    code = code_of(commit, folder / "old")
    old, new = (Release(one, var, url, port, mails.port) for one in (code, ROOT))
    for command in ("migrate", "collectstatic"):
        old.run(command, "--no-input", "--verbosity=0")
    old.run("seed_dorst")
    crowd = Crowd(old.url)
    old.begin()
    crowd.begin()
    try:
        time.sleep(SECONDS)
        _say("the tables change under the older code", crowd)
        migrate(new)
        new.run("collectstatic", "--no-input", "--verbosity=0")
        time.sleep(SECONDS)
        for release, before, what in ((new, old, "upgrade"), (old, new, "roll-back")):
            _say(what, crowd)
            before.end()
            release.begin()
            time.sleep(SECONDS)
        crowd.end()
        _say("over", crowd)
        with suppress(TimeoutError):  # what is missing then is told below
            wait_until(lambda: old.count(NOT_LEFT) == 0, seconds=120, what="the mails to leave")
    finally:
        crowd.over.set()
        old.stop()
        new.stop()
    return told(crowd, old, mails)


def told(crowd: Crowd, site: RealSite, mails: MailServer) -> list[str]:
    """Compare what residents read with what is there."""
    rows = [row for row in site.rows(LEDGER) if str(row[1]).startswith("Voorbeeld Bewoner ")]
    there = Counter((str(row[0]), str(row[1])) for row in rows)
    names = Counter(name for _, name in there.elements())
    receipts = site.rows(RECEIPTS)
    left = mails.ids()
    figures = {
        "requests answered": sum(crowd.statuses.values()),
        "applications confirmed": len(crowd.confirmed),
        "lost": sum(one not in there for one in crowd.confirmed),
        "doubled": sum(number > 1 for number in names.values()),
        "answers of 500 and up": sum(n for status, n in crowd.statuses.items() if status >= 500),
        "broken off": len(crowd.broken),
        "receipts missing": sum(left[str(message)] == 0 for _, message in receipts),
        "receipts doubled": sum(left[str(message)] > 1 for _, message in receipts),
    }
    for name, number in figures.items():
        _tell(f"{name:<24}{number:>8}")
    _tell(f"{'longest answer':<24}{max(crowd.waits):>8.1f} s")
    for broken, number in Counter(crowd.broken).most_common(5):
        _tell(f"{number} times {broken}")
    return [f"{name}: {figures[name]}" for name in BAD if figures[name]]


def _say(what: str, crowd: Crowd) -> None:
    _tell(f"{what:<44}{len(crowd.confirmed):>6} confirmed")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(commit: str) -> int:
    """Fails when anything was lost, doubled or refused."""
    kind = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    _tell(f"{kind}: {commit} and this code")
    with (
        tempfile.TemporaryDirectory(prefix="drill-") as name,
        own_database(kind, Path(name)) as url,
        mail_server() as mails,
    ):
        return 1 if drill(commit, Path(name), url, mails) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
