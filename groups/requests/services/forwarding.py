"""Requests that go to another owner: forwarded by a person, or moved because nobody can act."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.outbox.models import MailState
from dorst_portal.outbox.services import cancel
from groups.models import (
    Appointment,
    CallAbout,
    CoverageChange,
    CoverageRule,
    GroupStatus,
    Handover,
    ResidentRequest,
    RouteReason,
    WatchGroup,
)
from groups.models.requests import STAYS_WITH_COORDINATORS
from groups.places.routing import GroupFacts, Route, chosen_in_words, facts_of, route_to_group
from groups.refusals import AlreadyHandled, TooLateToUndo
from groups.requests import emails
from groups.requests.pages.verdicts import Findings, with_findings
from groups.requests.services.calls import tell
from groups.requests.services.due_dates import due_date
from groups.requests.services.notices import queue_new, to_owner
from groups.requests.services.questions import question_route
from groups.requests.services.request_events import record_request_event
from groups.values.states import MOVABLE, Kind, Owner, State, WaitingOn

# What lies with the coordinators only until its group can take it.
WAITS_FOR_ITS_GROUP = (
    RouteReason.STARTING,
    RouteReason.PAUSED,
    RouteReason.FULL,
    RouteReason.NO_BEHEERDER,
)


def forward(
    request: ResidentRequest, *, to: WatchGroup | None, note: str, by: User, now: datetime
) -> Handover:
    """Give a request to another group, or with `to=None` to the coordinators. Acts at once.

    A request that a group sends back to one that had it goes to the coordinators instead, so that
    it cannot go round; they may send it there. Raises AlreadyHandled, also when it is there.
    """
    if (to.pk if to else None) == (request.group_id if request.owner == Owner.GROUP else None):
        raise AlreadyHandled
    with transaction.atomic():
        where = _where_to(request, to, now=now)
        changed = (
            ResidentRequest.objects.as_seen(request)
            .filter(
                state=request.state,
                kind__in=(Kind.JOIN, Kind.QUESTION),
                state__in=MOVABLE,
            )
            .exclude(subject__in=STAYS_WITH_COORDINATORS)
            .handleable_by(by, now=now)
            .update(**_owned_by(where, now=now))
        )
        if not changed:
            raise AlreadyHandled
        handover = _write_handover(request, where, by=by, note=note, now=now)
        to_group = where.group.pk if where.group else None
        facts = {"to": where.owner, "to_group": to_group, "reason": where.reason}
        record_request_event("request.forwarded", request, by=by, now=now, facts=facts)
        request.refresh_from_db()
        queue_new(request, to_owner(request, fits=where.fits, now=now), now=now)
        to_resident = emails.forwarded(request, handover_id=handover.pk, now=now)
        tell(CallAbout.FORWARDED, request, to_resident, now=now, event=f"{handover.pk}")
        return handover


def undo_forward(handover: Handover, *, by: User, now: datetime) -> None:
    """Take a request back that the new owner has not acted on, with the date that it had. Raises
    TooLateToUndo.
    """
    request = handover.request
    with transaction.atomic():
        mine = Handover.objects.filter(pk=handover.pk, by=by, undone_at__isnull=True)
        latest = Handover.objects.filter(request=request).order_by("-pk").first()
        if latest != handover or not mine.update(undone_at=now):
            raise TooLateToUndo
        changed = ResidentRequest.objects.filter(
            pk=request.pk,
            state__in=MOVABLE,
            owner=handover.to_owner,
            group_id=handover.to_group_id,
            decided_at__isnull=True,
            ladder_from=handover.at,  # changes when the new owner asks the resident something
        ).update(**handover.as_it_was())
        request.refresh_from_db()
        own_again = ResidentRequest.objects.filter(pk=request.pk)
        if not changed or not own_again.handleable_by(by, now=now).exists():
            raise TooLateToUndo
        held = emails.forward_mails(request, handover.pk)
        cancel(list(held.exclude(state=MailState.CANCELLED).values_list("key", flat=True)))
        calls = request.calls.filter(about=CallAbout.FORWARDED, occasion=f"{handover.pk}")
        calls.filter(done_at__isnull=True).delete()
        record_request_event("request.forward_undone", request, by=by, now=now)


def hand_to_group(group: WatchGroup, *, by: User | None, now: datetime) -> int:
    """Give a group the requests that waited for it and that it can take now; tells how many. Used
    when a beheerder accepts and when a group opens again.
    """
    waiting = ResidentRequest.objects.filter(
        group=group,
        owner=Owner.COORDINATORS,
        state__in=(*MOVABLE, State.APPROVED),
        route_reason__in=WAITS_FOR_ITS_GROUP,
        kind__in=(Kind.JOIN, Kind.QUESTION),
    )
    facts = facts_of(group, now=now)
    moved = 0
    for request in with_findings(waiting).prefetch_related("handovers").order_by("id"):
        approved = request.state == State.APPROVED
        where = _approved_at(group, request) if approved else _back_at(facts, request)
        if request.kind == Kind.QUESTION:
            where = question_route(where, now=now)
        if where.can_join_now:
            moved += hand_over(request, where, by=by, now=now)
    return moved


def hand_to_coordinators(group: WatchGroup, *, by: User | None, now: datetime) -> int:
    """Give the coordinators what a group without an active beheerder has left; tells how many."""
    left = ResidentRequest.objects.not_ended().filter(group=group, owner=Owner.GROUP)
    with transaction.atomic():
        # Locked, so that a decision made at this very moment is seen and moves along with it.
        return sum(
            hand_over(request, _without_beheerder(request, group), by=by, now=now)
            for request in left.order_by("id").select_for_update()
        )


def _without_beheerder(request: ResidentRequest, group: WatchGroup) -> Route:
    return Route(
        group,
        Owner.COORDINATORS,
        State(request.state),
        RouteReason.NO_BEHEERDER,
        f"Groep {group} is opgeheven."
        if group.status == GroupStatus.ARCHIVED
        else f"Groep {group} heeft geen beheerder.",
    )


def groups_left_alone(*, now: datetime) -> list[WatchGroup]:
    """Groups that own requests but have no active beheerder or deputy (any more), or were ended:
    what came at that very moment, or was taken back, is with nobody.
    """
    owning = ResidentRequest.objects.not_ended().filter(owner=Owner.GROUP).values("group")
    active = Appointment.objects.active(now)
    manned = active.exclude(group__status=GroupStatus.ARCHIVED).values("group")
    return list(WatchGroup.objects.filter(pk__in=owning).exclude(pk__in=manned))


def _where_to(request: ResidentRequest, to: WatchGroup | None, *, now: datetime) -> Route:
    if to is None:
        return Route(
            request.group,
            Owner.COORDINATORS,
            State(request.state),
            RouteReason.FORWARDED,
            f"Doorgezet naar {here().organisation}.",
        )
    had_it = Handover.objects.filter(
        request=request, from_owner=Owner.GROUP, from_group=to, undone_at__isnull=True
    )
    if request.owner == Owner.GROUP and had_it.exists():
        return Route(
            to,
            Owner.COORDINATORS,
            State.OPEN,
            RouteReason.CAME_BACK,
            f"Kwam voor de tweede keer bij groep {to}.",
        )
    sentence, facts = _forwarded_in_words(to), facts_of(to, now=now)
    where = route_to_group(facts, reason=RouteReason.FORWARDED, sentence=sentence)
    if request.kind == Kind.QUESTION:
        where = question_route(where, now=now)
    return replace(where, fits=_is_covered(request, by=to))


def _forwarded_in_words(group: WatchGroup) -> str:
    return f"Doorgestuurd naar groep {group}."


def _is_covered(request: ResidentRequest, *, by: WatchGroup) -> bool:
    if request.street_id is None or request.house_number is None:
        return False
    rules = CoverageRule.objects.covering(request.house_number)
    return rules.filter(street=request.street_id, group=by).exists()


def _back_at(facts: GroupFacts, request: ResidentRequest) -> Route:
    """The route of a row that came `with_findings` to a group that has to do with it: the group
    covers the address, somebody forwarded to it, or the applicant chose it.
    """
    group = facts.group
    if Findings.of(request).address_group_id == group.pk:
        sentence = f"{request.address} hoort bij groep {group}."
        where = route_to_group(facts, reason=RouteReason.COVERED, sentence=sentence)
        return replace(where, fits=True)
    handovers = [one for one in request.handovers.all() if one.undone_at is None]
    if any(one.to_group_id == group.pk != one.from_group_id for one in handovers):
        sentence = _forwarded_in_words(group)
        return route_to_group(facts, reason=RouteReason.FORWARDED, sentence=sentence)
    sentence = chosen_in_words(request.address, group)
    return route_to_group(facts, reason=RouteReason.CHOSEN_GROUP, sentence=sentence)


def _approved_at(group: WatchGroup, request: ResidentRequest) -> Route:
    """Who was approved needs only to be added, also where the group is full or paused by now."""
    theirs = [one for one in request.handovers.all() if one.from_owner == Owner.GROUP]
    left = theirs[-1] if theirs else None
    reason = RouteReason(left.from_reason) if left else RouteReason.COVERED
    sentence = left.from_sentence if left else request.route_sentence
    return Route(group, Owner.GROUP, State.APPROVED, reason, sentence)


def _owned_by(where: Route, *, now: datetime) -> dict[str, object]:
    return {
        "owner": where.owner,
        "group": where.group,
        "state": where.state,
        "route_reason": where.reason,
        "route_sentence": where.sentence,
        "due_at": due_date(where.state, now=now),
        "escalated_at": now if where.also_coordinators else None,
        "waiting_on": WaitingOn.OWNER,
        "ladder_from": now,
        "ladder_step": 0,
    }


def _write_handover(
    request: ResidentRequest,
    where: Route,
    *,
    by: User | None,
    note: str,
    now: datetime,
    change: CoverageChange | None = None,
) -> Handover:
    return Handover.objects.create(
        request=request,
        change=change,
        at=now,
        by=by,
        from_owner=request.owner,
        from_group_id=request.group_id,
        from_state=request.state,
        from_reason=request.route_reason,
        from_sentence=request.route_sentence,
        from_due_at=request.due_at,
        from_escalated_at=request.escalated_at,
        from_waiting_on=request.waiting_on,
        from_ladder_from=request.ladder_from,
        from_ladder_step=request.ladder_step,
        to_owner=where.owner,
        to_group=where.group,
        note=note,
    )


def hand_over(
    request: ResidentRequest,
    where: Route,
    *,
    by: User | None,
    now: datetime,
    change: CoverageChange | None = None,
) -> int:
    """Give one request to another owner by a rule, or along with its address (`change`); 0 when it
    moved on in the meantime. Coordinators who had it already hear nothing.
    """
    with transaction.atomic():
        same = ResidentRequest.objects.as_seen(request).filter(state=request.state)
        changed = same.update(**_owned_by(where, now=now))
        if not changed:
            return 0
        _write_handover(request, where, by=by, note="", now=now, change=change)
        stays = request.owner == where.owner == Owner.COORDINATORS
        # With its group, which every mail names: one query for both.
        request.refresh_from_db(from_queryset=ResidentRequest.objects.select_related("group"))
        if not stays:
            queue_new(request, to_owner(request, fits=where.fits, now=now), now=now)
        facts = {"to": where.owner, "reason": where.reason}
        actor = "" if by else "rule"
        record_request_event("request.moved", request, by=by, actor=actor, facts=facts, now=now)
        return 1
