"""Counting no further than anybody reads: a list of a million costs what a hundred cost."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import IntegerField, QuerySet, Subquery
from django.utils.translation import gettext as _

MOST_COUNTED: Final = 100


@dataclass(frozen=True)
class Count:
    """How many, counted no further than a hundred."""

    number: int

    def __str__(self) -> str:
        if self.number > MOST_COUNTED:
            return _("meer dan {number}").format(number=MOST_COUNTED)
        return str(self.number)

    def __bool__(self) -> bool:
        return self.number > 0


class CappedCount(Subquery):
    """A count that stops just above a hundred, as a column of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: "QuerySet[Any]") -> None:
        super().__init__(rows.order_by()[: MOST_COUNTED + 1].values("pk"))


def count_capped(rows: "QuerySet[Any]") -> Count:
    """Count rows, but stop just above a hundred: a longer list costs no more."""
    return Count(len(rows.order_by()[: MOST_COUNTED + 1].values_list("pk", flat=True)))


class RowCount(Subquery):
    """How many rows there are, as a column of another query: asked once, not for each row."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: "QuerySet[Any]") -> None:
        super().__init__(rows.order_by().values("pk"))
