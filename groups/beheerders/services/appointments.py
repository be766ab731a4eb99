"""Appointing beheerders and deputies. Who is appointed is active after accepting."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.accounts.services import invite_user
from dorst_portal.audit.services import record
from dorst_portal.outbox.services import MailDraft, queue
from dorst_portal.push.services import switch_off_all
from groups.beheerders import emails
from groups.beheerders.services.all_away import show_if_all_away
from groups.models import Appointment, AppointmentRole, GroupStatus, WatchGroup
from groups.notices import coordinators, leaves_at
from groups.querysets.appointments import AppointmentQuerySet
from groups.refusals import Refused
from groups.requests.services.forwarding import hand_to_coordinators, hand_to_group


class LastBeheerder(Refused):
    """Nobody would run the group any more, and nobody said that this is meant."""

    def __init__(self, group: WatchGroup) -> None:
        said = _("Groep {group} heeft dan geen beheerder. Er is niets veranderd.")
        super().__init__(said.format(group=group))


@dataclass(frozen=True, kw_only=True)
class Successor:
    """Who is asked at the same moment as somebody ends."""

    email: str
    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Ended:
    """What the end of an appointment did: how many requests went to the coordinators, and how many
    they now see beside somebody who is away.
    """

    moved: int = 0
    shown: int = 0


def lock_group(group: int) -> None:
    """Let those who change who runs a group go one at a time; what only points to the group (a new
    request, a handover) need not wait.
    """
    list(WatchGroup.objects.filter(pk=group).select_for_update(no_key=True).values_list("pk"))


def still_active(group: int, *, now: datetime) -> AppointmentQuerySet:
    """Who runs a group, asked behind its lock: what somebody ended a moment after our `now`, while
    we waited for the lock, has ended too.
    """
    return Appointment.objects.active(now).filter(group=group, until__isnull=True)


def is_last(appointment: Appointment, *, now: datetime) -> bool:
    """Whether nobody would run the group without this one; an invitation runs nothing."""
    active = Appointment.objects.active(now).filter(group=appointment.group_id)
    runs = active.filter(pk=appointment.pk).exists()
    return runs and not active.exclude(pk=appointment.pk).exists()


def appoint(
    *, email: str, name: str, group: WatchGroup, role: str, by: User, now: datetime
) -> Appointment:
    """Invite somebody as beheerder or deputy; the account is made when there is none. The other
    coordinators are told when it is a coordinator. Raises Refused when already appointed.
    """
    if group.status == GroupStatus.ARCHIVED:
        raise Refused(_("Deze groep is opgeheven."))
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
            line("appointment.made", appointment, by=by, now=now, facts={"role": role})
            return appointment
    except IntegrityError as error:
        raise Refused(_("Deze persoon is al gevraagd of benoemd voor deze groep.")) from error


def accept(appointment: Appointment, *, by: User, now: datetime) -> int:
    """The invited person takes it on; the group gets what waited for a beheerder. Tells how many
    requests that are. Raises Refused when the invitation is not (any more) for this person.
    """
    with transaction.atomic():
        lock_group(appointment.group_id)
        changed = Appointment.objects.filter(
            pk=appointment.pk, user=by, accepted_at__isnull=True, until__isnull=True
        ).update(accepted_at=now)
        if not changed:
            raise Refused(_("Deze uitnodiging is al gebruikt of ingetrokken."))
        line("appointment.accepted", appointment, by=by, now=now)
        queue(_there_is_a_successor(appointment, now=now), now=now)
        return hand_to_group(appointment.group, by=by, now=now)


def forget_where_to_reach(user: User, *, by: User | None, now: datetime) -> None:
    """Nobody has to call who runs nothing any more, nor to send to their telephone."""
    rows = Appointment.objects.not_ended(now).filter(user=user)
    if not user.is_platform and not rows.exists():
        User.objects.filter(pk=user.pk).update(mobile="")
        switch_off_all(user, by=by, now=now)


def end(
    appointment: Appointment,
    *,
    by: User,
    now: datetime,
    leave_alone: bool = False,
    note: str = "",
    successor: Successor | None = None,
) -> Ended:
    """End an appointment: its rights end at once. With a successor that person is asked in the
    same transaction.

    Without another active beheerder the group's requests go to the coordinators; where the others
    are away, the coordinators see them too. Raises LastBeheerder when nobody would be left and
    `leave_alone` does not say that this is meant, and Refused when it had ended.
    """
    with transaction.atomic():
        lock_group(appointment.group_id)
        rows = Appointment.objects.filter(pk=appointment.pk)
        [row] = rows.select_related("user__notice_settings", "group")
        was_active = Appointment.objects.active(now).filter(pk=row.pk).exists()
        changed = Appointment.objects.filter(pk=row.pk, until__isnull=True).update(
            until=now, end_note=note, wants_to_stop_at=None
        )
        if not changed:
            raise Refused(_("Deze benoeming was al beëindigd."))
        left_alone = not still_active(row.group_id, now=now).exists()
        is_archived = row.group.status == GroupStatus.ARCHIVED
        if left_alone and was_active and not leave_alone and not is_archived:
            raise LastBeheerder(row.group)
        line("appointment.ended", row, by=by, now=now, facts={"note": bool(note)})
        forget_where_to_reach(row.user, by=by, now=now)
        if was_active:
            queue(_told_of_the_end(row, by=by, left_alone=left_alone, now=now), now=now)
        if successor:
            appoint(
                email=successor.email,
                name=successor.name,
                role=successor.role,
                group=row.group,
                by=by,
                now=now,
            )
        if left_alone:
            return Ended(moved=hand_to_coordinators(row.group, by=by, now=now))
        return Ended(shown=show_if_all_away(row.group_id, by=by, now=now) if was_active else 0)


def change_role(appointment: Appointment, *, role: str, by: User, now: datetime) -> None:
    """Make a beheerder of a deputy, or the other way round; the person is told. Raises Refused
    when it has that role, or ended.
    """
    with transaction.atomic():
        open_ones = Appointment.objects.filter(pk=appointment.pk, until__isnull=True)
        if not open_ones.exclude(role=role).update(role=role):
            what = AppointmentRole(role).label
            said = _("Deze persoon is al {what}, of de benoeming is beëindigd.")
            raise Refused(said.format(what=what))
        appointment.role = role
        if appointment.accepted_at and appointment.user.is_active:
            due = leaves_at(appointment.user, now=now)
            queue([emails.role_changed(appointment, at=now, due=due)], now=now)
        line("appointment.role_changed", appointment, by=by, now=now, facts={"role": role})


def _told_of_the_end(
    appointment: Appointment, *, by: User, left_alone: bool, now: datetime
) -> list[MailDraft]:
    """The person, and the coordinators when nobody is left; never who did it."""
    drafts = []
    if appointment.user != by:
        due = leaves_at(appointment.user, now=now)
        drafts.append(emails.appointment_ended(appointment, due=due))
    if left_alone and appointment.group.status != GroupStatus.ARCHIVED:
        drafts += [
            emails.group_left_alone(appointment, to=user, due=leaves_at(user, now=now))
            for user in coordinators()
            if user != by
        ]
    return drafts


def _there_is_a_successor(appointment: Appointment, *, now: datetime) -> list[MailDraft]:
    """Who wants to stop in this group hears that it can be done now."""
    stopping = Appointment.objects.active(now).filter(
        group=appointment.group_id, wants_to_stop_at__isnull=False
    )
    others = stopping.exclude(pk=appointment.pk).select_related("user__notice_settings", "group")
    return [
        emails.successor_there(other, new=appointment, due=leaves_at(other.user, now=now))
        for other in others.order_by("pk")
    ]


def _end_those_of_closed_account(email: str, *, by: User, now: datetime) -> None:
    """An account that is opened again gets the group that is asked now, not those of before."""
    closed = User.objects.with_email(email).filter(is_active=False)
    for old in Appointment.objects.filter(user__in=closed, until__isnull=True):
        old.until = now
        old.save(update_fields=["until"])
        line("appointment.ended", old, by=by, now=now)


def line(
    verb: str,
    appointment: Appointment,
    *,
    by: User | None,
    now: datetime,
    facts: dict[str, str | int | bool | None] | None = None,
) -> None:
    """Write a line in the scope of the group; without a person the timetable did it."""
    record(
        verb,
        by=by,
        actor="" if by else "timetable",
        scope=f"group:{appointment.group_id}",
        subject=f"appointment:{appointment.pk}",
        facts={"user": appointment.user_id, **(facts or {})},
        now=now,
    )
