"""The tools that put load on the portal measure what they say, and notice what is wrong."""

import asyncio
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from bench.load import processes, visitors
from bench.load.fence import NoFence, fence
from bench.load.ledger import balance
from bench.load.processes import Parts, used_now
from bench.load.visitors import Proxy, Told, crowd

HOMES = [["spoorstraat", "Spoorstraat"]]
PAGE = (
    b'<main><form><input type="hidden" name="nonce" value="n">'
    b'<input name="mobile"><input name="agree"></form></main>'
)
Head = list[bytes]


class OneAtATime:
    """A site that needs so many seconds for each answer, and gives one after the other."""

    def __init__(self, *, seconds: float = 0, status: int = 200) -> None:
        self.seconds, self.status = seconds, status
        self.cookies: list[bytes] = []
        self._turn = asyncio.Lock()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            given = [
                line.partition(b": ")[2] for line in head if line.startswith(b"Content-Length")
            ]
            sent = await reader.readexactly(int(given[0])) if given else b""
            self.cookies += [line for line in head if line.startswith(b"Cookie")]
            async with self._turn:
                await asyncio.sleep(self.seconds)
            done = b"agree=on" in sent
            more = b"Location: /bedankt/D-1/" if done else b"Set-Cookie: csrf=abc; Path=/"
            body = b"" if done else PAGE
            status = 302 if done else self.status
            writer.write(
                b"HTTP/1.1 %d x\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
                % (status, more, len(body), body)
            )


async def _head(reader: asyncio.StreamReader) -> Head:
    try:
        return (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return []


def told_by(site: OneAtATime, *, rate: float, number: int) -> Told:
    """What a crowd was told by this site."""

    async def whole() -> Told:
        server = await asyncio.start_server(site.talk, "127.0.0.1", 0)
        async with server:
            proxy = Proxy(server.sockets[0].getsockname()[1], "load.example")
            told = await crowd(proxy, HOMES, rate=rate, number=number)
            proxy.close()
            return told

    # In a thread of its own: a browser that another test started has a loop in this one.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, whole()).result()


@pytest.fixture(autouse=True)
def quick_typing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "TYPING", 0.1)


def test_people_come_by_the_clock_and_who_stands_in_the_queue_has_waited() -> None:
    told = told_by(OneAtATime(seconds=0.05), rate=1000, number=10)
    assert len(told.worked) == len(set(told.worked)) == told.planned == 10
    # All came at once: the last was answered behind nine others, and that is what it waited.
    assert max(told.waited["form"]) > 9 * 0.05
    assert max(told.waited["all three"]) >= max(told.waited["form and send"])


def test_each_person_sends_the_cookie_and_the_hidden_fields_of_the_form_along() -> None:
    site = OneAtATime()
    told = told_by(site, rate=100, number=3)
    assert (len(told.worked), len(site.cookies)) == (3, 6)
    assert set(site.cookies) == {b"Cookie: csrf=abc"}


def test_errors_are_counted_by_kind_and_are_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    told = told_by(OneAtATime(status=503), rate=100, number=4)
    assert (told.worked, dict(told.wrong)) == ([], {"status 503": 4})
    monkeypatch.setattr(visitors, "PATIENCE", 0.2)
    told = told_by(OneAtATime(seconds=1), rate=100, number=2)
    assert (told.worked, dict(told.wrong)) == ([], {"no answer in time": 2})


def test_the_ledger_finds_what_is_lost_doubled_or_not_whole(tmp_path: Path) -> None:
    box = tmp_path / "mails"
    box.write_text("<1@x>\n<2@x>\n")
    whole, sent = (1, 1, 1), ["<1@x>", "<2@x>"]
    assert balance(["a", "b"], [("a", *whole), ("b", 1, 2, 1)], sent, box).is_right
    untold = balance(["a"], [("a", *whole), ("b", *whole)], sent, box)
    assert (untold.untold, untold.is_right) == (1, True)
    assert balance(["a", "b"], [("a", *whole)], sent, box).lost == 1
    assert balance(["a"], [("a", *whole), ("a", *whole)], sent, box).doubled == 1
    assert balance(["a"], [("a", 1, 0, 1)], sent, box).not_whole == 1
    assert balance(["a"], [("a", *whole)], [*sent, "<3@x>"], box).mails_missing == 1
    box.write_text("<1@x>\n<2@x>\n<2@x>\n")
    assert balance(["a"], [("a", *whole)], sent, box).mails_doubled == 1


@pytest.fixture
def parts() -> Iterator[Parts]:
    """Programs of a run, ended afterwards; in a folder that another user can reach."""
    with TemporaryDirectory() as folder:
        made = Parts(Path(folder))
        try:
            yield made
        finally:
            made.stop()


def test_the_mail_server_takes_what_smtp_brings_and_knows_it_by_its_id(parts: Parts) -> None:
    port, box = processes.mailbox(parts)
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(3):
            mail = EmailMessage()
            mail["From"], mail["To"] = "portal@example.org", "sanne@example.org"
            mail["Message-ID"] = f"<{number}@example.org>"
            mail.set_content("Hoi\n.\nDag\n")
            server.send_message(mail)
    assert box.read_text().split() == [f"<{number}@example.org>" for number in range(3)]
    (used,) = used_now(parts).values()
    assert used.name == "mailbox"
    assert used.megabytes > 1
    assert used.files > 3


@pytest.mark.postgres
def test_a_cluster_of_its_own_has_the_settings_of_a_small_machine(parts: Parts) -> None:
    server = processes.postgres(parts)
    if not server:
        pytest.skip("PostgreSQL's initdb is not here")
    with psycopg.connect(f"{server}/postgres") as database:
        for name, value in processes.POSTGRES_SETTINGS.items():
            row = database.execute(f"SHOW {name}").fetchone()
            assert row
            assert row[0] == value


@pytest.mark.sqlite
def test_behind_the_fence_there_is_so_much_memory_and_no_more() -> None:
    greedy = "import sys; sys.stdin.readline(); b = bytearray(200 * 2**20); print(len(b))"
    try:
        with fence("dorst-load-test", cores=0.5, megabytes=64) as around:
            child = subprocess.Popen(
                [sys.executable, "-c", greedy], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            around.put(child.pid)
            said, _ = child.communicate(b"\n", timeout=60)
            facts = around.facts()
    except NoFence as error:
        pytest.skip(str(error))
    assert (said, child.returncode) == (b"", -9)
    assert facts["most bytes"] <= 64 * 2**20
    assert facts["ended for want of memory"] == 1
    assert not any(folder.exists() for folder in around.folders)
