"""What both databases do for a back-up, each in its own way."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.db import connection

from dorst_portal.backup import postgres, sqlite
from dorst_portal.backup.refusals import BackupRefused


class Snapshot(Protocol):
    """The database at one moment, however much is written meanwhile."""

    tables: list[str]

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What a SELECT gives."""

    def blocks(self) -> Iterator[bytes]:
        """All of it, checked: raises BackupRefused at the latest after the last block."""


@dataclass(frozen=True)
class Engine:
    """`load` puts a database back into the empty one and leaves the marker there, or nothing."""

    snapshot: Callable[[Sequence[str]], AbstractContextManager[Snapshot]]
    load: Callable[[Iterable[bytes], str], None]
    refuse_when_in_use: Callable[[], None]
    how_to_empty: str


_ENGINES = {
    "sqlite": Engine(sqlite.snapshot, sqlite.load, sqlite.refuse_when_in_use, sqlite.HOW_TO_EMPTY),
    "postgresql": Engine(
        postgres.snapshot, postgres.load, postgres.refuse_when_in_use, postgres.HOW_TO_EMPTY
    ),
}


def engine() -> Engine:
    """That of DATABASE_URL."""
    if connection.vendor not in _ENGINES:
        raise BackupRefused(f"Back-ups of {connection.vendor} are not made by the portal.")
    return _ENGINES[connection.vendor]


def left_out() -> list[str]:
    """The tables whose rows are in no back-up."""
    return [apps.get_model(label)._meta.db_table for label in settings.NOT_IN_BACKUP]


def count(ask: Callable[[str], list[tuple[Any, ...]]], tables: Iterable[str]) -> dict[str, int]:
    """How many rows each table has."""
    name = connection.ops.quote_name
    return {
        table: int(ask(f"SELECT count(*) FROM {name(table)}")[0][0])  # noqa: S608 - our own names
        for table in sorted(tables)
    }
