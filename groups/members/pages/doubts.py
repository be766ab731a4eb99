"""What is asked about an address before it comes on the list of a group. Reads only."""

from collections.abc import Callable
from dataclasses import dataclass

from groups.models import WatchGroup
from groups.places.pages.finder import Found, close_matches, streets_of
from groups.places.routing import Address
from groups.values.places import in_street


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
        return AddressDoubt(
            f"Nummer {address.number} kennen we niet {in_street(str(address.street))}."
        )
    other = group_of(address)
    if other == group:
        return None
    if not tells_group:
        return AddressDoubt(f"Dit adres hoort niet bij groep {group.name}.", is_elsewhere=True)
    if other is None:
        return AddressDoubt("Dit adres hoort bij geen groep.", is_elsewhere=True)
    return AddressDoubt(f"Dit adres hoort bij groep {other.name}.", is_elsewhere=True)


def unknown_street(found: Found) -> str:
    """That the street is not known, with what may be meant. One query."""
    if found.hamlet:
        names = ", ".join(streets_of(found.hamlet)) or "een straat"
        return f"{found.hamlet} is een buurtschap. Kies de straat: {names}."
    alike = close_matches(found.text)
    likely = f" Lijkt op: {', '.join(alike)}." if alike else ""
    return f"Deze straat kennen we niet.{likely}"
