"""Invitations that need more than one mail: asked again, reminded, ended without an answer; and a
beheerder who asks a deputy for the own group.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.outbox.services import queue
from groups.beheerders import emails
from groups.beheerders.services.appointments import (
    Ended,
    appoint,
    end,
    line,
    lock_group,
    still_active,
)
from groups.models import Appointment, AppointmentRole, WatchGroup
from groups.notices import coordinators, leaves_at
from groups.querysets.appointments import AppointmentQuerySet
from groups.refusals import Refused
from groups.values.village_time import before_day

REMIND_DAYS: Final = 7
UNANSWERED_DAYS: Final = 30
AGAIN: Final = timedelta(hours=1)
MOST_ASKED: Final = 5  # invitations that wait in one group, as far as its beheerders send them
MOST_A_DAY: Final = 10  # with those that were taken back: asking and ending is mail as well


def invite_deputy(
    *, email: str, name: str, group: WatchGroup, by: User, now: datetime
) -> Appointment:
    """A beheerder asks a deputy for the own group. Raises Refused for who does not run the group,
    for a closed account, and when many were asked today or have not answered yet.
    """
    with transaction.atomic():
        lock_group(group.pk)
        if not still_active(group.pk, now=now).filter(user=by).exists():
            raise Refused(_("Je bent geen beheerder meer van deze groep."))
        if User.objects.with_email(email).filter(is_active=False).exists():
            said = _("Deze persoon kan alleen {organisation} vragen. Mail ons.")
            raise Refused(said.format(organisation=here().organisation))
        if Appointment.objects.invited(now).filter(group=group).count() >= MOST_ASKED:
            raise Refused(
                _("Er zijn al 5 mensen gevraagd. Wacht op hun antwoord, of trek er 1 in.")
            )
        today = Appointment.objects.filter(group=group, invited_at__gt=now - timedelta(days=1))
        if today.count() >= MOST_A_DAY:
            raise Refused(_("Er zijn vandaag al 10 mensen gevraagd. Probeer het morgen weer."))
        return appoint(
            email=email, name=name, group=group, role=AppointmentRole.DEPUTY, by=by, now=now
        )


def end_deputy(deputy: Appointment, *, by: User, now: datetime) -> Ended:
    """A beheerder ends a deputy of the own group. Raises Refused for who does not run the group,
    and for the own appointment: stopping is a page of its own.
    """
    with transaction.atomic():
        lock_group(deputy.group_id)
        runs = still_active(deputy.group_id, now=now).filter(user=by)
        is_deputy = Appointment.objects.filter(pk=deputy.pk, role=AppointmentRole.DEPUTY)
        if not runs.exists() or not is_deputy.exclude(user=by).exists():
            raise Refused(_("Deze persoon is geen plaatsvervanger meer. Er is niets veranderd."))
        return end(deputy, by=by, now=now)


def invite_again(appointment: Appointment, *, by: User, now: datetime) -> None:
    """Mail the question once more; the days in which to answer start again. Raises Refused after
    an answer, and when somebody just did it.
    """
    with transaction.atomic():
        changed = Appointment.objects.filter(
            pk=appointment.pk,
            accepted_at__isnull=True,
            until__isnull=True,
            invited_at=appointment.invited_at,
            invited_at__lte=now - AGAIN,
            user__is_active=True,
        ).update(invited_at=now, reminded_at=None)
        if not changed:
            raise Refused(_("Dit kan nu niet. Er is al antwoord, of de vraag ging net weg."))
        appointment.invited_at = now
        queue([emails.invitation(appointment, again=True)], now=now)
        line("appointment.asked_again", appointment, by=by, now=now)


# --- The timetable ---------------------------------------------------------------------------


def remind_invited(*, now: datetime) -> int:
    """Who did not answer for seven days is asked once more; tells how many."""
    silent = _asked_days_ago(REMIND_DAYS, now=now).filter(reminded_at__isnull=True)
    rows = silent.filter(user__is_active=True).select_related("user", "group", "invited_by")
    return sum(_remind(one, now=now) for one in rows.order_by("pk"))


def end_unanswered(*, now: datetime) -> int:
    """Who did not answer for thirty days is not asked any more, and the coordinators hear it;
    tells how many.
    """
    silent = _asked_days_ago(UNANSWERED_DAYS, now=now)
    rows = silent.select_related("user", "group")
    return sum(_end_unanswered(one, now=now) for one in rows.order_by("pk"))


def _asked_days_ago(days: int, *, now: datetime) -> AppointmentQuerySet:
    """At nine in the morning of that day, or later."""
    return Appointment.objects.filter(
        accepted_at__isnull=True, until__isnull=True, invited_at__lt=before_day(now, days)
    )


def _remind(appointment: Appointment, *, now: datetime) -> int:
    with transaction.atomic():
        changed = Appointment.objects.filter(
            pk=appointment.pk,
            accepted_at__isnull=True,
            until__isnull=True,
            reminded_at__isnull=True,
            invited_at=appointment.invited_at,
        ).update(reminded_at=now)
        if changed:
            queue([emails.invitation_reminder(appointment)], now=now)
            line("appointment.reminded", appointment, by=None, now=now)
        return changed


def _end_unanswered(appointment: Appointment, *, now: datetime) -> int:
    with transaction.atomic():
        changed = Appointment.objects.filter(
            pk=appointment.pk,
            accepted_at__isnull=True,
            until__isnull=True,
            invited_at=appointment.invited_at,
        ).update(until=now)
        if changed:
            drafts = [
                emails.invitation_unanswered(appointment, to=user, due=leaves_at(user, now=now))
                for user in coordinators()
            ]
            queue(drafts, now=now)
            line("appointment.unanswered", appointment, by=None, now=now)
        return changed
