"""What people paste."""

# ruff: noqa: E501
from typing import Final

from tests.groups.members.lists.cards import FOUR
from tests.groups.members.lists.people import JAN, MIEN, PLAIN, Who, number

PASTED: Final[dict[str, tuple[str, list[Who]]]] = {
    "WhatsApp Web, above the chat": (
        "Jan de Vries, Oma, +31 6 0000 0001, ~Piet, Jij",
        [Who("Jan de Vries"), Who("Oma"), Who("", number(1)), Who("Piet"), Who("Jij")],
    ),
    "WhatsApp Web, saved names only": (
        "Jan de Vries, Oma, Buurman 12, Spoorstraat Piet, Mien", [Who("Jan de Vries"), Who("Oma"),
        Who("Buurman 12"), Who("Spoorstraat Piet"), Who("Mien")],
    ),
    "WhatsApp Web, numbers only": (
        "\u202a+31 6 0000 0001\u202c, \u202a+31 6 0000 0002\u202c, \u202a+32 470 12 34 56\u202c",
        [Who("", number(1)), Who("", number(2)), Who("", "+32470123456")],
    ),
    "WhatsApp Web, the list of members": (
        "17 leden\n+31 6 0000 0001\n~Piet\n+31 6 0000 0002\n~ Mien\nJan de Vries\nGroepsbeheerder\nJij",
        [Who("Piet", number(1)), Who("Mien", number(2)), Who("Jan de Vries"), Who("Jij")],
    ),
    "WhatsApp, the name above the number": (
        "~Piet\n+31 6 0000 0001\n~Mien\n+31 6 0000 0002\n",
        [Who("Piet", number(1)), Who("Mien", number(2))],
    ),
    "Telegram, the list of members": (
        "Jan de Vries\nlast seen recently\nMien Bakker\nonline\nowner\nPiet\nlaatst gezien 3 uur geleden\n",
        [Who("Jan de Vries"), Who("Mien Bakker"), Who("Piet")],
    ),
    "Telegram, on one line each": (
        "Jan de Vries, last seen yesterday at 10:00\nMien Bakker last seen recently",
        [Who("Jan de Vries"), Who("Mien Bakker")],
    ),
    "a person a line": (
        "Jan de Vries, Spoorstraat 12, 06-0000 0001\nMien Bakker, Seters 3a, 06-0000 0002",
        [JAN, MIEN],
    ),
    "dashes and words": (
        "- Jan de Vries - Spoorstraat 12 - tel. 06 00000001\n"
        "- Mien Bakker – Seters 3a – 0600000002 (moeder) mien@example.org",
        [JAN, MIEN._replace(email="mien@example.org")],
    ),
    "numbered": ("1. Jan de Vries\n2) Mien Bakker", [Who("Jan de Vries"), Who("Mien Bakker")]),
    "with a postcode": (
        "Jan de Vries, Spoorstraat 12, 4849 XA Dorst, 0600000001",
        [JAN._replace(address="Spoorstraat 12, 4849 XA Dorst")],
    ),
    "number in front": ("+31600000001 Jan de Vries\n0600000002: Mien Bakker",
                        [Who("Jan de Vries", number(1)), Who("Mien Bakker", number(2))]),
    "house and mobile": (
        "Jan de Vries, 0161-000000, 0600000001\nMien, 0600000002",
        [Who("Jan de Vries", number(1)), Who("Mien", number(2))],
    ),
    "last name first": (
        "Vries, Jan de, 0600000001\nBakker, Mien, 0600000002",
        [Who("Vries, Jan de", number(1)), Who("Bakker, Mien", number(2))],
    ),
    "whom a mail goes to": (
        '"Vries, Jan de" <jan@example.org>; Mien Bakker <mien@example.org>, piet@example.org',
        [Who("Vries, Jan de", email="jan@example.org"), Who("Mien Bakker", email="mien@example.org"),
         Who("", email="piet@example.org")],
    ),
    "cells of a sheet": ("\n".join(line.replace(";", "\t") for line in PLAIN), [JAN, MIEN]),
    "cells of a sheet without a header": (
        "\r\n".join(line.replace(";", "\t") for line in PLAIN[1:]), [JAN, MIEN],
    ),
    "a file of semicolons": ("\n".join(PLAIN), [JAN, MIEN]),
    "a contact card": (FOUR, [MIEN._replace(postcode="4849 XB", place="Dorst")]),
    "what cannot be taken apart": (
        "Jan van de overkant (die met de hond) heeft nog geen telefoon!",
        [Who("Jan van de overkant (die met de hond) heeft nog geen telefoon!")],
    ),
    "a name and a number in turns": (
        "Jan de Vries\n06 0000 0001\nMien Bakker\n06 0000 0002",
        [Who("Jan de Vries", number(1)), Who("Mien Bakker", number(2))],
    ),
    "an empty line between": (
        "Jan de Vries\nSpoorstraat 12\n06 0000 0001\n\n\nMien Bakker\nSeters 3a\n06 0000 0002\n",
        [JAN, MIEN],
    ),
    "two numbers of a household": (
        "Jan en Mien, Spoorstraat 12, 06 0000 0001 / 06 0000 0002",
        [Who("Jan en Mien", number(1), "Spoorstraat 12")],
    ),
    "by house": (
        "Spoorstraat 12: Jan de Vries 06 0000 0001\nMien Bakker (Seters 3a) 06 0000 0002", [JAN, MIEN],
    ),
    "numbers with a blank between": (
        "0600000001 0600000002 +31 6 0000 0003", [Who("", number(1)), Who("", number(2)), Who("", number(3))],
    ),
    "everybody with a number on one line": (
        "Jan de Vries 0600000001, Mien 0600000002", [Who("Jan de Vries", number(1)), Who("Mien", number(2))],
    ),
    "commas in the cells of a sheet": (
        "De Vries, Jan\tSpoorstraat 12\nBakker, M.\tSeters 3a",
        [Who("De Vries, Jan", "", "Spoorstraat 12"), Who("Bakker, M.", "", "Seters 3a")],
    ),
    "WhatsApp Web, members with tabs": (
        "Jan de Vries\tGroepsbeheerder\n+31 6 0000 0001\t~Piet", [Who("Jan de Vries"), Who("Piet", number(1))],
    ),
}  # fmt: skip
