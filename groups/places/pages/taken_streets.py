"""Which of the streets that somebody typed belong to a group already."""

import re
from dataclasses import dataclass

from django.db.models import Q

from groups.models import CoverageRule, Street, WatchGroup
from groups.values.address_lines import ways_to_read
from groups.values.addresses import fold_street

_BETWEEN = re.compile(r"[,;\n]|\ben\b", re.IGNORECASE)


@dataclass(frozen=True)
class TakenStreet:
    """A street, or a part of it, that belongs to a group."""

    street: Street
    group: WatchGroup
    whole: bool


def taken_streets(text: str) -> list[TakenStreet]:
    """The groups of these streets, also behind a hamlet's name; those that nobody may see are not
    among them. One query.
    """
    rules = (
        CoverageRule.objects.in_force()
        .filter(
            group__in=WatchGroup.objects.shown_to_everybody(),
            street__in=Street.objects.filter(
                Q(spellings__key__in=_keys(text)) | Q(hamlets__spellings__key__in=_keys(text))
            ),
        )
        .select_related("street", "group")
        .order_by("street__name", "group__name")
    )
    found: dict[tuple[int, int], TakenStreet] = {}
    for rule in rules:
        key = rule.street.pk, rule.group.pk
        found.setdefault(key, TakenStreet(rule.street, rule.group, rule.is_whole_street()))
    return list(found.values())


def _keys(text: str) -> set[str]:
    """The streets apart, with and without a house number; a name may hold the word "en"."""
    parts = {*text.split(","), *_BETWEEN.split(text)}
    return {
        fold_street(way.street) for part in parts for way in ways_to_read(part) if not way.is_loose
    } - {""}
