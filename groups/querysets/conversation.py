"""Reads of call tasks."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from groups.values.states import Owner, State

if TYPE_CHECKING:
    from dorst_portal.accounts.models import User
    from groups.models import CallTask  # noqa: F401 - for the types below


class CallTaskQuerySet(models.QuerySet["CallTask"]):
    """Whom to call."""

    def to_do(self, now: datetime) -> "CallTaskQuerySet":
        """Not done, and nothing can be undone any more; what was asked back counts while the
        request is open, and nothing of a request that was joined to another one.
        """
        moot = Q(about="asked") & ~Q(request__state=State.OPEN)
        moot |= Q(request__same_as__isnull=False)
        return self.filter(~moot, done_at__isnull=True, from_at__lte=now)

    def own(self, user: "User", now: datetime) -> "CallTaskQuerySet":
        """About requests of the groups in which the user is an active beheerder."""
        return self.filter(
            request__owner=Owner.GROUP,
            request__group__in=user.appointments.active(now).values("group"),
        )

    def for_coordinators(self, user: "User", now: datetime) -> "CallTaskQuerySet":
        """About requests of the coordinators, and of groups that did not call in time; without
        those about complaints that this coordinator may not see.
        """
        groups = user.appointments.active(now).values("group")
        hidden = Q(request__subject="complaint", request__about_group__in=groups)
        return self.filter(Q(request__owner=Owner.COORDINATORS) | Q(due_at__lte=now)).exclude(
            hidden
        )
