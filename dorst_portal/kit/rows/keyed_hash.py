"""Hashes of what people are known by, with a key of this installation: nobody without the key can
try numbers one after another until one fits.

The key is not SECRET_KEY, so that a new one of those loses nothing. It stands in ERASURE_KEY, or
is made once in ERASURES_DIR, beside the database and in no backup of it.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

LENGTH: Final = 64
_KEY: Final = "key"


class Hasher:
    """Hashes with the key of this installation, which is read once. Raises ImproperlyConfigured."""

    def __init__(self) -> None:
        self._key = _key()

    def digest(self, kind: str, value: str) -> str:
        """The hash; the same value of another kind has another one."""
        text = f"{kind}:{value}".encode()
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()


def erasures_folder() -> Path:
    """The folder beside the database, made when it is not there. Raises OSError."""
    folder: Path | None = settings.ERASURES_DIR
    if folder is None:
        raise OSError("there is no folder for erasures")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _key() -> bytes:
    """ERASURE_KEY, else the one that was made here once. Raises ImproperlyConfigured."""
    if settings.ERASURE_KEY:
        return str(settings.ERASURE_KEY).encode()
    if settings.ERASURES_DIR is None:
        return str(settings.SECRET_KEY).encode()  # of tests that are about something else
    try:
        path = erasures_folder() / _KEY
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(secrets.token_urlsafe(60))
        return path.read_text(encoding="utf-8").encode()
    except OSError as error:
        raise ImproperlyConfigured(
            "Give ERASURE_KEY, or let the portal write in ERASURES_DIR"
        ) from error
