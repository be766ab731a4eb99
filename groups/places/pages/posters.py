"""Posters for a street, and the short address that stands on them. Reads only."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse

from dorst_portal.kit.paper.codes import PrintedAddress
from groups.models import CoverageRule, Street, WatchGroup

# Where on the way to the form somebody says what brought them; `came_from_of` reads it.
FROM_POSTER: Final = "poster"


@dataclass(frozen=True)
class Poster:
    """What stands on the paper of one street."""

    street: Street
    has_group: bool
    short: PrintedAddress


@dataclass(frozen=True)
class ShortAddress:
    """Where the short address of a street leads: to its one group, or to the search."""

    street: Street
    group: WatchGroup | None


def poster_of(slug: str) -> Poster | None:
    """The poster of a street of the village; None for any other. Two queries."""
    street = Street.objects.in_the_village().filter(slug=slug).first()
    if street is None:
        return None
    shown = WatchGroup.objects.shown_to_everybody()
    rules = CoverageRule.objects.in_force().filter(street=street, group__in=shown)
    address = f"{settings.SITE_URL}{reverse('short_street', args=[street.slug])}"
    return Poster(street, rules.exists(), PrintedAddress(address))


def short_address(slug: str) -> ShortAddress | None:
    """Where somebody goes who scanned the poster of a street. Only where one group has the whole
    street nothing has to be asked; None for a street that we do not know.
    """
    street = Street.objects.filter(slug=slug).first()
    if street is None:
        return None
    rules = CoverageRule.objects.in_force().filter(street=street).select_related("group")[:2]
    groups = [rule.group for rule in rules if rule.is_whole_street()]
    shown = [group for group in groups if group.status in ("active", "paused")]
    return ShortAddress(street, shown[0] if shown else None)
