"""From a postcode and a house number to addresses of the official list. Reads only.

A postcode is never needed and never the only way: who has none in the list types the street.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from groups.addresses import (
    AddressError,
    HouseNumber,
    parse_house_number,
    parse_postcode,
    split_street_and_number,
)
from groups.models import OfficialAddress, Street

MOST_OFFERED: Final = 50


@dataclass(frozen=True)
class Behind:
    """The addresses with one postcode and one number, whatever their letters."""

    number: HouseNumber
    addresses: Sequence[OfficialAddress]

    @property
    def exact(self) -> OfficialAddress | None:
        """The address that was meant, where that is no question: it is the only one, or it was
        typed with its letter.
        """
        same = [one for one in self.addresses if one.number == self.number]
        is_clear = len(self.addresses) == 1 or self.number != HouseNumber(self.number.number)
        return same[0] if len(same) == 1 and is_clear else None

    @property
    def streets(self) -> Sequence[Street]:
        """The streets of these addresses: mostly one."""
        return list(dict.fromkeys(one.street for one in self.addresses))


def postcode_in(text: str) -> tuple[str, str] | None:
    """The postcode that stands where a street should, and what stands behind it."""
    head, tail = split_street_and_number(text)
    for part, rest in ((text, ""), (head, tail)):
        try:
            return parse_postcode(part), rest
        except AddressError:
            continue
    return None


def addresses_behind(postcode: str, number: str) -> Behind | None:
    """What the list has behind a postcode and a number; None where it has nothing. One query.
    Raises AddressError when the number cannot be read.
    """
    typed = parse_house_number(number)
    found = list(OfficialAddress.objects.behind(postcode, typed.number)[:MOST_OFFERED])
    return Behind(typed, found) if found else None


def street_behind(text: str, number: str) -> tuple[str, str] | None:
    """The street and number of somebody who typed a postcode where a street should be; None
    where the list has no street there, or more than one.
    """
    found = postcode_in(text)
    if found is None:
        return None
    postcode, rest = found
    try:
        behind = addresses_behind(postcode, number or rest)
    except AddressError:
        return None
    if behind is None or len(behind.streets) > 1:
        return None
    return behind.streets[0].name, number or rest


def postcodes_known() -> bool:
    """Whether the list has any postcode: only then it is asked for."""
    return OfficialAddress.objects.with_postcode().exists()
