"""Put a back-up back into an empty database. Nothing is overwritten, and nobody sees the old rows
before what was wiped since is wiped again.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.module_loading import import_string

from dorst_portal.audit.services import record
from dorst_portal.backup import marker
from dorst_portal.backup.engines import count, engine
from dorst_portal.backup.manifest import Manifest, decoded, refuse_what_does_not_fit
from dorst_portal.backup.refusals import BackupRefused
from dorst_portal.backup.sealed import unsealed


@dataclass(frozen=True)
class Restored:
    """`people` were forgotten again, and so many `rows` wiped whose term was over."""

    manifest: Manifest
    people: int
    rows: int


def check_backup(path: Path, private: X25519PrivateKey) -> Manifest:
    """Read a back-up to its end and change nothing. Raises BackupRefused when it is not whole, was
    changed, or is for another key.
    """
    digest = hashlib.sha256()
    length, manifest = 0, b""
    with path.open("rb") as file:
        for chunk, last in unsealed(file, private):
            if last:
                manifest = chunk
            else:
                digest.update(chunk)
                length += len(chunk)
    told = decoded(manifest)
    if told.parts["database"] != {"bytes": length, "sha256": digest.hexdigest()}:
        raise BackupRefused("This back-up does not hold what it says that it holds.")
    return told


def restore(path: Path, private: X25519PrivateKey, *, now: datetime) -> Restored:
    """All of it, or as much as was still to be done when an earlier run of it was stopped."""
    manifest = check_backup(path, private)
    refuse_what_does_not_fit(manifest)
    if _must_load(manifest):
        engine().refuse_when_in_use()
        engine().load(_database_in(path, private), manifest.identity)
        _refuse_other_numbers(manifest)
    call_command("migrate", interactive=False, verbosity=0)
    people, rows = import_string(settings.AFTER_RESTORE)(now=now)
    with transaction.atomic():
        made_at = f"{manifest.moment:%Y-%m-%d %H:%M} UTC"
        record("backup.restored", by=None, actor="restore", facts={"made_at": made_at}, now=now)
        marker.remove()
    return Restored(manifest, people, rows)


def _must_load(manifest: Manifest) -> bool:
    """Whether the rows are still to be put back. Raises BackupRefused when others are there."""
    begun = marker.unfinished()
    if not marker.tables():
        return True
    if begun is None:
        raise BackupRefused(
            "There is something in this database, and nothing is overwritten. "
            + engine().how_to_empty
        )
    if begun != manifest.identity:
        raise BackupRefused(
            "Another back-up is being put back here: finish that one, or begin anew with an empty "
            "database. " + engine().how_to_empty
        )
    return False


def _database_in(path: Path, private: X25519PrivateKey) -> Iterator[bytes]:
    with path.open("rb") as file:
        for chunk, last in unsealed(file, private):
            if not last:
                yield chunk


def _refuse_other_numbers(manifest: Manifest) -> None:
    def ask(sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    there = count(ask, marker.tables())
    other = {name for name in there | manifest.rows if there.get(name) != manifest.rows.get(name)}
    if other:
        raise BackupRefused(f"Not all rows came back, of: {', '.join(sorted(other))}.")
