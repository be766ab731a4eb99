"""Who is in the lists, and how a file with them is made."""

from typing import Final, NamedTuple


class Who(NamedTuple):
    """Somebody of a list: `mobile` is how the number was read, the rest as it stands there."""

    name: str = ""
    mobile: str = ""
    address: str = ""
    postcode: str = ""
    place: str = ""
    email: str = ""
    organisation: str = ""
    group: str = ""


def number(last: int) -> str:
    """An invented number as it was read."""
    return f"+3160000{last:04}"


JAN: Final = Who("Jan de Vries", number(1), "Spoorstraat 12")
MIEN: Final = Who("Mien Bakker", number(2), "Seters 3a")


def csv(*lines: str, end: str = "\r\n", encoding: str = "utf-8") -> bytes:
    """A text file with these lines."""
    return end.join([*lines, ""]).encode(encoding)


PLAIN = ("Naam;Mobiel;Adres", "Jan de Vries;06 00 00 00 01;Spoorstraat 12",
         "Mien Bakker;06-00000002;Seters 3a")  # fmt: skip
ROWS = [line.split(";") for line in PLAIN]
CAFE: Final = Who("Café ’t Hoekske", number(3), "Geërfdstraat 1")
