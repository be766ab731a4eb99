"""Must-hold 2: two timetables at once, with two threads each, do everything once; and one that is
started anew for every moment does the same as one that runs on.
"""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

import pytest

from tests.outbox.servers import free_port, mail_server
from tests.races.processes import ROOT, MakeSite, RealSite

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CHANGES = [
    pytest.param(datetime(2027, 3, 28, tzinfo=AMSTERDAM), id="spring"),
    pytest.param(datetime(2027, 10, 31, tzinfo=AMSTERDAM), id="autumn"),
]
PROCESSES = 2
ANSWER = "answer: "
ASKED = 12
CLIMBED = (
    "SELECT subject, facts FROM audit_entry WHERE verb IN ('request.reminded', 'request.escalated')"
)


def moments(change: datetime) -> list[datetime]:
    """Nine o'clock for five weeks, and the odd hours of the night itself."""
    found = []
    for number in range(-2, 33):
        day = (change + timedelta(days=number)).date()
        hours = [clock(9)]
        if number == 0:
            odd = [clock(1, 59), clock(2), clock(2, 30), clock(3)]
            hours += [*odd, *(hour.replace(fold=1) for hour in odd)]
        found += [datetime.combine(day, hour, tzinfo=AMSTERDAM).astimezone(UTC) for hour in hours]
    return sorted(set(found))


@contextmanager
def timetables(site: RealSite) -> Iterator[list[subprocess.Popen[str]]]:
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.races.timetables"],
            cwd=ROOT,
            env=site.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    try:
        yield started
    finally:
        for one in started:
            one.kill()
            one.communicate()


def at_once(running: Sequence[subprocess.Popen[str]], now: datetime) -> Counter[str]:
    """All of them at one moment: what they did together."""
    order = json.dumps({"now": now.isoformat(), "at": time.time() + 0.05})
    for one in running:
        assert one.stdin
        one.stdin.write(order + "\n")
        one.stdin.flush()
    done: Counter[str] = Counter()
    for one in running:
        for each in json.loads(answer_of(one)):
            done.update(each)
    return done


def answer_of(one: subprocess.Popen[str]) -> str:
    """The answer, between the lines of the log."""
    assert one.stdout
    for line in one.stdout:
        if line.startswith(ANSWER):
            return line.removeprefix(ANSWER)
    raise AssertionError("a timetable ended")


def steps_climbed(site: RealSite) -> Counter[tuple[str, int]]:
    """How often each request climbed each reminder step, by its audit lines."""
    rows = site.rows(CLIMBED)
    facts = [(s, f if isinstance(f, dict) else json.loads(f)) for s, f in rows]
    return Counter((subject, fact["step"]) for subject, fact in facts)


@pytest.mark.parametrize("change", CHANGES)
def test_two_timetables_do_everything_once(make_village_site: MakeSite, change: datetime) -> None:
    port = free_port()
    site = make_village_site(EMAIL_URL=f"smtp://127.0.0.1:{port}")
    begin = (change - timedelta(days=2)).isoformat()
    site.python(f"from tests.races.timetables import ask_around; ask_around({begin!r})")
    done: Counter[str] = Counter()
    with mail_server(port) as server:
        with timetables(site) as running:
            for now in moments(change):
                done += at_once(running, now)
        ids = server.ids()

    # Every request of these days climbed days 3, 5, 7, 14, 21 and 28, each once.
    steps = steps_climbed(site)
    assert set(steps.values()) == {1}
    assert done["climbed"] == len(steps)
    assert Counter(step for _, step in steps) == dict.fromkeys(range(1, 7), ASKED)
    # Whoever won, each mail left once.
    sent = site.rows("SELECT key, message_id FROM outbox_mail WHERE state = 'sent'")
    assert set(ids.values()) == {1}
    assert set(ids) == {message_id for _, message_id in sent}
    assert done["sent"] == len(sent)
    assert site.count("SELECT count(*) FROM outbox_mail WHERE attempts > 1") == 0
    kinds = Counter(key.split("-")[2] for key, _ in sent if key.startswith("request-"))
    # The beheerder on days 3 and 5 and, with the coordinator, each week behind day 7.
    assert kinds["reminder"] == ASKED * (2 + 2 * 3)
    assert kinds["escalated"] == kinds["takes_longer"] == ASKED
    assert (kinds["expired"], done["expired"]) == (1, 1)
    digests = [key for key, _ in sent if key.startswith("digest-")]
    assert done["digests"] == len(digests) == len(set(digests)) == 35
    # The list of members of each group is asked for once in these five weeks.
    asked = site.rows("SELECT scope FROM audit_entry WHERE verb = 'group.asked_list'")
    assert done["asked_list"] == len(asked) == len(set(asked)) > 0


def test_a_timetable_that_is_started_anew_for_each_moment_does_it_once_too(
    make_village_site: MakeSite,
) -> None:
    site = make_village_site()
    change = datetime(2027, 10, 31, tzinfo=AMSTERDAM)
    begin = (change - timedelta(days=2)).isoformat()
    site.python(f"from tests.races.timetables import ask_around; ask_around({begin!r})")
    day = timedelta(days=1)
    # Day 3, the same moment again, three days closed over day 5, and day 7 and 8 by the wall.
    days = (3, 3, 6, 7, 8)
    for number, days_later in enumerate(days):
        now = datetime.combine((change + (days_later - 2) * day).date(), clock(9), tzinfo=AMSTERDAM)
        told = site.manage("tick", "--now", now.isoformat())
        if number == 1:
            assert "climbed: 0" in told
    steps = steps_climbed(site)
    assert set(steps.values()) == {1}
    # Those of the first day took three reminder steps; who asked on the third day is at the second.
    assert Counter(step for _, step in steps) == {1: 12, 2: 12, 3: 10}
    doubled = "SELECT count(*) FROM outbox_mail WHERE attempts > 1"
    assert site.count(doubled) == 0
