"""The coordinators' list of groups: by name, by size or worst first, a page by key. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, cast

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from dorst_portal.kit.inputs.text import search_key
from dorst_portal.kit.rows.keyset import NUMBER, SLUG, Keyset, Page
from dorst_portal.kit.search import holds
from dorst_portal.kit.tags import Kind, Tag
from dorst_portal.languages.words import lazy_text
from groups.models import GroupStatus, Membership, WatchGroup
from groups.querysets.watchgroups import WatchGroupQuerySet
from groups.watchgroups.pages.health import (
    SIGNS,
    Counted,
    Sign,
    groups_with_signs,
    sign_named,
    signs,
    with_kind,
    with_sign,
)

PAGE: Final = 25
BY_NAME: Final = "naam"
BY_SIZE: Final = "leden"
WORST_FIRST: Final = "ergste"
SORTS: Final = {
    BY_NAME: cast(str, pgettext_lazy("van een plek, groep of organisatie", "Naam")),
    BY_SIZE: lazy_text("Meeste leden"),
    WORST_FIRST: lazy_text("Ergste eerst"),
}
_LEVELS: Final[tuple[Kind, ...]] = ("danger", "warn", "ok")
_BY_NAME: Final = Keyset({"slug": SLUG})
_BY_SIZE: Final = Keyset({"-size": NUMBER, "slug": SLUG})
# `level` is the place of the worst sign in _LEVELS.
_WORST_FIRST: Final = Keyset({"level": NUMBER, "slug": SLUG})


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

    @property
    def is_full(self) -> bool:
        """Whether who joins comes on the waiting list."""
        return self.group.capacity is not None and self.members >= self.group.capacity


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
        search=search_key(search[:100]),
        status=status if status in GroupStatus.values else "",
        sign=sign_named(sign),
        sort=sort if sort in SORTS else BY_NAME,
    )


def page_of(wanted: Wanted, *, after: str, now: datetime) -> GroupsPage:
    """Twenty-five groups. Archived ones only for who asks for them."""
    groups = _chosen(wanted, now=now)
    page: Page[Any]
    if wanted.sort == BY_SIZE:
        page = _BY_SIZE.page(_with_size(groups), after=after, size=PAGE)
    elif wanted.sort == WORST_FIRST:
        page = _worst_first(groups, after, now=now)
    else:
        page = _BY_NAME.page(groups.values_list("pk", "slug", named=True), after=after, size=PAGE)
    shown = [found.pk for found in page.rows]
    facts = groups_with_signs(WatchGroup.objects.all(), now=now).in_bulk(shown)
    rows = [_row(facts[pk], now=now) for pk in shown if pk in facts]
    return GroupsPage(rows, page.next_key, wanted)


def _chosen(wanted: Wanted, *, now: datetime) -> WatchGroupQuerySet:
    groups: WatchGroupQuerySet = WatchGroup.objects.all()
    groups = groups.filter(status=wanted.status) if wanted.status else groups.not_archived()
    if wanted.search:
        groups = groups.filter(holds(wanted.search))
    return with_sign(groups, wanted.sign, now=now) if wanted.sign else groups


class _Found(NamedTuple):
    level: int
    pk: int
    slug: str


def _with_size(groups: WatchGroupQuerySet) -> QuerySet[Any, Any]:
    members = Membership.objects.current().filter(group=OuterRef("pk")).order_by()
    count = members.values("group").annotate(n=Count("pk")).values("n")
    sized = groups.annotate(size=Coalesce(Subquery(count), 0))
    return sized.values_list("pk", "size", "slug", named=True)


def _worst_first(groups: WatchGroupQuerySet, after: str, *, now: datetime) -> Page[_Found]:
    """First those with a red sign, then those with an orange one, then the others: each by name,
    and each asked only until the page is full.
    """
    begin, name = _WORST_FIRST.read(after) or (0, "")
    found: list[_Found] = []
    for level, kind in enumerate(_LEVELS):
        if level < begin or len(found) > PAGE:
            continue
        rows = _BY_NAME.sort(with_kind(groups, kind, now=now))
        rows = _BY_NAME.behind(rows, (name,) if level == begin and name else None)
        left = rows.values_list("pk", "slug")[: PAGE + 1 - len(found)]
        found += [_Found(level, pk, slug) for pk, slug in left]
    return _WORST_FIRST.cut(found, size=PAGE)


def _row(group: WatchGroup, *, now: datetime) -> Row:
    return Row(group, Counted.of(group).members, signs(group, now=now))
