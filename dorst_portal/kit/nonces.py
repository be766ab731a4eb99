"""One-time values in forms: when the form was fetched, and which sending is a repeat of which.

The value is signed but not stored: the service that uses it writes it beside its row under a
unique constraint, and a second row with the same value cannot come to be.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils import timezone

LONGEST = 200
CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(frozen=True)
class Nonce:
    """A value that was given out once, and the moment of giving."""

    value: str
    issued_at: datetime


def new_nonce(purpose: str) -> str:
    """Return a fresh signed value for the hidden field of a form."""
    return _signer(purpose).sign(f"{secrets.token_urlsafe(16)}.{int(timezone.now().timestamp())}")


def read_nonce(purpose: str, value: str | None) -> Nonce | None:
    """Return what `new_nonce` gave out, or None when absent, forged or stamped in the future."""
    if not value or len(value) > LONGEST or not value.isascii():
        return None
    try:
        random, stamp = _signer(purpose).unsign(value).split(".")
    except BadSignature:
        return None
    issued_at = datetime.fromtimestamp(int(stamp), tz=UTC)
    if issued_at > timezone.now() + CLOCKS_DIFFER:
        return None
    return Nonce(value=random, issued_at=issued_at)


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"dorst_portal.kit.nonces.{purpose}")
