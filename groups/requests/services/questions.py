"""Questions and complaints: stored, given to who can answer, answered or closed."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from groups.models import (
    CallAbout,
    MessageKind,
    RequestMessage,
    ResidentRequest,
    RouteReason,
    Subject,
    WatchGroup,
)
from groups.places.routing import Route, facts_of, route
from groups.refusals import AlreadyHandled
from groups.requests import emails
from groups.requests.services.calls import close_calls, tell
from groups.requests.services.due_dates import end_of_keeping
from groups.requests.services.request_events import record_request_event
from groups.requests.services.submitting import Asked, Placed, submit
from groups.values.states import Kind, Owner, State, WaitingOn


@dataclass(frozen=True, kw_only=True)
class QuestionData(Asked):
    """A question: `email` or `mobile` is filled. `about_group`: of a complaint, the group whose
    beheerder it is about, where the resident said.
    """

    subject: str
    text: str
    about_group: WatchGroup | None = None


def submit_question(data: QuestionData, *, now: datetime) -> ResidentRequest:
    """Store a question with its owner and date; the same form sent again gives what is there. A
    complaint goes to the coordinators alone, and so does what has no address.
    """
    return submit(Kind.QUESTION, data, lambda: _place(data, now=now), now=now)


def _place(data: QuestionData, *, now: datetime) -> Placed:
    about = data.about_group
    if data.subject == Subject.COMPLAINT and about is None and data.address:
        about = route(data.address, now=now).group
    of_its_kind = {"subject": data.subject, "message": data.text, "about_group": about}
    return _route(data, now=now), of_its_kind


def answer(request: ResidentRequest, *, text: str, by: User, now: datetime) -> None:
    """Answer a question: by mail, or by a task to call. Raises AlreadyHandled."""
    with transaction.atomic():
        _end(request, State.ANSWERED, by=by, now=now)
        close_calls(request, now=now)  # what was still to be asked is answered with it
        message = RequestMessage.objects.create(
            request=request, at=now, kind=MessageKind.ANSWERED, by=by, text=text
        )
        drafts = emails.answered(request, message)
        tell(CallAbout.ANSWERED, request, drafts, now=now, event=f"{message.pk}", message=message)
        record_request_event("request.answered", request, by=by, now=now)


def close(request: ResidentRequest, *, note: str, by: User, now: datetime) -> None:
    """End a question of somebody who could not be reached, with a note. Raises AlreadyHandled."""
    with transaction.atomic():
        _end(request, State.CLOSED, by=by, now=now, note=note)
        close_calls(request, now=now)
        record_request_event("request.closed", request, by=by, now=now)


def _end(request: ResidentRequest, state: str, *, by: User, now: datetime, note: str = "") -> None:
    changed = (
        ResidentRequest.objects.as_seen(request)
        .filter(kind=Kind.QUESTION, state=State.OPEN)
        .handleable_by(by, now=now)
        .update(
            state=state,
            waiting_on=WaitingOn.OWNER,
            decided_at=now,
            decided_by=by,
            closing_note=note,
            due_at=end_of_keeping(now),
        )
    )
    if not changed:
        raise AlreadyHandled
    request.refresh_from_db()


def _route(data: QuestionData, *, now: datetime) -> Route:
    """The beheerders of the address, where it has some; a question never waits for a place."""
    if data.subject == Subject.COMPLAINT:
        return _to_coordinators(
            RouteReason.COMPLAINT, f"Een klacht is alleen voor {here().organisation}."
        )
    if data.subject == Subject.DECISION:
        text = "De bewoner is het niet eens met een beslissing."
        if data.concerns is None:  # from the own page
            text = "Iemand wil niet dat wij gegevens gebruiken."
        return _to_coordinators(RouteReason.OBJECTION, text)
    if data.address is None:
        return _to_coordinators(RouteReason.NO_ADDRESS, "Er is geen adres ingevuld.")
    return question_route(route(data.address, now=now), now=now)


def question_route(found: Route, *, now: datetime) -> Route:
    """A question goes to the beheerders of a group also where that is full or paused, and does not
    wait until a group opens.
    """
    if found.reason == RouteReason.STARTING:
        return replace(found, state=State.OPEN)
    if found.group and found.state == State.WAITING:
        facts = facts_of(found.group, now=now)
        if facts.has_active and found.reason in (RouteReason.FULL, RouteReason.PAUSED):
            away = not facts.has_present
            return Route(
                found.group, Owner.GROUP, State.OPEN, RouteReason.COVERED, found.sentence, away
            )
    if found.state == State.WAITING:
        return _to_coordinators(found.reason, found.sentence)
    return found


def _to_coordinators(reason: RouteReason, sentence: str) -> Route:
    return Route(None, Owner.COORDINATORS, State.OPEN, reason, sentence)
