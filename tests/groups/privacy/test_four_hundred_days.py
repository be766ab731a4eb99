"""DP-04, DP-05 and DP-06: 400 days of nights, against a model of the table that knows nothing of
the code: nothing is kept over its term by more than a day, and nothing goes early. Also when it is
run twice, killed halfway, and not run at all for ten days.

`HISTORIES=10000 WHOLE_TICK=1` is the long form: more people, and the whole timetable each night.
"""

import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import zeal
from django.db import connection
from django.db.models import QuerySet

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.rows import batches
from dorst_portal.outbox.models import Mail, MailState
from groups.models import HeldPurge, Membership, ResidentRequest, WatchGroup
from groups.privacy.services import retention
from groups.privacy.services.purges import PURGES
from groups.requests.services.due_dates import end_of_keeping
from groups.timetable.clock import tick
from groups.values.village_time import VILLAGE

HISTORIES = int(os.environ.get("HISTORIES", "2000"))
WHOLE_TICK = os.environ.get("WHOLE_TICK") == "1"
# Within the one transaction of a test so many savepoints make PostgreSQL slow; what is asked of it
# is the same. In fewer days what ended in ten days of downtime would be so much that it waits.
DAYS = int(os.environ.get("DAYS", "75" if connection.vendor == "postgresql" else "400"))
FIRST = datetime(2026, 2, 1, 3, 5, tzinfo=VILLAGE)
DOWN = range(30, 40)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NEVER = datetime(2100, 1, 1, tzinfo=VILLAGE)


def after(moment: datetime, days: int) -> datetime:
    """So many days of the calendar later, at the same time on the clock of the village."""
    local = moment.astimezone(VILLAGE).replace(tzinfo=None) + timedelta(days=days)
    return local.replace(tzinfo=VILLAGE)


# The table of product.md: what ends the term, by what happened. Nothing of the code is asked.
MODEL: dict[str, Callable[[datetime], datetime]] = {
    **dict.fromkeys(
        ("declined", "withdrawn", "expired", "answered", "closed"), lambda end: after(end, 30)
    ),
    "waiting": lambda end: NEVER,
    "added": lambda end: end,
    "member": lambda end: NEVER,
    "left": lambda end: end + 30 * DAY,
    "sent": lambda end: end + 7 * DAY,
    "failed": lambda end: end + 7 * DAY,
    "line": lambda end: end + 365 * DAY,
}
REQUESTS = ("declined", "withdrawn", "expired", "answered", "closed", "waiting", "added")
MEMBERS = ("member", "left")
MAILS = ("sent", "failed")


@dataclass(frozen=True)
class History:
    """Something that ended, and when by the model it may not be known any more."""

    pk: int
    term: datetime


Known = Callable[[Sequence[int]], "QuerySet[Any]"]


@dataclass(frozen=True)
class Table:
    """Rows of one kind in the order of their terms, and how to ask who of them is still known."""

    name: str
    rows: Sequence[History]
    known: Known

    def faults(self, night: datetime, rows: Sequence[History]) -> Iterator[str]:
        """What should be known and is not, and what should not be and is."""
        known = set(self.known([row.pk for row in rows]).values_list("pk", flat=True))
        for row in rows:
            if row.pk in known and night >= row.term + DAY:
                yield f"{self.name} {row.pk} is kept at {night} over its term {row.term}"
            if row.pk not in known and night < row.term:
                yield f"{self.name} {row.pk} went before its term {row.term}, at {night}"

    def near(self, night: datetime, since: datetime) -> Sequence[History]:
        """What can have changed since the last look."""
        first, last = since - 2 * DAY, night + 2 * DAY
        return [row for row in self.rows if first <= row.term <= last]


