"""So many rows of a model at once: one INSERT that the database itself fills."""

from typing import Any

from django.db import connection, models

_COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"


def insert_many(example: models.Model, count: int, source: str, **expressions: str) -> None:
    """Insert copies of an example; `expressions` are the columns that differ, in SQL over the
    number `n.i` and the rows of `source`, a join.
    """
    columns, values, given = [], [], []
    for field in example._meta.concrete_fields:
        if field.primary_key:
            continue
        columns.append(connection.ops.quote_name(field.column))
        if field.column in expressions:
            values.append(expressions[field.column].replace("%", "%%"))
            continue
        values.append("%s")
        given.append(field.get_db_prep_save(getattr(example, field.attname), connection))
    table = connection.ops.quote_name(example._meta.db_table)
    statement = (
        f"INSERT INTO {table} ({', '.join(columns)}) {_COUNT} "
        f"SELECT {', '.join(values)} FROM n {source}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [count, *given])


def seconds_before(moment: str) -> str:
    """SQL: so many seconds (`n.i`) before a moment, in the form in which Django stores it."""
    if connection.vendor == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%f', '{moment}', '-' || n.i || ' seconds') || '000'"
    return f"'{moment}+00'::timestamptz - n.i * interval '1 second'"


def all_of(queryset: models.QuerySet[Any]) -> list[Any]:
    """The rows of a queryset as a list that JSON can hold."""
    return [list(row) for row in queryset]
