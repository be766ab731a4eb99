"""A contact card (vCard 3.0, RFC 2426) that every telephone takes. Pure: no database."""

from collections.abc import Sequence
from typing import Final

from dorst_portal.kit.dutch import dial

CONTENT_TYPE: Final = "text/vcard; charset=utf-8"
_LONGEST_LINE: Final = 75
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def vcard(name: str, number: str) -> str:
    """A card with one name, shown whole by every telephone, and one number in E.164."""
    return _card(name, [f"TEL;TYPE=CELL:{number.translate(_ESCAPES)}"])


def business_card(name: str, *, organisation: str, role: str, phone: str, email: str) -> str:
    """A card of somebody at an organisation, or of the organisation itself; what is empty is left
    out.
    """
    facts = (
        ("ORG", organisation),
        ("TITLE", role),
        ("TEL;TYPE=WORK,VOICE", dial(phone)),
        ("EMAIL", email),
    )
    return _card(name, [f"{kind}:{value.translate(_ESCAPES)}" for kind, value in facts if value])


def address_card(name: str, *, number: str, email: str, organisation: str, address: str) -> str:
    """A card of somebody with an address, for an address book; what is empty is left out."""
    facts = (
        ("ORG", organisation, "{}"),
        ("TEL;TYPE=CELL", number, "{}"),
        ("EMAIL", email, "{}"),
        ("ADR;TYPE=HOME", address, ";;{};;;;"),
    )
    return _card(
        name,
        [f"{kind}:{form.format(text.translate(_ESCAPES))}" for kind, text, form in facts if text],
    )


def _card(name: str, facts: Sequence[str]) -> str:
    shown = name.translate(_ESCAPES)
    lines = ("BEGIN:VCARD", "VERSION:3.0", f"N:;{shown};;;", f"FN:{shown}", *facts, "END:VCARD")
    return "".join(_folded(line) + "\r\n" for line in lines)


def _folded(line: str) -> str:
    """A line of at most 75 octets, folded between letters and never inside one."""
    rows = [""]
    for sign in line:
        if len((rows[-1] + sign).encode()) > _LONGEST_LINE:
            rows.append(" ")
        rows[-1] += sign
    return "\r\n".join(rows)
