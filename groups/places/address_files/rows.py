"""What reading a file with addresses gives."""

from collections.abc import Sequence
from dataclasses import dataclass

from groups.places.address_files.columns import Columns
from groups.values.addresses import HouseNumber
from groups.values.rd_points import RdPoint


@dataclass(frozen=True, slots=True)
class AddressRow:
    """One row of a file. With a problem it is no address; what could be read of it is here."""

    row: int
    street: str = ""
    number: HouseNumber | None = None
    postcode: str = ""
    place: str = ""
    problem: str = ""
    # Where it lies; a place that cannot be right is left out, the address is not.
    point: RdPoint | None = None
    is_misplaced: bool = False


@dataclass(frozen=True)
class AddressTable:
    """All rows of a file, and which of its columns they were read from."""

    rows: Sequence[AddressRow]
    columns: Columns
    has_postcodes: bool = False
