"""What the page of one request shows: the person, the findings and what happened. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.identity.current import here, here_text
from dorst_portal.kit.rows.prepared import Prepared
from dorst_portal.kit.tags import Tag
from dorst_portal.languages.words import lazy_text
from groups.members.pages.blocks import block_of
from groups.models import (
    Handover,
    Membership,
    NumberBlock,
    RequestMessage,
    RequestSource,
    ResidentRequest,
    Subject,
)
from groups.permissions import decide_request, handle_request
from groups.querysets.requests import WORST_FIRST
from groups.requests.pages.address_letters import CONFIRMED, letter_words
from groups.requests.pages.doubles import first_of
from groups.requests.pages.inbox import LOOKING, age_tag
from groups.requests.pages.titles import VIEWED, other_ways_of, title_of
from groups.requests.pages.verdicts import (
    Findings,
    Verdict,
    address_verdict,
    email_tags,
    is_twice,
)
from groups.values.states import ENDED, Kind, Owner, State, WaitingOn
from groups.welcome import app_link

MOST_EVENTS = 40
# What a colleague did; what stands nowhere here is told by the request itself.
WORDS = {
    VIEWED: lazy_text("{who} bekeek de aanvraag"),
    "request.approved": lazy_text("{who} keurde de aanvraag goed"),
    "request.declined": lazy_text("{who} wees de aanvraag af"),
    "request.decision_undone": lazy_text("{who} maakte de beslissing ongedaan"),
    "request.number_corrected": lazy_text("{who} veranderde het telefoonnummer"),
    "request.joined": lazy_text("{who} voegde twee aanvragen van deze persoon samen"),
    "request.join_undone": lazy_text("{who} maakte het samenvoegen ongedaan"),
    "request.added": lazy_text("{who} zette de persoon op de ledenlijst"),
    "request.forward_undone": lazy_text("{who} haalde de aanvraag terug"),
    "request.escalated": lazy_text("{who} gaf door weg te zijn, dus {organisation} kijkt ook"),
    "request.asked_back": lazy_text("{who} stelde de bewoner een vraag"),
    "request.replied": lazy_text("{who} noteerde het antwoord van de bewoner"),
    "request.withdrawn": lazy_text("{who} noteerde dat de bewoner de aanvraag intrekt"),
    "request.answered": lazy_text("{who} beantwoordde de vraag"),
    "request.closed": lazy_text("{who} sloot de vraag: niemand bereikt"),
    "request.reopened": lazy_text("{who} opende de aanvraag opnieuw"),
    "request.founded": lazy_text("{who} startte de groep"),
    "request.letter_made": lazy_text("{who} maakte een brief met een code voor dit adres"),
    "request.letter_delivered": lazy_text("{who} bezorgde de brief"),
    "request.address_confirmed": lazy_text("{who} voerde de code van de brief in: het adres klopt"),
}
# What no colleague did, but the resident or the timetable.
BY_ITSELF = {
    "request.escalated": here_text("De aanvraag kwam ook bij {organisation}"),
    "request.email_confirmed": lazy_text("De bewoner bevestigde het e-mailadres"),
    "request.email_refused": lazy_text("Het e-mailadres bleek niet van de bewoner"),
    "request.replied": lazy_text("De bewoner gaf antwoord"),
    "request.withdrawn": lazy_text("De bewoner trok de aanvraag in"),
    "request.reminded": lazy_text("We stuurden een herinnering"),
    "request.expired": lazy_text("De bewoner antwoordde 30 dagen niet. De aanvraag stopte"),
}
_CALLED = "request.called"
# What these ask about is no way into a group.
_NO_JOIN = (Subject.COMPLAINT, Subject.DECISION)
# Ways in beside the form on the site.
_CAME_BY = {
    RequestSource.MAIL: lazy_text("De aanvraag kwam binnen per e-mail"),
    RequestSource.PHONE: lazy_text("De aanvraag kwam binnen per telefoon"),
    RequestSource.PAPER: lazy_text("De aanvraag kwam binnen op papier"),
}


@dataclass(frozen=True)
class Event:
    """One line of "Wat is er al gebeurd?"."""

    at: datetime
    text: str
    note: str = ""


@dataclass(frozen=True)
class Person:
    """Who asks; from the membership once there is one, since the request forgets it then."""

    name: str
    organisation: str
    mobile: str
    email: str
    address: str


class Bar(StrEnum):
    """What is most likely to be done, in the bar below the page."""

    ADMIT = "admit"
    OTHER = "other"
    ADD = "add"


@dataclass(frozen=True)
class RequestPage:
    """All that one page tells about a request."""

    heading: str
    person: Person
    verdict: Verdict | None
    # What stands beside a fact; empty once it is decided.
    address_tag: Tag | None
    number_tag: Tag | None
    email_tag: Tag | None
    letter_tag: Tag | None
    # The link to the letter by which the address is confirmed; empty where there can be none. It
    # stands with the facts where a mail will not do or a letter is on its way.
    letter_words: str
    letter_is_near: bool
    age: Tag | None
    is_flagged: bool  # something to look at before approving
    # What keeps the number out of the group for a while.
    block: NumberBlock | None
    # The request of the same person that came first, and what was joined to this one.
    first: ResidentRequest | None
    joined: Sequence[ResidentRequest]
    joined_to: ResidentRequest | None
    members_here: Sequence[Membership]
    events: Sequence[Event]
    said: Sequence[RequestMessage]
    watched_by: str
    decided: str
    may_decide: bool
    may_handle: bool
    may_admit: bool
    may_answer: bool
    may_note_reply: bool
    may_ask: bool
    may_correct: bool  # the number, while it is needed
    may_become_join: bool  # a question of somebody who wants to join after all
    needs_beheerder: bool
    can_undo: bool
    bar: Bar | None
    # The name of the page with the list that this request is on.
    list_page: str
    next_pk: int | None
    chat_link: str
    other_ways: str
    why_with_us: str


def page_of(request: ResidentRequest, *, user: User, now: datetime) -> RequestPage:
    """Gather the page of a request that came `with_findings`."""
    entries = _ENTRIES(subject=f"request:{request.pk}")
    own_scope = (f"group:{request.group_id}", "")
    if not user.is_platform:
        # What happened while it belonged to another group stays with that group.
        entries = [entry for entry in entries if entry.scope in own_scope]
    waits = request.state in (State.OPEN, State.WAITING)
    verdict = address_verdict(request) if request.street_text else None
    has_ended = request.state in ENDED
    by_email = [] if has_ended else email_tags(request)
    is_member = not has_ended and Findings.of(request).number_is_member
    # A beheerder sees own requests only, and of those everything may be decided.
    may_decide = not user.is_platform or decide_request(user, request)
    may_handle = may_decide or handle_request(user, request)
    is_open = request.state == State.OPEN
    is_of_beheerder = request.state == State.APPROVED or request.same_as_id is not None
    may_undo = may_decide if is_of_beheerder else may_handle
    is_to_admit = may_decide and is_open and request.kind == Kind.JOIN
    block = _block(request, now=now) if is_to_admit else None
    may_admit = is_to_admit and block is None
    may_answer = may_handle and is_open and request.kind == Kind.QUESTION
    person = _person(request)
    joined = _JOINED(request=request.pk) if vars(request).get("has_joined", True) else []
    first = first_of(request) if is_to_admit and is_twice(request) else None
    address_tag = verdict.tag if verdict and not has_ended else None
    return RequestPage(
        heading=_heading(request, person),
        said=_said(request, joined),
        person=person,
        verdict=verdict,
        address_tag=address_tag,
        number_tag=Tag(_("Nummer al lid"), "warn") if is_member else None,
        email_tag=by_email[0] if by_email else None,
        letter_tag=CONFIRMED if not has_ended and _has_confirmed(request, joined) else None,
        letter_words=letter_words(request, now=now),
        letter_is_near=bool(by_email) or hasattr(request, "address_letter"),
        age=age_tag(request, now=now) if waits else None,
        is_flagged=is_member or any(one.kind == "warn" for one in (*by_email, address_tag) if one),
        block=block,
        first=first,
        joined=joined,
        joined_to=_joined_to(request, user=user),
        members_here=_members_here(request),
        events=sorted(_events(request, entries, user=user), key=lambda event: event.at),
        watched_by=_watched_by(request, entries, but=user, now=now),
        decided=decided_in_words(request),
        may_decide=may_decide,
        may_handle=may_handle,
        may_admit=may_admit,
        may_answer=may_answer,
        may_note_reply=may_handle and request.waiting_on == WaitingOn.RESIDENT,
        may_ask=is_to_admit and request.waiting_on == WaitingOn.OWNER,
        may_correct=may_handle and not has_ended and bool(person.mobile),
        may_become_join=may_answer and user.is_platform and request.subject not in _NO_JOIN,
        needs_beheerder=not may_decide and is_open and request.kind == Kind.JOIN,
        can_undo=bool(may_undo and request.undo_until and request.undo_until > now),
        bar=_bar(request, may_decide=may_decide, may_handle=may_handle, is_blocked=bool(block)),
        list_page="inbox" if may_decide or not user.is_platform else "platform_requests",
        next_pk=_next_after(request) if may_decide else None,
        chat_link=app_link(request.group.app, person.mobile) if request.group else "",
        other_ways=other_ways_of(request),
        why_with_us=request.why_routed,
    )


def _has_confirmed(request: ResidentRequest, joined: Sequence[ResidentRequest]) -> bool:
    """Whether somebody at the address read out a code, for this request or for one of the same
    person that was joined to it.
    """
    known = [request, *(one for one in joined if one.address == request.address)]
    return any(one.address_confirmed_at for one in known)


def _block(request: ResidentRequest, *, now: datetime) -> NumberBlock | None:
    if request.group is None or not vars(request).get("has_blocks", True):
        return None
    return block_of(request.group, request.mobile, now=now)


def _bar(
    request: ResidentRequest, *, may_decide: bool, may_handle: bool, is_blocked: bool
) -> Bar | None:
    is_open = request.state == State.OPEN
    if may_decide and is_open and request.kind == Kind.JOIN and not is_blocked:
        return Bar.ADMIT
    if request.state == State.APPROVED and may_decide:
        return Bar.ADD
    # An open question is answered on the page itself, with the other ways below the answer.
    is_answered_here = is_open and request.kind == Kind.QUESTION
    if request.state in (State.OPEN, State.WAITING) and may_handle and not is_answered_here:
        return Bar.OTHER
    return None


def decided_in_words(request: ResidentRequest) -> str:
    """Where an ended, approved or waiting request stands, and by whom; empty while it is open."""
    who = request.decided_by
    match request.state:
        case State.APPROVED:
            by = _("Goedgekeurd door {who}. Nog niet in de groep.")
            text = by if who else _("Goedgekeurd. Nog niet in de groep.")
        case State.ADDED:
            by = _("Goedgekeurd door {who}. De persoon staat op de ledenlijst.")
            text = by if who else _("Goedgekeurd. De persoon staat op de ledenlijst.")
        case State.DECLINED:
            by = _("Afgewezen door {who}. Reden: {reason}.")
            text = by if who else _("Afgewezen. Reden: {reason}.")
        case State.FOUNDED:
            text = _("De groep is gestart door {who}.") if who else _("De groep is gestart.")
        case State.ANSWERED:
            text = _("Beantwoord door {who}.") if who else _("Beantwoord.")
        case State.CLOSED:
            text = _("Gesloten door {who}. {note}") if who else _("Gesloten. {note}")
        case State.WITHDRAWN if request.same_as:
            joined = _("Samengevoegd met {reference}, van dezelfde persoon.")
            return joined.format(reference=request.same_as.reference)
        case State.WITHDRAWN:
            return _("De bewoner trok de aanvraag in.")
        case State.EXPIRED:
            return _("De bewoner antwoordde 30 dagen niet. De aanvraag is gestopt.")
        case State.WAITING:
            return _("Deze aanvraag is op de wachtlijst.")
        case _:
            return ""
    reason, note = request.get_decline_reason_display(), request.closing_note
    return text.format(who=who, reason=reason, note=note)


def _person(request: ResidentRequest) -> Person:
    source = request.membership or request
    return Person(
        name=source.name,
        organisation=source.organisation,
        mobile=source.mobile,
        email=source.email,
        address=source.address,
    )


def _heading(request: ResidentRequest, person: Person) -> str:
    if not person.name:
        return _("Aanvraag {reference}").format(reference=request.reference)
    if request.membership:
        return _("{name} staat op de ledenlijst").format(name=person.name)
    return title_of(request, person.name)


def _members_here(request: ResidentRequest) -> Sequence[Membership]:
    """Members of the group at this address or with this number, while that still matters."""
    found = Findings.of(request)
    known = found.number_is_member or found.has_household
    if request.state in ENDED or request.group_id is None or not known:
        return []
    return list(Membership.objects.current().alike(request))


def _said(request: ResidentRequest, joined: Sequence[ResidentRequest]) -> Sequence[RequestMessage]:
    """The conversation, with what was said about a request that was joined to this one."""
    if not joined:
        return list(request.messages.all()) if vars(request).get("has_messages", True) else []
    known = [request, *joined]
    return list(RequestMessage.objects.filter(request__in=known).order_by("at", "pk"))


def _joined_to(request: ResidentRequest, *, user: User) -> ResidentRequest | None:
    """The request that this one lives on in, for who may see that too."""
    first = request.same_as
    stays = first and (first.owner, first.group_id) == (request.owner, request.group_id)
    return first if stays or user.is_platform else None


def _watched_by(
    request: ResidentRequest, entries: Sequence[Entry], *, but: User, now: datetime
) -> str:
    for entry in entries:
        fresh = entry.verb == VIEWED and entry.at > now - LOOKING
        if fresh and entry.by != but and entry.scope == f"group:{request.group_id}":
            return str(entry.by)
    return ""


def _events(request: ResidentRequest, entries: Sequence[Entry], *, user: User) -> Iterator[Event]:
    came = _CAME_BY.get(RequestSource(request.source), _("De aanvraag kwam binnen"))
    yield Event(request.created_at, came)
    was_moved = vars(request).get("has_handovers", True)
    for handover in _HANDOVERS(request=request.pk) if was_moved else []:
        text = _handover_in_words(handover, request, user=user)
        own = user.is_platform or handover.from_group_id == request.group_id
        yield Event(handover.at, text, handover.note if own else "")
    seen: set[tuple[int | None, str]] = set()
    for entry in entries:
        words = _in_words(entry)
        key = (entry.by_id, f"{entry.at:%Y-%m-%d}")
        if words is None or (entry.verb == VIEWED and key in seen):
            continue  # looking three times on one evening is one line
        if entry.verb == VIEWED:
            seen.add(key)
        yield Event(entry.at, words)


def _in_words(entry: Entry) -> str | None:
    if entry.by is None:
        return BY_ITSELF.get(entry.verb)
    if entry.verb == _CALLED:
        reached, missed = _("{who} belde de bewoner"), _("{who} belde en kreeg niemand")
        return (reached if entry.facts.get("reached") else missed).format(who=entry.by)
    words = WORDS.get(entry.verb)
    return words.format(who=entry.by, organisation=here().organisation) if words else None


def _handover_in_words(handover: Handover, request: ResidentRequest, *, user: User) -> str:
    """Names no other group's people, and no other group, to a beheerder."""
    if handover.to_owner == Owner.COORDINATORS:
        return _("Ging naar {organisation}").format(organisation=here().organisation)
    if handover.from_owner == Owner.COORDINATORS:
        text = _("Kwam van {organisation} naar groep {group}")
        return text.format(organisation=here().organisation, group=handover.to_group)
    if user.is_platform:
        text = _("{who} stuurde door van {one} naar {other}")
        return text.format(who=handover.by, one=handover.from_group, other=handover.to_group)
    if handover.to_group_id == request.group_id:
        return _("Een andere groep stuurde de aanvraag door")
    return _("De aanvraag ging naar een andere groep")


def _next_after(request: ResidentRequest) -> int | None:
    if request.group_id is None:
        return None
    found: int | None = _NEXT.first(group=request.group_id, at=request.created_at, pk=request.pk)
    return found


def _next(group: int, at: datetime, pk: int) -> QuerySet[ResidentRequest, Any]:
    here = ResidentRequest.objects.filter(owner=Owner.GROUP, group=group)
    rows = WORST_FIRST.behind(here.our_turn().worst_first(), (at, pk))
    return rows.values_list("pk", flat=True)[:1]


def _handovers(request: int) -> QuerySet[Handover]:
    there = Handover.objects.filter(request=request, undone_at__isnull=True)
    return there.select_related("by", "from_group", "to_group")


def _entries(subject: str) -> QuerySet[Entry]:
    return Entry.objects.about(subject).select_related("by")[:MOST_EVENTS]


def _joined(request: int) -> QuerySet[ResidentRequest]:
    return ResidentRequest.objects.filter(same_as=request).order_by("pk")


_JOINED = Prepared(_joined, request=int)
_HANDOVERS = Prepared(_handovers, request=int)
_ENTRIES = Prepared(_entries, subject=str)
_NEXT = Prepared(_next, group=int, at=datetime, pk=int)
