"""How the groups are doing: one table of signs, each as a filter of a list and as words on a row.

A sign is cheap to ask for: it looks at the group itself, or at rows that an index finds. Only
groups that run (active or paused) have signs; one that is starting has its task list.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count as CountRows
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from groups.counting import CappedCount, Count
from groups.models import (
    Appointment,
    CoverageRule,
    GroupStatus,
    Membership,
    ResidentRequest,
    WatchGroup,
)
from groups.querysets.watchgroups import WatchGroupQuerySet
from groups.services.verdicts import Kind, Tag
from groups.states import Owner
from groups.village_time import days_after, days_between

WAITING_DAYS: Final = 3
OLD_LINK_DAYS: Final = 180
OLD_LIST_DAYS: Final = 182
SILENT_DAYS: Final = 14
BIG: Final = 50
TOO_BIG: Final = 100
RUNNING: Final = (GroupStatus.ACTIVE, GroupStatus.PAUSED)


@dataclass(frozen=True)
class Sign:
    """One thing that can be wrong with a group: its name in the address, its words in a filter,
    how bad it is, and which groups have it. `worst` names the columns by which the worst group of
    this sign comes first.
    """

    code: str
    label: str
    kind: Kind
    where: Callable[[datetime], Q]
    worst: Sequence[str] = ("name",)


def _waits(now: datetime) -> Q:
    return Q(Exists(_waiting().filter(created_at__lte=days_after(now, -WAITING_DAYS))))


def _waiting() -> "QuerySet[ResidentRequest, ResidentRequest]":
    return ResidentRequest.objects.our_turn().filter(owner=Owner.GROUP, group=OuterRef("pk"))


def _people(now: datetime) -> "QuerySet[Appointment, Appointment]":
    return Appointment.objects.active(now).filter(group=OuterRef("pk"))


def _more_than(number: int) -> Q:
    """More members than this: looks at no more rows of the index than that."""
    members = Membership.objects.current().filter(group=OuterRef("pk")).order_by()
    return Q(Exists(members[number : number + 1]))


def _rules() -> "QuerySet[CoverageRule, CoverageRule]":
    return CoverageRule.objects.in_force().filter(group=OuterRef("pk"))


def _one_beheerder(now: datetime) -> Q:
    people = _people(now).order_by()
    return Q(Exists(people)) & ~Q(Exists(people[1:2]))


def _old_list(now: datetime) -> Q:
    limit = days_after(now, -OLD_LIST_DAYS)
    never = Q(list_confirmed_at__isnull=True, created_at__lte=limit)
    return Q(list_confirmed_at__lte=limit) | never


def _silent(now: datetime) -> Q:
    no_answer = Q(alive_at__isnull=True) | Q(alive_at__lt=F("alive_asked_at"))
    asked = Q(alive_asked_at__lte=days_after(now, -SILENT_DAYS))
    return Q(status=GroupStatus.ACTIVE) & asked & no_answer


WAITS: Final = Sign("wacht", "aanvraag wacht langer dan 3 dagen", "danger", _waits)
NOBODY: Final = Sign(
    "geen-beheerder", "geen beheerder", "danger", lambda now: ~Q(Exists(_people(now)))
)
VERY_BIG: Final = Sign(
    "meer-dan-100", "meer dan 100 leden", "danger", lambda _now: _more_than(TOO_BIG)
)
NO_STREETS: Final = Sign(
    "geen-straten", "geen straten", "danger", lambda _now: ~Q(Exists(_rules()))
)
ALONE: Final = Sign("een-beheerder", "maar 1 beheerder", "warn", _one_beheerder)
SILENT: Final = Sign(
    "geen-teken", "geen teken van leven", "warn", _silent, worst=("alive_asked_at",)
)
NO_LINK: Final = Sign(
    "geen-link",
    "geen link",
    "warn",
    lambda _now: Q(invite_link_set_at__isnull=True, status=GroupStatus.ACTIVE),
)
OLD_LINK: Final = Sign(
    "oude-link",
    "link ouder dan 180 dagen",
    "warn",
    lambda now: Q(invite_link_set_at__lte=days_after(now, -OLD_LINK_DAYS)),
    worst=("invite_link_set_at",),
)
OLD_LIST: Final = Sign(
    "oude-lijst",
    "ledenlijst 6 maanden niet nagekeken",
    "warn",
    _old_list,
    worst=("list_confirmed_at", "created_at"),
)
GROWS: Final = Sign(
    "meer-dan-50",
    "meer dan 50 leden",
    "warn",
    lambda _now: _more_than(BIG) & ~_more_than(TOO_BIG),
)
# Worst first.
SIGNS: Final = (
    NOBODY,
    WAITS,
    NO_STREETS,
    VERY_BIG,
    ALONE,
    SILENT,
    NO_LINK,
    OLD_LINK,
    OLD_LIST,
    GROWS,
)


def sign_named(code: str) -> Sign | None:
    """The sign of an address; None for anything else."""
    return next((sign for sign in SIGNS if sign.code == code), None)


def with_sign(groups: WatchGroupQuerySet, sign: Sign, *, now: datetime) -> WatchGroupQuerySet:
    """The groups that have this sign."""
    return groups.filter(sign.where(now), status__in=RUNNING)


def with_kind(groups: WatchGroupQuerySet, kind: Kind, *, now: datetime) -> WatchGroupQuerySet:
    """The groups whose worst sign is of this kind; "ok" are those without any."""
    bad = Q(status__in=RUNNING) & _any("danger", now)
    if kind == "danger":
        return groups.filter(bad)
    slow = Q(status__in=RUNNING) & _any("warn", now)
    if kind == "warn":
        return groups.filter(slow).exclude(bad)
    return groups.exclude(bad).exclude(slow)


def _any(kind: Kind, now: datetime) -> Q:
    found = Q()
    for sign in SIGNS:
        if sign.kind == kind:
            found |= sign.where(now)
    return found


@dataclass(frozen=True)
class SignTotal:
    """How many groups have a sign, counted no further than anybody reads, and the worst one."""

    sign: Sign
    number: Count
    name: str
    slug: str


def totals(*, now: datetime) -> Mapping[str, SignTotal]:
    """For each sign the number of groups that have it and the worst one, in one statement."""
    columns: dict[str, Any] = {}
    for index, sign in enumerate(SIGNS):
        having = with_sign(WatchGroup.objects.all(), sign, now=now)
        worst = having.order_by(*(_oldest(name) for name in sign.worst), "pk")[:1]
        columns[f"number_{index}"] = CappedCount(having)
        columns[f"name_{index}"] = Subquery(worst.values("name"))
        columns[f"slug_{index}"] = Subquery(worst.values("slug"))
    found: Any = WatchGroup.objects.order_by("pk").values("pk").annotate(**columns).first()
    row: Mapping[str, Any] = found or {}
    return {
        sign.code: SignTotal(
            sign,
            Count(row.get(f"number_{index}") or 0),
            row.get(f"name_{index}") or "",
            row.get(f"slug_{index}") or "",
        )
        for index, sign in enumerate(SIGNS)
    }


def _oldest(name: str) -> Any:
    return F(name).asc(nulls_first=True)


def groups_with_signs(groups: WatchGroupQuerySet, *, now: datetime) -> WatchGroupQuerySet:
    """Adds to a page of groups what `signs` reads: meant for the rows that are shown, not for
    choosing among all of them.
    """
    counted = CountRows("pk")
    members = Membership.objects.current().filter(group=OuterRef("pk")).order_by()
    people = _people(now).order_by()
    oldest = _waiting().order_by("created_at").values("created_at")[:1]
    return groups.annotate(
        members=Coalesce(Subquery(members.values("group").annotate(n=counted).values("n")), 0),
        people_count=Coalesce(Subquery(people.values("group").annotate(n=counted).values("n")), 0),
        oldest_waiting=Subquery(oldest),
        has_rules=Exists(_rules()),
    )


def signs(group: WatchGroup, *, now: datetime) -> list[Tag]:
    """What is wrong with a group that came from `groups_with_signs`, worst first."""
    return [Tag(_words(group, sign, now=now), sign.kind) for sign in signs_of(group, now=now)]


def signs_of(group: WatchGroup, *, now: datetime) -> list[Sign]:
    """Which signs a group that came from `groups_with_signs` has, worst first."""
    if group.status not in RUNNING:
        return []
    found = vars(group)
    list_at = group.list_confirmed_at or group.created_at
    link_at = group.invite_link_set_at
    active = group.status == GroupStatus.ACTIVE
    has = {
        NOBODY.code: found["people_count"] == 0,
        WAITS.code: _before(found["oldest_waiting"], days_after(now, -WAITING_DAYS)),
        NO_STREETS.code: not found["has_rules"],
        VERY_BIG.code: found["members"] > TOO_BIG,
        ALONE.code: found["people_count"] == 1,
        SILENT.code: active and is_silent(group, now=now),
        NO_LINK.code: active and link_at is None,
        OLD_LINK.code: _before(link_at, days_after(now, -OLD_LINK_DAYS)),
        OLD_LIST.code: _before(list_at, days_after(now, -OLD_LIST_DAYS)),
        GROWS.code: BIG < found["members"] <= TOO_BIG,
    }
    return [sign for sign in SIGNS if has[sign.code]]


def is_silent(group: WatchGroup, *, now: datetime) -> bool:
    """Whether its beheerders were asked, and nobody answered for two weeks."""
    return waits_for_a_sign(group) and _before(group.alive_asked_at, days_after(now, -SILENT_DAYS))


def waits_for_a_sign(group: WatchGroup) -> bool:
    """Whether its beheerders were asked and nobody said yet that it still lives."""
    asked, answered = group.alive_asked_at, group.alive_at
    return asked is not None and (answered is None or answered < asked)


def _before(moment: datetime | None, limit: datetime) -> bool:
    return moment is not None and moment <= limit


def _words(group: WatchGroup, sign: Sign, *, now: datetime) -> str:
    found = vars(group)
    if sign == WAITS:
        return f"aanvraag wacht {days_between(found['oldest_waiting'], now)} dagen"
    if sign in (VERY_BIG, GROWS):
        return f"{found['members']} leden"
    if sign == OLD_LINK and group.invite_link_set_at:
        return f"link {days_between(group.invite_link_set_at, now)} dagen oud"
    return sign.label
