"""Make a back-up: the database at one moment, read through, encrypted, read back, and only then
called a back-up. Old ones go after that.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.conf import settings
from django.db import connection

from dorst_portal.backup import marker
from dorst_portal.backup.engines import count, engine, left_out
from dorst_portal.backup.health import MADE
from dorst_portal.backup.manifest import Manifest, known_migrations
from dorst_portal.backup.refusals import BackupRefused
from dorst_portal.backup.sealed import Sealer
from dorst_portal.kit.running.health import beat

_NAME: Final = "portal-%Y%m%dT%H%M%SZ.backup"
_NAMED: Final = re.compile(r"portal-\d{8}T\d{6}Z\.backup")
_PART: Final = ".part"


def make_backup(
    *, folder: Path, public: X25519PublicKey, keep_days: int, now: datetime
) -> tuple[Path, Manifest]:
    """One file more in the folder, and those gone that are older than so many days. Raises
    BackupRefused, or OSError, and leaves everything that was there as it was.
    """
    if marker.unfinished() is not None:
        raise BackupRefused("A back-up is being put back: finish that first, by the same command.")
    with _alone(folder):
        for left in folder.glob(f"portal-*{_PART}"):  # of one that was killed
            left.unlink()
        path = folder / now.astimezone(UTC).strftime(_NAME)
        if path.exists():
            raise BackupRefused(f"{path.name} is there already.")
        part = path.with_name(path.name + _PART)
        try:
            manifest, written = _write(part, public, now)
            if _digest_of(part) != written:
                raise BackupRefused(f"What was written to {folder} does not read back the same.")
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)
        _sync(folder)
        for old in older_than(keep_days, folder=folder, now=now):
            old.unlink()
    beat(MADE, now=now)
    return path, manifest


def older_than(days: int, *, folder: Path, now: datetime) -> list[Path]:
    """The back-ups whose term is over; never the newest one, and nothing else in the folder."""
    found = sorted(path for path in folder.iterdir() if _NAMED.fullmatch(path.name))
    before = now.astimezone(UTC) - timedelta(days=days)
    return [path for path in found[:-1] if path.name < before.strftime(_NAME)]


def _write(part: Path, public: X25519PublicKey, now: datetime) -> tuple[Manifest, str]:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(descriptor, "wb") as file,
        engine().snapshot(left_out()) as database,
    ):
        sealer = Sealer(file, public)
        length, digest = 0, hashlib.sha256()
        for block in database.blocks():
            length += len(block)
            digest.update(block)
            sealer.write(block)
        applied = database.ask("SELECT app, name FROM django_migrations ORDER BY app, name")
        rows = count(database.ask, database.tables)
        manifest = Manifest(
            portal=settings.VERSION,
            made_at=now.isoformat(),
            vendor=connection.vendor,
            migrations=known_migrations([list(pair) for pair in applied]),
            rows=rows | dict.fromkeys(left_out(), 0),
            parts={"database": {"bytes": length, "sha256": digest.hexdigest()}},
        )
        sealer.write(manifest.encoded(), last=True)
        file.flush()
        os.fsync(descriptor)
    return manifest, sealer.digest()


def _digest_of(path: Path) -> str:
    """Read from the disk, as far as the system lets us, and not from its memory."""
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One at a time; the lock goes with the process, however that ends."""
    if not folder.is_dir():
        raise BackupRefused(f"The folder {folder} is not there: make it, or name another one.")
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BackupRefused("Another back-up is being made in this folder.") from error
    else:
        yield
    finally:
        os.close(descriptor)
