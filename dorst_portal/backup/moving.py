"""Take a portal from SQLite to PostgreSQL: every row of every table, compared afterwards."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from dorst_portal.backup import marker
from dorst_portal.backup.engines import engine
from dorst_portal.backup.refusals import BackupRefused

SOURCE: Final = "moved_from"
_MOVING: Final = "move_database"
_BATCH: Final = 500
Table = type[models.Model]


def move(path: Path) -> dict[str, int]:
    """Fill the empty database of DATABASE_URL with all that is in this file of SQLite; tells how
    many rows of each table that were. Raises BackupRefused, and nothing opens, when a row is not
    the same afterwards. Was it stopped halfway? Then it begins anew.
    """
    if connection.vendor != "postgresql":
        raise BackupRefused("DATABASE_URL must name the PostgreSQL that is moved to.")
    if marker.tables() and marker.unfinished() != _MOVING:
        raise BackupRefused(
            "There is something in this database, and nothing is overwritten. "
            + engine().how_to_empty
        )
    engine().refuse_when_in_use()
    with _source(path):
        marker.begin(_MOVING)
        call_command("migrate", interactive=False, verbosity=0)
        _refuse_another_release()
        moved = _copy()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    marker.remove()
    return moved


@contextmanager
def _source(path: Path) -> Iterator[None]:
    """The file as a second database, in which nobody writes as long as this lasts."""
    if not path.is_file():
        raise BackupRefused(f"There is no file {path}.")
    connections.databases[SOURCE] = {
        **connections.databases["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
    }
    try:
        with transaction.atomic(using=SOURCE):
            yield
    finally:
        connections[SOURCE].close()
        del connections[SOURCE]
        del connections.databases[SOURCE]


def _refuse_another_release() -> None:
    def applied(alias: str) -> set[tuple[str, str]]:
        return set(MigrationRecorder(connections[alias]).applied_migrations())

    if applied(SOURCE) != applied("default"):
        raise BackupRefused(
            "That file is of another release: `migrate` it with this one first, and look whether "
            "the site runs on it."
        )


def _tables() -> list[Table]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def _copy() -> dict[str, int]:
    """In one transaction, which ends when each table is the same on both sides."""
    tables = _tables()
    empty = connection.ops.sql_flush(
        no_style(), [table._meta.db_table for table in tables], allow_cascade=True
    )
    moved: dict[str, int] = {}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in empty:  # rows that migrations made; the file has its own
                cursor.execute(statement)
            for table in tables:
                rows = table._base_manager.using(SOURCE).iterator(chunk_size=_BATCH)
                while batch := list(islice(rows, _BATCH)):
                    table._base_manager.using("default").bulk_create(batch)
            for statement in connection.ops.sequence_reset_sql(no_style(), tables):
                cursor.execute(statement)
            for table in tables:
                there, here_now = _sum_of(table, SOURCE), _sum_of(table, "default")
                if there != here_now:
                    raise BackupRefused(f"Not every row came over of {table._meta.db_table}.")
                moved[table._meta.db_table] = here_now[0]
    except DatabaseError as error:
        raise BackupRefused(f"PostgreSQL refuses a row: {str(error).splitlines()[0]}") from error
    return moved


def _sum_of(table: Table, alias: str) -> tuple[int, int]:
    """How many rows there are, and a number made of what stands in them, in whatever order."""
    fields = [field.attname for field in table._meta.concrete_fields]
    number, total = 0, 0
    for row in table._base_manager.using(alias).values_list(*fields).iterator(chunk_size=_BATCH):
        text = json.dumps(row, sort_keys=True, default=_plain).encode()
        number += 1
        total += int.from_bytes(hashlib.sha256(text).digest(), "big")
    return number, total


def _plain(value: Any) -> str:
    """What JSON does not know; the two databases give bytes in two ways."""
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else repr(value)
