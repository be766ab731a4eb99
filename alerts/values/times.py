"""A time of day as people write it. Pure."""

import re
from datetime import time
from typing import Final

from django.core.exceptions import ValidationError

from dorst_portal.languages.words import lazy_text

NO_TIME: Final = lazy_text("Schrijf de tijd zo op: 20:14.")
_WRITTEN: Final = re.compile(r"([0-9]{1,2})(?:[:.u ]+([0-9]{2}))?(?: ?uur)?", re.ASCII)


def read_time(text: str) -> time:
    """20:14, 20.14, 20u14 or 20 uur, as a time of day."""
    written = _WRITTEN.fullmatch(text.strip().lower())
    if written:
        try:
            return time(int(written[1]), int(written[2] or 0))
        except ValueError:
            pass
    raise ValidationError(NO_TIME, code="time")
