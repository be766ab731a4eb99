"""References that people read out over the telephone: D-4F7K2M. Pure: no database."""

import re
import secrets
from typing import Final

from django.conf import settings

# No vowels (no words come out) and none of 0 O 1 I L 2 Z 5 S 8 B, which look or sound alike.
ALPHABET: Final = "3467CDFGHJKMNPQRTVWX"
LENGTH: Final = 6


def new_reference() -> str:
    """A random reference: the prefix of the settings and six characters (64 million of them)."""
    characters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{settings.REFERENCE_PREFIX}-{characters}"


def looks_like_reference(text: str) -> bool:
    """Whether a text has the form of a reference."""
    return bool(re.fullmatch(rf"{settings.REFERENCE_PREFIX}-[{ALPHABET}]{{{LENGTH}}}", text))
