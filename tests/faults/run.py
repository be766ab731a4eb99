"""One run: visitors the whole time, one fault after the other, and the judgement at the end."""

import json
import math
import os
import sqlite3
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg

from tests.faults.kinds import KINDS, Kind
from tests.faults.ledger import (
    BEFORE,
    DOUBLED,
    HALF,
    LOST,
    MAIL_DOUBLED,
    MAIL_MISSING,
    WRONG,
    Ledger,
    StoredMail,
    StoredRequest,
    Verdict,
    judge,
)
from tests.faults.visitors import Crowd, wait_for_one
from tests.faults.world import World

AT_MOST = 10.0  # seconds to recover, without a person, on a machine that has nothing else to do
PATIENCE = 180.0  # a busy machine may take that long, which is then told
LAST = 240.0  # for what was put off to leave in the end
# Of who was let in the night takes the name; the membership has it.
REQUESTS = """
SELECT reference, name, receipts, lines, proved,
    (SELECT count(*) FROM groups_membership AS member WHERE member.name = known.name), added
FROM (SELECT request.reference,
    CASE WHEN request.name <> '' THEN request.name ELSE coalesce(
        (SELECT member.name FROM groups_membership AS member WHERE member.id = membership_id), ''
    ) END AS name,
    (SELECT count(*) FROM outbox_mail WHERE key = 'request-' || request.id || '-receipt')
        AS receipts,
    (SELECT count(*) FROM audit_entry
     WHERE verb = 'request.submitted' AND subject = 'request:' || request.id) AS lines,
    email_confirmed_at IS NOT NULL AS proved, state = 'added' AS added
FROM groups_residentrequest AS request WHERE submission_key <> 'first') AS known
"""
# But for what is meant for later.
MAILS = """
SELECT message_id, coalesce(request.name, ''), mail."to", mail.state
FROM outbox_mail AS mail
LEFT JOIN groups_residentrequest AS request ON mail.about = 'request:' || request.id
WHERE mail.key NOT LIKE 'poison-%'
    AND (mail.state <> 'queued' OR mail.attempts > 0 OR {due})
"""
WAITING = """
SELECT count(*) FROM outbox_mail AS mail
WHERE state = 'queued' AND key NOT LIKE 'poison-%' AND (attempts > 0 OR {due})
"""
SOON = {
    "sqlite": "mail.due < datetime('now', '+20 seconds')",
    "postgresql": "mail.due < now() + interval '20 seconds'",
}
# By the portal, which knows the functions that stand in the constraints.
WHOLE = """
from django.db import connection
with connection.cursor() as cursor:
    print(cursor.execute("PRAGMA integrity_check").fetchone()[0].replace(" ", "_"))
"""
POISONED = "SELECT state, attempts FROM outbox_mail WHERE key LIKE 'poison-%'"

ENOUGH = threading.Event()  # set to end a run early, with its judgement


@dataclass
class Result:
    """What a run found, per kind of fault."""

    database: str
    seed: int
    minutes: float = 0.0
    done: Counter[str] = field(default_factory=Counter)
    answered: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    mailed: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    ledger: Ledger = field(default_factory=Ledger)
    verdict: Verdict = field(default_factory=Verdict)
    cuts: int = 0
    at_most: float = AT_MOST
    load: tuple[float, float] = (0.0, 0.0)
    words: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def worst(self) -> float:
        """The longest that it took to recover, in seconds."""
        times = [*self.answered.values(), *self.mailed.values()]
        return max((one for each in times for one in each), default=0.0)

    def wrong(self) -> list[str]:
        """What must not be, in words; empty when all is well."""
        found = [
            f"{self.verdict.total(what)} {what}"
            for what in (LOST, DOUBLED, HALF, MAIL_MISSING)
            if self.verdict.total(what)
        ]
        wrong = sum(counts[WRONG] for counts in self.ledger.answers.values())
        if wrong:
            found.append(f"{wrong} answers that are neither success, 503, 429 nor a broken line")
        if (doubled := self.verdict.total(MAIL_DOUBLED)) > self.cuts:
            found.append(f"{doubled} mails twice, by {self.cuts} cuts")
        if self.worst() > self.at_most:
            found.append(f"{self.worst():.1f} s to recover, at worst")
        return [*found, *self.words]


