"""What points to a person and does not belong in a chat of neighbours: a BSN, an e-mail address, a
telephone number.
"""

import re
from typing import Final

from dorst_portal.languages.words import lazy_text

WARNING: Final = lazy_text("Dit lijkt een {what}. Zet dat niet in de groep.")
BSN: Final = lazy_text("burgerservicenummer (BSN)")
EMAIL: Final = lazy_text("e-mailadres")
PHONE: Final = lazy_text("telefoonnummer")

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}", re.IGNORECASE)
# Of a person: numbers of services (0800, 0900 and such) may be named.
_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)[1-9][0-9]{0,2}(?:[ ().-]{0,3}[0-9]){7,12}"
    r"|0(?!8[08]0|90)[1-9](?:[ ().-]{0,2}[0-9]){8})(?![0-9])",
    re.ASCII,
)
_NINE_DIGITS = re.compile(r"(?<![0-9])[0-9](?:[ .]?[0-9]){8}(?![0-9])", re.ASCII)


def personal_facts(text: str) -> list[str]:
    """What the text seems to hold of a person, each kind once."""
    found = [EMAIL] if _EMAIL.search(text) else []
    found += [PHONE] if _PHONE.search(text) else []
    found += [BSN] if any(map(passes_eleven_test, _NINE_DIGITS.findall(text))) else []
    return found


def warning_of(text: str) -> str:
    """The words for beside the box; empty when there is nothing to warn about."""
    return " ".join(WARNING.format(what=what) for what in personal_facts(text))


def passes_eleven_test(text: str) -> bool:
    """Whether nine digits can be a BSN: times 9 to 2 and -1, their sum divides by 11."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * digit for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0 and any(digits)
