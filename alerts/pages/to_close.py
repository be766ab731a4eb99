"""What the menu and the first page of a beheerder tell of alerts (settings.ALERTS_TO_CLOSE)."""

from typing import Any

from django.db.models import OuterRef, QuerySet

from alerts.models import Alert


def asked_of_group() -> "QuerySet[Any, Any]":
    """Alerts of the group of an outer row that run for so long that somebody was asked."""
    running = Alert.objects.running().filter(group=OuterRef("group"))
    return running.filter(close_asked_at__isnull=False)
