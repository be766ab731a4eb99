"""What the timetable asks of a group: whether its list of members is right, each quarter, and
whether it still lives, half a year after its last sign of life. A beheerder answers with one tap,
or by counting (`members/services/counting.py`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Case, Q, When
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.rows.added import Added
from dorst_portal.outbox.services import queue
from groups.models import Appointment, GroupStatus, WatchGroup
from groups.notices import beheerders_to_tell, everybody_there, leaves_at
from groups.refusals import Refused
from groups.values.list_terms import ASK_DAYS
from groups.values.village_time import before_day, village_day
from groups.watchgroups import emails

EVERY_DAYS: Final = 182
AGAIN_DAYS: Final = 30
_AT_ONCE: Final = 200


@dataclass(frozen=True)
class _Due(Added):
    is_list: bool
    is_life: bool


def ask_groups(*, now: datetime) -> dict[str, int]:
    """At nine in the morning each active group is asked for what is due; where both are due it is
    one mail, since who counts gives a sign of life as well. Tells how many were asked what.
    """
    done = {"asked_list": 0, "asked_alive": 0}
    groups = WatchGroup.objects.filter(status=GroupStatus.ACTIVE).annotate(
        is_list=Case(When(_list_is_due(now), then=True), default=False),
        is_life=Case(When(_life_is_due(now), then=True), default=False),
    )
    for group in groups.filter(Q(is_list=True) | Q(is_life=True)).order_by("pk")[:_AT_ONCE]:
        due = _Due.of(group)
        if _ask(group, is_list=due.is_list, is_life=due.is_life, now=now):
            done["asked_list"] += due.is_list
            done["asked_alive"] += due.is_life
    return done


def _list_is_due(now: datetime) -> Q:
    """A quarter after the list was looked at, and then each quarter until somebody does; as soon
    as somebody is there to ask.
    """
    limit = before_day(now, ASK_DAYS)
    never = Q(list_confirmed_at__isnull=True, created_at__lt=limit)
    not_asked = Q(list_asked_at__isnull=True) | Q(list_asked_at__lt=limit)
    there = Appointment.objects.present(now).values("group")
    return (Q(list_confirmed_at__lt=limit) | never) & not_asked & Q(pk__in=there)


def _life_is_due(now: datetime) -> Q:
    """Half a year after its last sign of life, and then each month until it answers."""
    limit = before_day(now, EVERY_DAYS)
    never = Q(alive_at__isnull=True, created_at__lt=limit)
    not_asked = Q(alive_asked_at__isnull=True) | Q(alive_asked_at__lt=before_day(now, AGAIN_DAYS))
    manned = Appointment.objects.active(now).values("group")
    return (Q(alive_at__lt=limit) | never) & not_asked & Q(pk__in=manned)


def say_alive(group: WatchGroup, *, by: User, now: datetime) -> None:
    """A beheerder of the group says that it lives. Raises Refused when it runs no more."""
    with transaction.atomic():
        _update(group, by=by, now=now, alive_at=now)
        _line("group.lives", group, by=by, now=now)


def _ask(group: WatchGroup, *, is_list: bool, is_life: bool, now: datetime) -> bool:
    """One mail to each; False when another timetable, or an answer, was first."""
    about = f"group:{group.pk}"
    asked = ({"list_asked_at": now} if is_list else {}) | (
        {"alive_asked_at": now} if is_life else {}
    )
    with transaction.atomic():
        same = WatchGroup.objects.filter(pk=group.pk, status=GroupStatus.ACTIVE, **_dates(group))
        if not same.update(**asked):
            return False
        mail = emails.is_list_right if is_list else emails.does_it_live
        # That it lives, also a deputy knows; the list is the work of the beheerder.
        people = (everybody_there if is_life else beheerders_to_tell)(group, now=now)
        day = village_day(now)
        queue(
            [mail(group, to=user, day=day, due=leaves_at(user, now=now)) for user in people],
            now=now,
        )
        for verb, is_asked in (("group.asked_list", is_list), ("group.asked_alive", is_life)):
            if is_asked:
                record(verb, by=None, actor="timetable", scope=about, subject=about, now=now)
        return True


def _dates(group: WatchGroup) -> dict[str, datetime | None]:
    names = ("alive_at", "alive_asked_at", "list_confirmed_at", "list_asked_at")
    return {name: getattr(group, name) for name in names}


def _update(group: WatchGroup, *, by: User, now: datetime, **facts: datetime) -> None:
    runs = Appointment.objects.active(now).filter(user=by).values("group")
    mine = WatchGroup.objects.shown_to_everybody().filter(pk=group.pk, pk__in=runs)
    if not mine.update(**facts):
        raise Refused(_("Deze groep loopt nu niet. Er is niets veranderd."))


def _line(verb: str, group: WatchGroup, *, by: User, now: datetime) -> None:
    about = f"group:{group.pk}"
    record(verb, by=by, scope=about, subject=about, now=now)
