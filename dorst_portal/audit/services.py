"""Write audit lines, in the transaction of what they tell about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from dorst_portal.audit.models import Entry

if TYPE_CHECKING:
    from dorst_portal.accounts.models import User

KINDS_OF_FACTS = (str, int, bool, type(None))


@dataclass(frozen=True, kw_only=True)
class Line:
    """One audit line to write: `scope` like "group:3", `subject` like "request:17"."""

    verb: str
    by: User | None
    actor: str = ""
    scope: str = ""
    subject: str = ""
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, value in self.facts.items():
            if not isinstance(value, KINDS_OF_FACTS):
                raise TypeError(f"the fact {name!r} must be a text, a number, a yes or a no")

    def entry(self, at: datetime) -> Entry:
        return Entry(
            at=at,
            verb=self.verb,
            by=self.by,
            actor=self.actor,
            scope=self.scope,
            subject=self.subject,
            facts=dict(self.facts),
        )


def record(
    verb: str,
    *,
    by: User | None,
    actor: str = "",
    scope: str = "",
    subject: str = "",
    facts: Mapping[str, str | int | bool | None] | None = None,
    now: datetime | None = None,
) -> Entry:
    """Write one line; never personal data in its facts."""
    line = Line(verb=verb, by=by, actor=actor, scope=scope, subject=subject, facts=facts or {})
    entry = line.entry(now or timezone.now())
    entry.save(force_insert=True)
    return entry


def record_many(lines: Sequence[Line], *, now: datetime | None = None) -> list[Entry]:
    """Write several lines at once, such as one for every person on a list that was shown."""
    at = now or timezone.now()
    return Entry.objects.bulk_create([line.entry(at) for line in lines])


def forget(*, before: datetime) -> int:
    """Retention: remove the lines that are older than their term; tell how many."""
    return Entry.objects.forget(before=before)
