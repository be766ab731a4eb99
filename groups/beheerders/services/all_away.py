"""Where nobody who runs a group is there, the coordinators see its open requests at once."""

from datetime import datetime

from dorst_portal.accounts.models import User
from dorst_portal.outbox.services import queue
from groups.models import Appointment, ResidentRequest, RouteReason
from groups.requests.services.notices import to_coordinators_as_well
from groups.requests.services.request_events import record_request_event
from groups.values.states import Owner

_SENTENCE_FITS = 225  # of the 250 signs of a request's sentence


def show_if_all_away(group: int, *, by: User | None, now: datetime) -> int:
    """Tell the coordinators of the open requests of a group where nobody is there; tells how many
    those are, and 0 where somebody is.
    """
    # Whoever ended while we waited for the lock of the group is not there, whatever our clock says.
    if Appointment.objects.present(now).filter(group=group, until__isnull=True).exists():
        return 0
    alone = ResidentRequest.objects.open().filter(owner=Owner.GROUP, group=group)
    left = alone.filter(escalated_at=None).select_related("group").order_by("pk")
    return sum(_show(request, by=by, now=now) for request in left)


def _show(request: ResidentRequest, *, by: User | None, now: datetime) -> int:
    sentence = f"{request.route_sentence[:_SENTENCE_FITS]} De beheerder is weg."
    changed = (
        ResidentRequest.objects.open()
        .filter(pk=request.pk, owner=Owner.GROUP, group=request.group_id, escalated_at=None)
        .update(
            escalated_at=now,
            route_reason=RouteReason.ALL_AWAY,
            route_sentence=sentence,
        )
    )
    if not changed:
        return 0
    request.escalated_at, request.route_reason = now, RouteReason.ALL_AWAY
    queue(to_coordinators_as_well(request, now=now), now=now)
    record_request_event("request.escalated", request, by=by, now=now)
    return 1