@pytest.fixture
def tables(spoorstraat: WatchGroup, own_beheerder: User) -> Sequence[Table]:
    """Histories whose terms end on a random moment of 400 days."""
    chance = random.Random(4)
    kinds = [chance.choice(list(MODEL)) for _ in range(HISTORIES)]
    # Terms that end on each of the nights: what is over long before would be much at once.
    middles = [FIRST + chance.uniform(0, DAYS) * DAY for _ in kinds]
    ends = [end - _term_of(kind, end) for kind, end in zip(kinds, middles, strict=True)]
    of: dict[str, list[tuple[str, datetime]]] = {"r": [], "m": [], "mail": [], "line": []}
    for kind, end in zip(kinds, ends, strict=True):
        place = "r" if kind in REQUESTS else "m" if kind in MEMBERS else "mail"
        of[place if kind != "line" else "line"].append((kind, end))
    members = Membership.objects.bulk_create(
        Membership(
            group=spoorstraat, name="Piet Persoon", mobile=f"+3160{number:07d}", source="import",
            since=end - 200 * DAY, until=None if kind == "member" else end,
        )
        for number, (kind, end) in enumerate(of["m"])
    )  # fmt: skip
    requests = ResidentRequest.objects.bulk_create(
        _request(number, kind, end, spoorstraat, own_beheerder, members[0])
        for number, (kind, end) in enumerate(of["r"])
    )
    mails = Mail.objects.bulk_create(
        Mail(
            to="piet@example.org", subject="S", text="Dag Piet", key=f"k{number}", created=end,
            state=kind, due=end, sent_at=end if kind == MailState.SENT else None,
        )
        for number, (kind, end) in enumerate(of["mail"])
    )  # fmt: skip
    lines = Entry.objects.bulk_create(Entry(at=end, verb="member.viewed") for _, end in of["line"])
    in_order = (
        ("request", requests, of["r"], _named(ResidentRequest)),
        ("member", members, of["m"], _named(Membership)),
        ("mail", mails, of["mail"], lambda pks: Mail.objects.filter(pk__in=pks).exclude(text="")),
        ("line", lines, of["line"], lambda pks: Entry.objects.filter(pk__in=pks)),
    )
    return [
        Table(name, [
            History(row.pk, MODEL[kind](end)) for row, (kind, end) in zip(rows, ended, strict=True)
        ], known)
        for name, rows, ended, known in in_order
    ]  # fmt: skip


def _term_of(kind: str, end: datetime) -> timedelta:
    over = MODEL[kind](end)
    return over - end if over != NEVER else timedelta()


def _named(model: Any) -> Known:
    return lambda pks: model.objects.filter(pk__in=pks).exclude(name="")


def _request(
    number: int, kind: str, end: datetime, group: WatchGroup, by: User, member: Membership
) -> ResidentRequest:
    """As the services leave one that ended so."""
    question = kind in ("answered", "closed")
    decided = {"decided_at": end, "decided_by": by} if kind in ("declined", "added") else {}
    added = {"added_at": end, "membership": member} if kind == "added" else {}
    waits = kind == "waiting"
    return ResidentRequest(
        reference=f"D-{number:06d}", submission_key=f"s{number}", name="Piet Persoon",
        kind="question" if question else "join", subject="other" if question else "", state=kind,
        owner="coordinators" if waits else "group", group=None if waits else group,
        due_at=NEVER if waits else end_of_keeping(end), created_at=end - 9 * DAY,
        route_reason="covered", route_sentence="Spoorstraat 1", street_text="Spoorstraat",
        closing_note="Niemand bereikt" if kind == "closed" else "",
        decline_reason="other" if kind == "declined" else "", **decided, **added,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def only_what_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The short form looks for nothing of which there is none."""
    if not WHOLE_TICK:
        here = {kind: PURGES[kind] for kind in ("requests", "members", "mails", "audit")}
        monkeypatch.setattr(retention, "PURGES", here)


class Killed(BaseException):
    """A worker that is ended at any moment says nothing."""


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Called, the next second batch is killed: changed, and not committed."""
    monkeypatch.setattr(batches, "BATCH", 3)
    monkeypatch.setattr(batches, "MOST_BATCHES", 1000)
    whole, left = batches.in_batches, [-1]

    def in_batches(rows: Any, change: Callable[[Any], int]) -> int:
        def changed(some: Any) -> int:
            number = change(some)
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return number

        return whole(rows, changed)

    monkeypatch.setattr(batches, "in_batches", in_batches)
    return lambda: left.__setitem__(0, 2)


def night_work(now: datetime) -> None:
    (tick if WHOLE_TICK else retention.retain_nightly)(now=now)


def faults_of(tables: Sequence[Table], night: datetime, since: datetime) -> list[str]:
    return [fault for one in tables for fault in one.faults(night, one.near(night, since))]


def test_dp_04_nothing_is_kept_over_its_term_and_nothing_goes_early(
    tables: Sequence[Table], dies: Callable[[], None]
) -> None:
    with zeal.zeal_ignore():  # it looks at each of 20,000 queries
        _four_hundred_days(tables, dies)


def _four_hundred_days(tables: Sequence[Table], dies: Callable[[], None]) -> None:
    chance = random.Random(5)
    last, killed = FIRST - 40 * DAY, 0
    for day in range(DAYS + 1):
        if day in DOWN:
            continue
        now = FIRST + day * DAY
        if chance.random() < 0.1:
            dies()
        try:
            night_work(now)
        except Killed:
            killed += 1
        night_work(now + MINUTE)
        if chance.random() < 0.2:
            night_work(now + 2 * MINUTE)
        if day:  # the first night also does what was over long before
            assert faults_of(tables, now + 2 * MINUTE, last) == []
        last = now
    assert killed > DAYS / 20
    assert not HeldPurge.objects.exists()
    everything = [fault for one in tables for fault in one.faults(last + MINUTE * 2, one.rows)]
    assert everything == []
