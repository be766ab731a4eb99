"""Databases of their own for races: a file for SQLite, one with a name of its own on PostgreSQL."""

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg


@contextmanager
def own_database(kind: str, folder: Path, template: str = "") -> Iterator[str]:
    """A fresh database, empty or copied from a template; its address."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'portal.sqlite3'}"
        if template:
            create(url, template)
        yield url
        return
    url = f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/dorst_race_{uuid.uuid4().hex[:12]}"
    create(url, template)
    try:
        yield url
    finally:
        drop(url)


def create(url: str, template: str = "") -> None:
    """Make a database new, empty or copied from a template; one of that name goes first."""
    if url.startswith("sqlite"):
        for rest in ("", "-wal", "-shm"):
            Path(f"{_file_of(url)}{rest}").unlink(missing_ok=True)
        if template:
            shutil.copy(_file_of(template), _file_of(url))
        return
    copied = f' TEMPLATE "{_name(template)}"' if template else ""
    _on_server(url, _drop(url), f'CREATE DATABASE "{_name(url)}"{copied}')


def drop(url: str) -> None:
    """Drop a database of PostgreSQL, whoever is connected to it."""
    _on_server(url, _drop(url))


def make_template(url: str) -> None:
    """Bring all of a database into its one file, which is what a copy is made of."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(_file_of(url))) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def rows_of(url: str, sql: str) -> list[tuple[Any, ...]]:
    """What a plain SELECT gives."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(_file_of(url), timeout=20)) as database:
            return list(database.execute(sql))
    with psycopg.connect(url, autocommit=True) as database:
        return list(database.execute(sql))


def forget_tries(url: str) -> None:
    """As if the windows of all rate limits had passed: the next visitors are other people."""
    sql = "DELETE FROM kit_ratehit"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(_file_of(url), timeout=20)) as database, database:
            database.execute(sql)
        return
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(sql)


def _file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _drop(url: str) -> str:
    return f'DROP DATABASE IF EXISTS "{_name(url)}" WITH (FORCE)'


def _name(url: str) -> str:
    return url.rsplit("/", 1)[1]


def _on_server(url: str, *statements: str) -> None:
    """Carry out what cannot be done from within the database itself."""
    with psycopg.connect(f"{url.rsplit('/', 1)[0]}/postgres", autocommit=True) as server:
        for statement in statements:
            server.execute(statement)
