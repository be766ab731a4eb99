"""The pair of keys: with the public one back-ups are made, with the private one they are read.

Each is a line of text that says which of both it is, and in which a typing error is seen.
"""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from dorst_portal.backup.refusals import BackupRefused
from dorst_portal.env import BACKUP_PUBLIC, key_in, key_text

PRIVATE = "backup-private-"


def new_pair() -> tuple[str, str]:
    """A new public and private key, as text."""
    private = X25519PrivateKey.generate()
    return (
        key_text(BACKUP_PUBLIC, private.public_key().public_bytes_raw()),
        key_text(PRIVATE, private.private_bytes_raw()),
    )


def read_public(text: str) -> X25519PublicKey:
    """The key of BACKUP_PUBLIC_KEY."""
    raw = key_in(BACKUP_PUBLIC, text)
    if raw is None:
        raise BackupRefused(
            "BACKUP_PUBLIC_KEY is not set: make a pair of keys with `manage.py backup_key`."
        )
    return X25519PublicKey.from_public_bytes(raw)


def read_private(text: str) -> X25519PrivateKey:
    """The key that stands in the file that `restore` is given; blanks around it do no harm."""
    raw = key_in(PRIVATE, text.strip())
    if raw is None:
        raise BackupRefused(f"This is not a whole private key: it begins with {PRIVATE}.")
    return X25519PrivateKey.from_private_bytes(raw)
