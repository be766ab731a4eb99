"""How the groups are doing: one table of signs. Each is a filter of a list, a test of a row, the
words on that row and the words of a count.

A sign is cheap to ask for: it looks at the group itself, or at rows that an index finds. Only
groups that run (active or paused) have signs; one that is starting has its task list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count as CountRows
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.tags import Kind, Tag
from dorst_portal.languages.words import lazy_text
from groups.models import (
    Appointment,
    CoverageRule,
    GroupStatus,
    Membership,
    ResidentRequest,
    WatchGroup,
)
from groups.querysets.watchgroups import WatchGroupQuerySet
from groups.values.group_sizes import BIG, TOO_BIG
from groups.values.list_terms import OLD_DAYS
from groups.values.states import Owner
from groups.values.village_time import days_after, days_between

WAITING_DAYS: Final = 3
OLD_LINK_DAYS: Final = 180
OLD_LIST_DAYS: Final = OLD_DAYS
SILENT_DAYS: Final = 14
RUNNING: Final = (GroupStatus.ACTIVE, GroupStatus.PAUSED)


@dataclass(frozen=True)
class Counted(Added):
    """What `groups_with_signs` adds to a group."""

    members: int
    people_count: int
    oldest_waiting: datetime | None
    has_rules: bool


@dataclass(frozen=True)
class Looked:
    """A group at a moment, with what was counted of it: what the signs look at."""

    group: WatchGroup
    now: datetime
    members: int
    people: int
    oldest_waiting: datetime | None
    has_rules: bool

    @classmethod
    def at(cls, group: WatchGroup, *, now: datetime) -> "Looked":
        """A group that came from `groups_with_signs`."""
        found = Counted.of(group)
        return cls(
            group,
            now,
            members=found.members,
            people=found.people_count,
            oldest_waiting=found.oldest_waiting,
            has_rules=found.has_rules,
        )

    def is_before(self, moment: datetime | None, days: int) -> bool:
        """Whether a moment lies so many days back, or more."""
        return moment is not None and moment <= days_after(self.now, -days)


@dataclass(frozen=True)
class Sign:
    """One thing that can be wrong with a group: its name in the address, how bad it is, its words
    in a filter, in a count (a sentence for so many, with a place for the count) and on a row; which
    groups have it, as a filter (`where`) and as a test of one row (`has`). `worst` names the
    columns by which the worst group of this sign comes first.
    """

    code: str
    kind: Kind
    label: str
    counted: Callable[[int], str]
    where: Callable[[datetime], Q]
    has: Callable[[Looked], bool]
    on_row: Callable[[Looked], str] | None = None
    worst: Sequence[str] = ("name",)

    def words(self, row: Looked) -> str:
        """The sign on the row of a group, with its number where there is one."""
        return self.on_row(row) if self.on_row else str(self.label)


def _waits(now: datetime) -> Q:
    return Q(Exists(_waiting().filter(created_at__lte=days_after(now, -WAITING_DAYS))))


def _waiting() -> "QuerySet[ResidentRequest, ResidentRequest]":
    return ResidentRequest.objects.our_turn().filter(owner=Owner.GROUP, group=OuterRef("pk"))


def _waits_for_days(row: Looked) -> str:
    days = days_between(row.oldest_waiting, row.now) if row.oldest_waiting else WAITING_DAYS
    return _("aanvraag wacht {n} dagen").format(n=days)


def _people(now: datetime) -> "QuerySet[Appointment, Appointment]":
    return Appointment.objects.active(now).filter(group=OuterRef("pk"))


def _members_from(number: int) -> Q:
    """So many members or more: looks at no more rows of the index than that."""
    members = Membership.objects.current().filter(group=OuterRef("pk")).order_by()
    return Q(Exists(members[number - 1 : number]))


def _so_many_members(row: Looked) -> str:
    return _("{n} leden").format(n=row.members)


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


def link_is_old(group: WatchGroup, *, now: datetime) -> bool:
    """Whether a new invite link is a good idea: the old one has been about for half a year."""
    set_at = group.invite_link_set_at
    return set_at is not None and set_at <= days_after(now, -OLD_LINK_DAYS)


def _link_age(row: Looked) -> str:
    set_at = row.group.invite_link_set_at
    days = days_between(set_at, row.now) if set_at else OLD_LINK_DAYS
    return _("link {n} dagen oud").format(n=days)


# Worst first.
SIGNS: Final = (
    Sign(
        "geen-beheerder",
        "danger",
        label=lazy_text("geen beheerder"),
        counted=lambda n: ngettext(
            "{count} groep heeft geen beheerder", "{count} groepen hebben geen beheerder", n
        ),
        where=lambda now: ~Q(Exists(_people(now))),
        has=lambda row: row.people == 0,
    ),
    Sign(
        "wacht",
        "danger",
        label=lazy_text("aanvraag wacht 3 dagen of langer"),
        counted=lambda n: ngettext(
            "{count} groep laat iemand 3 dagen of langer wachten",
            "{count} groepen laten iemand 3 dagen of langer wachten",
            n,
        ),
        where=_waits,
        has=lambda row: row.is_before(row.oldest_waiting, WAITING_DAYS),
        on_row=_waits_for_days,
    ),
    Sign(
        "geen-straten",
        "danger",
        label=lazy_text("geen straten"),
        counted=lambda n: ngettext(
            "{count} groep heeft geen straten", "{count} groepen hebben geen straten", n
        ),
        where=lambda _now: ~Q(Exists(_rules())),
        has=lambda row: not row.has_rules,
    ),
    Sign(
        "100-leden",
        "danger",
        label=lazy_text("100 leden of meer"),
        counted=lambda n: ngettext(
            "{count} groep heeft 100 leden of meer", "{count} groepen hebben 100 leden of meer", n
        ),
        where=lambda _now: _members_from(TOO_BIG),
        has=lambda row: row.members >= TOO_BIG,
        on_row=_so_many_members,
    ),
    Sign(
        "een-beheerder",
        "warn",
        label=lazy_text("maar 1 beheerder"),
        counted=lambda n: ngettext(
            "{count} groep heeft maar 1 beheerder", "{count} groepen hebben maar 1 beheerder", n
        ),
        where=_one_beheerder,
        has=lambda row: row.people == 1,
    ),
    Sign(
        "geen-teken",
        "warn",
        label=lazy_text("geen teken van leven"),
        counted=lambda n: ngettext(
            "{count} groep geeft geen teken van leven",
            "{count} groepen geven geen teken van leven",
            n,
        ),
        where=_silent,
        has=lambda row: (
            row.group.status == GroupStatus.ACTIVE and is_silent(row.group, now=row.now)
        ),
        worst=("alive_asked_at",),
    ),
    Sign(
        "geen-link",
        "warn",
        label=lazy_text("geen link"),
        counted=lambda n: ngettext(
            "{count} groep heeft geen link", "{count} groepen hebben geen link", n
        ),
        where=lambda _now: Q(invite_link_set_at__isnull=True, status=GroupStatus.ACTIVE),
        has=lambda row: (
            row.group.status == GroupStatus.ACTIVE and row.group.invite_link_set_at is None
        ),
    ),
    Sign(
        "oude-link",
        "warn",
        label=lazy_text("link 180 dagen of ouder"),
        counted=lambda n: ngettext(
            "{count} groep heeft een link van 180 dagen of ouder",
            "{count} groepen hebben een link van 180 dagen of ouder",
            n,
        ),
        where=lambda now: Q(invite_link_set_at__lte=days_after(now, -OLD_LINK_DAYS)),
        has=lambda row: link_is_old(row.group, now=row.now),
        on_row=_link_age,
        worst=("invite_link_set_at",),
    ),
    Sign(
        "oude-lijst",
        "warn",
        label=lazy_text("ledenlijst 6 maanden niet nagekeken"),
        counted=lambda n: ngettext(
            "{count} groep keek de ledenlijst 6 maanden niet na",
            "{count} groepen keken de ledenlijst 6 maanden niet na",
            n,
        ),
        where=_old_list,
        has=lambda row: row.is_before(row.group.list_right_since, OLD_LIST_DAYS),
        worst=("list_confirmed_at", "created_at"),
    ),
    Sign(
        "50-leden",
        "warn",
        label=lazy_text("50 leden of meer"),
        counted=lambda n: ngettext(
            "{count} groep heeft 50 leden of meer", "{count} groepen hebben 50 leden of meer", n
        ),
        where=lambda _now: _members_from(BIG) & ~_members_from(TOO_BIG),
        has=lambda row: BIG <= row.members < TOO_BIG,
        on_row=_so_many_members,
    ),
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
    row = Looked.at(group, now=now)
    return [Tag(sign.words(row), sign.kind) for sign in _signs_of(row)]


@dataclass(frozen=True)
class Wrong:
    """A sign of one group, with its words on the page of the group."""

    code: str
    kind: Kind
    words: str


def wrong_with(group: WatchGroup, *, now: datetime) -> Sequence[Wrong]:
    """What is wrong with a group that came from `groups_with_signs`, worst first."""
    row = Looked.at(group, now=now)
    return [Wrong(sign.code, sign.kind, sign.words(row)) for sign in _signs_of(row)]


def signs_of(group: WatchGroup, *, now: datetime) -> list[Sign]:
    """Which signs a group that came from `groups_with_signs` has, worst first."""
    return _signs_of(Looked.at(group, now=now))


def _signs_of(row: Looked) -> list[Sign]:
    if row.group.status not in RUNNING:
        return []
    return [sign for sign in SIGNS if sign.has(row)]


def is_silent(group: WatchGroup, *, now: datetime) -> bool:
    """Whether its beheerders were asked, and nobody answered for two weeks."""
    asked = group.alive_asked_at
    long_ago = asked is not None and asked <= days_after(now, -SILENT_DAYS)
    return waits_for_a_sign(group) and long_ago


def waits_for_a_sign(group: WatchGroup) -> bool:
    """Whether its beheerders were asked and nobody said yet that it still lives."""
    asked, answered = group.alive_asked_at, group.alive_at
    return asked is not None and (answered is None or answered < asked)
