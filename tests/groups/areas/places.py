"""Addresses for maps: rows of houses along a road, and 20,000 of them."""

import math
import random
from collections.abc import Iterator

from groups.areas.drawing import Place
from groups.values.rd_points import RdPoint

# Somewhere on land.
CORNER = RdPoint(118_000, 402_000)


def at(x: float, y: float, owner: int) -> Place:
    """A house so many metres from the corner."""
    return Place(RdPoint(CORNER.x + round(x), CORNER.y + round(y)), owner)


def road(x: float, y: float, owner: int, *, houses: int = 20, turned: bool = False) -> list[Place]:
    """Houses 10 metres apart, on both sides of a road to the east, or to the north."""
    found = []
    for number in range(houses):
        along, aside = number // 2 * 20, 12 if number % 2 else -12
        found.append(at(x + aside, y + along, owner) if turned else at(x + along, y + aside, owner))
    return found


def large_village(groups: int = 17, addresses: int = 20_000) -> list[Place]:
    """Streets of 50 houses in a village of 5 by 4 kilometres, each of the group in whose part of
    the village it begins; the edges run through each other, as real ones do.
    """
    chance = random.Random(17)
    return list(_houses(chance, groups, addresses))


def _houses(chance: random.Random, groups: int, addresses: int) -> Iterator[Place]:
    for street in range(addresses // 50):
        x, y = chance.gauss(2500, 1000), chance.gauss(2000, 800)
        owner = 1 + min(int(max(x, 0) // 1000) * 4 + int(max(y, 0) // 1000), groups - 1)
        turn = street % 2 * math.pi / 2 + chance.gauss(0, 0.1)
        for house in range(50):
            along, aside = house * 9, 12 if house % 2 else -12
            yield at(
                x + math.cos(turn) * along - math.sin(turn) * aside,
                y + math.sin(turn) * along + math.cos(turn) * aside,
                owner,
            )
