"""The coordinators' list of groups: by name, by size or worst first, a page by key. Reads only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import slugify

from groups.models import GroupStatus, Membership, WatchGroup
from groups.querysets.watchgroups import WatchGroupQuerySet
from groups.services.group_health import (
    SIGNS,
    Sign,
    groups_with_signs,
    sign_named,
    signs,
    with_kind,
    with_sign,
)
from groups.services.verdicts import Kind, Tag

PAGE: Final = 25
BY_NAME: Final = "naam"
BY_SIZE: Final = "leden"
WORST_FIRST: Final = "ergste"
SORTS: Final = {BY_NAME: "Naam", BY_SIZE: "Meeste leden", WORST_FIRST: "Ergste eerst"}
_LEVELS: Final[tuple[Kind, ...]] = ("danger", "warn", "ok")
# How big or how bad the last row is, and its name in the address.
_KEY = re.compile(r"([0-9]{1,7})-([a-z0-9_-]{1,60})", re.ASCII)


@dataclass(frozen=True)
class Wanted:
    """What the list was asked for; anything that it does not know is left out."""

    search: str = ""
    status: str = ""
    sign: Sign | None = None
    sort: str = BY_NAME

    @property
    def is_filtered(self) -> bool:
        """Whether some groups are left out."""
        return bool(self.search or self.status or self.sign)


@dataclass(frozen=True)
class Row:
    """One group of the list, with how many members it has and what is wrong with it."""

    group: WatchGroup
    members: int
    tags: Sequence[Tag]


@dataclass(frozen=True)
class GroupsPage:
    """A page of groups, and the key of the next one."""

    rows: Sequence[Row]
    next_key: str
    wanted: Wanted
    signs: Sequence[Sign] = SIGNS


def read_wanted(*, search: str, status: str, sign: str, sort: str) -> Wanted:
    """What an address asks for."""
    return Wanted(
        search=slugify(search[:100]),
        status=status if status in GroupStatus.values else "",
        sign=sign_named(sign),
        sort=sort if sort in SORTS else BY_NAME,
    )


def page_of(wanted: Wanted, *, after: str, now: datetime) -> GroupsPage:
    """Twenty-five groups. Archived ones only for who asks for them."""
    groups = _chosen(wanted, now=now)
    if wanted.sort == BY_SIZE:
        found = _by_size(groups, after)
    elif wanted.sort == WORST_FIRST:
        found = _worst_first(groups, after, now=now)
    else:
        found = _by_name(groups, after)
    shown = [pk for pk, _key in found[:PAGE]]
    facts = groups_with_signs(WatchGroup.objects.all(), now=now).in_bulk(shown)
    rows = [_row(facts[pk], now=now) for pk in shown if pk in facts]
    page = GroupsPage(rows, "", wanted)
    return replace(page, next_key=found[PAGE - 1][1]) if len(found) > PAGE else page


def _chosen(wanted: Wanted, *, now: datetime) -> WatchGroupQuerySet:
    groups: WatchGroupQuerySet = WatchGroup.objects.all()
    groups = groups.filter(status=wanted.status) if wanted.status else groups.not_archived()
    if wanted.search:
        groups = groups.filter(slug__contains=wanted.search)
    return with_sign(groups, wanted.sign, now=now) if wanted.sign else groups


_Found = list[tuple[int, str]]


def _by_name(groups: WatchGroupQuerySet, after: str) -> _Found:
    rows = groups.filter(slug__gt=after) if after else groups
    return list(rows.order_by("slug").values_list("pk", "slug")[: PAGE + 1])


def _by_size(groups: WatchGroupQuerySet, after: str) -> _Found:
    members = Membership.objects.current().filter(group=OuterRef("pk")).order_by()
    count = members.values("group").annotate(n=Count("pk")).values("n")
    rows = groups.annotate(size=Coalesce(Subquery(count), 0))
    key = _read(after)
    if key:
        rows = rows.filter(Q(size__lt=key[0]) | Q(size=key[0], slug__gt=key[1]))
    found = rows.order_by(F("size").desc(), "slug").values_list("pk", "size", "slug")
    return [(pk, f"{size}-{slug}") for pk, size, slug in found[: PAGE + 1]]


def _worst_first(groups: WatchGroupQuerySet, after: str, *, now: datetime) -> _Found:
    """First those with a red sign, then those with an orange one, then the others: each by name,
    and each asked only until the page is full.
    """
    level, name = _read(after) or (0, "")
    found: _Found = []
    for index, kind in enumerate(_LEVELS):
        if index < level or len(found) > PAGE:
            continue
        rows = with_kind(groups, kind, now=now).order_by("slug")
        rows = rows.filter(slug__gt=name) if index == level and name else rows
        left = rows.values_list("pk", "slug")[: PAGE + 1 - len(found)]
        found += [(pk, f"{index}-{slug}") for pk, slug in left]
    return found


def _read(key: str) -> tuple[int, str] | None:
    match = _KEY.fullmatch(key)
    return (int(match[1]), match[2]) if match else None


def _row(group: WatchGroup, *, now: datetime) -> Row:
    return Row(group, vars(group)["members"], signs(group, now=now))
