"""The three lists of the open data, a part at a time by key. Reads only; two queries at most."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse

from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.keyset import NUMBER, SLUG, Keyset, Page
from groups.models import CoverageRule, GroupStatus, Street, WatchGroup
from groups.places.pages.browse import FEWEST_TOLD, in_tens
from groups.querysets.streets import CoverageRuleQuerySet
from groups.values.addresses import LARGEST_HOUSE_NUMBER

# A village is one part of this size; a country is a thousand.
MOST: Final = 1000

Data = Mapping[str, object]
_BY_NAME: Final = Keyset({"slug": SLUG})
# No two rules in force of one street begin at the same number.
_BY_STREET: Final = Keyset({"street__slug": SLUG, "first_number": NUMBER})


@dataclass(frozen=True)
class _Members(Added):
    member_count: int


@dataclass(frozen=True)
class OpenList:
    """One of the lists: its name in the document, and how a part of it is read."""

    name: str
    part: Callable[[str, int], Page[Data]]
    keys: Keyset

    def knows(self, after: str) -> bool:
        """Whether this is a key of the list, of a row that is there or was."""
        return self.keys.read(after) is not None


def groups_part(after: str, size: int) -> Page[Data]:
    """Groups by the last part of their address."""
    rows = WatchGroup.objects.shown_to_everybody().with_member_count()
    page = _BY_NAME.page(
        rows.defer("welcome_text", "invite_link_encrypted"), after=after, size=size
    )
    rules = _shown_rules().filter(group__in=[group.pk for group in page.rows])
    streets = _gathered(rules.values_list("group", "street__slug"))
    return page.each(lambda group: _group(group, streets[group.pk]))


def streets_part(after: str, size: int) -> Page[Data]:
    """Streets of the village by the last part of their address, with their groups."""
    rows = Street.objects.in_the_village().only("slug", "name", "place")
    page = _BY_NAME.page(rows, after=after, size=size)
    rules = _shown_rules().filter(street__in=[street.pk for street in page.rows])
    groups = _gathered(rules.values_list("street", "group__slug"))
    return page.each(
        lambda street: {
            "slug": street.slug,
            "name": street.name,
            "place": street.place,
            "groups": groups[street.pk],
        }
    )


def coverage_part(after: str, size: int) -> Page[Data]:
    """Which numbers of which street belong to which group, by street and number."""
    rows = _shown_rules().select_related("street", "group")
    names = ("first_number", "last_number", "side", "street__slug", "group__slug")
    return _BY_STREET.page(rows.only(*names), after=after, size=size).each(_rule)


GROUPS: Final = OpenList("groups", groups_part, _BY_NAME)
STREETS: Final = OpenList("streets", streets_part, _BY_NAME)
COVERAGE: Final = OpenList("coverage", coverage_part, _BY_STREET)


def _shown_rules() -> CoverageRuleQuerySet:
    """Rules in force of groups and streets that stand in the other two lists."""
    shown = CoverageRule.objects.in_force().filter(
        group__in=WatchGroup.objects.shown_to_everybody()
    )
    return shown.filter(street__in=Street.objects.in_the_village())


def _gathered(pairs: Iterable[tuple[int, str]]) -> Mapping[int, list[str]]:
    """What belongs to each, once and in order."""
    found: dict[int, set[str]] = defaultdict(set)
    for whose, slug in pairs:
        found[whose].add(slug)
    return defaultdict(list, {whose: sorted(slugs) for whose, slugs in found.items()})


def _group(group: WatchGroup, streets: list[str]) -> Data:
    members = _Members.of(group).member_count
    is_full = group.capacity is not None and members >= group.capacity
    state = "paused" if group.status == GroupStatus.PAUSED else "full" if is_full else "open"
    return {
        "slug": group.slug,
        "name": group.name,
        "app": group.app,
        "area": group.area,
        "url": f"{settings.SITE_URL}{reverse('watchgroup', args=[group.slug])}",
        "state": state,
        "members_about": in_tens(members) if members >= FEWEST_TOLD else None,
        "streets": streets,
    }


def _rule(rule: CoverageRule) -> Data:
    is_open = rule.last_number == LARGEST_HOUSE_NUMBER
    return {
        "street": rule.street.slug,
        "from": rule.first_number,
        "to": None if is_open else rule.last_number,
        "side": rule.side,
        "group": rule.group.slug,
    }
