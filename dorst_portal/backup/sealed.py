"""An encrypted file of chunks, which is whole or refused.

    "portal backup 1\n"      16 bytes
    which key                 8 bytes of the SHA-256 of the public key, to say so when it is another
    public key of this file  32 bytes
    chunks                    length (4 bytes, the first bit says: the last one), ciphertext

The key of a file is made of a key pair that exists for this file alone and of the public key of the
operator (X25519, HKDF-SHA256 over all of the above). Each chunk is ChaCha20-Poly1305; its nonce is
its number and whether it is the last one. So a byte that changed, chunks that are missing, moved or
doubled, and a file that ends too early or goes on too long are all refused.
"""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dorst_portal.backup.refusals import BackupRefused

MAGIC: Final = b"portal backup 1\n"
MOST_BYTES: Final = 1024 * 1024  # of a chunk: so much is in memory at once
_NAME_OF_KEY: Final = 8
_LENGTH: Final = 4
_TAG: Final = 16
_LAST: Final = 0x80000000
_INCOMPLETE: Final = "This back-up is not whole: it ends too early."
_ALTERED: Final = "This back-up is damaged or was changed: it cannot be trusted."


class Sealer:
    """Writes chunks into a file; `digest` is the SHA-256 of all that was written."""

    def __init__(self, file: BinaryIO, public: X25519PublicKey) -> None:
        once = X25519PrivateKey.generate()
        self._file = file
        self._digest = hashlib.sha256()
        self._number = 0
        header = MAGIC + _name_of(public) + once.public_key().public_bytes_raw()
        self._cipher = _cipher(once.exchange(public), header, public)
        self._put(header)

    def write(self, chunk: bytes, *, last: bool = False) -> None:
        """Add one chunk of at most MOST_BYTES. Nothing comes after the last one."""
        if len(chunk) > MOST_BYTES:
            raise ValueError("a chunk must not be larger than MOST_BYTES")
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), chunk, None)
        self._put((len(sealed) | (_LAST if last else 0)).to_bytes(_LENGTH, "big") + sealed)
        self._number += 1

    def digest(self) -> str:
        """What the file must have when it is read back."""
        return self._digest.hexdigest()

    def _put(self, data: bytes) -> None:
        self._digest.update(data)
        self._file.write(data)


def unsealed(file: BinaryIO, private: X25519PrivateKey) -> Iterator[tuple[bytes, bool]]:
    """The chunks as they were written, each with whether it is the last one. Who gets the last one
    knows that all of it is as it was made; before that, only what was given so far.
    """
    header = _read(file, len(MAGIC) + _NAME_OF_KEY + 32)
    if not header.startswith(MAGIC):
        raise BackupRefused("This file is not a back-up of the portal, or of another format.")
    named, once = header[len(MAGIC) : -32], header[-32:]
    public = private.public_key()
    if named != _name_of(public):
        raise BackupRefused("This back-up was made for another key than the one given.")
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(once))
    except ValueError as error:  # a point that makes every secret the same
        raise BackupRefused(_ALTERED) from error
    cipher = _cipher(shared, header, public)
    number, last = 0, False
    while not last:
        length = int.from_bytes(_read(file, _LENGTH), "big")
        last = bool(length & _LAST)
        length &= ~_LAST
        if not _TAG <= length <= MOST_BYTES + _TAG:
            raise BackupRefused(_ALTERED)
        sealed = _read(file, length)
        try:
            chunk = cipher.decrypt(_nonce(number, last=last), sealed, None)
        except InvalidTag as error:
            raise BackupRefused(_ALTERED) from error
        if last and file.read(1):
            raise BackupRefused(_ALTERED)
        yield chunk, last
        number += 1


def _read(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise BackupRefused(_INCOMPLETE)
    return data


def _name_of(public: X25519PublicKey) -> bytes:
    return hashlib.sha256(public.public_bytes_raw()).digest()[:_NAME_OF_KEY]


def _cipher(shared: bytes, header: bytes, public: X25519PublicKey) -> ChaCha20Poly1305:
    derived = HKDF(SHA256(), length=32, salt=header, info=MAGIC + public.public_bytes_raw())
    return ChaCha20Poly1305(derived.derive(shared))


def _nonce(number: int, *, last: bool) -> bytes:
    """Never twice with one key: a file has a key of its own."""
    return number.to_bytes(11, "big") + bytes([last])
