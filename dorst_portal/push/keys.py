"""The key by which push services know this site (VAPID, RFC 8292). Devices are tied to it: with
another one each has to be switched on again.
"""

import base64
import os
import tempfile
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


def private_key() -> str:
    """The key of the environment, else the one in its file, made at first need; "" where neither is
    set: then there are no messages on telephones.
    """
    if settings.VAPID_PRIVATE_KEY or settings.VAPID_KEY_FILE is None:
        return str(settings.VAPID_PRIVATE_KEY)
    return _kept_in(Path(settings.VAPID_KEY_FILE))


def is_on() -> bool:
    """Whether this site can send messages to telephones."""
    return bool(private_key())


def public_key() -> str:
    """What a browser is told to tie its messages to; "" when there is no key."""
    return _public_of(private_key())


def new_key() -> str:
    """A key as the environment holds it: the 32 bytes of its number in base64url."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _text(number.to_bytes(32, "big"))


@lru_cache(maxsize=4)
def _public_of(key: str) -> str:
    if not key:
        return ""
    number = int.from_bytes(base64.urlsafe_b64decode(key + "="), "big")
    point = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    return _text(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


@lru_cache(maxsize=4)
def _kept_in(path: Path) -> str:
    """Read, or made: whole or not at all, and the first of several processes makes it."""
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(new_key())
        try:
            os.link(name, path)
        except FileExistsError:
            pass  # another process was first
        finally:
            os.unlink(name)
    return path.read_text(encoding="ascii").strip()


def _text(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode("ascii").rstrip("=")
