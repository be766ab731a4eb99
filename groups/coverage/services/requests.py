"""Requests that go along with their address, and back again when that is undone."""

from datetime import datetime

from django.db.models import Max

from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import drop
from groups.models import ChangeKind, CoverageChange, Handover, ResidentRequest, RouteReason
from groups.places.routing import Address, Route, chosen_in_words, facts_of, route, route_to_group
from groups.requests import emails as request_emails
from groups.requests.services.forwarding import hand_over
from groups.requests.services.questions import question_route
from groups.requests.services.request_events import record_request_event
from groups.values.states import MOVABLE, Kind, Owner, State


def move_along(
    request: ResidentRequest, change: CoverageChange, *, by: User, now: datetime
) -> bool:
    """Give a request the owner that its address has from now on; False when it moved on."""
    where = _where_to(request, change, now=now)
    return bool(hand_over(request, where, by=by, now=now, change=change))


def take_back(handover: Handover, *, by: User, now: datetime) -> bool:
    """Put a request back as it was, with its dates, when nobody acted on it since."""
    request = handover.request
    standing = request.handovers.filter(undone_at__isnull=True)
    latest = standing.aggregate(pk=Max("pk"))["pk"]
    mine = Handover.objects.filter(pk=handover.pk, undone_at__isnull=True)
    as_moved = ResidentRequest.objects.filter(
        pk=request.pk,
        owner=handover.to_owner,
        group_id=handover.to_group_id,
        ladder_from=handover.at,  # changes when somebody asks the resident something
        state__in=_untouched(handover),
    )
    if latest != handover.pk:
        return False
    came = request_emails.occasion_of_owner(handover.to_owner, handover.to_group_id, handover.at)
    changed = as_moved.update(**handover.as_it_was())
    if not changed or not mine.update(undone_at=now):
        return False
    drop(Mail.objects.about(request_emails.about(request)).filter(occasion=came))
    record_request_event("request.move_undone", request, by=by, now=now)
    return True


def _untouched(handover: Handover) -> tuple[State, ...]:
    """How the request stands when nobody decided on it."""
    return (State.APPROVED,) if handover.from_state == State.APPROVED else MOVABLE


def _where_to(request: ResidentRequest, change: CoverageChange, *, now: datetime) -> Route:
    if request.state == State.APPROVED:
        return _approved_at(request, change, now=now)
    where = _by_address(request, change, now=now)
    return question_route(where, now=now) if request.kind == Kind.QUESTION else where


def _by_address(request: ResidentRequest, change: CoverageChange, *, now: datetime) -> Route:
    number, to = request.number, change.to_group
    if number is not None:
        where = route(Address(request.street, request.street_text, number), now=now)
        if change.kind != ChangeKind.MERGE or to is None or where.group == to:
            return where
    assert to is not None  # noqa: S101 - only a merge takes what has no address in its numbers
    sentence = chosen_in_words(request.address, to)
    return route_to_group(facts_of(to, now=now), reason=RouteReason.CHOSEN_GROUP, sentence=sentence)


def _approved_at(request: ResidentRequest, change: CoverageChange, *, now: datetime) -> Route:
    """Who was approved needs only to be added, by who runs the group now."""
    to = change.to_group
    owner, reason = Owner.GROUP, RouteReason(request.route_reason)
    if to is None or not facts_of(to, now=now).has_active:
        owner, reason = Owner.COORDINATORS, RouteReason.NO_BEHEERDER
    return Route(to, owner, State.APPROVED, reason, request.route_sentence)
