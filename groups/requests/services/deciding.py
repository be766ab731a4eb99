"""Deciding on requests. Each decision is one conditional UPDATE: of several, one wins.

(Reading the state first and writing it afterwards let through 60 of 60 double approvals in a
trial; the condition in the UPDATE itself is the only form that works alike on both databases.)
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists

from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import MailState
from dorst_portal.outbox.services import cancel, drop, queue
from groups.members.pages.blocks import digest_of
from groups.members.services.blocking import refuse_blocked
from groups.members.services.memberships import membership_for
from groups.models import (
    CallAbout,
    GroupStatus,
    MessageKind,
    NumberBlock,
    ResidentRequest,
)
from groups.places.routing import WAITING_REASONS
from groups.querysets.number_blocks import NumberBlockQuerySet
from groups.querysets.requests import RequestQuerySet
from groups.refusals import AlreadyHandled, TooLateToUndo
from groups.requests import emails
from groups.requests.services.calls import take_back, tell
from groups.requests.services.due_dates import due_date, end_of_keeping, end_of_silence, reminder_at
from groups.requests.services.request_events import record_request_event
from groups.values.states import Kind, Owner, State, WaitingOn, before


def approve(request: ResidentRequest, *, by: User, now: datetime) -> None:
    """Admit somebody. Only an active beheerder or deputy of the group; the mail is held for the
    minutes in which it can be undone. Raises AlreadyHandled, or NumberBlocked.
    """
    with transaction.atomic():
        changed = (
            ResidentRequest.objects.as_seen(request)
            .filter(~Exists(_blocks(request, now=now)))
            # With the number that was on the page: a colleague may have put it right.
            .filter(mobile=request.mobile)
            .filter(kind=Kind.JOIN, state__in=before(Kind.JOIN, State.APPROVED))
            .decidable_by(by, now=now)
            .update(
                state=State.APPROVED,
                decided_at=now,
                decided_by=by,
                undo_until=_undo_until(now),
                waiting_on=WaitingOn.OWNER,
                due_at=due_date(State.APPROVED, now=now),
            )
        )
        if not changed:
            if request.group:
                refuse_blocked(request.group, request.mobile, now=now)
            raise AlreadyHandled
        request.refresh_from_db()
        queue(emails.approved(request, now=now), now=now)
        record_request_event("request.approved", request, by=by, now=now)


def decline(request: ResidentRequest, *, reason: str, note: str, by: User, now: datetime) -> None:
    """Say no to somebody who wants to join or to start a group, with a reason for the resident.
    Own beheerders; staff what is theirs. Raises AlreadyHandled.
    """
    with transaction.atomic():
        changed = (
            ResidentRequest.objects.as_seen(request)
            .filter(kind=request.kind, state__in=before(Kind(request.kind), State.DECLINED))
            .handleable_by(by, now=now)
            .update(
                state=State.DECLINED,
                waiting_on=WaitingOn.OWNER,
                decided_at=now,
                decided_by=by,
                decline_reason=reason,
                decline_note=note,
                undo_until=_undo_until(now),
                due_at=end_of_keeping(now),
            )
        )
        if not changed:
            raise AlreadyHandled
        was = request.state
        request.refresh_from_db()
        tell(CallAbout.DECLINED, request, emails.declined(request, now=now), now=now)
        record_request_event(
            "request.declined", request, by=by, now=now, facts={"was": was, "why": reason}
        )


def undo_decision(request: ResidentRequest, *, by: User, now: datetime) -> None:
    """Take an approval or refusal back, while nothing came of it: the state stands, the minutes
    have not passed and the mail has not left. It stands again as it stood, with the date that it
    had. Raises TooLateToUndo.
    """
    back = _state_before(request)
    turn = turn_before(request)
    mine = ResidentRequest.objects.as_seen(request)
    with transaction.atomic():
        changed = (
            (
                mine.decidable_by(by, now=now)
                if request.state == State.APPROVED
                else mine.handleable_by(by, now=now)
            )
            .filter(state__in=(State.APPROVED, State.DECLINED), undo_until__gt=now)
            .filter(state=request.state, decided_at=request.decided_at)
            .update(
                state=back,
                waiting_on=turn,
                decided_at=None,
                decided_by=None,
                decline_reason="",
                decline_note="",
                undo_until=None,
                due_at=due_again(request, back, turn),
            )
        )
        if not changed:
            raise TooLateToUndo
        held = emails.decision_mails(request)
        keys = held.exclude(state=MailState.CANCELLED).values_list("key", flat=True)
        if not cancel(list(keys)) or not take_back(request, now=now):
            raise TooLateToUndo
        record_request_event(
            "request.decision_undone", request, by=by, now=now, facts={"was": request.state}
        )
        request.refresh_from_db()


def mark_added(request: ResidentRequest, *, by: User, now: datetime) -> None:
    """The person is in the chat: this makes the membership and ends undo, and welcomes them. A mail
    that was still held is dropped, since it would announce what has happened. Raises
    AlreadyHandled.
    """
    allowed = ResidentRequest.objects.as_seen(request).decidable_by(by, now=now)
    _mark_added(request, allowed, by=by, now=now)


def came_in(request: ResidentRequest, *, now: datetime) -> None:
    """The resident says to be in the chat, which a beheerder allowed and did not take back within
    the minutes for that. Raises AlreadyHandled.
    """
    allowed = ResidentRequest.objects.as_seen(request).filter(
        undo_until__lte=now, group__status=GroupStatus.ACTIVE
    )
    _mark_added(request, allowed, by=None, now=now)


def _mark_added(
    request: ResidentRequest, allowed: RequestQuerySet, *, by: User | None, now: datetime
) -> None:
    with transaction.atomic():
        membership = membership_for(request, now=now)
        changed = (
            allowed.filter(kind=Kind.JOIN, state__in=before(Kind.JOIN, State.ADDED))
            .filter(decided_at=request.decided_at, mobile=request.mobile)
            .update(
                state=State.ADDED,
                added_at=now,
                membership=membership,
                undo_until=None,
                due_at=end_of_keeping(now),
            )
        )
        if not changed:
            raise AlreadyHandled
        drop(emails.decision_mails(request))
        request.refresh_from_db()
        queue(emails.added(request, by=by, now=now), now=now)
        record_request_event(
            "request.added",
            request,
            by=by,
            actor="" if by else "resident",
            now=now,
            facts={"membership": membership.pk},
        )


def note_view(request: ResidentRequest, *, by: User, now: datetime) -> None:
    """Every look at a request leaves a line; colleagues read from it that somebody is looking."""
    record_request_event("request.viewed", request, by=by, now=now)


def _blocks(request: ResidentRequest, *, now: datetime) -> NumberBlockQuerySet:
    """What keeps the number out of the group: in the statement that approves, so that nobody is let
    in beside it.
    """
    if request.group_id is None:
        return NumberBlock.objects.none()
    digest = digest_of(request.group_id, request.mobile)
    return NumberBlock.objects.in_force(now).filter(group=request.group_id, digest=digest)


def _state_before(request: ResidentRequest) -> State:
    """Where a decided request came from: only what is the coordinators' own can have waited."""
    waited = request.owner == Owner.COORDINATORS and request.route_reason in WAITING_REASONS
    return State.WAITING if waited else State.OPEN


def turn_before(request: ResidentRequest) -> WaitingOn:
    """Whose turn it was before: the days of who was asked back count from the question."""
    asked = request.messages.filter(kind=MessageKind.ASKED, at=request.ladder_from)
    return WaitingOn.RESIDENT if asked.exists() else WaitingOn.OWNER


def due_again(request: ResidentRequest, state: State, turn: WaitingOn) -> datetime:
    """The date that it had, so that deciding and taking back wins no time."""
    if state == State.WAITING:
        return due_date(state, now=request.ladder_from)
    if turn == WaitingOn.RESIDENT:
        return end_of_silence(request.ladder_from)
    return reminder_at(request.ladder_from, request.ladder_step)


def _undo_until(now: datetime) -> datetime:
    return now + timedelta(minutes=settings.UNDO_MINUTES)
