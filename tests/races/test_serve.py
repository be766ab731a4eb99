"""`manage.py serve`: one foreground process that starts, stops and dies with all of its parts."""

import os
import signal
import socket
import time
from collections.abc import Callable

import pytest

from tests.races.form_client import FormClient
from tests.races.processes import Process, RealSite, _processes, wait_until

PARTS = ("gunicorn", "celery")


@pytest.fixture
def served(real_site: RealSite) -> Process:
    process = real_site.start("serve", "manage.py", "serve", "--port", str(real_site.port))
    real_site.wait_for_answer(process)
    wait_until(lambda: "ready at" in process.log.read_text(), what="the announcement")
    wait_until(lambda: len(children(process.pid)) == len(PARTS), what="both children")
    return process


def children(pid: int) -> dict[int, str]:
    """The processes that serve started, each leading a group of its own."""
    found = {}
    for child, group, state in _processes():
        if child == group and state != "Z" and parent_of(child) == pid:
            found[child] = command_of(child)
    return found


def parent_of(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return int(stat.read().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def command_of(pid: int) -> str:
    with open(f"/proc/{pid}/cmdline") as line:
        return line.read().replace("\0", " ")


def living(groups: list[int]) -> list[int]:
    """Everything that still runs of these process groups."""
    return [pid for pid, group, state in _processes() if group in groups and state != "Z"]


def timetable_runs(groups: list[int]) -> Callable[[], bool]:
    # Web server and two workers; worker and timetable.
    return lambda: len(living(groups)) >= 5


def test_it_says_where_the_site_the_accounts_and_the_mails_are(
    real_site: RealSite, served: Process
) -> None:
    words = served.log.read_text()

    assert f"http://localhost:{real_site.port}/\n" in words
    assert f"http://localhost:{real_site.port}/demo/\n" in words
    assert f"http://localhost:{real_site.port}/demo/mail/\n" in words


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_whole_within_ten_seconds(served: Process, told: signal.Signals) -> None:
    groups = list(children(served.pid))
    wait_until(timetable_runs(groups), what="all parts")

    started = time.monotonic()
    os.kill(served.pid, told)
    code = served.popen.wait(15)

    assert time.monotonic() - started < 10
    assert code == 0, served.last_words()
    assert living(groups) == []


@pytest.mark.parametrize("part", PARTS)
def test_when_one_part_ends_the_other_is_stopped_and_it_fails(served: Process, part: str) -> None:
    parts = children(served.pid)
    victim = next(pid for pid, command in parts.items() if part in command)
    os.kill(victim, signal.SIGKILL)

    assert served.popen.wait(15) != 0
    assert living(list(parts)) == []
    assert "ended by itself" in served.log.read_text()


def test_killed_it_leaves_no_part_behind(served: Process) -> None:
    groups = list(children(served.pid))
    wait_until(timetable_runs(groups), what="all parts")

    served.kill()

    wait_until(lambda: living(groups) == [], seconds=10, what="every part to end")


def test_a_port_in_use_is_told_at_once(real_site: RealSite) -> None:
    with socket.create_server(("127.0.0.1", real_site.port)):
        process = real_site.start("serve", "manage.py", "serve", "--port", str(real_site.port))
        assert process.popen.wait(30) == 1

    assert "is in use" in process.log.read_text()


def test_who_changes_the_code_gets_errors_whole_and_stops_it_whole(real_site: RealSite) -> None:
    real_site.env["PORTAL_MODE"] = "dev"
    process = real_site.start("serve", "manage.py", "serve", "--port", str(real_site.port))
    real_site.wait_for_answer(process)
    groups = list(children(process.pid))
    # The web server and the one that starts it anew; worker and timetable.
    wait_until(lambda: len(living(groups)) >= 4, what="all parts")

    visitor = FormClient(real_site.url)
    missing = visitor.get("/nergens/")
    assert missing.status == 404
    assert "DEBUG = True" in missing.text
    for path in ("/", "/demo/", "/demo/mail/", "/static/portal.css"):
        assert visitor.get(path).status == 200

    os.kill(process.pid, signal.SIGINT)
    assert process.popen.wait(15) == 0, process.last_words()
    assert living(groups) == []
