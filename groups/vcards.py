"""A contact card (vCard 3.0, RFC 2426) that every telephone takes. Pure: no database."""

from typing import Final

CONTENT_TYPE: Final = "text/vcard; charset=utf-8"
_LONGEST_LINE: Final = 75
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def vcard(name: str, number: str) -> str:
    """A card with one name, shown whole by every telephone, and one number in E.164."""
    shown = name.translate(_ESCAPES)
    lines = (
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:;{shown};;;",
        f"FN:{shown}",
        f"TEL;TYPE=CELL:{number.translate(_ESCAPES)}",
        "END:VCARD",
    )
    return "".join(_folded(line) + "\r\n" for line in lines)


def _folded(line: str) -> str:
    """A line of at most 75 octets, folded between letters and never inside one."""
    rows = [""]
    for sign in line:
        if len((rows[-1] + sign).encode()) > _LONGEST_LINE:
            rows.append(" ")
        rows[-1] += sign
    return "\r\n".join(rows)
