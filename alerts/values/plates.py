"""Plates of vehicles as witnesses read them: Dutch ones get their hyphens, others stay as typed.

Nobody is held up by a plate: what is no Dutch one comes with a hint, and goes on.
"""

import re
from dataclasses import dataclass
from typing import Final

from dorst_portal.languages.words import lazy_text

NOT_DUTCH: Final = lazy_text(
    "Dit lijkt geen Nederlands kenteken. We zetten het neer zoals jij het typte. Klopt dat?"
)

# Letters (L) and digits (D) of the 14 side codes.
SIDE_CODES: Final = (
    *("LL-DD-DD", "DD-DD-LL", "DD-LL-DD", "LL-DD-LL", "LL-LL-DD", "DD-LL-LL", "DD-LLL-D"),
    *("D-LLL-DD", "LL-DDD-L", "L-DDD-LL", "LLL-DD-L", "L-DD-LLL", "D-LL-DDD", "DDD-LL-D"),
)
_LENGTH: Final = 6
_BY_SIGNS: Final = {code.replace("-", ""): code for code in SIDE_CODES}
_UNREAD: Final = "?*"  # a sign that the witness did not see
_DIPLOMATIC = re.compile(r"CD[ABFJNST]\d{1,3}", re.ASCII)
_BETWEEN = re.compile(r"[\s.·•\-‐-―−/]+")


@dataclass(frozen=True)
class Plate:
    """A plate as it goes into the message; `hint` where it is no Dutch one."""

    text: str
    hint: str = ""


def read_plate(typed: str) -> Plate:
    """The plate with its hyphens; what nobody can place stays as it was typed."""
    text = " ".join(typed.split())
    signs = _BETWEEN.sub("", text).upper()
    if not signs:
        return Plate("")
    if _DIPLOMATIC.fullmatch(signs):
        return Plate(f"CD-{signs[2]}-{signs[3:]}")
    if any(sign in _UNREAD for sign in signs):
        return Plate(_partly_read(signs) or text.upper())
    code = _BY_SIGNS.get("".join(map(_kind, signs)))
    return Plate(_hyphens(signs, code)) if code else Plate(text, NOT_DUTCH)


def _partly_read(signs: str) -> str:
    """With hyphens when all six places are there and only one of the codes fits what was read."""
    if len(signs) != _LENGTH:
        return ""
    kinds = "".join(map(_kind, signs))
    fitting = {
        _hyphens(signs, code)
        for shape, code in _BY_SIGNS.items()
        if all(seen in ("?", there) for seen, there in zip(kinds, shape, strict=True))
    }
    return fitting.pop() if len(fitting) == 1 else ""


def _kind(sign: str) -> str:
    if sign in _UNREAD:
        return "?"
    if sign.isascii() and sign.isdigit():
        return "D"
    return "L" if sign.isascii() and sign.isalpha() else "-"


def _hyphens(signs: str, code: str) -> str:
    left = iter(signs)
    return "".join("-" if place == "-" else next(left) for place in code)
