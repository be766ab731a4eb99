"""Finding a name as it is typed: capitals, accents and signs make no difference.

Databases differ (only PostgreSQL knows that é and É are one letter), so the key is made here, for
what is stored and for what is typed.
"""

from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any, Final, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.lookups import Lookup

from dorst_portal.kit.inputs.text import search_key

LONGEST_KEY: Final = 200
_LAST_SIGN: Final = "\U0010ffff"
Row = TypeVar("Row", bound=models.Model)


class SearchKeyField(models.CharField):
    """The key of another column (or property), made whenever a row is saved or made, one or many at
    once. Who changes that column with `update` changes this one too.
    """

    def __init__(self, *, of: str, **kwargs: Any) -> None:
        self.of = of
        own: dict[str, Any] = {"max_length": LONGEST_KEY, "editable": False, "default": ""}
        super().__init__(**own | kwargs)

    def deconstruct(self) -> Any:
        """What a migration writes down."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Called for each row that is inserted or saved."""
        longest = self.max_length or LONGEST_KEY
        key = search_key(getattr(model_instance, self.of))[:longest]
        setattr(model_instance, self.attname, key)
        return key


@models.CharField.register_lookup
class Begins(Lookup):
    """`search_key__begins`: keys that begin so, of any column that holds keys. Read from the index
    on both databases: PostgreSQL has one for LIKE, and SQLite, which has not, compares sign by
    sign, so that a range is the same there.
    """

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, given = self.process_lhs(compiler, connection)
        if connection.vendor == "sqlite":
            return f"({column} >= %s AND {column} < %s)", (
                *given, self.rhs, *given, f"{self.rhs}{_LAST_SIGN}",
            )  # fmt: skip
        # A key holds no sign that means something to LIKE.
        return f"{column} LIKE %s", (*given, f"{self.rhs}%")


def suggested(rows: QuerySet[Row], typed: str, *, most: int) -> Sequence[Row]:
    """Rows to offer while somebody types: by name those that begin so, then those that hold each
    word. At most two queries; nothing typed gives the first ones.
    """
    key, by_name = key_of(typed), rows.order_by("search_key", "pk")
    if not key:
        return list(by_name[:most])
    found = list(by_name.filter(search_key__begins=key)[:most])
    if len(found) < most:
        others = by_name.filter(holds(key)).exclude(search_key__begins=key)
        found += others[: most - len(found)]
    return found


def key_of(text: str) -> str:
    """The key as it is stored."""
    return search_key(text)[:LONGEST_KEY]


def holds(typed: str) -> Q:
    """Rows whose `search_key` holds each word that was typed; none when there is no word."""
    words = search_key(typed).split()
    if not words:
        return Q(pk__in=())
    return reduce(and_, (Q(search_key__contains=word) for word in words))
