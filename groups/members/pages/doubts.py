"""What is asked about an address before it comes on the list of a group. Reads only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from groups.models import WatchGroup
from groups.places.pages.finder import Found, close_matches, streets_of
from groups.places.routing import Address
from groups.values.places import in_street

_NO_NUMBER_IN_THE: Final = gettext_noop("Nummer {number} kennen we niet in de {street}.")
_NO_NUMBER_IN: Final = gettext_noop("Nummer {number} kennen we niet in {street}.")
_NOT_OF: Final = gettext_noop("Dit adres hoort niet bij groep {group}.")
_OF_NO_GROUP: Final = gettext_noop("Dit adres hoort bij geen groep.")
_OF: Final = gettext_noop("Dit adres hoort bij groep {group}.")
_IS_HAMLET: Final = gettext_noop("{hamlet} is een buurtschap. Kies de straat: {names}.")
_UNKNOWN: Final = gettext_noop("Deze straat kennen we niet.")
_LOOKS_LIKE: Final = gettext_noop("Lijkt op: {names}.")
# In the order in which one that was stored is looked for: the narrower ones first.
SENTENCES: Final = (
    *(_NO_NUMBER_IN_THE, _NO_NUMBER_IN, _NOT_OF, _OF_NO_GROUP, _OF, _UNKNOWN, _LOOKS_LIKE),
    _IS_HAMLET,
)


@dataclass(frozen=True)
class AddressDoubt:
    """A question about an address; `is_elsewhere`: it is known, and not of this group."""

    sentence: str
    is_elsewhere: bool = False


def address_doubt(
    found: Found,
    address: Address,
    *,
    group: WatchGroup,
    group_of: Callable[[Address], WatchGroup | None],
    tells_group: bool = False,
) -> AddressDoubt | None:
    """What is to be asked; None where the address is one of the group's. With `tells_group` also of
    which group it is: that is for Platform Dorst alone. At most one query and that of `group_of`.
    """
    if found.street is None:
        return AddressDoubt(unknown_street(found))
    if found.is_beyond:
        street = str(address.street)
        has_article = in_street(street) != f"in {street}"
        text = _(_NO_NUMBER_IN_THE if has_article else _NO_NUMBER_IN)
        return AddressDoubt(text.format(number=address.number, street=street))
    other = group_of(address)
    if other == group:
        return None
    if not tells_group:
        return AddressDoubt(_(_NOT_OF).format(group=group.name), is_elsewhere=True)
    if other is None:
        return AddressDoubt(_(_OF_NO_GROUP), is_elsewhere=True)
    return AddressDoubt(_(_OF).format(group=other.name), is_elsewhere=True)


def unknown_street(found: Found) -> str:
    """That the street is not known, with what may be meant. One query."""
    if found.hamlet:
        names = ", ".join(streets_of(found.hamlet)) or _("een straat")
        return _(_IS_HAMLET).format(hamlet=found.hamlet, names=names)
    alike = close_matches(found.text)
    likely = " " + _(_LOOKS_LIKE).format(names=", ".join(alike)) if alike else ""
    return f"{_(_UNKNOWN)}{likely}"
