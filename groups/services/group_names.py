"""Groups that somebody named in a box: one a line, since a list of all groups has no end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from django.utils.text import slugify

from groups.models import WatchGroup

MOST_NAMES: Final = 200
_NEAR: Final = 3
_FIRST_LETTERS: Final = 3
_CANDIDATES: Final = 50


@dataclass(frozen=True)
class Read:
    """The groups that were meant, and the names that no group has."""

    groups: Sequence[WatchGroup]
    unknown: Sequence[str]


def read_group_names(text: str) -> Read:
    """The groups of these names, one a line or with commas between; case and signs make no
    difference. Two queries.
    """
    names = list(dict.fromkeys(name for part in re.split(r"[\n,]", text) if (name := part.strip())))
    looked_for = names[: MOST_NAMES + 1]
    known = WatchGroup.objects.not_archived()
    by_slug = known.in_bulk([slugify(name) for name in looked_for], field_name="slug")
    by_name = {group.name: group for group in known.filter(name__in=looked_for)}
    found = {name: by_name.get(name) or by_slug.get(slugify(name)) for name in looked_for}
    groups = dict.fromkeys(group for group in found.values() if group)
    return Read(list(groups), [name for name, group in found.items() if group is None])


def group_named(name: str) -> WatchGroup | None:
    """The one group of this name, or none."""
    found = read_group_names(" ".join(name.replace(",", " ").split())).groups
    return found[0] if found else None


def names_like(name: str) -> Sequence[str]:
    """Names that look like this one, the likest first: of those that share its first letters."""
    key = slugify(name).removeprefix("groep-")
    if not key:
        return ()
    alike = WatchGroup.objects.not_archived().filter(slug__contains=key[:_FIRST_LETTERS])
    rows = alike.order_by("slug").values_list("slug", "name")[:_CANDIDATES]
    likest = sorted(rows, key=lambda row: -SequenceMatcher(None, key, row[0]).ratio())
    return [found for _slug, found in likest[:_NEAR]]
