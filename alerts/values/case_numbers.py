"""The number under which the police know a case. Pure."""

import re
from typing import Final

from django.core.exceptions import ValidationError

from dorst_portal.languages.words import lazy_text

WRONG: Final = lazy_text("Schrijf alleen het nummer van de zaak op, zoals PL2000-2026123456.")
_WRITTEN: Final = re.compile(r"[A-Za-z]{0,4}[0-9][A-Za-z0-9 ./-]*", re.ASCII)
_LETTERS: Final = re.compile(r"[A-Za-z]{5}", re.ASCII)


def read_case_number(text: str) -> str:
    """Capitals and figures with single blanks. What looks like a word is none: this is no place
    for a name.
    """
    line = " ".join(text.split()).upper()
    if not _WRITTEN.fullmatch(line) or _LETTERS.search(line):
        raise ValidationError(WRONG, code="case_number")
    return line
