"""Reads of objections."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from alerts.models import AlertObjection  # noqa: F401 - for the types below


class ObjectionQuerySet(models.QuerySet["AlertObjection"]):
    """Who objects to what is kept of them with an alert."""

    def open(self) -> "ObjectionQuerySet":
        """Nobody answered yet."""
        return self.filter(handled_at__isnull=True)

    def overdue(self, now: datetime) -> "ObjectionQuerySet":
        """Should have been answered."""
        return self.open().filter(due_at__lte=now)
