"""What the page of one request shows: the person, the findings and what happened. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.models import Handover, Membership, ResidentRequest
from groups.permissions import decide_request, handle_request
from groups.querysets.keys import DateKey
from groups.services.add_page import app_link
from groups.services.inbox import VIEWED
from groups.services.inbox_page import LOOKING, age_tag
from groups.services.verdicts import Tag, Verdict, address_verdict, person_tags
from groups.states import ENDED, Owner, State

MOST_EVENTS = 40
# In the words of the village; what stands nowhere here is told by the request itself.
WORDS = {
    VIEWED: "bekeek de aanvraag",
    "request.approved": "keurde de aanvraag goed",
    "request.declined": "wees de aanvraag af",
    "request.decision_undone": "maakte de beslissing ongedaan",
    "request.added": "zette de persoon op de ledenlijst",
    "request.forward_undone": "haalde de aanvraag terug",
    "request.escalated": "De aanvraag kwam ook bij Platform Dorst",
    "request.email_confirmed": "De bewoner bevestigde het e-mailadres",
    "request.email_refused": "Het e-mailadres bleek niet van de bewoner",
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


@dataclass(frozen=True)
class RequestPage:
    """All that one page tells about a request."""

    heading: str
    person: Person
    verdict: Verdict | None
    tags: Sequence[Tag]
    members_here: Sequence[Membership]
    events: Sequence[Event]
    watched_by: str
    decided: str
    may_decide: bool
    may_handle: bool
    can_undo: bool
    next_pk: int | None
    chat_link: str

    @property
    def flags(self) -> Sequence[Tag]:
        """What the beheerder should look at before approving."""
        return [tag for tag in self.tags if tag.kind == "warn"]


def page_of(request: ResidentRequest, *, user: User, now: datetime) -> RequestPage:
    """Gather the page of a request that came `with_findings`."""
    entries = list(Entry.objects.about(f"request:{request.pk}").select_related("by")[:MOST_EVENTS])
    own_scope = (f"group:{request.group_id}", "")
    if not user.is_platform:
        # What happened while it belonged to another group stays with that group.
        entries = [entry for entry in entries if entry.scope in own_scope]
    waits = request.state in (State.OPEN, State.WAITING)
    verdict = address_verdict(request) if request.street_text else None
    tags = [verdict.tag, *person_tags(request)] if verdict and request.state not in ENDED else []
    may_decide = decide_request(user, request)
    may_handle = may_decide or handle_request(user, request)
    may_undo = may_decide if request.state == State.APPROVED else may_handle
    person = _person(request)
    return RequestPage(
        heading=_heading(request, person),
        person=person,
        verdict=verdict,
        tags=[*tags, age_tag(request, now=now)] if waits else tags,
        members_here=_members_here(request),
        events=sorted(_events(request, entries, user=user), key=lambda event: event.at),
        watched_by=_watched_by(request, entries, but=user, now=now),
        decided=decided_in_words(request),
        may_decide=may_decide,
        may_handle=may_handle,
        can_undo=bool(may_undo and request.undo_until and request.undo_until > now),
        next_pk=_next_after(request, user) if may_decide else None,
        chat_link=app_link(request.group.app, person.mobile) if request.group else "",
    )


def decided_in_words(request: ResidentRequest) -> str:
    """Where an ended, approved or waiting request stands, and by whom; empty while it is open."""
    who = f" door {request.decided_by}" if request.decided_by else ""
    match request.state:
        case State.APPROVED:
            return f"Goedgekeurd{who}. Nog niet in de groep."
        case State.ADDED:
            return f"Goedgekeurd{who}. De persoon staat op de ledenlijst."
        case State.DECLINED:
            return f"Afgewezen{who}. Reden: {request.get_decline_reason_display()}."
        case State.OPEN:
            return ""
    return f"Deze aanvraag is {request.get_state_display()}."


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
        return f"Aanvraag {request.reference}"
    return f"{person.name} {'staat op de ledenlijst' if request.membership else 'wil meedoen'}"


def _members_here(request: ResidentRequest) -> Sequence[Membership]:
    """Members of the group at this address or with this number, while that still matters."""
    if request.state in ENDED or request.group_id is None:
        return []
    return list(Membership.objects.current().alike(request))


def _watched_by(
    request: ResidentRequest, entries: Sequence[Entry], *, but: User, now: datetime
) -> str:
    for entry in entries:
        fresh = entry.verb == VIEWED and entry.at > now - LOOKING
        if fresh and entry.by != but and entry.scope == f"group:{request.group_id}":
            return str(entry.by)
    return ""


def _events(request: ResidentRequest, entries: Sequence[Entry], *, user: User) -> Iterator[Event]:
    yield Event(request.created_at, "De aanvraag kwam binnen")
    handovers = Handover.objects.filter(request=request, undone_at__isnull=True)
    for handover in handovers.select_related("by", "from_group", "to_group"):
        text = _handover_in_words(handover, request, user=user)
        own = user.is_platform or handover.from_group_id == request.group_id
        yield Event(handover.at, text, handover.note if own else "")
    seen: set[tuple[int | None, str]] = set()
    for entry in entries:
        words = WORDS.get(entry.verb)
        key = (entry.by_id, f"{entry.at:%Y-%m-%d}")
        if words is None or (entry.verb == VIEWED and key in seen):
            continue  # looking three times on one evening is one line
        if entry.verb == VIEWED:
            seen.add(key)
        yield Event(entry.at, f"{entry.by} {words}" if entry.by else words)


def _handover_in_words(handover: Handover, request: ResidentRequest, *, user: User) -> str:
    """Names no other group's people, and no other group, to a beheerder."""
    if handover.to_owner == Owner.COORDINATORS:
        return "Ging naar Platform Dorst"
    if handover.from_owner == Owner.COORDINATORS:
        return f"Kwam van Platform Dorst naar groep {handover.to_group}"
    if user.is_platform:
        return f"{handover.by} stuurde door van {handover.from_group} naar {handover.to_group}"
    if handover.to_group_id == request.group_id:
        return "Een andere groep stuurde de aanvraag door"
    return "De aanvraag ging naar een andere groep"


def _next_after(request: ResidentRequest, user: User) -> int | None:
    own = ResidentRequest.objects.own(user).open().exclude(pk=request.pk).worst_first()
    after = own.after(DateKey(request.created_at, request.pk))
    return after.values_list("pk", flat=True).first()
