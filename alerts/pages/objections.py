"""The queue of objections, and one of them. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef

from alerts.models import Alert, AlertDetails, AlertObjection, AlertPhoto
from alerts.querysets.alerts import AlertQuerySet

MOST: Final = 100
HANDLED: Final = 20


@dataclass(frozen=True)
class ObjectionRow:
    """One objection, and whether it should have been answered."""

    objection: AlertObjection
    is_late: bool


@dataclass(frozen=True)
class ObjectionsPage:
    """Who waits, and the last that were answered."""

    waiting: Sequence[ObjectionRow]
    handled: Sequence[AlertObjection]


def objections_page(*, now: datetime) -> ObjectionsPage:
    """The queue, what is due first on top."""
    rows = AlertObjection.objects.select_related("alert__group", "handled_by")
    waiting = [objection_page(row, now=now) for row in rows.open().order_by("due_at", "pk")[:MOST]]
    handled = rows.filter(handled_at__isnull=False).order_by("-handled_at", "-pk")[:HANDLED]
    return ObjectionsPage(waiting, list(handled))


def objection_page(objection: AlertObjection, *, now: datetime) -> ObjectionRow:
    """One of them."""
    return ObjectionRow(objection, objection.handled_at is None and objection.due_at <= now)


def alerts_with_details() -> AlertQuerySet:
    """The alerts of which something is kept beside the facts: a few, of the last week."""
    kept = Exists(AlertDetails.objects.filter(alert=OuterRef("pk")))
    pictured = Exists(AlertPhoto.objects.filter(alert=OuterRef("pk")))
    return Alert.objects.filter(kept | pictured).select_related("group", "street")
