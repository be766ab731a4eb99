"""Joining two requests of one person, and taking that back."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from dorst_portal.accounts.models import User
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import drop
from groups.models import ResidentRequest
from groups.refusals import AlreadyHandled, TooLateToUndo
from groups.requests.emails import CONFIRM, about
from groups.requests.pages.doubles import first_of
from groups.requests.services.deciding import due_again, turn_before
from groups.requests.services.due_dates import end_of_keeping
from groups.requests.services.request_events import record_request_event
from groups.values.states import Kind, State, WaitingOn, before

# With these a resident confirms the address: also of a request that was joined to another one.
WITH_THE_LINK = ("receipt", "newlink")


def join(request: ResidentRequest, *, to: ResidentRequest, by: User, now: datetime) -> None:
    """Join the later one of two open requests of one person to the first: it stops, and its links,
    messages and answers live on in the first. From then on only the first is mailed about. Only an
    active beheerder or deputy of the group, for minutes to be undone. Raises AlreadyHandled, also
    when the two are not (any more) the same person's.
    """
    with transaction.atomic():
        rows = _locked(request, to)
        later, first = rows[request.pk], rows[to.pk]
        if first_of(later) != first:
            raise AlreadyHandled
        # A mail must reach who applied twice since the first address was wrong.
        gives_email = bool(later.email_confirmed_at and not first.email_confirmed_at)
        changed = (
            ResidentRequest.objects.filter(pk=later.pk, kind=Kind.JOIN, state=State.OPEN)
            .filter(state__in=before(Kind.JOIN, State.WITHDRAWN))
            .decidable_by(by, now=now)
            .update(
                state=State.WITHDRAWN,
                same_as=first,
                gave_email=gives_email,
                waiting_on=WaitingOn.OWNER,
                undo_until=now + timedelta(minutes=settings.UNDO_MINUTES),
                due_at=end_of_keeping(now),
            )
        )
        if not changed:
            raise AlreadyHandled
        if gives_email:
            _change_addresses(later, first)
        # Who was joined to this one before goes along, so that nobody has to be looked for.
        later.joined.update(same_as=first, undo_until=None)
        drop(Mail.objects.about(about(later)).exclude(event__in=WITH_THE_LINK))
        _record("request.joined", later, first, by=by, now=now)
        request.refresh_from_db()


def undo_join(request: ResidentRequest, *, by: User, now: datetime) -> None:
    """Take a joining back, while nothing else happened to either of the two: both are open again,
    with the dates that they had. Raises TooLateToUndo.
    """
    first = request.same_as
    if first is None or request.undo_until is None:
        raise TooLateToUndo
    turn = turn_before(request)
    with transaction.atomic():
        rows = _locked(request, first)
        later, first = rows[request.pk], rows[first.pk]
        joined_at = request.undo_until - timedelta(minutes=settings.UNDO_MINUTES)
        is_untouched = (first.state, first.owner, first.group_id) == (
            State.OPEN, later.owner, later.group_id
        )  # fmt: skip
        # Asking the resident, an answer and a new owner start the days of a request anew.
        if not is_untouched or first.ladder_from > joined_at:
            raise TooLateToUndo
        changed = (
            ResidentRequest.objects.filter(pk=later.pk, state=State.WITHDRAWN, same_as=first)
            .filter(undo_until=request.undo_until, undo_until__gt=now)
            .decidable_by(by, now=now)
            .update(
                state=State.OPEN,
                same_as=None,
                gave_email=False,
                waiting_on=turn,
                undo_until=None,
                due_at=due_again(later, State.OPEN, turn),
            )
        )
        if not changed:
            raise TooLateToUndo
        if later.gave_email:
            _change_addresses(later, first)
        _record("request.join_undone", later, first, by=by, now=now)
        request.refresh_from_db()


def _locked(*requests: ResidentRequest) -> dict[int, ResidentRequest]:
    """The rows as they stand now, always locked in one order. Raises AlreadyHandled."""
    keys = [request.pk for request in requests]
    rows = ResidentRequest.objects.filter(pk__in=keys).order_by("pk").select_for_update()
    found = {row.pk: row for row in rows}
    if len(found) < len(keys):
        raise AlreadyHandled
    return found


def _change_addresses(one: ResidentRequest, other: ResidentRequest) -> None:
    """Each gets the e-mail address of the other, with what is known of it; the links that were
    mailed to an address go along, so that they never confirm another one.
    """
    links = {row.pk: _links_of(row) for row in (one, other)}
    for row, source in ((one, other), (other, one)):
        ResidentRequest.objects.filter(pk=row.pk).update(
            email=source.email,
            email_confirmed_at=source.email_confirmed_at,
            email_refused_at=source.email_refused_at,
        )
        Link.objects.filter(pk__in=links[source.pk]).update(subject_id=row.pk)


def _links_of(request: ResidentRequest) -> list[int]:
    found = Link.objects.filter(purpose=CONFIRM, subject_id=request.pk)
    return list(found.values_list("pk", flat=True))


def _record(
    verb: str, later: ResidentRequest, first: ResidentRequest, *, by: User, now: datetime
) -> None:
    """A line with each of the two."""
    for row, other in ((later, first), (first, later)):
        facts = {"with": other.pk}
        record_request_event(verb, row, by=by, now=now, facts=facts)
