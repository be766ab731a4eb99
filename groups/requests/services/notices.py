"""Who is told about a request, and when: its beheerders, or the coordinators."""

from collections.abc import Sequence
from datetime import datetime

from dorst_portal.accounts.models import User
from dorst_portal.outbox.services import MailDraft
from groups.models import (
    Appointment,
    NoticeMoment,
    ResidentRequest,
    Subject,
)
from groups.notices import beheerders_to_tell, coordinators, leaves_at, settings_of
from groups.requests import emails
from groups.values.states import Owner


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
