"""Ideas for a new group: they go to the coordinators, who found it or say no."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from groups.models import CallAbout, ResidentRequest, RouteReason, WatchGroup
from groups.places.routing import Route
from groups.refusals import AlreadyHandled
from groups.requests import emails
from groups.requests.services.calls import tell
from groups.requests.services.due_dates import end_of_keeping
from groups.requests.services.request_events import record_request_event
from groups.requests.services.submitting import Asked, submit
from groups.values.states import Kind, Owner, State, WaitingOn


@dataclass(frozen=True, kw_only=True)
class NewGroupData(Asked):
    """An idea for a group. `streets`: as typed; `neighbours`: how many already want it."""

    streets: str
    wants_to_manage: str
    neighbours: int | None = None
    message: str = ""


def submit_new_group(data: NewGroupData, *, now: datetime) -> ResidentRequest:
    """Store the idea with its date; the same form sent again gives what is there."""
    sentence = f"Een nieuwe groep is voor {here().organisation}."
    where = Route(None, Owner.COORDINATORS, State.OPEN, RouteReason.NEW_GROUP, sentence)
    of_its_kind = {
        "streets_wanted": data.streets,
        "wants_to_manage": data.wants_to_manage,
        "neighbours": data.neighbours,
        "message": data.message,
    }
    return submit(Kind.NEW_GROUP, data, lambda: (where, of_its_kind), now=now)


def found_group(request: ResidentRequest, *, group: WatchGroup, by: User, now: datetime) -> None:
    """The idea became this group; the proposer is told. Coordinators only. Raises
    AlreadyHandled.
    """
    with transaction.atomic():
        changed = ResidentRequest.objects.filter(
            pk=request.pk, kind=Kind.NEW_GROUP, state=State.OPEN, owner=Owner.COORDINATORS
        ).update(
            state=State.FOUNDED,
            waiting_on=WaitingOn.OWNER,
            group=group,
            decided_at=now,
            decided_by=by,
            due_at=end_of_keeping(now),
        )
        if not by.is_platform or not changed:
            raise AlreadyHandled
        request.refresh_from_db(from_queryset=ResidentRequest.objects.select_related("group"))
        tell(CallAbout.FOUNDED, request, emails.founded(request, now=now), now=now)
        record_request_event("request.founded", request, by=by, now=now, facts={"group": group.pk})
