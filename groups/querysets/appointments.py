"""Reads of appointments."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from groups.values.village_time import village_day

if TYPE_CHECKING:
    from groups.models import Appointment  # noqa: F401 - for the types below


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Who is beheerder of what."""

    def not_ended(self, now: datetime) -> "AppointmentQuerySet":
        """Invited or active, not ended."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=now))

    def active(self, now: datetime) -> "AppointmentQuerySet":
        """Accepted, not ended, of an account that may log in: these give rights."""
        return self.not_ended(now).filter(accepted_at__lte=now, user__is_active=True)

    def present(self, now: datetime, *, today: date | None = None) -> "AppointmentQuerySet":
        """Active and not away: these get notices. `today` is the village's day of `now`."""
        return self.active(now).filter(
            Q(away_until__isnull=True) | Q(away_until__lt=today or village_day(now))
        )

    def invited(self, now: datetime) -> "AppointmentQuerySet":
        """Not accepted yet."""
        return self.not_ended(now).filter(accepted_at__isnull=True)
