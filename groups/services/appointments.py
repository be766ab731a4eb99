"""Appointing beheerders and deputies. Who is appointed is active after accepting."""

from datetime import datetime

from django.db import IntegrityError, transaction

from dorst_portal.accounts.models import User
from dorst_portal.accounts.services import invite_user
from dorst_portal.audit.services import record
from dorst_portal.outbox.services import queue
from groups import emails
from groups.models import Appointment, GroupStatus, WatchGroup
from groups.services.forwarding import hand_to_coordinators, hand_to_group
from groups.services.notices import coordinators
from groups.services.refusals import Refused


def appoint(
    *, email: str, name: str, group: WatchGroup, role: str, by: User, now: datetime
) -> Appointment:
    """Invite somebody as beheerder or deputy; the account is made when there is none. The other
    coordinators are told when it is a coordinator. Raises Refused when already appointed.
    """
    if group.status == GroupStatus.ARCHIVED:
        raise Refused("Deze groep is opgeheven.")
    try:
        with transaction.atomic():
            _end_those_of_closed_account(email, by=by, now=now)
            user = invite_user(email, name, by=by)
            appointment = Appointment.objects.create(
                user=user, group=group, role=role, invited_at=now, invited_by=by
            )
            drafts = [emails.invitation(appointment)]
            if user.is_platform:
                others = [other for other in coordinators() if other != user]
                drafts += [
                    emails.coordinator_appointed(appointment, to=other, group=group)
                    for other in others
                ]
            queue(drafts, now=now)
            _line("appointment.made", appointment, by=by, now=now, facts={"role": role})
            return appointment
    except IntegrityError as error:
        raise Refused("Deze persoon is al gevraagd of benoemd voor deze groep.") from error


def accept(appointment: Appointment, *, by: User, now: datetime) -> int:
    """The invited person takes it on; the group gets what waited for a beheerder. Tells how many
    requests that are. Raises Refused when the invitation is not (any more) for this person.
    """
    with transaction.atomic():
        changed = Appointment.objects.filter(
            pk=appointment.pk, user=by, accepted_at__isnull=True, until__isnull=True
        ).update(accepted_at=now)
        if not changed:
            raise Refused("Deze uitnodiging is al gebruikt of ingetrokken.")
        _line("appointment.accepted", appointment, by=by, now=now)
        return hand_to_group(appointment.group, by=by, now=now)


def end(appointment: Appointment, *, by: User, now: datetime) -> int:
    """End an appointment: its rights end at once. Without another active beheerder the group's
    requests go to the coordinators; tells how many. Raises Refused when it had ended.
    """
    with transaction.atomic():
        changed = Appointment.objects.filter(pk=appointment.pk, until__isnull=True).update(
            until=now
        )
        if not changed:
            raise Refused("Deze benoeming was al beëindigd.")
        _line("appointment.ended", appointment, by=by, now=now)
        if Appointment.objects.active(now).filter(group=appointment.group).exists():
            return 0
        return hand_to_coordinators(appointment.group, by=by, now=now)


def _end_those_of_closed_account(email: str, *, by: User, now: datetime) -> None:
    """An account that is opened again gets the group that is asked now, not those of before."""
    closed = User.objects.with_email(email).filter(is_active=False)
    for old in Appointment.objects.filter(user__in=closed, until__isnull=True):
        old.until = now
        old.save(update_fields=["until"])
        _line("appointment.ended", old, by=by, now=now)


def _line(
    verb: str,
    appointment: Appointment,
    *,
    by: User,
    now: datetime,
    facts: dict[str, str | int | bool | None] | None = None,
) -> None:
    record(
        verb,
        by=by,
        scope=f"group:{appointment.group_id}",
        subject=f"appointment:{appointment.pk}",
        facts={"user": appointment.user_id, **(facts or {})},
        now=now,
    )
