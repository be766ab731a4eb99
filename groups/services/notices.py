"""Who is told about a request: its beheerders, or the coordinators."""

from collections.abc import Sequence
from datetime import datetime

from dorst_portal.accounts.models import User
from dorst_portal.outbox.services import MailDraft
from groups import emails
from groups.models import Appointment, AppointmentRole, ResidentRequest, WatchGroup
from groups.states import Owner


def to_owner(request: ResidentRequest, *, fits: bool, now: datetime) -> list[MailDraft]:
    """The notices of a request that has a new owner, with whether the address fits; to the
    coordinators too when all are away.
    """
    if request.owner == Owner.COORDINATORS:
        return [emails.for_coordinators(request, to=user) for user in coordinators()]
    drafts = [
        emails.new_request(request, to=user, fits=fits)
        for user in beheerders_to_tell(request.group, now=now)
    ]
    if request.escalated_at:
        drafts += to_coordinators_as_well(request)
    return drafts


def to_coordinators_as_well(request: ResidentRequest) -> list[MailDraft]:
    """The notices of a request that the coordinators now see beside the beheerder."""
    return [emails.escalated(request, to=user) for user in coordinators()]


def beheerders_to_tell(group: WatchGroup | None, *, now: datetime) -> Sequence[User]:
    """The beheerders who are not away; when all are away, the deputies who are there."""
    if group is None:
        return []
    present = Appointment.objects.present(now).filter(group=group).select_related("user")
    by_role: dict[str, list[User]] = {}
    for appointment in present.order_by("id"):
        by_role.setdefault(appointment.role, []).append(appointment.user)
    return by_role.get(AppointmentRole.BEHEERDER) or by_role.get(AppointmentRole.DEPUTY) or []


def coordinators() -> Sequence[User]:
    """Active staff of Platform Dorst."""
    return list(User.objects.coordinators().order_by("id"))
