"""Reads of alerts."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from alerts.querysets.own_groups import groups_run_by

if TYPE_CHECKING:
    from alerts.models import Alert  # noqa: F401 - for the types below
    from dorst_portal.accounts.models import User


class AlertQuerySet(models.QuerySet["Alert"]):
    """What groups logged."""

    def running(self) -> "AlertQuerySet":
        """Neither over nor false: may still be closed."""
        return self.filter(state="running")

    def real(self) -> "AlertQuerySet":
        """No drills."""
        return self.filter(is_drill=False)

    def managed_by(self, user: "User") -> "AlertQuerySet":
        """Of the groups in which the user is an active beheerder or deputy."""
        return self.filter(group__in=groups_run_by(user, now=timezone.now()))

    def visible_to(self, user: "User") -> "AlertQuerySet":
        """Of the own groups, or all for staff. What came from another group has a page of its own
        (`RelayQuerySet`), with its facts alone.
        """
        return self.all() if user.is_platform else self.managed_by(user)
