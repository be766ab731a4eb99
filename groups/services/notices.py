"""Who is told about a request, and when: its beheerders, or the coordinators."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from dorst_portal.accounts.models import User
from dorst_portal.kit.prepared import Prepared
from dorst_portal.outbox.services import MailDraft
from groups import emails
from groups.models import (
    Appointment,
    AppointmentRole,
    NoticeMoment,
    NoticeSettings,
    ResidentRequest,
    Subject,
    WatchGroup,
)
from groups.states import Owner
from groups.village_time import VILLAGE, on_day, village_day


def to_owner(request: ResidentRequest, *, fits: bool, now: datetime) -> list[MailDraft]:
    """The notices of a request that has a new owner, with whether the address fits; to the
    coordinators too when all are away. Who chose a daily mail, or only what is late, gets none.
    """
    if request.owner == Owner.COORDINATORS:
        return [
            emails.for_coordinators(request, to=user, due=leaves_at(user, now=now))
            for user in coordinators_for(request, now=now)
        ]
    drafts = [
        emails.new_request(request, to=user, fits=fits, due=leaves_at(user, now=now))
        for user in beheerders_to_tell(request.group, now=now)
        if settings_of(user).moment == NoticeMoment.AT_ONCE
    ]
    if request.escalated_at:
        drafts += to_coordinators_as_well(request, now=now)
    return drafts


def to_coordinators_as_well(request: ResidentRequest, *, now: datetime) -> list[MailDraft]:
    """The notices of a request that the coordinators now see beside the beheerder."""
    return [
        emails.escalated(request, to=user, due=leaves_at(user, now=now))
        for user in coordinators_for(request, now=now)
    ]


def owners_to_tell(request: ResidentRequest, *, now: datetime) -> Sequence[User]:
    """Whose turn it is: the beheerders who are there, or the coordinators; both once the
    coordinators have it as well.
    """
    own = [] if request.owner == Owner.COORDINATORS else beheerders_to_tell(request.group, now=now)
    if request.owner == Owner.GROUP and not request.escalated_at:
        return own
    known = {user.pk for user in own}
    staff = coordinators_for(request, now=now)
    return [*own, *(user for user in staff if user.pk not in known)]


def beheerders_to_tell(group: WatchGroup | None, *, now: datetime) -> Sequence[User]:
    """The beheerders who are not away; when all are away, the deputies who are there."""
    by_role = _present_by_role(group, now=now)
    return by_role.get(AppointmentRole.BEHEERDER) or by_role.get(AppointmentRole.DEPUTY) or []


def everybody_there(group: WatchGroup | None, *, now: datetime) -> Sequence[User]:
    """Beheerders and deputies who are not away."""
    return [user for users in _present_by_role(group, now=now).values() for user in users]


def coordinators() -> Sequence[User]:
    """Active staff of Platform Dorst."""
    return list(User.objects.coordinators().select_related("notice_settings").order_by("id"))


def coordinators_for(request: ResidentRequest, *, now: datetime) -> Sequence[User]:
    """The coordinators who may see a request: of a complaint not those who run that group. When
    none is left, the superusers.
    """
    staff = coordinators()
    if request.subject != Subject.COMPLAINT or request.about_group_id is None:
        return staff
    run = Appointment.objects.active(now).filter(group=request.about_group_id)
    run_by = set(run.values_list("user_id", flat=True))
    may = [user for user in staff if user.pk not in run_by]
    if may:
        return may
    superusers = User.objects.filter(is_superuser=True, is_active=True).exclude(pk__in=run_by)
    return list(superusers.select_related("notice_settings").order_by("id"))


def settings_of(user: User) -> NoticeSettings:
    """What somebody chose, or the defaults (not stored)."""
    chosen: NoticeSettings | None = getattr(user, "notice_settings", None)
    return chosen or NoticeSettings(user=user)


def leaves_at(user: User, *, now: datetime) -> datetime:
    """When a notice to this person may leave: now, or at the end of the quiet hours."""
    choice = settings_of(user)
    hour, start, end = now.astimezone(VILLAGE).hour, choice.quiet_from, choice.quiet_until
    over_midnight = start > end
    quiet = (hour >= start or hour < end) if over_midnight else start <= hour < end
    if not quiet:
        return now
    return on_day(now, 1 if over_midnight and hour >= start else 0, hour=end)


def _present_by_role(group: WatchGroup | None, *, now: datetime) -> dict[str, list[User]]:
    by_role: dict[str, list[User]] = {}
    if group is None:
        return by_role
    for appointment in _PRESENT(group=group.pk, now=now, today=village_day(now)):
        by_role.setdefault(appointment.role, []).append(appointment.user)
    return by_role


def _present(group: int, now: datetime, today: date) -> QuerySet[Appointment]:
    present = Appointment.objects.present(now, today=today).filter(group=group)
    return present.select_related("user__notice_settings").order_by("id")


_PRESENT = Prepared(_present, group=int, now=datetime, today=date)
