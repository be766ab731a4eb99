"""The coordinators' list of hamlets, with the streets that each leads to. Reads only.

All of them on one page: a village has a few, and `hamlet_editor` makes no more than that fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from groups.models import Hamlet, Street

_STREETS_NAMED: Final = 6


@dataclass(frozen=True)
class Row:
    """A hamlet and the names of its streets."""

    hamlet: Hamlet
    streets: Sequence[str]

    @property
    def in_words(self) -> str:
        """The first names, and how many more there are."""
        more = len(self.streets) - _STREETS_NAMED
        named = ", ".join(self.streets[:_STREETS_NAMED])
        return _("{names} en nog {n}").format(names=named, n=more) if more > 0 else named


def all_hamlets() -> Sequence[Row]:
    """Every hamlet by name. Two queries."""
    streets: Prefetch[Any] = Prefetch("streets", Street.objects.order_by("name").only("name"))
    rows = Hamlet.objects.order_by("name").prefetch_related(streets)
    return [Row(one, [street.name for street in one.streets.all()]) for one in rows]
