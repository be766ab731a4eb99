"""Example addresses: an official list of most streets, a file that waits to be looked at, and one
of which nobody knows the columns.

Numbers, postcodes and places are invented: they are not those of the BAG. The village is laid out
in the North Sea, as a sketch (`groups.values.rd_points`), and only two streets have postcodes.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import dist, sin
from typing import Final

from dorst_portal.accounts.models import User
from groups.places.services.imports import imports
from groups.places.services.imports.work import work
from groups.values.rd_points import SKETCH_FROM, RdPoint

HEADER: Final = "openbareruimte;huisnummer;huisletter;toevoeging;postcode;woonplaats;x;y"
_LAST_NUMBER: Final = 120
# Last number, the postcodes of the odd and the even side, and letters behind numbers.
_WITH_POSTCODES: Final = {
    "Spoorstraat": (120, ("4849 XA", "4849 XB"), ("12;A;", "12;B;", "40;;2")),
    "Dennenlaan": (90, ("4849 XC", "4849 XD"), ("7;A;", "62;A;")),
}
# Where a street begins and ends, in metres from a corner of the sketch. Of Parallelweg,
# Groenestraat and Setersedwarsweg nobody knows the addresses.
STREETS: Final = {
    "Spoorstraat": ((1900, 600), (1900, 1900)),
    "Dennenlaan": ((2140, 900), (2140, 1700)),
    "Oude Tilburgsebaan": ((2800, 1500), (3600, 1750)),
    "Baarschotsestraat": ((300, 1300), (1000, 1400)),
    "Baarschot": ((300, 1550), (750, 1750)),
    "Broekstraat": ((1300, 2100), (1850, 2500)),
    "Rijksweg": ((1200, 350), (2900, 350)),
    "Sparrenlaan": ((2340, 850), (2340, 1350)),
    "Blauwsparstraat": ((2450, 850), (2450, 1350)),
    "De Vliert": ((1200, 800), (1750, 800)),
    "De Elzent": ((1200, 950), (1750, 950)),
    "De Wildert": ((1200, 1080), (1750, 1080)),
    "Vijftig Bunderweg": ((1100, 1350), (1750, 1500)),
    "Wethouder van Dijklaan": ((1250, 1700), (1800, 1750)),
    "Geerstraat": ((2000, 2100), (2600, 2150)),
    "Pastoor den Rondenstraat": ((2250, 1850), (2800, 1900)),
    "Ribesstraat": ((2300, 1480), (2650, 1480)),
    "Lijsterbesstraat": ((2300, 1620), (2650, 1620)),
    "Galubastraat": ((2620, 900), (2620, 1300)),
    "Molikstraat": ((2730, 900), (2730, 1300)),
    "Steenovensebaan": ((3200, 2300), (3900, 2600)),
    "Seterseweg": ((400, 2400), (1000, 2600)),
    "Leijweg": ((3000, 800), (3500, 600)),
    "De Heiningen": ((3800, 1300), (4000, 1000)),
    "Boslaan": ((3300, 1000), (3750, 1250)),
}
_CORNER: Final = RdPoint(SKETCH_FROM.x + 10_000, SKETCH_FROM.y + 10_000)
_BESIDE_THE_ROAD: Final = 14
_BEND: Final = 18


def seed_addresses(coordinator: User, *, now: datetime) -> None:
    """A list that was taken over a month ago, a newer file that was checked yesterday, and one
    that asks which column is what.
    """
    first = imports.store(
        "bag-voorbeeld.csv", _file(_lines()), by=coordinator, now=now - timedelta(days=30)
    )
    work(now=now - timedelta(days=30))
    first.refresh_from_db()
    imports.confirm(first, may_go=False, by=coordinator, now=now - timedelta(days=30))
    work(now=now - timedelta(days=30))
    imports.store(
        "bag-voorbeeld-nieuw.csv", _file(_newer()), by=coordinator, now=now - timedelta(days=1)
    )
    own_names = b"Ligging;Cijfers;Letters;Kern\r\nSpoorstraat;12;A;Dorst\r\n"
    imports.store("eigen-lijst.csv", own_names, by=coordinator, now=now - timedelta(days=1))
    work(now=now - timedelta(days=1))


def _lines() -> Iterator[str]:
    for street in STREETS:
        last, (odd, even), letters = _WITH_POSTCODES.get(street, (_LAST_NUMBER, ("", ""), ()))
        numbers = (f"{number};;" for number in range(1, last + 1))
        for text in (*numbers, *letters):
            number = int(text.split(";")[0])
            x, y = _place_of(street, number, last)
            yield f"{street};{text};{odd if number % 2 else even};Dorst;{x};{y}"


def _place_of(street: str, number: int, last: int) -> RdPoint:
    """Along a road with a bend in it: the odd numbers on one side, the even ones on the other."""
    (from_x, from_y), (to_x, to_y) = STREETS[street]
    length = dist((from_x, from_y), (to_x, to_y))
    along_x, along_y = (to_x - from_x) / length, (to_y - from_y) / length
    part = (number - 1) / (last - 1)
    aside = (_BESIDE_THE_ROAD if number % 2 else -_BESIDE_THE_ROAD) + _BEND * sin(6 * part)
    x = from_x + part * (to_x - from_x) - along_y * aside
    y = from_y + part * (to_y - from_y) + along_x * aside
    return RdPoint(_CORNER.x + round(x), _CORNER.y + round(y))


def _newer() -> Iterator[str]:
    """As the first one, with something of everything: new, changed, moved, gone and wrong."""
    for line in _lines():
        if line.startswith(("Dennenlaan;88;", "Dennenlaan;90;")):
            continue
        if line.startswith("Dennenlaan;84;"):
            line = f"{line[:-1]}{9 - int(line[-1])}"
        elif line.startswith("Spoorstraat;119;"):
            line = f"{line.rsplit(';', 2)[0]};0;0"
        yield line.replace("Dennenlaan;86;;;4849 XD", "Dennenlaan;86;;;4849 XE")
    yield from (f"Voorbeeldhof;{number};;;4849 XF;Dorst;;" for number in range(1, 9))
    yield "Spoorstaat;3;;;4849 XA;Dorst;;"
    yield "Spoorstraat;zeven;;;4849 XA;Dorst;;"
    yield "Dennenlaan;12;;;4849 XD;Dorst;;"
    yield "Kerkstraat;1;;;4901 XX;Oosterhout;;"


def _file(lines: Iterator[str]) -> bytes:
    return "\r\n".join([HEADER, *lines, ""]).encode()
