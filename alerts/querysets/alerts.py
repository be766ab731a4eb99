"""Reads of alerts."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from alerts.values.relays import READABLE

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
        return self.filter(group__in=_own_groups(user))

    def visible_to(self, user: "User") -> "AlertQuerySet":
        """Of the own groups, and until a week after their end shared with those; all for staff."""
        if user.is_platform:
            return self.all()
        own = _own_groups(user)
        still = Q(closed_at__isnull=True) | Q(closed_at__gt=timezone.now() - READABLE)
        shared = self.model._default_manager.filter(still, shares__group__in=own)
        return self.filter(Q(group__in=own) | Q(pk__in=shared.values("pk")))

    def with_details_for(self, user: "User") -> "AlertQuerySet":
        """Of which the user may see what is kept beside the facts: of the own groups, or all for
        staff. Whoever an alert was shared with sees its facts.
        """
        return self.all() if user.is_platform else self.managed_by(user)


def _own_groups(user: "User") -> "QuerySet[Any, Any]":
    return user.appointments.active(timezone.now()).values("group")
