"""What only this site can read again: encrypted with keys made from SECRET_KEY and its fallbacks,
others for each purpose.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def known_keys() -> list[str]:
    """The key of today, and the older ones that are still believed."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def box_for(purpose: str) -> MultiFernet:
    """What seals and unseals for this purpose; the same thing looks different every time."""
    digests = [hashlib.sha256(f"{purpose}|{key}".encode()).digest() for key in known_keys()]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
