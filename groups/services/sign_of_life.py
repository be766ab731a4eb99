"""Does a group still live, and is its list right? A beheerder says so with one tap."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.outbox.services import queue
from groups import emails
from groups.models import Appointment, GroupStatus, WatchGroup
from groups.services.ladder import before_day
from groups.services.notices import everybody_there, leaves_at
from groups.services.refusals import Refused
from groups.village_time import village_day

EVERY_DAYS: Final = 182
AGAIN_DAYS: Final = 30
_AT_ONCE: Final = 200


def ask_whether_groups_live(*, now: datetime) -> int:
    """Half a year after its last sign of life a group is asked for one, at nine in the morning,
    and then each month until it answers. Tells how many were asked.
    """
    limit = before_day(now, EVERY_DAYS)
    long_ago = Q(alive_at__lt=limit) | Q(alive_at__isnull=True, created_at__lt=limit)
    not_asked = Q(alive_asked_at__isnull=True) | Q(alive_asked_at__lt=before_day(now, AGAIN_DAYS))
    manned = Appointment.objects.active(now).values("group")
    due = WatchGroup.objects.filter(
        long_ago, not_asked, status=GroupStatus.ACTIVE, pk__in=manned
    ).order_by("pk")
    return sum(_ask(group, now=now) for group in due[:_AT_ONCE])


def say_alive(group: WatchGroup, *, by: User, now: datetime) -> None:
    """A beheerder of the group says that it lives. Raises Refused when it runs no more."""
    with transaction.atomic():
        _update(group, by=by, now=now, alive_at=now)
        _line("group.lives", group, by=by, now=now)


def confirm_list(group: WatchGroup, *, by: User, now: datetime) -> None:
    """A beheerder compared the list of members with the chat. That is a sign of life as well.
    Raises Refused when the group runs no more.
    """
    with transaction.atomic():
        _update(group, by=by, now=now, list_confirmed_at=now, alive_at=now)
        _line("group.list_confirmed", group, by=by, now=now)


def _ask(group: WatchGroup, *, now: datetime) -> int:
    with transaction.atomic():
        changed = WatchGroup.objects.filter(
            pk=group.pk, alive_at=group.alive_at, alive_asked_at=group.alive_asked_at
        ).update(alive_asked_at=now)
        if not changed:
            return 0
        queue(
            [
                emails.does_it_live(
                    group, to=user, day=village_day(now), due=leaves_at(user, now=now)
                )
                for user in everybody_there(group, now=now)
            ],
            now=now,
        )
        about = f"group:{group.pk}"
        record("group.asked_alive", by=None, actor="timetable", scope=about, subject=about, now=now)
        return 1


def _update(group: WatchGroup, *, by: User, now: datetime, **facts: datetime) -> None:
    runs = Appointment.objects.active(now).filter(user=by).values("group")
    mine = WatchGroup.objects.shown_to_everybody().filter(pk=group.pk, pk__in=runs)
    if not mine.update(**facts):
        raise Refused("Deze groep loopt nu niet. Er is niets veranderd.")


def _line(verb: str, group: WatchGroup, *, by: User, now: datetime) -> None:
    about = f"group:{group.pk}"
    record(verb, by=by, scope=about, subject=about, now=now)
