"""Reads of requests: which ones are open, and whose they are."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone

from dorst_portal.kit.rows.keyset import MOMENT, NUMBER, Keyset
from groups.values.states import ENDED, Kind, Owner, State, WaitingOn

# Longest waiting on top, whoever it was that let it wait.
WORST_FIRST: Final = Keyset({"created_at": MOMENT, "id": NUMBER})

if TYPE_CHECKING:
    from dorst_portal.accounts.models import User
    from groups.models import ResidentRequest


def _decidable(user: "User", now: datetime) -> Q:
    """Also the condition of the UPDATEs: the user runs the group that owns the request, now."""
    mine = user.appointments.active(now).exclude(group__status="archived")
    return Q(owner=Owner.GROUP, group__in=mine.values("group"))


class RequestQuerySet(models.QuerySet["ResidentRequest"]):
    """Requests of residents."""

    def open(self) -> "RequestQuerySet":
        """Waiting for a decision."""
        return self.filter(state=State.OPEN)

    def approved(self) -> "RequestQuerySet":
        """Approved and not yet in the group."""
        return self.filter(state=State.APPROVED)

    def allowed_in(self, *, now: datetime) -> "RequestQuerySet":
        """Approved, too long ago to be taken back, by a group that is open."""
        allowed = self.approved().filter(owner=Owner.GROUP, undo_until__lte=now)
        return allowed.filter(group__status="active")

    def not_ended(self) -> "RequestQuerySet":
        """Somebody still has to do something."""
        return self.exclude(state__in=ENDED)

    def asks_with_address(self) -> "RequestQuerySet":
        """Somebody wants to join from an address, and nothing is decided yet."""
        asks = self.filter(kind=Kind.JOIN, state__in=(State.OPEN, State.WAITING))
        return asks.filter(house_number__isnull=False)

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

    def decidable_by(self, user: "User", *, now: datetime | None = None) -> "RequestQuerySet":
        """Requests that the user may approve or mark as added: only as beheerder of the group. In
        a group that went up in another one nobody decides, though its appointments last a week.
        """
        return self.filter(_decidable(user, now or timezone.now()))

    def handleable_by(self, user: "User", *, now: datetime | None = None) -> "RequestQuerySet":
        """Requests that the user may decline, forward, ask or answer: what they decide on, and for
        staff what is theirs, also after day 7; never a complaint about a group that they run.
        """
        now = now or timezone.now()
        if not user.is_platform:
            return self.filter(_decidable(user, now))
        run = user.appointments.active(now).values("group")
        about_me = Q(subject="complaint", about_group__in=run)
        theirs = Q(owner=Owner.COORDINATORS) | Q(escalated_at__isnull=False)
        return self.filter(_decidable(user, now) | (theirs & ~about_me))

    def for_coordinators(self, user: "User") -> "RequestQuerySet":
        """What no beheerder handles (yet): theirs, or with them as well since day 7."""
        # Each half has an index of its own, which names the owner.
        theirs = Q(owner=Owner.COORDINATORS) | Q(owner=Owner.GROUP, escalated_at__isnull=False)
        return self.not_about(user).filter(theirs)

    def as_seen(self, request: "ResidentRequest") -> "RequestQuerySet":
        """The row, as long as it still belongs to whom the page showed it to belong."""
        return self.filter(pk=request.pk, owner=request.owner, group_id=request.group_id)

    def our_turn(self) -> "RequestQuerySet":
        """Open, and the resident was not asked back."""
        return self.filter(state=State.OPEN, waiting_on=WaitingOn.OWNER)

    def asked_back(self) -> "RequestQuerySet":
        """Open, and we wait for an answer of the resident."""
        return self.filter(state=State.OPEN, waiting_on=WaitingOn.RESIDENT)

    def worst_first(self) -> "RequestQuerySet":
        """Longest waiting on top; pages go by this order."""
        return WORST_FIRST.sort(self)
