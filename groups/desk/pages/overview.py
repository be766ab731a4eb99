"""The first page of a coordinator: what needs somebody now, and what is going wrong slowly.

One line for each, always in the same order, so that the eye finds them where they stood. However
large the village is, it takes three statements: every number is a column of one of them, and
counts no further than anybody reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from dorst_portal.kit.rows.counting import CappedCount, Count, RowCount
from groups.desk.pages.concerns import Concern, columns_of_concerns, concerns_in, one_row
from groups.desk.pages.failed_mails import failed_mails
from groups.desk.pages.piles import (
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
from groups.models import Membership, WatchGroup
from groups.values.village_time import days_between
from groups.village.pages.checklist import Checklist, checklist_in, columns_of_checklist


@dataclass(frozen=True)
class Line:
    """A pile on the overview: how many, how long the oldest waits, and where that one is."""

    pile: Pile
    count: Count
    oldest_days: int = 0
    oldest_pk: int | None = None
    late: bool = False

    @property
    def number(self) -> str:
        """ "3 aanvragen" """
        said = self.pile.counted(self.count.number)
        return said.format(count=str(self.count).capitalize())

    @property
    def oldest(self) -> str:
        """ "De oudste wacht 9 dagen"; empty while nobody waits for a day."""
        if not self.oldest_days:
            return ""
        days = self.oldest_days
        if self.count.number == 1:
            said = ngettext("Deze wacht 1 dag", "Deze wacht {days} dagen", days)
        else:
            said = ngettext("De oudste wacht 1 dag", "De oudste wacht {days} dagen", days)
        return said.format(days=days)


@dataclass(frozen=True)
class Overview:
    """The first page of a coordinator. `groups`, `members` and `waiting` are counted only when
    there is nothing to do.
    """

    lines: Sequence[Line]
    concerns: Sequence[Concern]
    checklist: Checklist
    groups: int = 0
    members: int = 0
    waiting: Count = field(default_factory=lambda: Count(0))

    @property
    def urgent(self) -> Sequence[Concern]:
        """What goes wrong and cannot wait."""
        return [one for one in self.concerns if one.kind == "danger"]

    @property
    def slow(self) -> Sequence[Concern]:
        """What goes wrong, and can wait a week."""
        return [one for one in self.concerns if one.kind != "danger"]

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.concerns or self.checklist.is_shown) and all(
            line.pile in NO_WORK for line in self.lines
        )


def overview(user: User, *, now: datetime) -> Overview:
    """What needs a coordinator, and what goes wrong slowly."""
    of_work = _columns_of_piles(user, now=now) | columns_of_concerns(now=now)
    of_village = columns_of_checklist(now=now)
    found = one_row(user, of_work | of_village)
    checklist = checklist_in({name: found[name] for name in of_village})
    facts = Overview(_lines(found, now=now), concerns_in(found, user, now=now), checklist)
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
        first = rows.order_by(date, "pk")
        columns[f"{pile.code}_first"] = Subquery(first.values(date)[:1])
        if pile not in (CALLS, MAILS):
            columns[f"{pile.code}_pk"] = Subquery(first.values("pk")[:1])
    return columns


def _lines(found: Mapping[str, Any], *, now: datetime) -> Sequence[Line]:
    return [_line(pile, found, now=now) for pile in PILES if found[f"{pile.code}_number"]]


def _rows_of(pile: Pile, user: User, *, now: datetime) -> tuple["QuerySet[Any]", str]:
    """The rows of a pile, and the date by which the first of them is known."""
    if pile == MAILS:
        return failed_mails(user, now=now), "created"
    if pile == CALLS:
        return calls_for(user, now=now), "due_at"
    if pile == WAITING:
        return waiting_to_review(user, now=now), "created_at"
    return requests_in(pile, user=user), "created_at"


def _line(pile: Pile, found: Mapping[str, Any], *, now: datetime) -> Line:
    count, first = Count(found[f"{pile.code}_number"]), found[f"{pile.code}_first"]
    if first is None or pile == MAILS:
        return Line(pile, count)
    if pile == CALLS:
        return Line(pile, count, late=first < now)
    days = days_between(first, now)
    late = pile not in (*NO_WORK, WAITING) and days >= settings.LADDER_DAYS[-1]
    return Line(pile, count, oldest_days=days, oldest_pk=found[f"{pile.code}_pk"], late=late)
