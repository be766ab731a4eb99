"""Reads of what was passed on."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import Q

from alerts.querysets.own_groups import groups_run_by
from alerts.values.relays import READABLE

if TYPE_CHECKING:
    from alerts.models import Relay  # noqa: F401 - for the types below
    from dorst_portal.accounts.models import User

_RUNNING: Final = "running"


class RelayQuerySet(models.QuerySet["Relay"]):
    """What groups were told of alerts of others."""

    def running(self) -> "RelayQuerySet":
        """Of alerts that are neither over nor false."""
        return self.filter(alert__state=_RUNNING)

    def accepted(self) -> "RelayQuerySet":
        """Taken over by the group."""
        return self.filter(accepted_at__isnull=False)

    def managed_by(self, user: "User", *, now: datetime) -> "RelayQuerySet":
        """To the groups in which the user is an active beheerder or deputy."""
        return self.filter(to_group__in=groups_run_by(user, now=now))

    def visible_to(self, user: "User", *, now: datetime) -> "RelayQuerySet":
        """To the own groups, until a week after the alert was closed."""
        still = Q(alert__closed_at__isnull=True) | Q(alert__closed_at__gt=now - READABLE)
        return self.managed_by(user, now=now).filter(still)
