"""Reads of watch groups."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

if TYPE_CHECKING:
    from dorst_portal.accounts.models import User
    from groups.models import WatchGroup  # noqa: F401 - for the types below


class WatchGroupQuerySet(models.QuerySet["WatchGroup"]):
    """Chat groups of the neighbourhood watch."""

    def shown_to_everybody(self) -> "WatchGroupQuerySet":
        """Active and paused groups; starting and archived ones stay invisible."""
        return self.filter(status__in=("active", "paused"))

    def not_archived(self) -> "WatchGroupQuerySet":
        """Groups that own addresses."""
        return self.exclude(status="archived")

    def managed_by(self, user: "User") -> "WatchGroupQuerySet":
        """Groups in which the user is an active beheerder or deputy."""
        return self.filter(pk__in=user.appointments.active(timezone.now()).values("group"))

    def visible_to(self, user: "User") -> "WatchGroupQuerySet":
        """Groups whose settings and members the user may see: own ones, or all for staff."""
        return self.all() if user.is_platform else self.managed_by(user)

    def with_member_count(self) -> "WatchGroupQuerySet":
        """Adds `member_count`: current members."""
        return self.annotate(
            member_count=Count(
                "memberships", filter=Q(memberships__until__isnull=True), distinct=True
            )
        )
