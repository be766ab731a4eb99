"""The coordinators' list of streets: who covers them, how many live and wait there. Reads only."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from groups.addresses import fold_street
from groups.models import (
    CoverageRule,
    Membership,
    OfficialAddress,
    ResidentRequest,
    Spelling,
    Street,
)
from groups.querysets.streets import StreetQuerySet
from groups.states import Owner, State

PAGE: Final = 50
ALL: Final = "alle"
WITHOUT: Final = "zonder"
OUTSIDE: Final = "buiten"
SHOWN: Final = {ALL: "Alle", WITHOUT: "Zonder groep", OUTSIDE: "Buiten Dorst"}
BY_NAME: Final = "naam"
BY_SIZE: Final = "leden"
SORTS: Final = {BY_NAME: "Naam", BY_SIZE: "Meeste leden"}
_GROUPS_NAMED: Final = 3
# How many members the last row has, and its name in the address.
_KEY: Final = re.compile(r"([0-9]{1,7})-([a-z0-9_-]{1,80})", re.ASCII)


@dataclass(frozen=True)
class Wanted:
    """What the list was asked for; anything that it does not know is left out."""

    search: str = ""
    show: str = ALL
    sort: str = BY_NAME


@dataclass(frozen=True)
class Row:
    """One street with its numbers of people and the groups that cover it."""

    street: Street
    addresses: int
    members: int
    waiting: int
    groups: Sequence[str]

    @property
    def groups_in_words(self) -> str:
        """The names, and how many more there are."""
        more = len(self.groups) - _GROUPS_NAMED
        named = ", ".join(self.groups[:_GROUPS_NAMED])
        return f"{named} en nog {more}" if more > 0 else named


@dataclass(frozen=True)
class StreetsPage:
    """A page of streets, and the key of the next one."""

    rows: Sequence[Row]
    next_key: str
    has_addresses: bool


def read_wanted(*, search: str, show: str, sort: str) -> Wanted:
    """What an address asks for."""
    return Wanted(
        search=fold_street(search[:100]),
        show=show if show in SHOWN else ALL,
        sort=sort if sort in SORTS else BY_NAME,
    )


def page_of(wanted: Wanted, *, after: str) -> StreetsPage:
    """Fifty streets. The numbers are counted for these only."""
    streets = _chosen(wanted)
    found = _by_size(streets, after) if wanted.sort == BY_SIZE else _by_name(streets, after)
    shown = [street for street, _key in found[:PAGE]]
    rows = _with_numbers(shown)
    next_key = found[PAGE - 1][1] if len(found) > PAGE else ""
    return StreetsPage(rows, next_key, has_addresses=any(row.addresses for row in rows))


def without_group() -> StreetQuerySet:
    """Streets of the village of which no number has a group."""
    return Street.objects.in_the_village().filter(~Exists(_rules_of_street()))


def _chosen(wanted: Wanted) -> StreetQuerySet:
    streets: StreetQuerySet = Street.objects.all()
    if wanted.show == WITHOUT:
        streets = without_group()
    elif wanted.show == OUTSIDE:
        streets = Street.objects.filter(outside=True)
    if wanted.search:
        spelled = Spelling.objects.filter(street=OuterRef("pk"), key__contains=wanted.search)
        streets = streets.filter(Exists(spelled))
    return streets


_Found = list[tuple[Street, str]]


def _by_name(streets: StreetQuerySet, after: str) -> _Found:
    rows = streets.filter(slug__gt=after[:80]) if after else streets
    return [(street, street.slug) for street in rows.order_by("slug")[: PAGE + 1]]


def _by_size(streets: StreetQuerySet, after: str) -> _Found:
    living = Membership.objects.current().filter(street=OuterRef("pk")).order_by()
    number = living.values("street").annotate(n=Count("pk")).values("n")
    rows: Any = streets.annotate(size=Coalesce(Subquery(number), 0))
    key = _KEY.fullmatch(after)
    if key:
        size, slug = int(key[1]), key[2]
        rows = rows.filter(Q(size__lt=size) | Q(size=size, slug__gt=slug))
    found = rows.order_by(F("size").desc(), "slug")[: PAGE + 1]
    return [(street, f"{street.size}-{street.slug}") for street in found]


def _with_numbers(streets: Sequence[Street]) -> Sequence[Row]:
    here = Q(street__in=[street.pk for street in streets])
    addresses = _per_street(OfficialAddress.objects.filter(here))
    members = _per_street(Membership.objects.current().filter(here))
    waiting = _per_street(
        ResidentRequest.objects.filter(here, owner=Owner.COORDINATORS, state=State.WAITING)
    )
    groups = _groups_of(here)
    return [
        Row(
            street=street,
            addresses=addresses.get(street.pk, 0),
            members=members.get(street.pk, 0),
            waiting=waiting.get(street.pk, 0),
            groups=groups.get(street.pk, []),
        )
        for street in streets
    ]


def _per_street(rows: Any) -> Mapping[int, int]:
    counted = rows.order_by().values("street").annotate(n=Count("pk"))
    return dict(counted.values_list("street", "n"))


def _groups_of(here: Q) -> Mapping[int, Sequence[str]]:
    pairs = CoverageRule.objects.in_force().filter(here).order_by("group__name").distinct()
    names: dict[int, list[str]] = {}
    for street, name in pairs.values_list("street", "group__name"):
        names.setdefault(street, []).append(name)
    return names


def _rules_of_street() -> Any:
    return CoverageRule.objects.in_force().filter(street=OuterRef("pk"))
