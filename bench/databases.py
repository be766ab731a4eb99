"""Databases of the bench's own, made for a run and dropped after it."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

PREFIX = f"dorst_bench_{os.getpid()}_"


class Sqlite:
    """Each database is a file."""

    title = "SQLite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    def create(self, name: str) -> str:
        return f"sqlite:///{self._file(name)}"

    def copy(self, name: str, template: str) -> str:
        with closing(sqlite3.connect(self._file(template))) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self._file(template), self._file(name))
        return self.create(name)

    def rows(self, name: str, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._file(name), timeout=20)) as database:
            return list(database.execute(sql))

    def settle(self, name: str) -> None:
        """Bring what was loaded into the file itself, as a database at rest has it."""
        with closing(sqlite3.connect(self._file(name))) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def drop_all(self) -> None:
        for file in self.folder.glob("*.sqlite3*"):
            file.unlink()

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"


class Postgres:
    """Databases on one server, under names of this run's own."""

    title = "PostgreSQL"

    def __init__(self, server: str) -> None:
        self.server = server.rsplit("/", 1)[0]
        self.names: list[str] = []

    @property
    def version(self) -> str:
        return f"PostgreSQL {self._tell('SHOW server_version')[0][0]}"

    def create(self, name: str, *, template: str = "template0") -> str:
        self._tell(f'CREATE DATABASE "{PREFIX}{name}" TEMPLATE "{template}"')
        self.names.append(name)
        return f"{self.server}/{PREFIX}{name}"

    def copy(self, name: str, template: str) -> str:
        return self.create(name, template=f"{PREFIX}{template}")

    def rows(self, name: str, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(f"{self.server}/{PREFIX}{name}", autocommit=True) as database:
            return list(database.execute(sql))

    def settle(self, name: str) -> None:
        """What autovacuum does to a table that grew, done before the measuring starts."""
        with psycopg.connect(f"{self.server}/{PREFIX}{name}", autocommit=True) as database:
            database.execute("VACUUM (ANALYZE, FREEZE)")

    def drop_all(self) -> None:
        for name in self.names:
            self._tell(f'DROP DATABASE IF EXISTS "{PREFIX}{name}" WITH (FORCE)')

    def _tell(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as server:
            answer = server.execute(statement)
            return list(answer) if answer.description else []


Database = Sqlite | Postgres
