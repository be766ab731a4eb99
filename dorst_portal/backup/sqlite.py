"""SQLite: a copy by its own back-up interface. Copying the file itself while others write gives one
that cannot be read.
"""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import DatabaseError, connection

from dorst_portal.backup import marker
from dorst_portal.backup.refusals import BackupRefused
from dorst_portal.backup.sealed import MOST_BYTES

HOW_TO_EMPTY: Final = (
    "Stop the portal and put the file of the database, with those that end in -wal and -shm, "
    "elsewhere."
)
_FOLDER: Final = ".backup-"
_DAY: Final = 24 * 3600


class SqliteSnapshot:
    def __init__(self, copy: sqlite3.Connection, path: Path) -> None:
        self._copy = copy
        self._path = path
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        self.tables = [str(name) for (name,) in self.ask(named)]

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self._copy.execute(sql).fetchall()

    def blocks(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while block := file.read(MOST_BYTES):
                yield block


@contextmanager
def snapshot(left_out: Sequence[str]) -> Iterator[SqliteSnapshot]:
    """A copy beside the database, for as long as this lasts. Taken in one step, which keeps no
    writer waiting: the log of SQLite holds what they add.
    """
    path = _path()
    _sweep(path.parent)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=_FOLDER) as folder:
        copied = Path(folder, "copy.sqlite3")
        with _opened(copied) as copy:
            with closing(sqlite3.connect(path, timeout=20)) as source:
                source.backup(copy)
            _refuse_what_is_damaged(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # all of it in this one file
            copy.execute("PRAGMA secure_delete = ON")
            for table in left_out:
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 - a name of our own
            copy.execute("VACUUM")
            yield SqliteSnapshot(copy, copied)


def load(chunks: Iterable[bytes], identity: str) -> None:
    """Beside the database first; then it takes that place whole, in one step."""
    path = _path()
    part = path.with_name(f"{path.name}.restoring")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
        with _opened(part) as database:
            _refuse_what_is_damaged(database)
            database.execute("PRAGMA synchronous = EXTRA")
            database.execute(marker.CREATE)
            database.execute(marker.INSERT.format(identity))
        connection.close()
        for rest in ("-wal", "-shm"):  # of the empty one
            Path(f"{path}{rest}").unlink(missing_ok=True)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def refuse_when_in_use() -> None:
    """SQLite cannot tell who else has its file open."""


def _path() -> Path:
    return Path(connection.settings_dict["NAME"])


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A file of our own; by Django, whose functions stand in the constraints of the tables."""
    other = connection.copy()
    other.settings_dict |= {"NAME": str(path), "OPTIONS": {}}
    try:
        other.ensure_connection()
        yield other.connection
    except DatabaseError as error:
        raise BackupRefused(f"SQLite cannot read this database: {error}.") from error
    finally:
        other.close()


def _refuse_what_is_damaged(database: sqlite3.Connection) -> None:
    try:
        found = database.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"SQLite cannot read this database: {error}.") from error
    if found != [("ok",)]:
        raise BackupRefused(f"SQLite finds this database damaged: {found[0][0]}.")


def _sweep(folder: Path) -> None:
    """Copies of a back-up that was killed."""
    for left in folder.glob(f"{_FOLDER}*"):
        if left.stat().st_mtime < time.time() - _DAY:
            shutil.rmtree(left, ignore_errors=True)
