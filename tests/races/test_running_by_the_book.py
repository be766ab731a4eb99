"""The commands of docs/running.md, one by one, end with a member, who outlives an upgrade.

A block that is marked ```sh drill is carried out as it stands there. What a test may not do to the
machine it runs on (packages, users, services) is played by `pretend_server`; PostgreSQL, Redis,
gunicorn, worker and timetable are real, with the ExecStart lines of the units, in production mode.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
import redis

from dorst_portal.accounts.allauth_internals import format_hotp_value, hotp_value
from tests.outbox.servers import MailServer, free_port, mail_server
from tests.races.databases import own_database, rows_of
from tests.races.form_client import Answer, FormClient
from tests.races.form_client import _Stay as Stay
from tests.races.processes import ROOT, wait_until

pytestmark = [pytest.mark.postgres, pytest.mark.redis]

BOOK = ROOT / "docs" / "running.md"
BLOCK = re.compile(r"^```sh drill ?([a-z-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLAYED = ("apt-get", "useradd", "install", "git", "python3", "runuser", "systemctl")
SITE = "https://portal.example.org"
COORDINATOR = "coordinator@example.org"
BEHEERDER = "bea@example.org"
RESIDENT = "sanne@example.org"
MAILS = {COORDINATOR, BEHEERDER, RESIDENT}
SECONDS = 120  # it takes a few, but the machine may have other work
# In a hurry: a minute of the timetable is a second here.
QUICK = """
BEAT_SECONDS=1
EMAIL_TIMEOUT=2
OUTBOX_LEASE_SECONDS=10
OUTBOX_RETRY_SECONDS=1
FORM_MIN_SECONDS=0
"""


class BehindTheProxy(FormClient):
    """A visitor of the https site, as the web server hears them from the proxy."""

    def __init__(self, port: int, *, address: str) -> None:
        super().__init__(f"http://127.0.0.1:{port}", address=address)
        self._headers |= {
            "Host": SITE.removeprefix("https://"),
            "X-Forwarded-Proto": "https",
            "Origin": SITE,
        }
        # The way to the web server is not the way of the browser: there it is https.
        safe = DefaultCookiePolicy(secure_protocols=("http", "https"))
        self._opener = build_opener(HTTPCookieProcessor(CookieJar(safe)), Stay())
        self._at = "/"

    def _ask(self, path: str, data: bytes | None) -> Answer:
        """A form without an address of its own goes to the page that it stands on."""
        self._at = path or self._at
        return super()._ask(self._at, data)

    def follow(self, answer: Answer) -> Answer:
        """Where a redirect leads to, however often it leads on."""
        while answer.location:
            answer = self.get(answer.location.removeprefix(SITE))
        assert answer.status == 200, (answer.status, answer.text)
        return answer


class Server:
    """A server that is built by the book, below one folder."""

    def __init__(self, folder: Path, database_url: str, mail_port: int) -> None:
        self.root = folder
        self.database_url = database_url
        self.port = free_port()
        self.mail_port = mail_port
        played = folder / "played"
        played.mkdir()
        for name in PLAYED:
            (played / name).write_text(
                f"#!{sys.executable}\n" + (Path(__file__).parent / "pretend_server.py").read_text()
            )
            (played / name).chmod(0o755)
        for place in ("etc/redis", "etc/caddy", "etc/systemd/system", "usr/local/bin"):
            (folder / place).mkdir(parents=True)
        self.env = {
            "PATH": f"{folder}/usr/local/bin:{played}:{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
            "BOOK_ROOT": str(folder),
            "BOOK_SOURCE": str(ROOT),
            "BOOK_PORT": str(self.port),
            "BOOK_DATABASE_URL": database_url,
        }

    def carry_out(self, commands: str, *, check: bool = True) -> bool:
        """Run the commands of one block; the book's places and servers are ours."""
        for place in ("/opt", "/etc", "/var/lib", "/var/backups", "/usr/local/bin"):
            commands = re.sub(rf"(?<![\w.]){place}/", f"{self.root}{place}/", commands)
        commands = commands.replace(
            "redis://:$REDIS_PASSWORD@127.0.0.1:6379/0", os.environ["REDIS_URL"]
        ).replace(
            "smtp+tls://USER:PASSWORD@mail.example.org:587", f"smtp://127.0.0.1:{self.mail_port}"
        )
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands],
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert not check or done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
        return done.returncode == 0

    def fill_in_settings(self) -> None:
        """What the book asks to type: names are the example's; the database is the test's own."""
        path = self.root / "etc/dorst-portal/portal.env"
        text = path.read_text().replace("DATABASE_URL=postgres:///dorst\n", "")
        path.write_text(f"{text}DATABASE_URL={self.database_url}\n{QUICK}")

    def log(self, name: str) -> str:
        return (self.root / "log" / f"dorst-portal-{name}.service.log").read_text()

    def stop(self) -> None:
        for note in (self.root / "pid").glob("*"):
            with suppress(ProcessLookupError):
                os.killpg(int(note.read_text()), signal.SIGKILL)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return rows_of(self.database_url, sql)

    def visitor(self, number: int) -> BehindTheProxy:
        return BehindTheProxy(self.port, address=f"192.0.2.{number}")