def order(kinds: Sequence[Kind], world: World) -> list[Kind]:
    """All kinds once, in an order that the seed decides."""
    shuffled = list(kinds)
    world.random.shuffle(shuffled)
    return shuffled


def possible(world: World, *, brief: bool) -> tuple[list[Kind], list[str]]:
    """The kinds that can be tried here, and the names of those that cannot."""
    here = [kind for kind in KINDS.values() if world.database in kind.databases]
    if brief:
        here = [kind for kind in here if kind.brief]
    able = [kind for kind in here if world.own_disk or not kind.own_disk]
    return able, [f"{kind.name}: no disk of our own" for kind in here if kind not in able]


def run(
    world: World,
    *,
    faults: int,
    seconds: float,
    seed: int,
    at_once: int = 6,
    brief: bool = False,
    only: Sequence[str] = (),
    at_most: float = AT_MOST,
    least: int = 0,
    tell: Callable[[str], None] = lambda words: None,
) -> Result:
    """So many faults, or for so long, whichever ends first, but at least `least` of them."""
    result = Result(world.database, seed, ledger=world.ledger, at_most=at_most)
    kinds, result.left_out = possible(world, brief=brief)
    kinds = [kind for kind in kinds if not only or any(word in kind.name for word in only)]
    crowd = Crowd(world.site, world.ledger, world.mailboxes, at_once=at_once)
    begun, load = time.monotonic(), os.getloadavg()[0]
    crowd.start()
    try:
        _, mailed = wait_for_one(world.ledger, world.mailboxes, begun, patience=PATIENCE)
        assert math.isfinite(mailed), ["nothing works before any fault", *world.ledger.odd[:3]]
        until = begun + seconds
        _faults(world, result, kinds, faults=faults, least=least, until=until, tell=tell)
        world.ledger.kind = BEFORE
        time.sleep(1)
    finally:
        crowd.stop()
    result.minutes = (time.monotonic() - begun) / 60
    result.load = load, os.getloadavg()[1]
    _settle(world)
    _judge(world, result)
    result.words += [f"a visitor broke: {error!r}" for error in crowd.errors]
    result.words += world.complaints
    return result


def _faults(
    world: World,
    result: Result,
    kinds: Sequence[Kind],
    *,
    faults: int,
    least: int,
    until: float,
    tell: Callable[[str], None],
) -> None:
    waiting: list[Kind] = []
    while result.done.total() < faults and not ENOUGH.is_set():
        if time.monotonic() > until and result.done.total() >= least:
            break
        waiting = waiting or order(kinds, world)
        kind = waiting.pop()
        world.ledger.kind = kind.name
        try:
            kind.act(world, world.random.uniform(1.0, 2.5))
        except Exception as error:  # noqa: BLE001 - told at the end; the others are tried as well
            world.complaints.append(f"{kind.name} itself went wrong: {error!r:.1000}")
        over = time.monotonic()
        answered, mailed = wait_for_one(world.ledger, world.mailboxes, over, patience=PATIENCE)
        result.done[kind.name] += 1
        result.cuts += kind.cuts
        result.answered[kind.name].append(answered)
        result.mailed[kind.name].append(mailed)
        tell(f"{result.done.total():5} {kind.name:48} {answered:6.2f} {mailed:6.2f}")
        # Everything is there again before the next one; it comes at any moment after that.
        world.site.wait_until_well()
        time.sleep(world.random.uniform(0.0, 0.4))


def _settle(world: World) -> None:
    """Until everything that was put off has left."""
    waits = WAITING.format(due=SOON[world.database])
    deadline = time.monotonic() + LAST
    while time.monotonic() < deadline:
        with suppress(sqlite3.Error, psycopg.Error):
            if not world.site.count(waits):
                return
        time.sleep(0.5)


