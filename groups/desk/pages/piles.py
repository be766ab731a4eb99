"""The piles of work of the coordinators, and one of them as a page. Reads only.

A complaint about a group is nowhere here for a coordinator who runs that group.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from dorst_portal.kit.rows.keyset import MOMENT, NUMBER, Keyset
from dorst_portal.kit.tags import Tag
from dorst_portal.languages.words import lazy_text
from groups.models import (
    Appointment,
    CallTask,
    ResidentRequest,
    RouteReason,
    Subject,
    WatchGroup,
)
from groups.querysets.conversation import CallTaskQuerySet
from groups.querysets.requests import WORST_FIRST, RequestQuerySet
from groups.requests.pages.inbox import age_tag
from groups.requests.pages.inbox_more import MOST as MOST_CALLS
from groups.requests.pages.inbox_more import Call, calls_in
from groups.requests.pages.titles import title_of
from groups.requests.pages.verdicts import Findings, address_verdict, email_tags, with_findings
from groups.values.states import Kind, Owner, State, WaitingOn

PAGE: Final = 25
_CALLS_IN_ORDER: Final = Keyset({"from_at": MOMENT, "pk": NUMBER})


@dataclass(frozen=True)
class Pile:
    """One pile of work: its name in the address, its title, what it counts (the words for so many,
    with a place for the count), and its page.
    """

    code: str
    title: str
    counted: Callable[[int], str]
    empty: str
    page: str = "platform_requests"


def _requests(number: int) -> str:
    return ngettext("{count} aanvraag", "{count} aanvragen", number)


NOW = Pile(
    "nu", lazy_text("Nu doen"), _requests, lazy_text("Er is geen aanvraag die op jou wacht.")
)
QUESTIONS = Pile(
    "vragen",
    lazy_text("Vragen"),
    lambda number: ngettext("{count} vraag", "{count} vragen", number),
    lazy_text("Er is geen vraag die op jou wacht."),
)
NEW_GROUPS = Pile(
    "groepen",
    lazy_text("Nieuwe groepen"),
    lambda number: ngettext("{count} idee", "{count} ideeën", number),
    lazy_text("Niemand wil nu een groep starten."),
)
ESCALATED = Pile(
    "doorgezet",
    lazy_text("Blijft liggen bij een beheerder"),
    _requests,
    lazy_text("Alle beheerders zijn bij."),
)
ASKED = Pile(
    "gevraagd",
    lazy_text("Wacht op de bewoner"),
    _requests,
    lazy_text("We wachten op geen enkel antwoord."),
)
CALLS = Pile(
    "bellen",
    lazy_text("Bellen"),
    lambda number: ngettext("{count} telefoontje", "{count} telefoontjes", number),
    lazy_text("Je hoeft niemand te bellen."),
)
WAITING = Pile(
    "wachtlijst",
    lazy_text("Wachtlijst"),
    lambda number: ngettext(
        "{count} aanvraag om na te kijken", "{count} aanvragen om na te kijken", number
    ),
    "",
    page="waiting_list",
)
MAILS = Pile(
    "mails",
    lazy_text("Mislukte mails"),
    lambda number: ngettext("{count} e-mail", "{count} e-mails", number),
    "",
    page="failed_mails",
)
PILES: Final = (NOW, QUESTIONS, NEW_GROUPS, ESCALATED, WAITING, CALLS, MAILS, ASKED)
# What waits here is not for us to do.
NO_WORK: Final = (ASKED,)


def pile_named(code: str) -> Pile:
    """The pile of an address; the first one for an unknown name."""
    known = {pile.code: pile for pile in PILES if pile.page == NOW.page}
    return known.get(code, NOW)


def requests_in(pile: Pile, *, user: User) -> RequestQuerySet:
    """The requests of a pile, as far as this coordinator may see them."""
    seen = ResidentRequest.objects.for_coordinators(user)
    if pile == ASKED:
        return seen.asked_back()
    if pile == ESCALATED:
        return seen.our_turn().filter(owner=Owner.GROUP)
    theirs = seen.filter(owner=Owner.COORDINATORS)
    if pile == WAITING:
        return theirs.filter(state=State.WAITING)
    if pile == QUESTIONS:
        return theirs.our_turn().filter(kind=Kind.QUESTION)
    if pile == NEW_GROUPS:
        return theirs.our_turn().filter(kind=Kind.NEW_GROUP)
    to_do = Q(state=State.OPEN, waiting_on=WaitingOn.OWNER) | Q(state=State.APPROVED)
    return theirs.filter(to_do, kind=Kind.JOIN)


def waiting_to_review(user: User, *, now: datetime) -> RequestQuerySet:
    """Who is on the waiting list for so long that somebody has to look again."""
    return requests_in(WAITING, user=user).filter(Q(due_at__lte=now) | Q(ladder_step__gt=0))


def calls_for(user: User, *, now: datetime) -> CallTaskQuerySet:
    """Whom the coordinators have to call."""
    calls: CallTaskQuerySet = CallTask.objects.to_do(now).for_coordinators(user, now)
    return calls


# --- One pile --------------------------------------------------------------------------------


class Act(StrEnum):
    """The one thing to do with a request on the list."""

    APPOINT = "appoint"
    ASSIGN_TO = "assign_to"
    ASSIGN = "assign"
    ANSWER = "answer"
    LOOK = "look"


@dataclass(frozen=True)
class Row:
    """One line of a pile: `act` is its one button; `group` is whom that is about."""

    request: ResidentRequest
    title: str
    why: str
    tags: Sequence[Tag]
    late: bool
    act: Act
    group: WatchGroup | None = None
    assign_to: int | None = None
    assign_name: str = ""


@dataclass(frozen=True)
class PilePage:
    """A page of a pile, and the key of the next one."""

    rows: Sequence[Row]
    next_key: str
    calls: Sequence[Call] = ()


def page_of(pile: Pile, *, user: User, after: str, now: datetime) -> PilePage:
    """Twenty-five lines of a pile, longest waiting first."""
    if pile == CALLS:
        return _page_of_calls(user, after=after, now=now)
    requests = with_findings(requests_in(pile, user=user)).select_related("about_group")
    found = WORST_FIRST.page(requests, after=after, size=PAGE)
    there = _groups_with_somebody_there(found.rows, now=now)
    rows = [_row(request, there, now=now) for request in found.rows]
    return PilePage(rows, found.next_key)


def _row(request: ResidentRequest, there: Collection[int], *, now: datetime) -> Row:
    age = age_tag(request, now=now)
    all_away = request.owner == Owner.GROUP and request.group_id not in there
    tags = [Tag(_("Alle beheerders zijn weg"), "danger")] if all_away else []
    tags += [age, *email_tags(request)]
    act = _act(request, all_away=all_away)
    return Row(
        request=request,
        title=title_of(request),
        why=_why_here(request, all_away=all_away),
        tags=tags,
        late=age.kind == "danger",
        act=act,
        group=request.group,
        assign_to=address_verdict(request).other_group if act == Act.ASSIGN_TO else None,
        assign_name=Findings.of(request).address_group_name or "",
    )


def _act(request: ResidentRequest, *, all_away: bool) -> Act:
    if request.waiting_on == WaitingOn.RESIDENT or request.kind == Kind.NEW_GROUP:
        return Act.LOOK
    if request.kind == Kind.QUESTION and request.owner == Owner.COORDINATORS:
        return Act.LOOK if request.subject == Subject.DECISION else Act.ANSWER
    if request.owner == Owner.GROUP:
        return Act.APPOINT if all_away else Act.LOOK
    if request.route_reason == RouteReason.NO_BEHEERDER and request.group:
        return Act.APPOINT
    if request.route_reason in (RouteReason.STARTING, RouteReason.OUTSIDE):
        return Act.LOOK
    return Act.ASSIGN_TO if address_verdict(request).other_group else Act.ASSIGN


def _why_here(request: ResidentRequest, *, all_away: bool) -> str:
    if request.owner == Owner.COORDINATORS:
        return request.why_routed
    if all_away:
        return _("Alle beheerders van de groep zijn weg.")
    return _("De beheerder heeft nog niets gedaan.")


def _groups_with_somebody_there(
    requests: Sequence[ResidentRequest], *, now: datetime
) -> Collection[int]:
    groups = {request.group_id for request in requests if request.owner == Owner.GROUP}
    present = Appointment.objects.present(now).filter(group__in=groups)
    return set(present.values_list("group", flat=True))


def _page_of_calls(user: User, *, after: str, now: datetime) -> PilePage:
    found = calls_for(user, now=now)
    keys = found.values_list("from_at", "pk", named=True)
    page = _CALLS_IN_ORDER.page(keys, after=after, size=MOST_CALLS)
    in_order = _CALLS_IN_ORDER.sort(found.filter(pk__in=[key.pk for key in page.rows]))
    return PilePage((), page.next_key, calls_in(in_order, now=now).rows)
