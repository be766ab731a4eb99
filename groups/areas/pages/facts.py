"""What the map is drawn from: addresses with a place, and whose they are. Reads only."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from django.db.models import Count, Max, Sum

from groups.areas.drawing import SEVERAL, WITHOUT, Place
from groups.models import AddressImport, CoverageRule, OfficialAddress, Street, WatchGroup
from groups.values.house_ranges import Range
from groups.values.import_states import ImportState
from groups.values.rd_points import RdPoint

# Grows when the same facts are drawn in another way.
_WAY_OF_DRAWING: Final = 1

Rules = Mapping[int, Sequence[tuple[Range, int]]]


def fingerprint() -> str:
    """What addresses, rules and names look like now: another one after each change that the map
    could show. Six statements, none of which reads the addresses one by one.
    """
    listed = OfficialAddress.objects.aggregate(
        all=Count("pk"), last=Max("pk"), placed=Count("x"), x=Sum("x"), y=Sum("y")
    )
    taken_over = AddressImport.objects.filter(state=ImportState.DONE)
    rules = CoverageRule.objects.in_force().order_by("pk")
    facts = (
        _WAY_OF_DRAWING,
        listed,
        taken_over.aggregate(n=Count("pk"), last=Max("ended_at")),
        list(rules.values_list("street", "group", "first_number", "last_number", "side")),
        list(Street.objects.filter(outside=True).order_by("pk").values_list("pk", flat=True)),
        sorted(names_of_groups().items()),
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def names_of_groups() -> dict[int, str]:
    """The names of groups that own addresses, whether everybody may know them or not."""
    return dict(WatchGroup.objects.not_archived().order_by("pk").values_list("pk", "name"))


def placed_addresses() -> tuple[list[Place], int]:
    """The official addresses of the village that have a place, with their owners; and how many
    have none.
    """
    rules = _rules()
    inside = OfficialAddress.objects.filter(street__outside=False).order_by()
    known: dict[tuple[int, int], int] = {}
    places, without_place = [], 0
    rows = inside.values_list("street", "house_number", "x", "y")
    for street, number, x, y in rows.iterator(5000):
        if x is None or y is None:
            without_place += 1
            continue
        if (street, number) not in known:
            known[street, number] = _owner(rules.get(street, ()), number)
        places.append(Place(RdPoint(x, y), known[street, number]))
    return places, without_place


def _rules() -> Rules:
    found: defaultdict[int, list[tuple[Range, int]]] = defaultdict(list)
    rows = CoverageRule.objects.in_force().values_list(
        "street", "group", "first_number", "last_number", "side"
    )
    for street, group, first, last, side in rows:
        found[street].append((Range(first, last, side), group))
    return found


def _owner(rules: Sequence[tuple[Range, int]], number: int) -> int:
    """The database refuses two rules for one number; a map shows it should it ever happen."""
    groups = {group for numbers, group in rules if number in numbers}
    return groups.pop() if len(groups) == 1 else SEVERAL if groups else WITHOUT
