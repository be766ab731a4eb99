"""The list of what was moved, the latest first, and what of it can be undone. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef

from groups.models import CoverageChange, CoverageRule
from groups.querysets.keys import DateKey
from groups.services.move_undo import in_time

PAGE: Final = 25


@dataclass(frozen=True)
class Row:
    """One change; `may_undo` while it is fresh and its rules stand."""

    change: CoverageChange
    may_undo: bool

    @property
    def title(self) -> str:
        """What was done."""
        return self.change.get_kind_display().capitalize()

    @property
    def counts(self) -> str:
        """How many people and requests went along."""
        people = "1 lid" if self.change.members == 1 else f"{self.change.members} leden"
        number = self.change.requests
        return f"{people}, {'1 aanvraag' if number == 1 else f'{number} aanvragen'}"


@dataclass(frozen=True)
class ChangesPage:
    """A page of changes, and the key of the next one."""

    rows: Sequence[Row]
    next_key: DateKey | None


def page_of(*, after: DateKey | None, now: datetime) -> ChangesPage:
    """Twenty-five changes."""
    went_on = CoverageRule.objects.filter(made_by_changes=OuterRef("pk"), ended_at__isnull=False)
    changes: Any = CoverageChange.objects.select_related(
        "by", "from_group", "to_group", "undone_by"
    )
    if after:
        changes = changes.filter(at__lte=after.at).exclude(at=after.at, pk__gte=after.pk)
    found = list(changes.annotate(went_on=Exists(went_on)).order_by("-at", "-pk")[: PAGE + 1])
    rows = [Row(one, in_time(one, now) and not one.went_on) for one in found[:PAGE]]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return ChangesPage(rows, DateKey(last.at, last.pk) if last else None)
