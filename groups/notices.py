"""Who may be told something, and when a notice may leave."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from dorst_portal.accounts.models import User
from dorst_portal.kit.rows.prepared import Prepared
from groups.models import Appointment, AppointmentRole, GroupStatus, NoticeSettings, WatchGroup
from groups.values.village_time import VILLAGE, on_day, village_day


def beheerders_to_tell(group: WatchGroup | None, *, now: datetime) -> Sequence[User]:
    """The beheerders who are not away; when all are away, the deputies who are there."""
    by_role = _present_by_role(group, now=now)
    return by_role.get(AppointmentRole.BEHEERDER) or by_role.get(AppointmentRole.DEPUTY) or []


def beheerders_to_tell_of(
    groups: Collection[WatchGroup], *, now: datetime
) -> Mapping[int, Sequence[User]]:
    """The same of several groups at once, by number; a group where nobody is there is not in it."""
    by_role: dict[int, dict[str, list[User]]] = {}
    present = Appointment.objects.present(now).filter(group__in=groups)
    for one in present.select_related("user__notice_settings").order_by("id"):
        by_role.setdefault(one.group_id, {}).setdefault(one.role, []).append(one.user)
    return {
        group: found.get(AppointmentRole.BEHEERDER) or found[AppointmentRole.DEPUTY]
        for group, found in by_role.items()
    }


def everybody_there(group: WatchGroup | None, *, now: datetime) -> Sequence[User]:
    """Beheerders and deputies who are not away."""
    return [user for users in _present_by_role(group, now=now).values() for user in users]


def coordinators() -> Sequence[User]:
    """Active staff of Platform Dorst."""
    return list(User.objects.coordinators().select_related("notice_settings").order_by("id"))


def all_beheerders(*, now: datetime) -> Sequence[User]:
    """Who runs a group that is not ended, also who is away; each once."""
    active = Appointment.objects.active(now).exclude(group__status=GroupStatus.ARCHIVED)
    users = User.objects.filter(pk__in=active.values("user"))
    return list(users.select_related("notice_settings").order_by("id"))


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
