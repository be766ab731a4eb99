"""Reads of requests: which ones are open, and whose they are."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from groups.querysets.keys import DateKey
from groups.states import ENDED, Owner, State, WaitingOn

if TYPE_CHECKING:
    from dorst_portal.accounts.models import User
    from groups.models import ResidentRequest  # noqa: F401 - for the types below


class RequestQuerySet(models.QuerySet["ResidentRequest"]):
    """Requests of residents."""

    def open(self) -> "RequestQuerySet":
        """Waiting for a decision."""
        return self.filter(state=State.OPEN)

    def approved(self) -> "RequestQuerySet":
        """Approved and not yet in the group."""
        return self.filter(state=State.APPROVED)

    def not_ended(self) -> "RequestQuerySet":
        """Somebody still has to do something."""
        return self.exclude(state__in=ENDED)

    def own(self, user: "User", *, now: datetime | None = None) -> "RequestQuerySet":
        """Requests that belong to the groups in which the user is an active beheerder."""
        return self.filter(
            owner=Owner.GROUP,
            group__in=user.appointments.active(now or timezone.now()).values("group"),
        )

    def visible_to(self, user: "User") -> "RequestQuerySet":
        """Requests that the user may see: own ones; staff see all (and leave a line), but for
        complaints about a group that they run themselves.
        """
        return self.not_about(user) if user.is_platform else self.own(user)

    def not_about(self, user: "User") -> "RequestQuerySet":
        """Without complaints about the groups in which the user is an active beheerder."""
        groups = user.appointments.active(timezone.now()).values("group")
        return self.exclude(subject="complaint", about_group__in=groups)

    def decidable_by(self, user: "User") -> "RequestQuerySet":
        """Requests that the user may approve or mark as added: only as beheerder of the group."""
        return self.own(user)

    def handleable_by(self, user: "User") -> "RequestQuerySet":
        """Requests that the user may decline or forward: own ones, and for staff what is theirs."""
        if not user.is_platform:
            return self.own(user)
        own_groups = user.appointments.active(timezone.now()).values("group")
        return self.not_about(user).filter(
            Q(owner=Owner.COORDINATORS)
            | Q(owner=Owner.GROUP, escalated_at__isnull=False)
            | Q(owner=Owner.GROUP, group__in=own_groups)
        )

    def for_coordinators(self, user: "User") -> "RequestQuerySet":
        """What no beheerder handles (yet): theirs, or with them as well since day 7."""
        theirs = Q(owner=Owner.COORDINATORS) | Q(escalated_at__isnull=False)
        return self.not_about(user).filter(theirs)

    def our_turn(self) -> "RequestQuerySet":
        """Open, and the resident was not asked back."""
        return self.filter(state=State.OPEN, waiting_on=WaitingOn.OWNER)

    def asked_back(self) -> "RequestQuerySet":
        """Open, and we wait for an answer of the resident."""
        return self.filter(state=State.OPEN, waiting_on=WaitingOn.RESIDENT)

    def worst_first(self) -> "RequestQuerySet":
        """Longest waiting on top, whoever it was that let it wait; pages go by this key."""
        return self.order_by("created_at", "id")

    def after(self, key: DateKey | None) -> "RequestQuerySet":
        """The rows behind a key of `worst_first`; all of them without one."""
        if key is None:
            return self
        # The first condition alone can use the index; the second takes out the rows before.
        return self.filter(created_at__gte=key.at).exclude(created_at=key.at, pk__lte=key.pk)
