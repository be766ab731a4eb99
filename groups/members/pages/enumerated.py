"""A few things, one after the other: stored in Dutch, read in the language of the page. Pure."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _


def in_words(parts: Sequence[str]) -> str:
    """ "de naam, het nummer en het adres"."""
    *first, last = parts
    return f"{', '.join(first)} en {last}" if first else last


def read_again(words: str) -> str:
    """What `in_words` made and the audit trail kept, in the language of who reads it."""
    *first, last = (_(part) if part else "" for part in re.split(", | en ", words))
    if not first:
        return last
    return _("{parts} en {last}").format(parts=", ".join(first), last=last)
