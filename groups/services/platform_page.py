"""What the coordinators' pages show: what needs them now, worst first. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from dorst_portal.outbox.models import Mail, MailState
from groups.models import Appointment, ResidentRequest, WatchGroup
from groups.querysets.keys import DateKey
from groups.querysets.requests import RequestQuerySet
from groups.states import Owner, State

PAGE = 25
MOST_COUNTED = 100


@dataclass(frozen=True)
class Pile:
    """One pile of requests: its name in the address, its title, and what a coordinator does."""

    code: str
    title: str
    empty: str


NOW = Pile("nu", "Nu doen", "Er is niets dat op Platform Dorst wacht.")
ESCALATED = Pile("doorgezet", "Blijft liggen bij een beheerder", "Alle beheerders zijn bij.")
WAITING = Pile("wachtlijst", "Wachtlijst", "Er staat niemand op de wachtlijst.")
PILES = (NOW, ESCALATED, WAITING)


def pile_named(code: str) -> Pile:
    """The pile of an address; the first one for an unknown name."""
    return next((pile for pile in PILES if pile.code == code), NOW)


def requests_in(pile: Pile) -> RequestQuerySet:
    """The requests of a pile."""
    if pile == ESCALATED:
        return ResidentRequest.objects.open().filter(owner=Owner.GROUP, escalated_at__isnull=False)
    theirs = ResidentRequest.objects.filter(owner=Owner.COORDINATORS)
    if pile == WAITING:
        return theirs.filter(state=State.WAITING)
    return theirs.filter(state__in=(State.OPEN, State.APPROVED))


@dataclass(frozen=True)
class Count:
    """How many, counted no further than a hundred."""

    number: int

    def __str__(self) -> str:
        return f"meer dan {MOST_COUNTED}" if self.number > MOST_COUNTED else str(self.number)

    def __bool__(self) -> bool:
        return self.number > 0


def count_capped(rows: "QuerySet[ResidentRequest] | QuerySet[Mail]") -> Count:
    """Count rows, but stop just above a hundred: a longer list costs no more."""
    return Count(len(rows.order_by()[: MOST_COUNTED + 1].values_list("pk", flat=True)))


@dataclass(frozen=True)
class Overview:
    """The first page of a coordinator."""

    piles: Sequence[tuple[Pile, Count]]
    without_beheerder: Sequence[WatchGroup]
    failed_mails: Count

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to do."""
        waiting = any(count for pile, count in self.piles if pile != WAITING)
        return not (waiting or self.without_beheerder or self.failed_mails)


def overview(*, now: datetime) -> Overview:
    """What needs a coordinator now."""
    manned = Appointment.objects.active(now).values("group")
    return Overview(
        piles=[(pile, count_capped(requests_in(pile))) for pile in PILES],
        without_beheerder=list(
            WatchGroup.objects.shown_to_everybody().exclude(pk__in=manned).order_by("name")
        ),
        failed_mails=count_capped(Mail.objects.filter(state=MailState.FAILED)),
    )


@dataclass(frozen=True)
class Row:
    """A request on the page, and whether its date has passed."""

    request: ResidentRequest
    late: bool

    @property
    def title(self) -> str:
        return f"{self.request.reference} · {self.request.name}"


@dataclass(frozen=True)
class RequestPage:
    """A page of a pile, and the key of the next one."""

    rows: Sequence[Row]
    next_key: DateKey | None


def page_of(pile: Pile, *, after: DateKey | None, now: datetime) -> RequestPage:
    """Twenty-five requests of a pile, longest waiting first."""
    found = requests_in(pile).worst_first().after(after).select_related("group")[: PAGE + 1]
    requests = list(found)
    last = requests[PAGE - 1] if len(requests) > PAGE else None
    rows = [Row(request, request.due_at < now) for request in requests[:PAGE]]
    return RequestPage(rows, DateKey(last.created_at, last.pk) if last else None)


def groups_with_people(*, now: datetime) -> Sequence[WatchGroup]:
    """All groups with those who are invited or active, in `.people`."""
    people = Appointment.objects.not_ended(now).select_related("user").order_by("role", "id")
    return list(
        WatchGroup.objects.not_archived()
        .order_by("name")
        .prefetch_related(Prefetch("appointments", queryset=people, to_attr="people"))
    )
