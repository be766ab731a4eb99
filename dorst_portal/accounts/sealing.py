"""Text that only this site can read again, with a key made from SECRET_KEY."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    """Encrypt a text; the same text looks different every time."""
    return _fernet().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Give the text back; also one that was sealed with a key of SECRET_KEY_FALLBACKS."""
    return _fernet().decrypt(sealed.encode("ascii")).decode()


def unseal_or_nothing(sealed: str) -> str:
    """Give the text back, or nothing when its key is gone."""
    try:
        return unseal(sealed)
    except InvalidToken:
        return ""


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"accounts.second-factor|{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
