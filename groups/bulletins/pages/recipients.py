"""Who gets a bulletin, and who did not share it yet."""

from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef

from groups.models import Appointment, Bulletin, BulletinCopy, GroupStatus
from groups.querysets.appointments import AppointmentQuerySet
from groups.values.village_time import days_between

REMIND_AFTER_DAYS: Final = 3


def recipients(bulletin: Bulletin, *, now: datetime) -> AppointmentQuerySet:
    """Who gets it: the active beheerders and deputies of the chosen groups, or of all."""
    active: AppointmentQuerySet = Appointment.objects.active(now)
    here = active.exclude(group__status=GroupStatus.ARCHIVED)
    return here if bulletin.to_all else here.filter(group__in=bulletin.groups.values("pk"))


def not_shared(bulletin: Bulletin, *, now: datetime) -> AppointmentQuerySet:
    """Who got it, still runs the group, and in whose group nobody shared it."""
    copies = BulletinCopy.objects.filter(bulletin=bulletin, group=OuterRef("group"))
    active: AppointmentQuerySet = Appointment.objects.active(now)
    return active.filter(
        Exists(copies.filter(user=OuterRef("user"))),
        ~Exists(copies.shared()),
    )


def may_remind(bulletin: Bulletin, *, now: datetime) -> bool:
    """Whether it was sent three days ago and nobody was asked again."""
    if bulletin.sent_at is None or bulletin.reminded_at is not None:
        return False
    return days_between(bulletin.sent_at, now) >= REMIND_AFTER_DAYS
