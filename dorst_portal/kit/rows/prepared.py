"""Queries whose SQL is made once and asked often.

Making the SQL of a query with a few subqueries costs the ORM 4 to 7 ms of processor time, ten times
what the database needs for it (docs/speed.md). A prepared query is an ordinary queryset, made once
with stand-ins for its values; after that only the values change. PostgreSQL keeps its plan as well
(PREPARE), per connection: planning costs it more than answering, 1 to 3 ms a query.

A migration that changes the type of a column makes PostgreSQL refuse the plans that were made
before it. Such a plan is forgotten, and the query is asked in full: nobody sees it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import QuerySet

Row = TypeVar("Row")
Value = int | str | datetime | date
_DAY: date = date(1801, 1, 1)
_MOMENT = datetime(1801, 1, 1, tzinfo=UTC)
_NUMBER = 7_301_701
_LARGEST = 2**63 - 1
# What is left of a stand-in that was calculated with.
_LOOKED_AT = re.compile(r"180[01]-|stand-in|73017\d\d")


# How PostgreSQL calls the kinds; of a text it finds out itself, as of any that stands in quotes.
_TYPES: dict[type[Value], str] = {
    int: "bigint",
    str: "unknown",
    datetime: "timestamptz",
    date: "date",
}
# "cached plan must not change result type", and a statement that the server does not know.
_CHANGED, _UNKNOWN = "0A000", "26000"
_numbers = count(1)
# Which statements each connection to PostgreSQL knows.
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class _Ready(NamedTuple):
    queryset: Any
    compiler: Any
    sql: str
    # Per parameter: the name of its value and how the database wants it, or the value itself.
    parameters: list[Any]
    name: str


class _Named(NamedTuple):
    name: str
    fit: Callable[[Any], Any]


class Prepared(Generic[Row]):
    """`Prepared(build, key=str, now=datetime)`: `build` gets its values by name and returns the
    queryset; it must not look at them, as it is called once only.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], **kinds: type[Value]) -> None:
        self._build = build
        self._kinds = kinds
        self._ready: _Ready | None = None

    def __call__(self, **values: Value) -> list[Row]:
        """The rows for these values; a number that no column can hold finds none."""
        if any(isinstance(value, int) and abs(value) > _LARGEST for value in values.values()):
            return []
        ready = self._ready
        if ready is None:
            ready = self._ready = self._prepare()
        connection = connections[DEFAULT_DB_ALIAS]  # each thread has one of its own
        if connection.vendor == "postgresql":
            try:
                with _whole_transaction(connection):
                    sql, parameters = self._known_as(ready, connection)
                    return self._rows(ready, connection, sql, parameters, values)
            except DatabaseError as error:
                if not _forget(ready, connection, error):
                    raise
        return self._rows(ready, connection, ready.sql, ready.parameters, values)

    def first(self, **values: Value) -> Row | None:
        """The first row; the queryset itself should ask for no more."""
        return next(iter(self(**values)), None)

    def _rows(
        self,
        ready: _Ready,
        connection: Any,
        sql: str,
        parameters: Sequence[Any],
        values: Mapping[str, Value],
    ) -> list[Row]:
        """What the queryset would give for this SQL."""
        given = tuple(
            one.fit(values[one.name]) if isinstance(one, _Named) else one for one in parameters
        )
        compiler = copy(ready.compiler)
        compiler.connection = connection
        compiler.query = query = copy(compiler.query)
        compiler.as_sql = lambda *args, **kwargs: (sql, given)
        query.get_compiler = lambda *args, **kwargs: compiler
        rows = type(ready.queryset)(model=ready.queryset.model, query=query)
        rows._iterable_class = ready.queryset._iterable_class
        rows._fields = ready.queryset._fields
        return list(rows._iterable_class(rows))

    def _prepare(self) -> _Ready:
        stand_ins = {
            name: _stand_in(kind, place) for place, (name, kind) in enumerate(self._kinds.items())
        }
        queryset: Any = self._build(**stand_ins)
        if queryset._prefetch_related_lookups:
            raise TypeError("a prepared query is one query: nothing to prefetch")
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        named = [self._named(parameter, stand_ins) for parameter in parameters]
        missing = self._kinds.keys() - {one.name for one in named if isinstance(one, _Named)}
        if missing:
            raise TypeError(f"the query does not use {sorted(missing)}")
        return _Ready(queryset, compiler, sql, named, f"portal_{next(_numbers)}")

    def _known_as(self, ready: _Ready, connection: Any) -> tuple[str, list[_Named]]:
        """How to ask it of PostgreSQL: by name, each value once; planned by this connection if it
        was not yet.
        """
        by_name = {one.name: one for one in ready.parameters if isinstance(one, _Named)}
        given = list(by_name.values())
        values = f"({', '.join(['%s'] * len(given))})" if given else ""
        raw = connection.connection
        known = _known.setdefault(raw, set())
        if ready.name not in known:
            places = {name: f"${place}" for place, name in enumerate(by_name, 1)}
            pieces = [piece.replace("%%", "%") for piece in ready.sql.split("%s")]
            types = ", ".join(_TYPES[self._kinds[name]] for name in by_name)
            text = pieces[0]
            with connection.wrap_database_errors, raw.cursor() as cursor:
                for one, piece in zip(ready.parameters, pieces[1:], strict=True):
                    named = isinstance(one, _Named)
                    text += (places[one.name] if named else cursor.mogrify("%s", [one])) + piece
                cursor.execute(f"PREPARE {ready.name}{f' ({types})' if types else ''} AS {text}")
            known.add(ready.name)
        return f"EXECUTE {ready.name}{values}", given

    def _named(self, parameter: Any, stand_ins: dict[str, Value]) -> Any:
        """Which value a parameter of the SQL stands for, however the backend dressed it."""
        ops = connections[DEFAULT_DB_ALIAS].ops
        for name, value in stand_ins.items():
            fit: Callable[[Any], Any] = str
            if isinstance(value, datetime):
                fit = ops.adapt_datetimefield_value
            elif isinstance(value, date):
                fit = ops.adapt_datefield_value
            elif isinstance(value, int):
                if not isinstance(parameter, int) or isinstance(parameter, bool):
                    continue
                fit = type(parameter)  # PostgreSQL's integers say how wide they are
            wanted = fit(value)
            if type(parameter) is type(wanted) and parameter == wanted:
                return _Named(name, fit)
        if _LOOKED_AT.search(str(parameter)):
            raise TypeError(f"the query was made from a value, which it must not do: {parameter}")
        return parameter


