"""Choosing one group by what somebody typed: there are too many for one list to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from django.db.models import Q

from groups.models import WatchGroup
from groups.querysets.watchgroups import WatchGroupQuerySet

MOST_OFFERED: Final = 8
_CANDIDATES: Final = 200  # looked through for what is spelled alike
_LETTERS: Final = 2
_ALIKE: Final = 0.6
_WORD_BEFORE: Final = "groep "


@dataclass(frozen=True)
class Choice:
    """The group that has this very name, or those that look like it."""

    group: WatchGroup | None = None
    alike: Sequence[WatchGroup] = ()


def choose_group(text: str) -> Choice:
    """The group of a name or of the last part of its address; else at most eight that it could be.
    An archived group is not found. At most three queries.
    """
    typed = text.strip()
    if typed.lower().startswith(_WORD_BEFORE):
        typed = typed[len(_WORD_BEFORE) :].strip()
    if not typed:
        return Choice()
    groups = WatchGroup.objects.not_archived()
    exact = list(groups.filter(Q(name__iexact=typed) | Q(slug=typed.lower()))[:2])
    if len(exact) == 1:
        return Choice(exact[0])
    return Choice(alike=exact or _alike(groups, typed))


def _alike(groups: WatchGroupQuerySet, typed: str) -> Sequence[WatchGroup]:
    holding = list(groups.filter(name__icontains=typed).order_by("name")[:MOST_OFFERED])
    if holding:
        return holding
    candidates = groups.filter(name__istartswith=typed[:_LETTERS]).order_by("name")[:_CANDIDATES]
    by_name = {group.name.lower(): group for group in candidates}
    close = get_close_matches(typed.lower(), by_name, n=MOST_OFFERED, cutoff=_ALIKE)
    return [by_name[name] for name in close]
