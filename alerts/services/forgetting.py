"""Facts are kept two years; then only how many there were of a kind in a month."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F, QuerySet

from alerts.models import Alert, AlertCount
from alerts.values.choices import AlertState
from dorst_portal.kit.rows.batches import Due, deleted
from groups.api import ALERT_DAYS, village_day

_KIND: Final = ("group_id", "month", "category", "state", "is_drill")


def old_alerts(*, now: datetime) -> Sequence[Due]:
    """The alerts that were kept long enough; one that runs is closed first."""
    old = Alert.objects.filter(happened_at__lte=now - timedelta(days=ALERT_DAYS))
    return [Due(old.exclude(state=AlertState.RUNNING).order_by("happened_at", "id"), _count)]


def _count(rows: QuerySet[Any]) -> int:
    """Add these to the counts of their months and delete them; the caller's transaction does both
    or neither, and of two at once the second finds them gone.
    """
    found = list(rows.select_for_update())
    counted = Counter(map(_kind_of, found))
    kinds = [dict(zip(_KIND, one, strict=True)) for one in counted]
    AlertCount.objects.bulk_create((AlertCount(**one) for one in kinds), ignore_conflicts=True)
    for kind, number in zip(kinds, counted.values(), strict=True):
        AlertCount.objects.filter(**kind).update(number=F("number") + number)
    deleted(Alert.objects.filter(pk__in=[alert.pk for alert in found]))
    return len(found)


def _kind_of(alert: Alert) -> tuple[Any, ...]:
    month = village_day(alert.happened_at).replace(day=1)
    return alert.group_id, month, alert.category, alert.state, alert.is_drill