@contextmanager
def _whole_transaction(connection: Any) -> Iterator[None]:
    """Inside a transaction a statement that fails would end all of it: go back to just before.

    Two short round trips, where planning the query anew would cost ten times as much.
    """
    connection.close_if_health_check_failed()  # else it might be another one after this
    connection.ensure_connection()
    if not connection.in_atomic_block:
        yield
        return
    _tell(connection, "SAVEPOINT portal_asked")
    try:
        yield
    except DatabaseError:
        with suppress(DatabaseError):
            _tell(connection, "ROLLBACK TO SAVEPOINT portal_asked")
        raise
    _tell(connection, "RELEASE SAVEPOINT portal_asked")


def _forget(ready: _Ready, connection: Any, error: DatabaseError) -> bool:
    """Have the next caller plan it anew; False when something else was wrong."""
    why = getattr(error.__cause__, "sqlstate", None)
    if why not in (_CHANGED, _UNKNOWN):
        return False
    _known.get(connection.connection, set()).discard(ready.name)
    if why == _CHANGED:
        _tell(connection, f"DEALLOCATE {ready.name}")
    return True


def _tell(connection: Any, statement: str) -> None:
    with connection.wrap_database_errors:
        connection.connection.execute(statement)


def _stand_in(kind: type[Value], place: int) -> Value:
    """A value that no query of ours holds by itself."""
    if kind is datetime:
        return _MOMENT + timedelta(days=place)
    if kind is date:
        return _DAY + timedelta(days=place)
    return _NUMBER + place if kind is int else f"stand-in {place}"
