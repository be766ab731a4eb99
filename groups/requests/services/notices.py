"""Who is told about a request, and when: its beheerders, or the coordinators."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.outbox.services import MailDraft, queue
from dorst_portal.push.services import Words, queue_beside
from groups.models import (
    Appointment,
    NoticeMoment,
    ResidentRequest,
    Subject,
)
from groups.notices import beheerders_to_tell, coordinators, leaves_at, settings_of
from groups.requests import emails
from groups.values.states import Kind, Owner

_NEW: Mapping[str, str] = {
    Kind.JOIN: "Nieuwe aanmelding",
    Kind.QUESTION: "Nieuwe vraag",
    Kind.NEW_GROUP: "Nieuw idee voor een groep",
}
_WAITS: Mapping[str, str] = {
    Kind.JOIN: "Een aanmelding wacht",
    Kind.QUESTION: "Een vraag wacht",
    Kind.NEW_GROUP: "Een idee voor een groep wacht",
}


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


def queue_new(request: ResidentRequest, drafts: Sequence[MailDraft], *, now: datetime) -> None:
    """Queue the notices of a new request, and beside each a message to the telephones of who gets
    it.
    """
    queue(drafts, now=now)
    queue_beside(drafts, Words(_NEW[request.kind], _whose(request)), now=now)


def queue_waiting(request: ResidentRequest, drafts: Sequence[MailDraft], *, now: datetime) -> None:
    """The same of a request that waits."""
    queue(drafts, now=now)
    queue_beside(drafts, Words(_WAITS[request.kind], _whose(request)), now=now)


def _whose(request: ResidentRequest) -> str:
    """Whose turn it is, as a locked telephone may show it."""
    if request.owner == Owner.COORDINATORS or request.group is None:
        return f"Voor {here().organisation}"
    return f"In groep {request.group.name}"
