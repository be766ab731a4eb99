"""Keys by which lists page: where the last row stood, so that page 1,000 costs what page 1 costs.

A key travels in the address as "<microseconds since 1970>-<id>" and tells nobody anything.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FORM = re.compile(r"([0-9]{1,16})-([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class DateKey:
    """The date and the id of the last row that was shown."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.pk}"


def read_date_key(text: str) -> DateKey | None:
    """The key of an address; None for anything that is no key, which shows the first page."""
    match = _FORM.fullmatch(text)
    if not match:
        return None
    return DateKey(_EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))


def read_id_key(text: str) -> int:
    """The id of the last row that was shown; 0, which no row has, for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text, re.ASCII) else 0
