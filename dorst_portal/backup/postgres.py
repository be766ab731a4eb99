"""PostgreSQL: by its own programs, pg_dump and pg_restore. Nothing readable lies on a disk: what
one of them writes goes straight into the encrypted file, and what the other one reads comes out of
it.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any, Final

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from dorst_portal.backup import marker
from dorst_portal.backup.refusals import BackupRefused
from dorst_portal.backup.sealed import MOST_BYTES

HOW_TO_EMPTY: Final = "Stop the portal, give the database another name, and make a new empty one."
# What says where the server is; the rest is about how Django talks to it.
_WHERE: Final = ("dbname", "user", "host", "port", "service", "sslmode", "sslrootcert", "sslcert",
                 "sslkey", "connect_timeout")  # fmt: skip
_LONGEST_WAIT: Final = 30


class PostgresSnapshot:
    def __init__(self, held: psycopg.Connection[Any], left_out: Sequence[str]) -> None:
        self._held = held
        self._left_out = left_out
        named = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        self.tables = [str(name) for (name,) in self.ask(named)]

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self._held.execute(sql.encode()).fetchall()

    def blocks(self) -> Iterator[bytes]:
        """pg_restore reads along to the end, and so proves that it can."""
        [(name,)] = self.ask("SELECT pg_export_snapshot()")
        dump = [
            "pg_dump", "--format=custom", f"--snapshot={name}", "--no-owner", "--no-privileges",
            "--lock-wait-timeout=60s", "--dbname", _where(),
            *(f'--exclude-table-data="{table}"' for table in self._left_out),
        ]  # fmt: skip
        with (
            _running(dump, stdout=subprocess.PIPE) as dumping,
            _running(["pg_restore", "--file=/dev/null"], stdin=subprocess.PIPE) as reading,
        ):
            while block := _pipe(dumping.process.stdout).read(MOST_BYTES):
                reading.give(block)
                yield block
            reading.finish()
            dumping.finish()


@contextmanager
def snapshot(left_out: Sequence[str]) -> Iterator[PostgresSnapshot]:
    """A transaction that sees one moment, which pg_dump shares."""
    with psycopg.connect(_where(), password=_password()) as held:
        held.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        held.read_only = True
        yield PostgresSnapshot(held, left_out)


def load(chunks: Iterable[bytes], identity: str) -> None:
    """All in one transaction, which ends with the last chunk or not at all."""
    marker.begin(identity)
    command = [
        "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
        "--no-comments", "--dbname", _where(),
    ]  # fmt: skip
    with _running(command, stdin=subprocess.PIPE) as restoring:
        for chunk in chunks:
            restoring.give(chunk)
        restoring.finish()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a dump does not hold what the planner knows


def refuse_when_in_use() -> None:
    """Somebody who is connected may be a portal that was not stopped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND usename IS NOT NULL"  # not the server's own work
        )
        (others,) = cursor.fetchone() or (0,)
    if others:
        raise BackupRefused(f"Stop the portal first: {others} others are connected.")


class _Running:
    """A program that reads or writes what we pass on; its complaints go into a file."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], complaints: IO[bytes]) -> None:
        self._name = name
        self.process = process
        self._complaints = complaints

    def give(self, block: bytes) -> None:
        try:
            _pipe(self.process.stdin).write(block)
        except BrokenPipeError:
            self._refuse()

    def finish(self) -> None:
        """Wait until it is done; raises BackupRefused with what it says when it was not well."""
        if self.process.stdin:
            with suppress(BrokenPipeError):
                self.process.stdin.close()
        if self.process.wait():
            self._refuse()

    def _refuse(self) -> None:
        self.process.wait(_LONGEST_WAIT)
        self._complaints.seek(0)
        said = self._complaints.read(2000).decode(errors="replace").strip()
        raise BackupRefused(f"{self._name}: {said}")


@contextmanager
def _running(
    command: list[str], *, stdin: int | None = None, stdout: int | None = None
) -> Iterator[_Running]:
    """Kills it when we stop halfway: what it did not finish, the server undoes."""
    environment = os.environ | {"PGPASSWORD": _password()} if _password() else None
    with tempfile.TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(  # noqa: S603 - programs of PostgreSQL
                command, env=environment, stdin=stdin, stdout=stdout, stderr=complaints
            )
        except FileNotFoundError as error:
            raise BackupRefused(
                f"{command[0]} is not here: install the package postgresql-client."
            ) from error
        try:
            yield _Running(command[0], process, complaints)
        finally:
            if process.poll() is None:
                process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with suppress(BrokenPipeError):
                        pipe.close()
            process.wait()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise TypeError("it was started without this pipe")
    return pipe


def _where() -> str:
    """Without the password: everybody who lists processes would read it."""
    given = connection.get_connection_params()
    return make_conninfo(**{name: given[name] for name in _WHERE if given.get(name)})


def _password() -> str:
    return str(connection.settings_dict["PASSWORD"] or "")
