"""Asking the resident back, the answer, withdrawing, objecting, and opening again."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from dorst_portal.accounts.models import User
from dorst_portal.outbox.services import drop, queue
from groups.models import (
    CallAbout,
    MessageKind,
    RequestMessage,
    ResidentRequest,
    RouteReason,
)
from groups.notices import leaves_at
from groups.refusals import AlreadyHandled
from groups.requests import emails
from groups.requests.services.calls import close_calls, tell
from groups.requests.services.due_dates import due_date, end_of_keeping, end_of_silence, reminder_at
from groups.requests.services.notices import owners_to_tell
from groups.requests.services.request_events import record_request_event
from groups.values.states import Kind, Owner, State, WaitingOn, before

# Later than this, the same words are asked once more on purpose.
SAME_QUESTION: Final = timedelta(hours=1)


def ask_back(request: ResidentRequest, *, text: str, by: User, now: datetime) -> RequestMessage:
    """Ask the resident something: by mail with a link to answer, or by a task to call. It stays
    open, waits on the resident, and ends after 30 silent days. Pressed twice, the same question is
    asked once. Raises AlreadyHandled.
    """
    with transaction.atomic():
        # The row first: of two presses at one moment the second sees the question of the first.
        list(ResidentRequest.objects.select_for_update().filter(pk=request.pk).values_list("pk"))
        said = RequestMessage.objects.filter(request=request)
        last = said.order_by("-at", "-pk").first()
        asked_before = last and last.kind == MessageKind.ASKED and last.by == by
        if last and asked_before and last.text == text and last.at > now - SAME_QUESTION:
            return last
        changed = (
            ResidentRequest.objects.as_seen(request)
            .filter(state=State.OPEN)
            .handleable_by(by, now=now)
            .update(
                waiting_on=WaitingOn.RESIDENT,
                due_at=end_of_silence(now),
                ladder_from=now,
                ladder_step=0,
            )
        )
        if not changed:
            raise AlreadyHandled
        # With its group, which the mail names.
        request.refresh_from_db(from_queryset=ResidentRequest.objects.select_related("group"))
        message = RequestMessage.objects.create(
            request=request, at=now, kind=MessageKind.ASKED, by=by, text=text
        )
        drafts = emails.asked_back(request, message)
        tell(CallAbout.ASKED, request, drafts, now=now, event=f"{message.pk}", message=message)
        record_request_event("request.asked_back", request, by=by, now=now)
        return message


def reply(
    request: ResidentRequest, *, text: str, now: datetime, noted_by: User | None = None
) -> RequestMessage:
    """The resident answers (or a beheerder notes what was said by telephone): it is the owner's
    turn again, with new days. Sent twice, the same answer counts once. Raises AlreadyHandled when
    the request is not open any more.
    """
    with transaction.atomic():
        last = request.messages.order_by("-at", "-pk").first()
        if last and last.kind == MessageKind.REPLIED and last.text == text:
            return last
        mine = ResidentRequest.objects.as_seen(request).filter(state=State.OPEN)
        if noted_by:
            mine = mine.handleable_by(noted_by, now=now)
        changed = mine.update(
            waiting_on=WaitingOn.OWNER, due_at=reminder_at(now, 0), ladder_from=now, ladder_step=0
        )
        if not changed:
            raise AlreadyHandled
        # With its group, which every mail names.
        request.refresh_from_db(from_queryset=ResidentRequest.objects.select_related("group"))
        message = RequestMessage.objects.create(
            request=request, at=now, kind=MessageKind.REPLIED, by=noted_by, text=text
        )
        # Who was still to be called with the question has answered it.
        asked = request.calls.filter(about=CallAbout.ASKED, done_at__isnull=True)
        asked.update(done_at=now, done_by=noted_by, reached=True)
        tell_users = [user for user in owners_to_tell(request, now=now) if user != noted_by]
        queue(
            [
                emails.replied(request, message, to=user, due=leaves_at(user, now=now))
                for user in tell_users
            ],
            now=now,
        )
        actor = "" if noted_by else "resident"
        record_request_event("request.replied", request, by=noted_by, actor=actor, now=now)
        return message


def withdraw(request: ResidentRequest, *, now: datetime, by: User | None = None) -> None:
    """The resident does not want it any more (`by`: who noted that from a call). A mail about a
    decision that is still held is dropped. Raises AlreadyHandled.
    """
    kind = Kind(request.kind)
    with transaction.atomic():
        mine = ResidentRequest.objects.as_seen(request).filter(
            kind=kind, state__in=before(kind, State.WITHDRAWN)
        )
        if by:
            mine = mine.handleable_by(by, now=now)
        changed = mine.update(
            state=State.WITHDRAWN,
            waiting_on=WaitingOn.OWNER,
            undo_until=None,
            due_at=end_of_keeping(now),
        )
        if not changed:
            raise AlreadyHandled
        # As it was decided, perhaps after this page was opened.
        request.refresh_from_db(from_queryset=ResidentRequest.objects.select_related("group"))
        drop(emails.decision_mails(request))
        close_calls(request, now=now)
        owners = [user for user in owners_to_tell(request, now=now) if user != by]
        queue(
            [emails.withdrawn(request, to=user, due=leaves_at(user, now=now)) for user in owners],
            now=now,
        )
        record_request_event(
            "request.withdrawn", request, by=by, actor="" if by else "resident", now=now
        )


def reopen(request: ResidentRequest, *, by: User, now: datetime) -> None:
    """A coordinator opens a declined request again when the resident objects. It lies with the
    coordinators, who may give it to a group. Only while the refusal can't be undone any more.
    Raises AlreadyHandled.
    """
    if not by.is_platform:
        raise AlreadyHandled
    kind, told_before = Kind(request.kind), emails.decision_mails(request)
    with transaction.atomic():
        changed = (
            ResidentRequest.objects.as_seen(request)
            .filter(state=State.DECLINED, kind=kind, decided_at=request.decided_at)
            .filter(state__in=before(kind, State.OPEN), anonymised_at__isnull=True)
            .exclude(undo_until__gt=now)
            .update(
                state=State.OPEN,
                owner=Owner.COORDINATORS,
                route_reason=RouteReason.REOPENED,
                route_sentence="De bewoner was het niet eens met de beslissing.",
                due_at=due_date(State.OPEN, now=now),
                ladder_from=now,
                ladder_step=0,
                escalated_at=None,
                decided_at=None,
                decided_by=None,
                decline_reason="",
                decline_note="",
                undo_until=None,
            )
        )
        if not changed:
            raise AlreadyHandled
        request.refresh_from_db()
        # The refusal that nobody was told yet is none any more.
        drop(told_before)
        close_calls(request, now=now)
        drafts = emails.reopened(request, now=now)
        tell(CallAbout.REOPENED, request, drafts, now=now, event=f"{now.timestamp():.0f}")
        record_request_event("request.reopened", request, by=by, now=now)
