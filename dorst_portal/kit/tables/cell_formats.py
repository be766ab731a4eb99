"""A whole number as a sheet shows it: 612345678 under the format 0000000000 is 0612345678. Pure."""

import re
from typing import Final

# Digits that may stand there, texts that do, and colours and such that do nothing.
_PART: Final = re.compile(r'[0#?]|"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|([ ()+/-])')
_DIGITS: Final = "0#?"


def written_as(digits: str, number_format: str) -> str:
    """The digits of a number under a format; under one that is no row of digits, the plain digits.
    Nothing is left out: where the format has fewer places, what is over stands in front.
    """
    parts = _parts(number_format.partition(";")[0])
    places = sum(part in ("0", "#", "?") for part in parts)
    if not places or "0" not in parts:
        return digits
    left = list(digits)
    written: list[str] = []
    for part in reversed(parts):
        if part not in ("0", "#", "?"):
            written.append(part[1:])
            continue
        places -= 1
        if places == 0:
            written.append("".join(left) or ("0" if part == "0" else ""))
        elif left:
            written.append(left.pop())
        elif part == "0":
            written.append("0")
    return "".join(reversed(written)).strip()


def _parts(number_format: str) -> list[str]:
    """The places for digits, and texts with "t" in front; nothing for a format of another kind."""
    parts: list[str] = []
    at = 0
    while at < len(number_format):
        found = _PART.match(number_format, at)
        if found is None:
            return []
        if found[0] in _DIGITS:
            parts.append(found[0])
        elif text := found[1] or found[2] or found[3]:
            parts.append(f"t{text}")
        at = found.end()
    return parts
