"""Lists that page by key: where the last row stood, so that page 1,000 costs what page 1 costs.

A key travels in the address (`?na=`) and tells nobody anything of a person: numbers, moments and
names of streets and groups as they stand in addresses. Whatever else a list goes by is looked up
by the id of the last row. What is no key shows the first page.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import Any, Final, Generic, NamedTuple, TypeVar

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest

Row = TypeVar("Row")
Other = TypeVar("Other")
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])

PARAMETER: Final = "na"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Form(NamedTuple):
    """How the value of one column is written in a key."""

    pattern: str
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str


# No longer than what both databases can compare with.
NUMBER: Final = Form("[0-9]{1,18}", int)
SLUG: Final = Form("[a-zA-Z0-9_-]{1,80}", str)
MOMENT: Final = Form(
    "[0-9]{1,16}",
    lambda text: _EPOCH + int(text) * _MICROSECOND,
    lambda at: str((at - _EPOCH) // _MICROSECOND),
)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and the key of those behind them; "" when there are none."""

    rows: Sequence[Row]
    next_key: str = ""
    is_first: bool = True

    def each(self, make: Callable[[Row], Other]) -> "Page[Other]":
        """The same page, with what is made of each row."""
        return Page([make(row) for row in self.rows], self.next_key, self.is_first)


def asked_key(request: HttpRequest) -> str:
    """Behind which row somebody wants to see the list, as the address says it."""
    return request.GET.get(PARAMETER, "")


class Keyset:
    """The order of a list, by columns that together never stand still: `Keyset({"-at": MOMENT,
    "-pk": NUMBER})` is the latest first. All of them travel in the key.
    """

    def __init__(self, columns: Mapping[str, Form]) -> None:
        self._order = _Order(tuple(columns))
        self._forms = tuple(columns.values())
        self._pattern = re.compile("-".join(f"({form.pattern})" for form in self._forms))

    def page(self, rows: QuerySet[Any, Row], *, after: str, size: int) -> Page[Row]:
        """The rows behind a key, in order, in one query."""
        last = self.read(after)
        page = self.cut(self.behind(self.sort(rows), last)[: size + 1], size=size)
        return replace(page, is_first=last is None)

    def sort(self, rows: Rows) -> Rows:
        """The rows in this order."""
        return self._order.sort(rows)

    def behind(self, rows: Rows, values: Sequence[Any] | None) -> Rows:
        """Without those up to the row of these values; all of them for None."""
        return rows if values is None else rows.filter(self._order.behind(values))

    def cut(self, found: "Sequence[Row] | QuerySet[Any, Row]", *, size: int) -> Page[Row]:
        """The page of rows of which one more was asked than it shows."""
        rows = list(found)
        shown = rows[:size]
        return Page(shown, self.key_of(shown[-1]) if len(rows) > size else "")

    def read(self, key: str) -> tuple[Any, ...] | None:
        """The values in a key; None for anything that is no key."""
        match = self._pattern.fullmatch(key)
        if not match:
            return None
        written = zip(self._forms, match.groups(), strict=True)
        return tuple(form.read(text) for form, text in written)

    def key_of(self, row: object) -> str:
        """Where a row stands, as an address says it."""
        written = zip(self._forms, self._order.names, strict=True)
        return "-".join(form.write(_value(row, name)) for form, name in written)


class RowKeyset:
    """The order of a list by what should not stand in an address, such as names, or may be empty
    (`nulls_last`): the key is the id of the last row, and its columns are looked up.
    """

    def __init__(self, *columns: str, nulls_last: str = "") -> None:
        self._order = _Order(columns, nulls_last)

    def sort(self, rows: Rows) -> Rows:
        """The rows in this order."""
        return self._order.sort(rows)

    def page(
        self, rows: QuerySet[Any, Row], *, after: str, size: int, among: QuerySet[Any, Any]
    ) -> Page[Row]:
        """The rows behind a key, in order. `among` is where the last row is looked up: it may
        have left the list since.
        """
        in_order = self.sort(rows)
        pk = NUMBER.read(after) if re.fullmatch(NUMBER.pattern, after) else 0
        last = among.filter(pk=pk).values_list(*self._order.names).first() if pk else None
        if last:
            in_order = in_order.filter(self._order.behind(last))
        found: list[Any] = list(in_order[: size + 1])
        shown = found[:size]
        return Page(shown, str(shown[-1].pk) if len(found) > size else "", is_first=not last)


class _Order:
    def __init__(self, columns: Sequence[str], nulls_last: str = "") -> None:
        self._columns = columns
        self._nulls_last = nulls_last
        self.names = [column.removeprefix("-") for column in columns]

    def sort(self, rows: Rows) -> Rows:
        return rows.order_by(*map(self._sorted_by, self._columns))

    def _sorted_by(self, column: str) -> str | OrderBy:
        return F(column).asc(nulls_last=True) if column == self._nulls_last else column

    def behind(self, values: Sequence[Any]) -> Q:
        """What comes after these values. The first condition on the first column alone can use an
        index; the others take out its last rows before.
        """
        reached = Q()
        for column, name, value in reversed(
            list(zip(self._columns, self.names, values, strict=True))
        ):
            further = "lt" if column.startswith("-") else "gt"
            if value is None:
                reached = Q(**{f"{name}__isnull": True}) & reached
                continue
            if reached:
                here = Q(**{f"{name}__{further}e": value})
                rest = ~Q(**{name: value}) | reached
            else:
                here, rest = Q(**{f"{name}__{further}": value}), Q()
            if column == self._nulls_last:
                here |= Q(**{f"{name}__isnull": True})
            reached = here & rest
        return reached


def _value(row: object, name: str) -> Any:
    return reduce(getattr, name.split("__"), row)
