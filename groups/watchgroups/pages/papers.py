"""What can be printed for a group. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from groups.models import CoverageRule, RulesVariant, Street, WatchGroup


@dataclass(frozen=True)
class Papers:
    """The streets that have a poster, and where the house rules of this kind of group stand."""

    streets: Sequence[Street]
    rules_key: str
    is_shown: bool


def papers_of(group: WatchGroup) -> Papers:
    """The papers of a group. One query."""
    rules = CoverageRule.objects.in_force().filter(group=group, street__outside=False)
    variant = RulesVariant.WAAKSAMEN if group.uses_waaksamen else RulesVariant.STANDARD
    return Papers(
        streets=list(Street.objects.filter(pk__in=rules.values("street")).order_by("name")),
        rules_key=variant.in_address,
        is_shown=group.status in ("active", "paused"),
    )
