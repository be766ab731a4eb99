"""Many rows, a few at a time: no lock is held for long, and what was done stays done."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet

BATCH: Final = 1000
# What one run of the timetable does at most of one kind; the next run goes on.
MOST_BATCHES: Final = 20


@dataclass(frozen=True)
class Due:
    """Rows whose time has come, in the order of an index that holds only them, and what makes them
    rows whose time has not: see `in_batches`.
    """

    rows: QuerySet[Any]
    change: Callable[[QuerySet[Any]], int]


def carry_out(due: Sequence[Due]) -> int:
    """Change all of these, a batch at a time; tells how many changed."""
    return sum(in_batches(one.rows, one.change) for one in due)


def in_batches(rows: QuerySet[Any], change: Callable[[QuerySet[Any]], int]) -> int:
    """Change these rows, each batch in a transaction of its own; tells how many changed. `change`
    gets the rows of one batch that are still like this, and must make them rows that are not. Give
    the rows in the order of an index that holds only them.
    """
    changed = 0
    for _ in range(MOST_BATCHES):
        found = list(rows.values_list("pk", flat=True)[:BATCH])
        if not found:
            break
        with transaction.atomic():
            changed += change(rows.filter(pk__in=found).order_by())
        if len(found) < BATCH:
            break
    return changed


def one_of(column: str, values: Iterable[str]) -> Q:
    """Like IN, for a partial index and who asks by it: with parameters in an IN SQLite does not see
    that the index holds those rows.
    """
    return reduce(or_, (Q(**{column: value}) for value in values))


def deleted(rows: QuerySet[Any]) -> int:
    """Delete these rows; tells how many went, of whatever kind."""
    return rows.delete()[0]
