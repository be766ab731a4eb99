"""Contact cards."""

# ruff: noqa: E501
from typing import Final

from dorst_portal.kit import vcards
from tests.groups.members.lists.people import JAN, MIEN, Who, number

IPHONE = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 17.5//EN
N:de Vries;Jan;;;
FN:Jan de Vries
ORG:Dorpswinkel;
item1.EMAIL;type=INTERNET;type=pref:jan@example.org
TEL;type=HOME;type=VOICE:0161 000000
item2.TEL;type=pref:+31 6 0000 0001
item2.X-ABLabel:_$!<Mobile>!$_
item3.ADR;type=HOME;type=pref:;;Spoorstraat 12;Dorst;;4849 XA;Nederland
item3.X-ABADR:nl
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Buurt
X-ADDRESSBOOKSERVER-KIND:group
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1
END:VCARD
"""
ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=42=6F=73=6D=61=6E;=52=65=6E=C3=
=A9;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=52=65=6E=C3=A9=20=42=6F=73=6D=
=61=6E
TEL;HOME:0161000000
TEL;CELL;PREF:0600000004
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/
 2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB

END:VCARD
"""
OUTLOOK_CARD = """BEGIN:VCARD
VERSION:2.1
N;LANGUAGE=nl;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:Bosman;Ren=E9
FN;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:Ren=E9 Bosman
TEL;WORK;FAX:0161-999999
TEL;CELL;VOICE:06-00000004
ADR;HOME;PREF;ENCODING=QUOTED-PRINTABLE:;;Seters 3=0D=0AAchterom;Dorst;;4849 XA;Nederland
EMAIL;PREF;INTERNET:rene@example.org
AGENT:
BEGIN:VCARD
VERSION:2.1
N:Hulp;Een
TEL:0600000005
END:VCARD
END:VCARD
"""
FOUR = """BEGIN:VCARD
VERSION:4.0
FN:Mien Bakker
N:Bakker;Mien;;;
TEL;VALUE=uri;TYPE="voice,home":tel:+31-161-000000
TEL;VALUE=uri;PREF=1;TYPE="voice,cell":tel:+31-6-0000-0002
ADR;TYPE=home;LABEL="Seters 3a: Dorst":;;Seters 3a;Dorst;;4849 XB;Nederland
NOTE:een lange
  regel die doorloopt
END:VCARD
"""
WHATSAPP_CARD = """BEGIN:VCARD
VERSION:3.0
N:;Opa;;;
FN:Opa\\, met komma
item1.TEL;waid=31600000005:+31 6 0000 0005
item1.X-ABLabel:Mobiel
X-WA-BIZ-NAME:Opa
END:VCARD
"""


def cards(*texts: str, end: str = "\r\n") -> bytes:
    """One file with these cards."""
    return "".join(texts).replace("\n", end).encode()


RENE: Final = Who("René Bosman", number(4))
CARDS: Final[dict[str, tuple[bytes, list[Who]]]] = {
    "iPhone": (
        cards(IPHONE),
        [JAN._replace(postcode="4849 XA", place="Dorst", email="jan@example.org", organisation="Dorpswinkel")],
    ),
    "Android": (cards(ANDROID), [RENE]),
    "Outlook card": (
        cards(OUTLOOK_CARD),
        [RENE._replace(address="Seters 3, Achterom", postcode="4849 XA", place="Dorst", email="rene@example.org")],
    ),
    "vCard 4.0": (cards(FOUR, end="\n"), [MIEN._replace(postcode="4849 XB", place="Dorst")]),
    "shared in WhatsApp": (cards(WHATSAPP_CARD), [Who("Opa, met komma", number(5))]),
    "many": (
        cards(ANDROID, FOUR, WHATSAPP_CARD),
        [RENE, MIEN._replace(postcode="4849 XB", place="Dorst"), Who("Opa, met komma", number(5))],
    ),
    "only an organisation": (
        cards("BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:\nORG:Café \\; zaal;Keuken\nTEL:0600000003\nEND:VCARD\n"),
        [Who("Café ; zaal Keuken", number(3), organisation="Café ; zaal Keuken")],
    ),
    "this portal, cards": (
        "".join(
            vcards.address_card(name, number=number(at), email="", organisation=name[::-1], address="Seters 3a")
            for at, name in enumerate(["Jan; de \\Vries, Opa", "x" * 100, "👩‍👩‍👧 Émile"], 1)
        ).encode(),
        [Who(name, number(at), "Seters 3a", organisation=name[::-1])
         for at, name in enumerate(["Jan; de \\Vries, Opa", "x" * 100, "👩‍👩‍👧 Émile"], 1)],
    ),
}  # fmt: skip
