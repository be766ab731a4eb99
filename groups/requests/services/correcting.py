"""Putting right what was typed wrong in a request, as the person who asks told it."""

from datetime import datetime

from django.db import transaction

from dorst_portal.accounts.models import User
from groups.members.services.blocking import refuse_blocked
from groups.models import ResidentRequest
from groups.refusals import AlreadyHandled
from groups.requests.services.request_events import record_request_event
from groups.values.states import ENDED, State


def correct_number(
    request: ResidentRequest, mobile: str, *, seen: str, by: User, now: datetime
) -> None:
    """Put another number (E.164) in the place of the one that was `seen`, while the request is
    under way. Own beheerders; staff what is theirs. Who approves or adds with the old number on the
    page is refused from then on. Raises AlreadyHandled, or NumberBlocked for who was approved.
    """
    with transaction.atomic():
        if request.state == State.APPROVED and request.group:
            refuse_blocked(request.group, mobile, now=now)
        changed = (
            ResidentRequest.objects.as_seen(request)
            .filter(state=request.state, mobile=seen, anonymised_at__isnull=True)
            .exclude(state__in=ENDED)
            .handleable_by(by, now=now)
            .update(mobile=mobile)
        )
        if not changed:
            raise AlreadyHandled
        record_request_event("request.number_corrected", request, by=by, now=now)
