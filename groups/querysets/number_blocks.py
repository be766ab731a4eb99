"""Reads of numbers that may not come back."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from groups.models import NumberBlock  # noqa: F401 - for the types below


class NumberBlockQuerySet(models.QuerySet["NumberBlock"]):
    """Which numbers may not come into which group."""

    def in_force(self, now: datetime) -> "NumberBlockQuerySet":
        """Those whose last day has not come."""
        return self.filter(until__gt=now)
