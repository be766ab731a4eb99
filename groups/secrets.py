"""Invite links at rest: encrypted with a key made from SECRET_KEY (and its fallbacks)."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"groups.invite-link|{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def seal(link: str) -> str:
    """Encrypt an invite link for the database."""
    return _fernet().encrypt(link.encode()).decode("ascii") if link else ""


def unseal(sealed: str) -> str:
    """Decrypt an invite link; empty when there is none or the key has changed since."""
    if not sealed:
        return ""
    try:
        return _fernet().decrypt(sealed.encode("ascii")).decode()
    except InvalidToken:
        return ""
