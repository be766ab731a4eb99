"""Reads of drills."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from alerts.models import Drill  # noqa: F401 - for the types below


class DrillQuerySet(models.QuerySet["Drill"]):
    """Drills that Platform Dorst planned."""

    def standing(self) -> "DrillQuerySet":
        """Not called off."""
        return self.filter(called_off_at__isnull=True)

    def within(self, begin: datetime, end: datetime) -> "DrillQuerySet":
        """Those that stand between two moments, such as of a day."""
        return self.standing().filter(at__gte=begin, at__lt=end)