@pytest.fixture
def mail_port() -> int:
    return free_port()


@pytest.fixture
def server(tmp_path: Path, mail_port: int) -> Iterator[Server]:
    redis.Redis.from_url(os.environ["REDIS_URL"]).flushdb()
    with own_database("postgresql", tmp_path) as url:
        server = Server(tmp_path, url, mail_port)
        try:
            yield server
        finally:
            server.stop()
            shutil.rmtree(tmp_path / "opt", ignore_errors=True)


def blocks() -> dict[str, list[str]]:
    """The marked blocks of the book, by what stands beside the mark."""
    found: dict[str, list[str]] = {}
    for mark, commands in BLOCK.findall(BOOK.read_text()):
        found.setdefault(mark, []).append(commands)
    return found


def test_the_commands_of_the_book_end_with_an_approved_member(
    server: Server, mail_port: int
) -> None:
    book = blocks()
    assert {mark: len(found) for mark, found in book.items()} == {
        "": 10, "until-well": 1, "upgrade": 1, "roll-back": 1,
    }  # fmt: skip
    build(server, book[""], book["until-well"][0])

    # Nobody takes mail yet: the site works, and the code waits.
    coordinator = server.visitor(1)
    coordinator.send(coordinator.get("/inloggen/"), email=COORDINATOR)
    await_that(lambda: "server_unreachable" in server.log("worker"), "a server that refuses")
    waits = "SELECT state, attempts FROM outbox_mail"
    assert server.rows(waits) == [("queued", 0)]
    with mail_server(mail_port) as mails:
        # Then it puts everybody off.
        mails.answer_to_all = "450 later"
        await_that(lambda: server.rows(waits)[0][1], "a server that defers")
        mails.answer_to_all = "250 OK"

        enrols(coordinator, mails)
        appoints(coordinator)
        beheerder = server.visitor(2)
        accepts(beheerder, mails)
        applies(server.visitor(3), mails)
        decides(beheerder)
        everything_left_once(server, mails)

        # The members stay, whatever release runs.
        # Compressing the same static files again would take a quarter of the test.
        quick = book["upgrade"][0].replace("collectstatic", "collectstatic --no-post-process")
        for block in (quick, book["roll-back"][0]):
            server.carry_out(block)
            assert "Sanne Voorbeeld" in beheerder.get("/beheer/groep/spoorstraat/leden/").text
        assert (server.root / "var/backups/dorst-portal/before-0.2.0.dump").stat().st_size
        await_that(lambda: server.carry_out(book["until-well"][0], check=False), "health")
        everything_left_once(server, mails)


def await_that(true: Callable[[], object], what: str) -> None:
    wait_until(true, seconds=SECONDS, what=what)


def build(server: Server, steps: list[str], until_well: str) -> None:
    """From nothing to a portal that runs."""
    for step in steps:
        server.carry_out(step)
        if "/portal.env" in step:
            server.fill_in_settings()
        if "--now dorst-portal.target" in step:
            await_that(lambda: server.carry_out(until_well, check=False), "health")


