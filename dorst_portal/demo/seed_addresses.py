"""Example addresses: an official list of two streets, a file that waits to be looked at, and one of
which nobody knows the columns.

The numbers and postcodes are invented: they are not those of the BAG.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from dorst_portal.accounts.models import User
from groups.places.services.imports import imports
from groups.places.services.imports.work import work

HEADER: Final = "openbareruimte;huisnummer;huisletter;toevoeging;postcode;woonplaats"
# Street, its last number, the postcodes of its odd and even side, and letters behind numbers.
STREETS: Final = (
    ("Spoorstraat", 120, ("4849 XA", "4849 XB"), ("12;A;", "12;B;", "40;;2")),
    ("Dennenlaan", 90, ("4849 XC", "4849 XD"), ("7;A;", "62;A;")),
)


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
    for street, last, (odd, even), letters in STREETS:
        for number in range(1, last + 1):
            yield f"{street};{number};;;{odd if number % 2 else even};Dorst"
        for text in letters:
            yield f"{street};{text};{odd if int(text.split(';')[0]) % 2 else even};Dorst"


def _newer() -> Iterator[str]:
    """As the first one, with something of everything: new, changed, gone and wrong."""
    for line in _lines():
        if line.startswith(("Dennenlaan;88;", "Dennenlaan;90;")):
            continue
        yield line.replace("Dennenlaan;86;;;4849 XD", "Dennenlaan;86;;;4849 XE")
    yield from (f"Voorbeeldhof;{number};;;4849 XF;Dorst" for number in range(1, 9))
    yield "Spoorstaat;3;;;4849 XA;Dorst"
    yield "Spoorstraat;zeven;;;4849 XA;Dorst"
    yield "Dennenlaan;12;;;4849 XD;Dorst"
    yield "Kerkstraat;1;;;4901 XX;Oosterhout"


def _file(lines: Iterator[str]) -> bytes:
    return "\r\n".join([HEADER, *lines, ""]).encode()
