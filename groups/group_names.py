"""Groups that somebody named in a box: one a line, or was sent from a list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.text import slugify

from dorst_portal.kit.inputs.text import whole_number
from dorst_portal.kit.search import key_of
from groups.models import WatchGroup

MOST_NAMES: Final = 200
_FIRST_LETTERS: Final = 2
_CANDIDATES: Final = 200  # looked through for what is spelled alike
_ALIKE: Final = 0.6


@dataclass(frozen=True)
class Read:
    """The groups that were meant, and the names that no group has."""

    groups: Sequence[WatchGroup]
    unknown: Sequence[str]


def read_group_names(text: str, *, among: QuerySet[WatchGroup] | None = None) -> Read:
    """The groups of these names, one a line or with commas between; case and signs make no
    difference. One query.
    """
    lines = list(dict.fromkeys(line for one in text.split("\n") if (line := one.strip())))
    lines = lines[: MOST_NAMES + 1]
    parts = {line: [part for one in line.split(",") if (part := one.strip())] for line in lines}
    known = _Known(lines + [part for of_line in parts.values() for part in of_line], among)
    # A name may hold a comma.
    names = (name for line in lines for name in ([line] if known.group(line) else parts[line]))
    found = {name: known.group(name) for name in list(dict.fromkeys(names))[: MOST_NAMES + 1]}
    groups = dict.fromkeys(group for group in found.values() if group)
    return Read(list(groups), [name for name, group in found.items() if group is None])


def group_named(
    name: str, *, among: QuerySet[WatchGroup] | None = None, by_pk: bool = False
) -> WatchGroup | None:
    """The one group of this name, or none; "groep" may stand before it. With `by_pk` its number
    will do where no group is called so. One query.
    """
    line = " ".join(name.split())
    meant = (line, _without_word(line), " ".join(line.replace(",", " ").split()))
    known = _Known(meant, among, pk=whole_number(line[:9]) if by_pk else 0)
    return next((group for one in meant if (group := known.group(one))), known.numbered)


class _Known:
    """The groups that some of these names could mean."""

    def __init__(
        self, names: Sequence[str], among: QuerySet[WatchGroup] | None, *, pk: int = 0
    ) -> None:
        rows = WatchGroup.objects.not_archived() if among is None else among
        keys = {key for name in names if (key := key_of(name))}
        slugs = {slug for name in names if (slug := slugify(name))}
        meant = Q(name__in=set(names)) | Q(search_key__in=keys) | Q(slug__in=slugs)
        found = list(rows.filter(meant | Q(pk=pk) if pk else meant))
        self._by_name = {group.name: group for group in found}
        self._by_key = {group.search_key: group for group in found}
        self._by_slug = {group.slug: group for group in found}
        self.numbered = next((group for group in found if group.pk == pk), None)

    def group(self, name: str) -> WatchGroup | None:
        """The one that is called so: of two names that differ in a sign the very one goes first."""
        return (
            self._by_name.get(name)
            or self._by_key.get(key_of(name) or name)
            or self._by_slug.get(slugify(name))
        )


def groups_like(
    name: str, *, most: int, among: QuerySet[WatchGroup] | None = None
) -> Sequence[WatchGroup]:
    """Groups that may be meant: those whose name holds this one, else the likest of those that
    share its first letters. One query.
    """
    key = slugify(_without_word(name.strip()))
    if not key:
        return ()
    holds_it = Case(When(slug__contains=key, then=Value(0)), default=Value(1))
    rows = WatchGroup.objects.not_archived() if among is None else among
    sharing = rows.filter(slug__contains=key[:_FIRST_LETTERS])
    by_slug = {group.slug: group for group in sharing.order_by(holds_it, "slug")[:_CANDIDATES]}
    holding = [group for slug, group in by_slug.items() if key in slug]
    return holding[:most] or [
        by_slug[slug] for slug in get_close_matches(key, by_slug, n=most, cutoff=_ALIKE)
    ]


def _without_word(name: str) -> str:
    return re.sub(r"^groep\s+", "", name, flags=re.IGNORECASE)
