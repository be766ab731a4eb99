"""What is taken out of a request when nobody may know any more whose it was."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Case, Exists, OuterRef, Value, When

from dorst_portal.kit.models import Link
from groups.members.services.forgetting import WITHOUT_PERSON
from groups.models import (
    ENDED_WITHOUT_MEMBER,
    AddressLetter,
    CallTask,
    Handover,
    RequestMessage,
    ResidentRequest,
)
from groups.querysets.requests import RequestQuerySet
from groups.requests.emails import ANSWER, CONFIRM
from groups.values.states import State, WaitingOn

WITHOUT_REQUEST: Final[Mapping[str, object]] = {
    **WITHOUT_PERSON,
    "name_key": "",
    "message": "",
    "helper_name": "",
    "helper_email": "",
    "why_this_group": "",
    "streets_wanted": "",
    "neighbours": None,
    "decline_note": "",
    # What was closed keeps that there was a reason.
    "closing_note": Case(When(state=State.CLOSED, then=Value("gewist")), default=Value("")),
    "route_sentence": "",
}


def forget_requests(requests: RequestQuerySet, *, now: datetime) -> int:
    """What stays is that something was asked, of which group, and what was decided. Call it inside
    a transaction. Tells how many.
    """
    numbers = list(requests.values_list("pk", flat=True))
    changed = requests.update(**WITHOUT_REQUEST, anonymised_at=now)
    # What was opened again at this very moment keeps its conversation.
    gone = list(
        ResidentRequest.objects.filter(pk__in=numbers, anonymised_at=now).values_list(
            "pk", flat=True
        )
    )
    Handover.objects.filter(request__in=gone).update(from_sentence="", note="")
    AddressLetter.objects.filter(request__in=gone).delete()
    CallTask.objects.filter(request__in=gone).delete()
    RequestMessage.objects.filter(request__in=gone).delete()
    return changed


def erase_requests(requests: Sequence[ResidentRequest], *, now: datetime) -> None:
    """The resident asked for it: what is still open is withdrawn, and all of it is forgotten with
    its calls, its messages and the links that were mailed. Call it inside a transaction.
    """
    these = ResidentRequest.objects.filter(pk__in=[request.pk for request in requests])
    these.filter(state__in=(State.OPEN, State.WAITING, State.APPROVED)).update(
        state=State.WITHDRAWN, waiting_on=WaitingOn.OWNER, due_at=now
    )
    these.update(undo_until=None)  # nothing of it is taken back any more
    links = Link.objects.filter(purpose__in=(CONFIRM, ANSWER))
    links.filter(subject_id__in=[request.pk for request in requests]).delete()
    forget_requests(these, now=now)


def forget_address(requests: RequestQuerySet, *, now: datetime) -> int:
    """Somebody else typed this address and never confirmed it: only that goes, as when its owner
    says "Dit ben ik niet". Tells how many.
    """
    return requests.update(email="", email_refused_at=now)


def ended_long_ago(*, now: datetime) -> Sequence[RequestQuerySet]:
    """The requests whose term is over and that still tell whose they are, each in the order of an
    index: those that ended without a member (`due_at` is the end of their term), and those that
    became one.
    """
    kept = ResidentRequest.objects.filter(anonymised_at__isnull=True)
    # What was joined to a request that is still open is read there.
    lives_on = Exists(ResidentRequest.objects.not_ended().filter(pk=OuterRef("same_as")))
    ended = kept.filter(ENDED_WITHOUT_MEMBER, ~lives_on, due_at__lte=now)
    added = kept.filter(state=State.ADDED, added_at__lte=now)
    return [ended.order_by("due_at", "id"), added.order_by("added_at", "id")]