def enrols(coordinator: BehindTheProxy, mails: MailServer) -> None:
    """The coordinator types the mailed code, and must set up a second step."""
    page = coordinator.get("/inloggen/code/")
    page = coordinator.follow(coordinator.send(page, code=code_for(COORDINATOR, mails)))
    secret = re.search(r"<code>([A-Z2-7]{16,})</code>", page.text)
    assert secret, page.text
    code = format_hotp_value(hotp_value(secret[1], int(time.time()) // 30))
    coordinator.follow(coordinator.send(page, code=code))
    assert coordinator.get("/platform/").status == 200


def appoints(coordinator: BehindTheProxy) -> None:
    page = coordinator.get("/platform/beheerders/benoemen/?groep=spoorstraat")
    assert 'value="Spoorstraat"' in page.text
    typed = {"name": "Bea Beheerder", "email": BEHEERDER, "role": "beheerder"}
    assert coordinator.send(page, **typed).status == 302


def accepts(beheerder: BehindTheProxy, mails: MailServer) -> None:
    """The mailed link leads to the log-in, the mailed code to the question."""
    link = link_for(BEHEERDER, mails, "/inloggen/mail/")
    invitation = parse_qs(urlsplit(link).query)["next"][0]
    page = beheerder.follow(beheerder.get(link))
    beheerder.send(page, bekend="ja")
    page = beheerder.get("/inloggen/code/")
    answer = beheerder.send(page, code=code_for(BEHEERDER, mails))
    page = beheerder.follow(answer)
    if invitation not in answer.location:
        page = beheerder.get(invitation)
    form = next(form for form in page.forms if form.action in ("", invitation))
    beheerder.follow(beheerder.post(invitation, form.values))


def applies(resident: BehindTheProxy, mails: MailServer) -> None:
    typed = {
        "street": "Spoorstraat 12", "name": "Sanne Voorbeeld",
        "mobile": "06 0000 4321", "has_app": "yes", "email": RESIDENT,
    }  # fmt: skip
    page = resident.walk("/meedoen/", typed, until="agree")
    assert "/bedankt/" in resident.send(page, agree="on", of_age="on").location
    page = resident.follow(resident.get(link_for(RESIDENT, mails, "/bevestig/")))
    answer = resident.post("/bevestig/", page.form({"link": ""}).values | {"antwoord": "ja"})
    assert "e-mailadres klopt" in resident.follow(answer).text


def decides(beheerder: BehindTheProxy) -> None:
    inbox = beheerder.get("/beheer/")
    request = re.search(r"/beheer/aanvraag/\d+/", inbox.text)
    assert request, inbox.text
    page = beheerder.get(request[0])
    for step in ("goedkeuren/", "toegevoegd/"):
        form = next(form for form in page.forms if form.action.endswith(step))
        page = beheerder.follow(beheerder.post(form.action, form.values))
    assert "Sanne Voorbeeld" in beheerder.get("/beheer/groep/spoorstraat/leden/").text


def everything_left_once(server: Server, mails: MailServer) -> None:
    """Every mail came in once, but for what is no longer needed or waits for the morning."""
    states = """
    SELECT message_id, key, CASE WHEN state = 'queued' AND due > now() + interval '10 minutes'
        THEN 'for later' ELSE state END FROM outbox_mail
    """
    await_that(
        lambda: "queued" not in {row[2] for row in server.rows(states)}, "every mail to leave"
    )
    rows = server.rows(states)
    assert {row[2] for row in rows} <= {"sent", "cancelled", "for later"}, rows
    assert mails.ids() == Counter(row[0] for row in rows if row[2] == "sent"), rows
    assert {str(mail["To"]) for mail in mails.received} == MAILS


def text_for(to: str, mails: MailServer, pattern: str) -> str:
    """What a pattern finds in the newest mail to somebody that holds it."""

    def found() -> list[str]:
        texts = [
            bytes(mail.get_payload(decode=True)).decode().replace("\r", "")  # type: ignore[arg-type]
            for mail in list(mails.received)
            if to in str(mail["To"])
        ]
        return [match[0] for text in texts if (match := re.search(pattern, text, re.MULTILINE))]

    await_that(found, f"{pattern} for {to}")
    return found()[-1]


def code_for(to: str, mails: MailServer) -> str:
    return text_for(to, mails, r"^\d{4}-\d{4}$")


def link_for(to: str, mails: MailServer, path: str) -> str:
    return text_for(to, mails, rf"^{SITE}{path}\S+$").removeprefix(SITE)
