"""Write audit lines, in the transaction of what they tell about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from dorst_portal.audit.models import Entry
from dorst_portal.kit.rows.batches import Due

if TYPE_CHECKING:
    from dorst_portal.accounts.models import User

KINDS_OF_FACTS = (str, int, bool, type(None))


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
    for name, value in (facts or {}).items():
        if not isinstance(value, KINDS_OF_FACTS):
            raise TypeError(f"the fact {name!r} must be a text, a number, a yes or a no")
    return Entry.objects.create(
        at=now or timezone.now(),
        verb=verb,
        by=by,
        actor=actor,
        scope=scope,
        subject=subject,
        facts=dict(facts or {}),
    )


def forget(*, before: datetime) -> int:
    """Remove the lines that are older than this; tell how many."""
    return Entry.objects.forget(before=before)


def lines_to_forget(*, before: datetime) -> Sequence[Due]:
    """Retention: the lines that are older than their term, and how they go."""
    return [Entry.objects.to_forget(before=before)]
