"""The first page of a coordinator: what needs somebody now, and what is going wrong slowly.

Worst first, one line and one link for each. However large the village is, it takes three
statements: every number is a column of one of them, and counts no further than anybody reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Subquery

from dorst_portal.accounts.models import User
from groups.counting import CappedCount, Count
from groups.models import Membership, WatchGroup
from groups.services.concerns import Concern, columns_of_concerns, concerns_in, one_row
from groups.services.failed_mails import failed_mails
from groups.services.figure_counts import RowCount
from groups.services.platform_page import (
    CALLS,
    MAILS,
    NO_WORK,
    PILES,
    WAITING,
    Pile,
    calls_for,
    requests_in,
    waiting_to_review,
)
from groups.village_time import days_between


@dataclass(frozen=True)
class Line:
    """A pile on the overview: how many, and how long the oldest waits."""

    pile: Pile
    count: Count
    oldest_days: int = 0
    late: bool = False

    @property
    def words(self) -> str:
        """ "3 aanvragen. De oudste wacht 9 dagen." """
        what = self.pile.one if self.count.number == 1 else self.pile.more
        if not self.oldest_days:
            return f"{str(self.count).capitalize()} {what}."
        days = "1 dag" if self.oldest_days == 1 else f"{self.oldest_days} dagen"
        who = "Deze" if self.count.number == 1 else "De oudste"
        return f"{str(self.count).capitalize()} {what}. {who} wacht {days}."


@dataclass(frozen=True)
class Overview:
    """The first page of a coordinator. `groups`, `members` and `waiting` are counted only when
    there is nothing to do.
    """

    lines: Sequence[Line]
    concerns: Sequence[Concern]
    groups: int = 0
    members: int = 0
    waiting: Count = field(default_factory=lambda: Count(0))

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to do."""
        return not self.concerns and all(line.pile in NO_WORK for line in self.lines)


def overview(user: User, *, now: datetime) -> Overview:
    """What needs a coordinator: late piles on top, then what goes wrong slowly."""
    columns = _columns_of_piles(user, now=now) | columns_of_concerns(now=now)
    found = one_row(user, columns)
    facts = Overview(_lines(found, now=now), concerns_in(found, user, now=now))
    return facts if not facts.quiet else _quiet(user, facts)


def _quiet(user: User, facts: Overview) -> Overview:
    shown = WatchGroup.objects.shown_to_everybody()
    columns = {
        "groups": RowCount(shown),
        "members": RowCount(Membership.objects.current()),
        "waiting": CappedCount(requests_in(WAITING, user=user)),
    }
    found = one_row(user, columns)
    return replace(
        facts,
        groups=found["groups"],
        members=found["members"],
        waiting=Count(found["waiting"]),
    )


# --- What needs somebody now -----------------------------------------------------------------


def _columns_of_piles(user: User, *, now: datetime) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for pile in PILES:
        rows, date = _rows_of(pile, user, now=now)
        columns[f"{pile.code}_number"] = CappedCount(rows)
        columns[f"{pile.code}_first"] = Subquery(rows.order_by(date).values(date)[:1])
    return columns


def _lines(found: Mapping[str, Any], *, now: datetime) -> Sequence[Line]:
    lines = [
        _line(pile, found[f"{pile.code}_number"], found[f"{pile.code}_first"], now=now)
        for pile in PILES
    ]
    return sorted((line for line in lines if line.count), key=lambda line: not line.late)


def _rows_of(pile: Pile, user: User, *, now: datetime) -> tuple["QuerySet[Any]", str]:
    """The rows of a pile, and the date by which the first of them is known."""
    if pile == MAILS:
        return failed_mails(user, now=now), "created"
    if pile == CALLS:
        return calls_for(user, now=now), "due_at"
    if pile == WAITING:
        return waiting_to_review(user, now=now), "created_at"
    return requests_in(pile, user=user), "created_at"


def _line(pile: Pile, number: int, first: datetime | None, *, now: datetime) -> Line:
    count = Count(number)
    if first is None or pile == MAILS:
        return Line(pile, count)
    if pile == CALLS:
        return Line(pile, count, late=first < now)
    days = days_between(first, now)
    late = pile not in (*NO_WORK, WAITING) and days >= settings.LADDER_DAYS[-1]
    return Line(pile, count, oldest_days=days, late=late)
