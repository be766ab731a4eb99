"""From a postcode and a house number to addresses of the official list. Reads only.

A postcode is never needed and never the only way: who has none in the list types the street.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dorst_portal.identity.current import here
from groups.models import OfficialAddress, Street
from groups.places.pages.finder import Found, one_number
from groups.values.address_lines import postcode_line
from groups.values.addresses import HouseNumber, parse_house_number

MOST_OFFERED: Final = 50


@dataclass(frozen=True)
class Behind:
    """The addresses with one postcode and one number, whatever their letters; where no address has
    that number, the streets of the postcode.
    """

    postcode: str
    number: HouseNumber
    addresses: Sequence[OfficialAddress]
    streets: Sequence[Street]

    @property
    def exact(self) -> OfficialAddress | None:
        """The address that was meant, where that is no question: it is the only one, or it was
        typed with its letter.
        """
        same = [one for one in self.addresses if one.number == self.number]
        is_clear = len(self.addresses) == 1 or self.number != HouseNumber(self.number.number)
        return same[0] if len(same) == 1 and is_clear else None


def addresses_behind(postcode: str, number: HouseNumber) -> Behind | None:
    """What the list has behind a postcode and a number; None where it has nothing. One query."""
    found = list(OfficialAddress.objects.behind(postcode, number.number)[:MOST_OFFERED])
    streets = list(dict.fromkeys(one.street for one in found))
    return Behind(postcode, number, found, streets) if found else None


def streets_with(postcode: str) -> list[Street]:
    """The streets in which the list has this postcode. One query."""
    there = OfficialAddress.objects.filter(postcode=postcode).order_by()
    streets = Street.objects.filter(pk__in=there.values("street"))
    return list(streets.order_by("name")[:MOST_OFFERED])


def only_street(streets: Sequence[Street], number: HouseNumber) -> Found:
    """An address that follows from a postcode of one street. One query."""
    (street,) = streets
    (row,) = OfficialAddress.objects.highest_of(street.pk)
    return Found(street.name, number, street, highest=row["house_number"])


def postcode_and_number(text: str, number: str) -> tuple[str, HouseNumber | None] | None:
    """The postcode of a text that holds no street, and the number that stands with it or in its
    own box; None where it holds no postcode. Raises AddressError when the number cannot be read.
    """
    found = postcode_line(text, village=here().village)
    if found is None:
        return None
    postcode, beside = found
    return postcode, one_number(beside, parse_house_number(number) if number else None)
