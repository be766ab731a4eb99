"""Links that are mailed: a row says what is allowed and until when, a signature proves the mail.

The signature is only the envelope (a signature alone would live longer when a clock is set back);
the row decides. Reading a link changes nothing: a button uses it.
"""

import base64
import hmac
import re
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from dorst_portal.kit.models import Link
from dorst_portal.kit.rows.sealing import known_keys

SIGNATURE_LENGTH = 22  # 132 bits
_TOKEN = re.compile(rf"([1-9][0-9]{{0,17}})-([A-Za-z0-9_-]{{{SIGNATURE_LENGTH}}})", re.ASCII)


def new_link(purpose: str, subject_id: int, *, now: datetime, days: int = 7) -> Link:
    """Store a link to one subject for one purpose that works from now for so many days."""
    return Link.objects.create(
        purpose=purpose,
        subject_id=subject_id,
        nonce=secrets.token_urlsafe(16),
        issued_at=now,
        expires_at=now + timedelta(days=days),
    )


def token_for(link: Link) -> str:
    """Return the part of the URL that proves the link; made when a mail leaves, never stored."""
    told = _told(link.purpose, link.pk, link.nonce)
    return f"{link.pk}-{_signed(told, settings.SECRET_KEY)}"


def read_token(purpose: str, token: str, *, now: datetime) -> Link | None:
    """Return the link of a token that works now for this purpose, else None whatever the reason."""
    link = find_token(purpose, token)
    if link is None or link.used_at is not None or not link.issued_at <= now < link.expires_at:
        return None
    return link


def find_token(purpose: str, token: str) -> Link | None:
    """Return the link of a genuine token of this purpose, also when it is used or expired."""
    shape = _TOKEN.fullmatch(token)
    if shape is None:
        return None
    link = Link.objects.filter(pk=int(shape[1]), purpose=purpose).first()
    # Without a row the same work is done, so that the time does not tell which links exist.
    told = _told(purpose, shape[1], link.nonce if link else "")
    genuine = [hmac.compare_digest(_signed(told, key), shape[2]) for key in known_keys()]
    return link if any(genuine) else None


def write_in(link: Link, language: str) -> None:
    """The mail with this link is in that language, in which the page behind it will open."""
    if link.language != language:
        link.language = language
        link.save(update_fields=["language"])


def use_link(link: Link, *, now: datetime) -> bool:
    """Mark the link as used; of several at the same moment only one gets True."""
    return bool(Link.objects.filter(pk=link.pk, used_at=None).update(used_at=now))


def end_links(purpose: str, subject_id: int, *, now: datetime) -> int:
    """Stop all links to this subject that still work; tells how many."""
    links = Link.objects.filter(purpose=purpose, subject_id=subject_id, used_at=None)
    return links.update(used_at=now)


def signed_number(purpose: str, number: int) -> str:
    """A number that nobody else can make for this purpose, without a row and without an end. For
    what a link may know, never for what it may do.
    """
    return f"{number}-{_signed(f'{purpose}|{number}', settings.SECRET_KEY)}"


def number_of(text: str) -> int | None:
    """The number that a text says to be signed for, which proves nothing yet."""
    shape = _TOKEN.fullmatch(text)
    return int(shape[1]) if shape else None


def read_signed_number(purpose: str, text: str) -> int | None:
    """The number of a text that we signed for this purpose, else None."""
    shape = _TOKEN.fullmatch(text)
    if shape is None:
        return None
    told = f"{purpose}|{shape[1]}"
    genuine = [hmac.compare_digest(_signed(told, key), shape[2]) for key in known_keys()]
    return int(shape[1]) if any(genuine) else None


def _told(purpose: str, pk: int | str, nonce: str) -> str:
    return f"{purpose}|{pk}|{nonce}"


def _signed(text: str, key: str) -> str:
    digest = salted_hmac("dorst_portal.kit.links", text, secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode()[:SIGNATURE_LENGTH]
