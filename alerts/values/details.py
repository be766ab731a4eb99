"""The details of an alert: what they hold, how long they live, and how they are sealed. Pure."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography.fernet import InvalidToken

from dorst_portal.kit.rows.sealing import box_for

# Counted from the moment that the alert was kept, and from that at which it was closed.
MOST_DAYS: Final = 7
HOURS_AFTER_CLOSING: Final = 72
MOST_PHOTOS: Final = 4
_TEXT: Final = "alerts.details"
_PHOTO: Final = "alerts.photo"


@dataclass(frozen=True)
class Described:
    """What a beheerder wrote of somebody or something; each may be empty, not all."""

    description: str = ""
    vehicle: str = ""
    plate: str = ""


NOTHING: Final = Described()


def end_of_details(created_at: datetime, closed_at: datetime | None) -> datetime:
    """When the details of an alert are wiped."""
    last = created_at + timedelta(days=MOST_DAYS)
    if closed_at is None:
        return last
    return min(last, closed_at + timedelta(hours=HOURS_AFTER_CLOSING))


def moment_seen(text: str) -> datetime | None:
    """The moment that a page put into its form; None for anything else."""
    try:
        moment = datetime.fromisoformat(text[:40])
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def seal_text(described: Described) -> str:
    """As it stands in the database."""
    return box_for(_TEXT).encrypt(json.dumps(asdict(described)).encode()).decode("ascii")


def unseal_text(sealed: str) -> Described:
    """Read it; nothing when the key is gone."""
    try:
        return Described(**json.loads(box_for(_TEXT).decrypt(sealed.encode("ascii"))))
    except InvalidToken:
        return NOTHING


def seal_photo(picture: bytes) -> bytes:
    """As it stands in the database."""
    return box_for(_PHOTO).encrypt(picture)


def unseal_photo(sealed: bytes) -> bytes:
    """The picture; no bytes when the key is gone."""
    try:
        return box_for(_PHOTO).decrypt(sealed)
    except InvalidToken:
        return b""
