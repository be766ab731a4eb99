"""What reading a file with addresses gives."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from groups.addresses import HouseNumber


@dataclass(frozen=True, slots=True)
class AddressRow:
    """One row of a file. With a problem it is no address; what could be read of it is here."""

    row: int
    street: str = ""
    number: HouseNumber | None = None
    postcode: str = ""
    place: str = ""
    problem: str = ""


@dataclass(frozen=True)
class AddressTable:
    """All rows of a file, and what was in it that we do not use."""

    rows: Sequence[AddressRow]
    ignored: Sequence[str] = field(default=())
    has_postcodes: bool = False
