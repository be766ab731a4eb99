"""What somebody typed in the boxes for an address, whichever form asked it. Reads only.

One box for street and number, one for a postcode. A street counts before a postcode; where the
street's box holds a number only, or a postcode with or without a number, the official list is asked
what is there.
"""

import re
from typing import Final

from django.utils.translation import gettext as _

from dorst_portal.identity.current import here
from dorst_portal.languages.words import lazy_text
from groups.places.pages.finder import Found, one_number, read_address
from groups.places.pages.postcodes import (
    Behind,
    addresses_behind,
    only_street,
    postcode_and_number,
    streets_with,
)
from groups.values.address_lines import postcode_line
from groups.values.addresses import (
    NUMBER_LABEL,
    AddressError,
    is_door,
    parse_house_number,
    plain_signs,
)

NOTHING: Final = lazy_text("Vul je straat en je huisnummer in.")
NO_STREET: Final = lazy_text("Vul ook je straat in.")
NO_NUMBER: Final = lazy_text("Vul ook je huisnummer in.")
UNKNOWN_POSTCODE: Final = lazy_text("We kennen deze postcode niet. Typ je straat erbij.")
SEVERAL_STREETS: Final = lazy_text("Bij deze postcode horen meer straten. Typ je straat erbij.")
_NUMBER_ALONE = re.compile(r"[0-9]{1,6}(?:\s*[-/]?\s*(.*))", re.DOTALL)


class PostcodeError(AddressError):
    """It stands in the box for a postcode, and is none."""


class UnknownPostcodeError(AddressError):
    """The list has no such postcode; what was typed beside it is kept."""

    def __init__(self, postcode: str, number: str) -> None:
        super().__init__(UNKNOWN_POSTCODE)
        self.postcode = postcode
        self.number = number


def read_typed(street: str, number: str, postcode: str) -> Found | Behind:
    """The address, or what a postcode and a number leave to choose from. At most two queries.

    Raises AddressError with what is missing or cannot be read, in words for who typed it.
    """
    if is_number_alone(street):
        number, street = str(one_number(street, parse_house_number(number) if number else None)), ""
    if street and postcode_line(street, village=here().village) is None:
        return read_address(street, number)
    if street or postcode:
        return _by_postcode(street or postcode, number)
    raise AddressError(NO_STREET if number else NOTHING)


def is_number_alone(text: str) -> bool:
    """Whether a house number stands where a street should: 12, nr. 12a, 12-2, 12 3 hoog."""
    match = _NUMBER_ALONE.fullmatch(NUMBER_LABEL.sub("", plain_signs(text)))
    return match is not None and (match[1] == "" or match[1].isdigit() or is_door(match[1]))


def together(street: str, number: str) -> str:
    """Street and number as they stand in the one box, when they came apart: so that they are read
    as they were.
    """
    if not number or re.search(rf"(?<!\w){re.escape(number)}(?!\w)", street):
        return street
    name, comma, place = street.partition(",")
    return f"{name} {number}{comma}{place}".strip()


def _by_postcode(text: str, typed: str) -> Found | Behind:
    found = postcode_and_number(text, typed)
    if found is None:
        raise PostcodeError(_("Een postcode heeft 4 cijfers en 2 letters."))
    postcode, number = found
    behind = addresses_behind(postcode, number) if number else None
    if behind and behind.exact:
        return Found(behind.exact.street.name, behind.number, behind.exact.street)
    if behind:
        return behind
    streets = streets_with(postcode)
    if not streets:
        raise UnknownPostcodeError(postcode, str(number or ""))
    if number is None:
        raise AddressError(NO_NUMBER)
    if len(streets) == 1:
        return only_street(streets, number)
    return Behind(postcode, number, [], streets)
