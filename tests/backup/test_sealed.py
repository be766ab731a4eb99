"""BR-05: an encrypted file is whole and as it was made, or it is refused."""

import hashlib
from collections.abc import Callable
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from dorst_portal.backup.refusals import BackupRefused
from dorst_portal.backup.sealed import MAGIC, MOST_BYTES, Sealer, unsealed

CHUNKS = [b"eerste", b"tweede", b"", b"derde!"]
HEADER = len(MAGIC) + 8 + 32


def sealed(private: X25519PrivateKey, chunks: list[bytes] = CHUNKS) -> bytes:
    file = BytesIO()
    sealer = Sealer(file, private.public_key())
    for chunk in chunks:
        sealer.write(chunk)
    sealer.write(b"einde", last=True)
    return file.getvalue()


def opened(data: bytes, private: X25519PrivateKey) -> list[tuple[bytes, bool]]:
    return list(unsealed(BytesIO(data), private))


def parts(data: bytes) -> list[bytes]:
    """The header and each chunk with its length."""
    found, at = [data[:HEADER]], HEADER
    while at < len(data):
        end = at + 4 + (int.from_bytes(data[at : at + 4], "big") & 0x7FFFFFFF)
        found.append(data[at:end])
        at = end
    return found


def test_what_was_written_comes_back(private: X25519PrivateKey) -> None:
    assert opened(sealed(private), private) == [
        *((chunk, False) for chunk in CHUNKS),
        (b"einde", True),
    ]


def test_the_largest_chunk_fits_and_a_larger_one_is_a_mistake(private: X25519PrivateKey) -> None:
    large = b"x" * MOST_BYTES
    assert opened(sealed(private, [large]), private)[0] == (large, False)
    with pytest.raises(ValueError, match="MOST_BYTES"):
        sealed(private, [large + b"x"])


def test_nothing_of_it_can_be_read_and_two_files_are_never_alike(private: X25519PrivateKey) -> None:
    one, other = sealed(private), sealed(private)
    assert b"eerste" not in one
    assert one[HEADER:] != other[HEADER:]


def test_each_byte_that_is_flipped_is_refused(private: X25519PrivateKey) -> None:
    whole = sealed(private)
    for at in range(len(whole)):
        other = bytearray(whole)
        other[at] ^= 1
        with pytest.raises(BackupRefused):
            opened(bytes(other), private)


def test_each_file_that_ends_too_early_is_refused(private: X25519PrivateKey) -> None:
    whole = sealed(private)
    for length in range(len(whole)):
        with pytest.raises(BackupRefused):
            opened(whole[:length], private)


@pytest.mark.parametrize(
    "changed",
    [
        lambda part: [part[0], part[2], part[1], *part[3:]],  # two chunks changed places
        lambda part: [*part[:2], part[1], *part[2:]],  # one stands there twice
        lambda part: [part[0], *part[2:]],  # one is missing
        lambda part: part[:-1],  # the last one is missing
        lambda part: [*part, part[-1]],  # something after the last one
        lambda part: [*part, b"x"],
        # The end moved to the front: the first bit of its length says that it is the last one.
        lambda part: [*part[:2], bytes([part[2][0] | 0x80]) + part[2][1:]],
        lambda part: [*part[:1], b"\x7f\xff\xff\xff", *part[1:]],
    ],
)
def test_chunks_that_moved_are_refused(
    private: X25519PrivateKey, changed: Callable[[list[bytes]], list[bytes]]
) -> None:
    with pytest.raises(BackupRefused):
        opened(b"".join(changed(parts(sealed(private)))), private)


def test_chunks_of_another_file_are_refused(private: X25519PrivateKey) -> None:
    one, other = parts(sealed(private)), parts(sealed(private))
    with pytest.raises(BackupRefused, match="changed"):
        opened(b"".join([*one[:2], other[2], *one[3:]]), private)


def test_another_key_is_told_from_damage(private: X25519PrivateKey) -> None:
    with pytest.raises(BackupRefused, match="another key"):
        opened(sealed(private), X25519PrivateKey.generate())
    with pytest.raises(BackupRefused, match="not a back-up"):
        opened(b"SQLite format 3\x00" * 10, private)


def test_the_digest_is_that_of_the_file(private: X25519PrivateKey) -> None:
    file = BytesIO()
    sealer = Sealer(file, private.public_key())
    sealer.write(b"", last=True)
    assert sealer.digest() == hashlib.sha256(file.getvalue()).hexdigest()
