"""What the figures count, each in one statement: numbers only, never a person.

These numbers are raw: nothing of them reaches a page but through `small_cells`.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import TruncWeek

from dorst_portal.audit.models import Entry
from dorst_portal.kit.rows.counting import RowCount
from groups.audit_log.pages.log import subject_of
from groups.models import (
    CoverageRule,
    GroupStatus,
    LeaveReason,
    Membership,
    OfficialAddress,
    RequestSource,
    ResidentRequest,
    Side,
    Street,
    WatchGroup,
)
from groups.requests.pages.titles import VIEWED
from groups.values.addresses import LARGEST_HOUSE_NUMBER
from groups.values.states import Kind, State
from groups.values.village_time import VILLAGE, days_after, on_day, village_day

WEEKS: Final = 26
A_YEAR: Final = 365
# A median of the latest so many says as much as one of all.
MOST_ADDED: Final = 5000
_MOST_IDS: Final = 500
_SHOWN: Final = (GroupStatus.ACTIVE, GroupStatus.PAUSED)
_SECONDS_OF_A_DAY: Final = 24 * 60 * 60
# The sources of a request that say by themselves where somebody came from.
_BY_HAND: Final = (RequestSource.MAIL, RequestSource.PHONE, RequestSource.PAPER)


@dataclass(frozen=True)
class Arrivals:
    """Requests to join: by the Monday of their week, and by where people came from."""

    by_week: Mapping[date, int]
    by_origin: Mapping[str, int]


class StreetCover(NamedTuple):
    """A street: how many addresses the official list has of it, and how many of those have a
    group. Without any the list does not know the street: that is not nought.
    """

    pk: int
    name: str
    addresses: int
    covered: int


@dataclass(frozen=True)
class Totals:
    """How many groups there are, and how many streets with and without a group."""

    groups: int = 0
    streets: int = 0
    covered: int = 0


def members_by_group(group: WatchGroup | None = None) -> dict[int, int]:
    """Members of today per group; a group without any is not in it."""
    rows = Membership.objects.current().order_by()
    if group:
        rows = rows.filter(group=group)
    # Of rows and not of keys, which stand in no index of the groups.
    return dict(rows.values_list("group").annotate(counted=Count("*")))


def arrivals(*, now: datetime, group: WatchGroup | None = None) -> Arrivals:
    """The requests to join of the last year. By week only of the last 26, each of which is there:
    over two periods nobody can subtract the one figure from the other.
    """
    monday = village_day(now) - timedelta(days=village_day(now).weekday())
    rows = ResidentRequest.objects.filter(
        kind=Kind.JOIN, created_at__gte=on_day(now, -A_YEAR, hour=0), created_at__lte=now
    ).order_by()
    if group:
        rows = rows.filter(group=group)
    week = TruncWeek("created_at", tzinfo=VILLAGE)
    found: Any = rows.annotate(week=week).values_list("week", "came_from", "source")
    by_week = {monday - timedelta(weeks=back): 0 for back in reversed(range(WEEKS))}
    by_origin: dict[str, int] = defaultdict(int)
    for begin, came_from, source, number in found.annotate(number=Count("pk")):
        if begin.date() in by_week:
            by_week[begin.date()] += number
        by_origin[source if source in _BY_HAND else came_from] += number
    return Arrivals(by_week, by_origin)


@dataclass(frozen=True)
class DaysToTheGroup:
    """Per group how many days it took until somebody was in the group: from the request, and from
    the moment at which whoever decided opened it first, where a line says when.
    """

    from_asking: Mapping[int, Sequence[float]]
    from_opening: Mapping[int, Sequence[float]]


def days_to_the_group(*, now: datetime, group: WatchGroup | None = None) -> DaysToTheGroup:
    """Of those who came in during the last year, the latest first. One statement."""
    added = ResidentRequest.objects.filter(
        kind=Kind.JOIN, state=State.ADDED, added_at__gte=days_after(now, -A_YEAR)
    ).order_by("-added_at")
    if group:
        added = added.filter(group=group)
    looks = Entry.objects.filter(
        subject=subject_of("request", pk=OuterRef("pk")), verb=VIEWED, by=OuterRef("decided_by")
    )
    first_look = Subquery(looks.order_by("pk").values("at")[:1])
    asking, opening = defaultdict(list), defaultdict(list)
    rows: Any = added.values_list("group", "created_at", first_look, "added_at")[:MOST_ADDED]
    for pk, asked, opened, came in rows:
        asking[pk].append((came - asked).total_seconds() / _SECONDS_OF_A_DAY)
        if opened:
            opening[pk].append((came - opened).total_seconds() / _SECONDS_OF_A_DAY)
    return DaysToTheGroup(asking, opening)


def reasons_to_leave(*, now: datetime, group: WatchGroup | None = None) -> Mapping[str, int]:
    """How many left in the last year, by reason; "" for who gave none."""
    left = Membership.objects.filter(until__gt=days_after(now, -A_YEAR), until__lte=now)
    if group:
        left = left.filter(group=group)
    rows = left.order_by().values_list("end_reason").annotate(counted=Count("pk"))
    found: dict[str, int] = dict(rows)
    return {reason: found.get(reason, 0) for reason in (*LeaveReason.values, "")}


def official_cover() -> Sequence[StreetCover]:
    """Per street how many addresses of the official list have a group that everybody can join.
    Counted street by street: to ask of each of a million
    addresses whether a rule holds it takes ten seconds. A group that has a whole street, as most
    have, has all of its addresses: those are not counted a second time.
    """
    listed = OfficialAddress.objects.filter(street=OuterRef("pk"))
    inside = OfficialAddress.objects.held_by_rule()
    # No two rules share a number, so no address is counted twice.
    rules: Any = CoverageRule.objects.in_force().filter(
        street=OuterRef("pk"), group__status__in=_SHOWN
    )
    whole = Q(side=Side.BOTH, first_number=1, last_number=LARGEST_HOUSE_NUMBER)
    parts = rules.exclude(whole).order_by().values("street")
    held = parts.annotate(number=Sum(RowCount(inside))).values("number")
    streets: Any = Street.objects.in_the_village().order_by()
    rows = streets.annotate(
        addresses=RowCount(listed), is_whole=Exists(rules.filter(whole)), held=Subquery(held)
    )
    return [
        StreetCover(pk, name, addresses, addresses if is_whole else held or 0)
        for pk, name, addresses, is_whole, held in rows.values_list(
            "pk", "name", "addresses", "is_whole", "held"
        )
    ]


def names_and_totals(groups: Collection[int]) -> tuple[Mapping[int, str], Totals]:
    """The names of these groups, with the totals in the same statement."""
    any_group = WatchGroup.objects.order_by("pk").values("pk")[:1]
    rows = list(
        WatchGroup.objects.filter(Q(pk__in=groups) | Q(pk__in=any_group))
        .order_by("pk")
        .annotate(
            groups=RowCount(WatchGroup.objects.not_archived()),
            streets=RowCount(Street.objects.in_the_village()),
            covered=RowCount(covered_streets()),
        )
        .values_list("pk", "name", "groups", "streets", "covered")
    )
    names = {pk: name for pk, name, *_totals in rows}
    return names, Totals(*rows[0][2:]) if rows else Totals()


def names_of(groups: Sequence[int]) -> Mapping[int, str]:
    """The names of groups; of very many those of all, as a list of ids has its limits."""
    rows = WatchGroup.objects.order_by()
    if len(groups) <= _MOST_IDS:
        rows = rows.filter(pk__in=groups)
    return dict(rows.values_list("pk", "name"))


def covered_streets() -> "QuerySet[Street, Street]":
    """Streets of the village with a group that everybody can join, for some or all numbers."""
    rules = CoverageRule.objects.in_force().filter(street=OuterRef("pk"), group__status__in=_SHOWN)
    return Street.objects.in_the_village().filter(Exists(rules))
