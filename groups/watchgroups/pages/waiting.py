"""Who waits for a group: one that is being made, or its beheerders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.kit.tags import Tag
from dorst_portal.languages.words import lazy_text
from groups.coverage.pages.plan_parts import Numbers, living_in
from groups.models import CoverageRule, GroupStatus, ResidentRequest, RouteReason, WatchGroup
from groups.querysets.requests import WORST_FIRST, RequestQuerySet
from groups.requests.pages.inbox import age_tag
from groups.values.states import Kind, Owner, State, WaitingOn

_WAITED_FOR_A_GROUP = (RouteReason.NO_GROUP, RouteReason.STARTING)
MOST_SHOWN: Final = 5
_WANTS: Final = {
    Kind.JOIN: lazy_text("Wil meedoen"),
    Kind.QUESTION: lazy_text("Vraag"),
    Kind.NEW_GROUP: lazy_text("Idee"),
}


@dataclass(frozen=True)
class Line:
    """A request on the page of its group, without a name: opening it leaves a line, this not."""

    request: ResidentRequest
    title: str
    age: Tag
    whose: str


@dataclass(frozen=True)
class Requests:
    """The requests of a group that wait longest, and whether there are more."""

    lines: Sequence[Line] = ()
    has_more: bool = False


def requests_of(
    group: WatchGroup, rules: Sequence[CoverageRule], *, user: User, now: datetime
) -> Requests:
    """What somebody still has to do for a group, longest waiting first. Of one that is starting:
    who waits until it opens.
    """
    if group.status == GroupStatus.STARTING:
        rows = waiting_for(group, rules)
    else:
        rows = ResidentRequest.objects.not_ended().filter(group=group)
    found = list(WORST_FIRST.sort(rows.not_about(user))[: MOST_SHOWN + 1])
    lines = [_line(one, now=now) for one in found[:MOST_SHOWN]]
    return Requests(lines, has_more=len(found) > MOST_SHOWN)


def _line(request: ResidentRequest, *, now: datetime) -> Line:
    return Line(request, _WANTS[Kind(request.kind)], age_tag(request, now=now), _whose(request))


def _whose(request: ResidentRequest) -> str:
    if request.state == State.APPROVED:
        return _("goedgekeurd, nog niet in de groep")
    if request.route_reason in _WAITED_FOR_A_GROUP and request.owner == Owner.COORDINATORS:
        return _("wacht op de opening")
    if request.state == State.WAITING:
        return _("op de wachtlijst")
    if request.waiting_on == WaitingOn.RESIDENT:
        return _("wacht op de bewoner")
    if request.owner == Owner.GROUP:
        return _("bij de beheerder")
    return _("bij {organisation}").format(organisation=here().organisation)


def waiting_for(group: WatchGroup, rules: Sequence[CoverageRule]) -> RequestQuerySet:
    """Who waits for a group at an address that this one covers, or came for it while it was
    starting.
    """
    here = Q(living_in(numbers_of(rules)), route_reason=RouteReason.NO_GROUP)
    return (
        ResidentRequest.objects.filter(
            owner=Owner.COORDINATORS,
            kind=Kind.JOIN,
            state__in=(State.OPEN, State.WAITING),
            route_reason__in=_WAITED_FOR_A_GROUP,
        )
        .filter(here | Q(group=group.pk, route_reason=RouteReason.STARTING))
        .order_by("id")
    )


def numbers_of(rules: Sequence[CoverageRule]) -> list[Numbers]:
    """The same as numbers that a move can take."""
    return [Numbers(one.street, one.first_number, one.last_number, one.side) for one in rules]
