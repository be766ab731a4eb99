"""What everybody may read: streets with their groups, groups with their streets."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from statistics import median
from typing import Final

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.keyset import SLUG, Keyset, Page
from groups.models import (
    CoverageRule,
    GroupStatus,
    HouseRules,
    ResidentRequest,
    Spelling,
    Street,
    WatchGroup,
)
from groups.values.addresses import fold_street
from groups.values.group_sizes import BIG
from groups.values.states import Kind

PAGE: Final = 100
_BY_NAME: Final = Keyset({"slug": SLUG})
# A time that few decisions made says more about those people than about the group.
FEWEST_DECISIONS: Final = 5
_LAST_DECISIONS: Final = 100
_SECONDS_OF_A_DAY: Final = 24 * 60 * 60
_ALMOST_FULL: Final = 0.9
# Of a group with fewer members no number is told.
FEWEST_TOLD: Final = 10


@dataclass(frozen=True)
class StreetRow:
    """A street and the groups that are shown to everybody, in the order of their names."""

    street: Street
    groups: Sequence[WatchGroup]

    @property
    def letter(self) -> str:
        """Under which letter it stands."""
        return self.street.slug[:1].upper()


@dataclass(frozen=True)
class GroupRow:
    """A group, its streets, and whether it has room."""

    group: WatchGroup
    streets: Sequence[str]
    room: str


@dataclass(frozen=True)
class CoveredStreet:
    """A street of a group, with the numbers as a neighbour says them."""

    name: str
    numbers: str
    slug: str


@dataclass(frozen=True)
class GroupPage:
    """All that the public page of a group shows; of its members only about how many."""

    group: WatchGroup
    streets: Sequence[CoveredStreet]
    members: str
    is_full: bool
    days: int | None
    rules: HouseRules

    @property
    def takes_waiting(self) -> bool:
        """Whether somebody who joins comes on the waiting list."""
        return self.is_full or self.group.status == GroupStatus.PAUSED


@dataclass(frozen=True)
class _Members(Added):
    member_count: int


@dataclass(frozen=True)
class _Rules(Added):
    shown: Sequence[CoverageRule]


def page_of_streets(*, part: str, after: str) -> Page[StreetRow]:
    """One page of streets by name, those that hold a part of a name."""
    streets = Street.objects.in_the_village()
    if part:
        key = fold_street(part)
        spelled = Spelling.objects.filter(key__contains=key, street__isnull=False)
        streets = streets.filter(pk__in=spelled.values("street")) if key else streets.none()
    shown = WatchGroup.objects.shown_to_everybody()
    rules = CoverageRule.objects.in_force().filter(group__in=shown).select_related("group")
    streets = streets.prefetch_related(Prefetch("rules", rules, to_attr="shown"))
    return _BY_NAME.page(streets, after=after, size=PAGE).each(_street_row)


def page_of_groups(*, after: str) -> Page[GroupRow]:
    """One page of groups by name."""
    groups = WatchGroup.objects.shown_to_everybody().with_member_count()
    rules = CoverageRule.objects.in_force().select_related("street")
    groups = groups.prefetch_related(Prefetch("rules", rules, to_attr="shown"))
    return _BY_NAME.page(groups, after=after, size=PAGE).each(_group_row)


def group_page(slug: str) -> GroupPage | None:
    """The public page of a group; None where there is none. Four queries."""
    groups = WatchGroup.objects.shown_to_everybody().with_member_count()
    group = groups.filter(slug=slug).first()
    if group is None:
        return None
    members = _Members.of(group).member_count
    return GroupPage(
        group=group,
        streets=_covered(group),
        members=about(members),
        is_full=group.capacity is not None and members >= group.capacity,
        days=usual_days(group),
        rules=HouseRules.objects.current(waaksamen=group.uses_waaksamen),
    )


def about(count: int) -> str:
    """How many members a page may tell: in tens, and of a small group no number."""
    if count >= FEWEST_TOLD:
        return _("ongeveer {number}").format(number=in_tens(count))
    return _("minder dan {number}").format(number=FEWEST_TOLD)


def in_tens(count: int) -> int:
    """A number of members to the nearest ten."""
    return (count + 5) // 10 * 10


def _street_row(street: Street) -> StreetRow:
    groups = {rule.group for rule in _Rules.of(street).shown}
    return StreetRow(street, sorted(groups, key=lambda group: group.name))


def _group_row(group: WatchGroup) -> GroupRow:
    names = {rule.street.name for rule in _Rules.of(group).shown}
    return GroupRow(group, sorted(names), _room(group, _Members.of(group).member_count))


def _room(group: WatchGroup, members: int) -> str:
    """In a word; of a group without a limit, a large one has room but not plenty."""
    if group.status == GroupStatus.PAUSED:
        return "paused"
    if group.capacity is None:
        return "some" if members >= BIG else "room"
    if members < group.capacity * _ALMOST_FULL:
        return "some" if members >= BIG else "room"
    return "almost" if members < group.capacity else "full"


def _covered(group: WatchGroup) -> list[CoveredStreet]:
    rules = group.rules.in_force().select_related("street")
    in_order = rules.order_by("street__name", "street_id", "first_number")
    return [
        CoveredStreet(
            street.name,
            ", ".join(rule.numbers_in_words() for rule in of_street),
            street.slug,
        )
        for street, of_street in groupby(in_order, key=lambda rule: rule.street)
    ]


def usual_days(group: WatchGroup) -> int | None:
    """Within how many days most requests of this group were decided; None where too few were for
    a figure. One query.
    """
    decided = ResidentRequest.objects.filter(
        group=group, kind=Kind.JOIN, decided_at__isnull=False
    ).order_by("-decided_at")
    moments = decided.values_list("created_at", "decided_at")[:_LAST_DECISIONS]
    days = [(end - begin).total_seconds() / _SECONDS_OF_A_DAY for begin, end in moments if end]
    return max(1, ceil(median(days))) if len(days) >= FEWEST_DECISIONS else None
