"""A beheerder who stops: at once when somebody else is there, else when one has been found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.kit.rows.added import Added
from dorst_portal.outbox.services import queue
from groups.beheerders import emails
from groups.beheerders.services.appointments import end, line, lock_group, still_active
from groups.models import Appointment
from groups.notices import coordinators, leaves_at
from groups.refusals import Refused


@dataclass(frozen=True)
class OwnAppointment:
    """A group that somebody runs, and whether another person can go on."""

    appointment: Appointment
    has_others: bool

    @property
    def can_stop(self) -> bool:
        """Whether there is something to ask: at once, or for the first time."""
        return self.has_others or self.appointment.wants_to_stop_at is None


@dataclass(frozen=True)
class _Others(Added):
    has_others: bool


def own_appointments(user: User, *, now: datetime) -> Sequence[OwnAppointment]:
    """What somebody can stop with, by the name of the group. One query."""
    others = Appointment.objects.active(now).filter(group=OuterRef("group"))
    mine = Appointment.objects.active(now).filter(user=user).select_related("group")
    rows = mine.annotate(has_others=Exists(others.exclude(user=user))).order_by("group__name")
    return [OwnAppointment(one, has_others=_Others.of(one).has_others) for one in rows]


def stop(appointment: Appointment, *, by: User, now: datetime) -> bool:
    """End the own appointment when another beheerder or deputy is there. Else the coordinators
    hear that somebody has to be found, and nothing ends. Tells whether it ended; raises Refused
    when it was said before, or had ended.
    """
    with transaction.atomic():
        lock_group(appointment.group_id)
        active = still_active(appointment.group_id, now=now)
        mine = active.filter(pk=appointment.pk, user=by)
        if not mine.exists():
            raise Refused(_("Je bent al geen beheerder meer van deze groep."))
        if active.exclude(user=by).exists():
            end(appointment, by=by, now=now)
            return True
        still = Appointment.objects.filter(pk=appointment.pk, wants_to_stop_at__isnull=True)
        if not still.update(wants_to_stop_at=now):
            raise Refused(_("We weten al dat je wilt stoppen. We zoeken iemand."))
        drafts = [
            emails.wants_to_stop(appointment, to=user, at=now, due=leaves_at(user, now=now))
            for user in coordinators()
            if user != by
        ]
        queue(drafts, now=now)
        line("appointment.wants_to_stop", appointment, by=by, now=now)
        return False


def stay(appointment: Appointment, *, by: User, now: datetime) -> None:
    """Who wanted to stop goes on after all. Raises Refused when nothing was asked."""
    with transaction.atomic():
        asked = Appointment.objects.filter(
            pk=appointment.pk, user=by, until__isnull=True, wants_to_stop_at__isnull=False
        )
        if not asked.update(wants_to_stop_at=None):
            raise Refused(_("Je wilde niet stoppen, of je bent al gestopt."))
        line("appointment.stays", appointment, by=by, now=now)
