"""The address that stands as an example beside a box: one that works in this village. Reads only.

Each process remembers it for a minute, so that a page with a box asks the database nothing; what
is remembered decides nothing but words, and whether a postcode is asked for.
"""

import time
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from groups.models import CoverageRule, GroupStatus, OfficialAddress
from groups.values.house_ranges import EVEN

SECONDS: Final = 60
_USUAL: Final = 12


@dataclass(frozen=True)
class Example:
    """An address, and the same with its postcode where the official list has postcodes; both may
    be empty.
    """

    address: str = ""
    by_postcode: str = ""

    @property
    def hint(self) -> str:
        """What stands beside the box for street and number."""
        if self.address and self.by_postcode:
            both = _("Zoals {address} of {by_postcode}")
            return both.format(address=self.address, by_postcode=self.by_postcode)
        if self.address:
            return _("Zoals {address}").format(address=self.address)
        return _("Eerst je straat, dan je huisnummer")


# One value, replaced whole: threads see the old or the new one.
_remembered: tuple[float, Example] | None = None


def example() -> Example:
    """The example of now: a known postcode with its address, else a listed address, else a number
    of a street that has an active group.
    """
    if _remembered is None or time.monotonic() - _remembered[0] > SECONDS:
        remember(_example())
    return _remembered[1] if _remembered else Example()


def remember(one: Example) -> None:
    """This is the example now, for a minute."""
    global _remembered
    _remembered = time.monotonic(), one


def forget() -> None:
    """Ask the database again at the next use."""
    global _remembered
    _remembered = None


def _example() -> Example:
    listed = OfficialAddress.objects.filter(street__outside=False).select_related("street")
    with_postcode = listed.filter(postcode__gt="").order_by("postcode", "house_number")
    one = with_postcode.first() or listed.order_by("pk").first()
    if one:
        return Example(str(one), f"{one.postcode} {one.number}" if one.postcode else "")
    rules = CoverageRule.objects.in_force().filter(group__status=GroupStatus.ACTIVE)
    rule = rules.select_related("street").order_by("pk").first()
    if rule is None:
        return Example()
    usual = _USUAL if rule.side == EVEN or rule.is_whole_street() else rule.first_number
    fits = rule.first_number <= usual <= rule.last_number
    return Example(f"{rule.street} {usual if fits else rule.first_number}")
