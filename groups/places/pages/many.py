"""Thousands of addresses of one list: the same answers as one at a time, without a question to the
database for each that is written plainly. Reads only.
"""

from collections import defaultdict

from django.db.models import Max

from groups.models import CoverageRule, OfficialAddress, Side, Spelling, Street, WatchGroup
from groups.places.pages.finder import STREET_AND_NUMBER, Found
from groups.places.pages.postcodes import Behind
from groups.places.pages.typed import read_typed
from groups.places.routing import Address
from groups.values.addresses import AddressError, fold_street, parse_house_number, parse_postcode
from groups.values.places import fold_place


class ManyAddresses:
    """The streets and the rules of this moment, read once in three queries."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        hamlets: set[str] = set()
        self._streets: dict[str, Street] = {}
        for one in Spelling.objects.select_related("street"):
            self._keys.add(one.key)
            if one.street:
                self._streets[one.key] = one.street
            else:
                hamlets.add(one.key)
        # Where a hamlet has the same name, both are offered: that is no plain case.
        self._plain = set(self._streets) - hamlets - {""}
        listed = OfficialAddress.objects.order_by().values_list("street")
        self._highest = dict(listed.annotate(highest=Max("house_number")))
        self._rules: defaultdict[int, list[CoverageRule]] = defaultdict(list)
        for rule in CoverageRule.objects.in_force().select_related("group"):
            self._rules[rule.street_id].append(rule)

    def read(self, text: str) -> Found | Behind:
        """As `read_typed` does. Raises AddressError."""
        return self._plainly(text) or read_typed(text, "", "")

    def group_of(self, address: Address) -> WatchGroup | None:
        """The group of an address, as `route` finds it."""
        if address.street is None or address.street.outside:
            return None
        number = address.number.number
        side = Side.ODD if number % 2 else Side.EVEN
        for rule in self._rules[address.street.pk]:
            fits = rule.side in (Side.BOTH, side)
            if fits and rule.first_number <= number <= rule.last_number:
                return rule.group
        return None

    def _plainly(self, text: str) -> Found | None:
        """ "Spoorstraat 12a", maybe with a postcode and the place behind it; None for all else."""
        head, *behind = (part.strip() for part in text.split(","))
        match = STREET_AND_NUMBER.fullmatch(head)
        if match is None or fold_street(head) in self._keys:
            return None
        key = fold_street(match[1])
        if key not in self._plain:
            return None
        street = self._streets[key]
        if not all(_is_beside(street, part) for part in behind):
            return None
        try:
            number = parse_house_number(match[2])
        except AddressError:
            return None
        return Found(match[1], number, street, highest=self._highest.get(street.pk))


def _is_beside(street: Street, part: str) -> bool:
    """Whether this is the place of the street, or a postcode."""
    if fold_place(part) == fold_place(street.place):
        return True
    try:
        parse_postcode(part)
    except AddressError:
        return False
    return True
