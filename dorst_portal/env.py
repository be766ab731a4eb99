"""Strict readers of the environment: a wrong value stops the start, never a request."""

import base64
import hashlib
import os
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# Numbers from here on are no key on the curve P-256 (FIPS 186-5).
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
MODES = ("demo", "dev", "production", "test")
BACKUP_PUBLIC = "backup-public-"
_CHECK_BYTES = 4


def text(name: str, default: str = "") -> str:
    """The value of an environment variable; `NAME_FILE` names a file that holds it instead."""
    path = os.environ.get(f"{name}_FILE", "")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}") from error
    return os.environ.get(name, default).strip()


def whole_number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number between two bounds. Raises ImproperlyConfigured for anything else."""
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}")
    return int(value)


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of a few words."""
    value = text(name) or default
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of: {', '.join(allowed)}")
    return value


def yes_or_no(name: str, *, default: bool) -> bool:
    """Whether `yes` or `no` stands there. Raises ImproperlyConfigured for anything else."""
    return choice(name, "yes" if default else "no", ("yes", "no")) == "yes"


def words(name: str) -> list[str]:
    """A list with commas between its items."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def origin(name: str, default: str, *, https: bool) -> str:
    """The site's own address, such as https://portal.example.org, without a path or final slash."""
    value = text(name) or default
    parts = urlsplit(value)
    schemes = ("https",) if https else ("https", "http")
    if parts.scheme not in schemes or not parts.hostname or parts.path not in ("", "/"):
        raise ImproperlyConfigured(f"{name} must be an origin such as https://portal.example.org")
    return f"{parts.scheme}://{parts.netloc}"


def required(name: str) -> str:
    """A value that production cannot do without."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} must be set in production")
    return value


def vapid_key(name: str) -> str:
    """A private key of P-256 as its 32 bytes in base64url, as `manage.py vapid_key` makes it; or
    nothing. Raises ImproperlyConfigured for anything else.
    """
    value = text(name).rstrip("=")
    if not value:
        return ""
    is_key = re.fullmatch(r"[A-Za-z0-9_-]{43}", value, re.ASCII)
    number = int.from_bytes(base64.urlsafe_b64decode(value + "="), "big") if is_key else 0
    if not 0 < number < _P256_ORDER:
        raise ImproperlyConfigured(f"{name} must be a key that `manage.py vapid_key` made")
    return value


def metrics_token(name: str) -> str:
    """What Prometheus shows to read the numbers, or nothing. Raises ImproperlyConfigured for one
    that could be guessed or does not fit in a header.
    """
    value = text(name)
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{32,256}", value, re.ASCII):
        raise ImproperlyConfigured(f"{name} must have at least 32 letters, digits, _ or -")
    return value


def key_text(kind: str, raw: bytes) -> str:
    """The 32 bytes of a key as text: what it is, and a check for what somebody may mistype."""
    check = hashlib.sha256(kind.encode() + raw).digest()[:_CHECK_BYTES]
    return kind + base64.urlsafe_b64encode(raw + check).decode()


def key_in(kind: str, value: str) -> bytes | None:
    """The key in a text that `key_text` made; None when it is of another kind, or not whole."""
    if not re.fullmatch(rf"{kind}[A-Za-z0-9_-]{{48}}", value, re.ASCII):
        return None
    raw = base64.urlsafe_b64decode(value.removeprefix(kind))[:-_CHECK_BYTES]
    return raw if key_text(kind, raw) == value else None


def backup_public_key(name: str) -> str:
    """The public key of the back-ups, as `manage.py backup_key` makes it, or nothing. A key with a
    mistake in it would make back-ups that nobody can read.
    """
    value = text(name)
    if value and key_in(BACKUP_PUBLIC, value) is None:
        raise ImproperlyConfigured(
            f"{name} must be the public key that `manage.py backup_key` made: {BACKUP_PUBLIC}..."
        )
    return value


def secret_key(*, mode: str, var_dir: Path) -> str:
    """The signing key: required and strong in production, else made once and kept in a file."""
    if mode == "production":
        value = required("SECRET_KEY")
        if len(value) < 50 or len(set(value)) < 10 or value.startswith("django-insecure"):
            raise ImproperlyConfigured("SECRET_KEY must be at least 50 random characters")
        return value
    given = text("SECRET_KEY")
    if given:
        return given
    path = var_dir / "secret_key"
    if not path.exists():
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass  # another process was first
        else:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(secrets.token_urlsafe(60))
    return path.read_text(encoding="utf-8")
