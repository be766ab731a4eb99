"""What would differ between two runs stands still here: the clock, what is drawn by chance, and the
numbers that PostgreSQL gives to rows that are taken back.

Nothing leaves the machine either: whoever calls out meets an OSError, and is noted.
"""

import os
import random
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import time_machine
from django.core import signals
from django.db import close_old_connections, connection, transaction

from dorst_portal.identity import current
from groups.places.pages import examples
from groups.wording import texts_in_force

NOW = datetime(2026, 10, 14, 8, 30, tzinfo=UTC)  # a Wednesday, in the morning
_INTO = re.compile(r'INSERT INTO "?(\w+)')
_CHANGES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH)\b")
_SEQUENCES = """
SELECT c.relname, s.seqrelid::regclass::text FROM pg_sequence s
JOIN pg_depend d ON d.objid = s.seqrelid AND d.deptype IN ('a', 'i')
JOIN pg_class c ON c.oid = d.refobjid
"""


class Chance:
    """Instead of the machine's own source of chance: as good here, and the same each time."""

    def __init__(self) -> None:
        self._drawn = random.Random(0)
        os.urandom = self._bytes
        vars(random)["_urandom"] = self._bytes  # what `secrets` draws from

    def begin_anew(self, name: str) -> None:
        """From here on the same is drawn for the same name."""
        self._drawn = random.Random(name)

    def _bytes(self, size: int, /) -> bytes:
        return self._drawn.randbytes(size)


def stand_still() -> Chance:
    """Stop the clock and chance for the rest of this process."""
    time_machine.travel(NOW, tick=False).start()
    return Chance()


class Outward:
    """Notes and stops who calls out; the database is reached already, or is on this machine."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        sys.addaudithook(self._look)

    def _look(self, event: str, told: tuple[Any, ...]) -> None:
        if event == "socket.getaddrinfo":
            place = told[0]
        elif event == "socket.connect" and isinstance(told[1], tuple):
            place = told[1][0]
        else:
            return
        if place not in ("127.0.0.1", "::1", "localhost", None):
            self.calls.append(f"{event} {place!r}")
            raise OSError(f"nothing calls out here: {place!r}")


class TakenBack:
    """Carries out what somebody does in a transaction that is taken back, to the last number."""

    def __init__(self) -> None:
        self._sequences: dict[str, str] = {}
        self._into: set[str] = set()
        self._changes = False
        connection.execute_wrappers.append(self._look)
        # It would take an open transaction for a forgotten one, and end the connection.
        signals.request_started.disconnect(close_old_connections)
        signals.request_finished.disconnect(close_old_connections)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(_SEQUENCES)
                self._sequences = dict(cursor.fetchall())
        self._last: dict[str, tuple[int, bool]] = {}

    def _look(self, execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        if _CHANGES.match(sql):
            self._changes = True
            self._into |= set(_INTO.findall(sql)) & set(self._sequences)
            for table in self._into - set(self._last):
                self._last[table] = self._read(table)
        return execute(sql, values, many, context)

    def _read(self, table: str) -> tuple[int, bool]:
        with connection.cursor() as cursor:
            name = self._sequences[table]  # as the database itself told it
            cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608
            last, is_called = cursor.fetchone()
            return int(last), bool(is_called)

    @contextmanager
    def all_of_it(self) -> Iterator[None]:
        """A stretch after which the database is as it was, and this process knows what it knew."""
        self._into, self._changes = set(), False
        try:
            with transaction.atomic():
                yield
                transaction.set_rollback(True)
        finally:
            if self._changes:
                self._forget()

    def breaks_a_rule(self) -> str:
        """What the database would have said at the end. PostgreSQL alone is asked: it is quick."""
        if self._changes and connection.vendor == "postgresql" and not connection.needs_rollback:
            try:
                with transaction.atomic():
                    connection.check_constraints()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told
                return f"{type(error).__name__} at the end of the transaction"
        return ""

    def _forget(self) -> None:
        for table in sorted(self._into):
            last, is_called = self._last[table]
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT setval(%s, %s, %s)", [self._sequences[table], last, is_called]
                )
        self._last.clear()
        texts_in_force.forget()
        examples.forget()
        current.read_again()
