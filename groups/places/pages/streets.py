"""The coordinators' list of streets: who covers them, how many live and wait there. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from dorst_portal.identity.current import here_text
from dorst_portal.kit.rows.keyset import NUMBER, SLUG, Keyset
from dorst_portal.languages.words import lazy_text
from groups.models import (
    CoverageRule,
    Membership,
    OfficialAddress,
    ResidentRequest,
    Spelling,
    Street,
)
from groups.querysets.streets import StreetQuerySet
from groups.values.addresses import fold_street
from groups.values.states import Owner, State

PAGE: Final = 50
ALL: Final = "alle"
WITHOUT: Final = "zonder"
OUTSIDE: Final = "buiten"
SHOWN: Final = {
    ALL: lazy_text("Alle"),
    WITHOUT: lazy_text("Zonder groep"),
    OUTSIDE: here_text("Buiten {village}"),
}
BY_NAME: Final = "naam"
BY_SIZE: Final = "leden"
SORTS: Final = {
    BY_NAME: cast(str, pgettext_lazy("van een plek, groep of organisatie", "Naam")),
    BY_SIZE: lazy_text("Meeste leden"),
}
_GROUPS_NAMED: Final = 3
_BY_NAME: Final = Keyset({"slug": SLUG})
_BY_SIZE: Final = Keyset({"-size": NUMBER, "slug": SLUG})


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
        return _("{names} en nog {n}").format(names=named, n=more) if more > 0 else named


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
    if wanted.sort == BY_SIZE:
        found = _BY_SIZE.page(_with_size(streets), after=after, size=PAGE)
    else:
        found = _BY_NAME.page(streets, after=after, size=PAGE)
    rows = _with_numbers(found.rows)
    has_addresses = any(row.addresses for row in rows)
    return StreetsPage(rows, found.next_key, has_addresses=has_addresses)


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


def _with_size(streets: StreetQuerySet) -> Any:
    living = Membership.objects.current().filter(street=OuterRef("pk")).order_by()
    number = living.values("street").annotate(n=Count("pk")).values("n")
    return streets.annotate(size=Coalesce(Subquery(number), 0))


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