def _judge(world: World, result: Result) -> None:
    stored = [
        StoredRequest(
            reference=row[0],
            name=row[1],
            receipts=row[2],
            lines=row[3],
            proved=bool(row[4]),
            memberships=row[5],
            approved=bool(row[6]),
        )
        for row in world.site.rows(REQUESTS)
    ]
    mails = [StoredMail(*row) for row in world.site.rows(MAILS.format(due=SOON[world.database]))]
    result.cuts += world.mailboxes.drops
    result.verdict = judge(
        world.ledger.entries.values(),
        stored,
        mails,
        world.mailboxes.came_in(),
        world.mailboxes.refused,
    )
    for state, attempts in world.site.rows(POISONED):
        if state == "sent" or not attempts:
            result.words.append(f"a row that cannot be sent is {state} after {attempts} attempts")
    if world.database == "sqlite":
        (said,) = world.site.python(WHOLE).split()
        if said != "ok":
            result.words.append(f"the file is not whole: {said}")


def table(result: Result) -> list[str]:
    """What was found, a line for each kind."""
    heads = ("times", "tried", "conf.", "lost", "doubl", "m.miss", "m.twice", "m.550")
    more = ("503", "5xx", "broken", "answer s", "worst", "mail s", "worst")
    lines = [f"{result.database}: what happened while", " ".join(f"{h:>8}" for h in heads + more)]
    entries = list(result.ledger.entries.values())
    for name in [BEFORE, *sorted(result.done)]:
        mine = [entry for entry in entries if entry.kind == name and entry.sent]
        counts, answers = result.verdict.counts[name], result.ledger.answers[name]
        numbers = [
            result.done[name],
            len(mine),
            sum(bool(entry.reference) for entry in mine),
            counts[LOST],
            counts[DOUBLED] + counts[HALF],
            counts[MAIL_MISSING],
            counts[MAIL_DOUBLED],
            counts["mails refused"],
            answers["503"],
            sum(number for what, number in answers.items() if what[:1] == "5" and what != "503"),
            answers["broken"],
        ]
        times = [*_times(result.answered[name]), *_times(result.mailed[name])]
        words = [f"{number:8}" for number in numbers] + [f"{one:>8}" for one in times]
        lines += [f"  {name}", " ".join(words)]
    return lines + totals(result)


def totals(result: Result) -> list[str]:
    """The sums, and what was wrong."""
    entries = [entry for entry in result.ledger.entries.values() if entry.sent]
    told = sum(bool(entry.reference) for entry in entries)
    lines = [
        f"{result.database}, seed {result.seed}: {result.done.total()} faults of "
        f"{len(result.done)} kinds in {result.minutes:.1f} minutes; {len(entries)} sent, "
        f"{told} confirmed, {sum(entry.proved for entry in entries)} of them by their mail, "
        f"{sum(entry.approved for entry in entries)} let in",
        "  "
        + ", ".join(
            f"{result.verdict.total(what)} {what}"
            for what in (LOST, DOUBLED, HALF, MAIL_MISSING, MAIL_DOUBLED, "mails refused")
        )
        + f", by {result.cuts} cuts; worst recovery {result.worst():.2f} s",
        f"  the machine: {os.cpu_count()} cores, load {result.load[0]:.0f} before and "
        f"{result.load[1]:.0f} at the end",
    ]
    lines += [f"  left out: {one}" for one in result.left_out]
    lines += [f"  WRONG: {one}" for one in result.wrong()]
    return lines


def details(result: Result) -> list[str]:
    """Each thing that was found wrong, in words; the first fifty of each."""
    return [*result.verdict.words[:50], *result.ledger.odd[:50]]


def as_json(result: Result) -> str:
    """The numbers of a run, for who wants to put several together."""
    return json.dumps(
        {
            "database": result.database,
            "seed": result.seed,
            "minutes": round(result.minutes, 1),
            "faults": result.done,
            "load": result.load,
            "confirmed": len(result.ledger.confirmed()),
            "answered": result.answered,
            "mailed": result.mailed,
            "wrong": result.wrong(),
        }
    )


def _times(seconds: Sequence[float]) -> tuple[str, str]:
    if not seconds:
        return "", ""
    middle = sorted(seconds)[len(seconds) // 2]
    return f"{middle:.2f}", f"{max(seconds):.2f}" if math.isfinite(max(seconds)) else "never"


def say(words: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
