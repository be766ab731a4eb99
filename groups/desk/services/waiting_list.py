"""The waiting list: who waits in which street, who can go to a group now, and who waits on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, F, Min, Q
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.languages.words import lazy_text
from groups.desk.pages.piles import WAITING, requests_in
from groups.models import Appointment, GroupStatus, ResidentRequest, Street, WatchGroup
from groups.querysets.requests import WORST_FIRST, RequestQuerySet
from groups.refusals import AlreadyHandled
from groups.requests.pages.verdicts import Findings, with_findings
from groups.requests.services.due_dates import due_date
from groups.requests.services.request_events import record_request_event
from groups.values.states import Owner, State

PAGE: Final = 25
# In the address of the page, for those whose street we do not know.
NO_STREET: Final = "onbekend"
UNKNOWN: Final = lazy_text("Straat niet bekend")


class UnknownStreet(Exception):
    """The list was asked for a street that there is not."""


@dataclass(frozen=True)
class WaitingStreet:
    """One street of the list: how many people, since when, and when somebody looks again."""

    slug: str
    name: str
    people: int
    to_review: int
    oldest: datetime
    next_look: datetime

    @property
    def review_words(self) -> str:
        """How many to look at again, as a tag."""
        return _("{number} nu").format(number=self.to_review)


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits; `group` can take them now."""

    request: ResidentRequest
    to_review: bool
    group: WatchGroup | None


@dataclass(frozen=True)
class StreetPage:
    """A page of the people of one street, and the key of the next one."""

    name: str
    rows: Sequence[Waiting]
    next_key: str


def streets_with_waiting(user: User, *, now: datetime) -> Sequence[WaitingStreet]:
    """The streets in which somebody waits: first those where somebody has to look again."""
    found = (
        requests_in(WAITING, user=user)
        .order_by()
        .values("street__slug", "street__name")
        .annotate(
            people=Count("pk"),
            to_review=Count("pk", filter=_to_review(now)),
            oldest=Min("created_at"),
            next_look=Min("due_at"),
        )
    )
    streets = [
        WaitingStreet(
            slug=row["street__slug"] or NO_STREET,
            name=row["street__name"] or UNKNOWN,
            people=row["people"],
            to_review=row["to_review"],
            oldest=row["oldest"],
            next_look=row["next_look"],
        )
        for row in found
    ]
    return sorted(streets, key=lambda one: (one.to_review == 0, one.oldest))


def street_page(slug: str, *, user: User, after: str, now: datetime) -> StreetPage:
    """Who waits in a street, longest waiting first. Raises UnknownStreet."""
    waiting: RequestQuerySet = requests_in(WAITING, user=user)
    if slug == NO_STREET:
        name, waiting = UNKNOWN, waiting.filter(street__isnull=True)
    else:
        street = Street.objects.filter(slug=slug).first()
        if street is None:
            raise UnknownStreet
        name, waiting = street.name, waiting.filter(street=street)
    found = WORST_FIRST.page(with_findings(waiting), after=after, size=PAGE)
    groups = _groups_with_room({_group_meant(one) for one in found.rows}, now=now)
    rows = [
        Waiting(
            request=one,
            to_review=one.due_at <= now or one.ladder_step > 0,
            group=groups.get(_group_meant(one) or 0),
        )
        for one in found.rows
    ]
    return StreetPage(name, rows, found.next_key)


def keep_waiting(request: ResidentRequest, *, by: User, now: datetime) -> None:
    """A coordinator looked: this person waits on, and is looked at again after 90 days. Once a
    day is enough. Raises AlreadyHandled.
    """
    until = due_date(State.WAITING, now=now)
    not_today = Q(ladder_step__gt=0) | Q(due_at__lt=until - timedelta(days=1))
    with transaction.atomic():
        changed = (
            ResidentRequest.objects.filter(
                pk=request.pk, state=State.WAITING, owner=Owner.COORDINATORS
            )
            .filter(not_today)
            .update(due_at=until, ladder_from=now, ladder_step=0)
        )
        if not changed or not by.is_platform:
            raise AlreadyHandled
        request.refresh_from_db()
        record_request_event("request.kept_waiting", request, by=by, now=now)


def _to_review(now: datetime) -> Q:
    return Q(due_at__lte=now) | Q(ladder_step__gt=0)


def _group_meant(request: ResidentRequest) -> int | None:
    """The group of the address, or the one that was asked for."""
    return Findings.of(request).address_group_id or request.group_id


def _groups_with_room(ids: set[int | None], *, now: datetime) -> Mapping[int, WatchGroup]:
    """Which of these groups can take somebody now: open, with a beheerder, and not full."""
    manned = Appointment.objects.active(now).values("group")
    known = [pk for pk in ids if pk is not None]
    groups = WatchGroup.objects.filter(pk__in=known, status=GroupStatus.ACTIVE)
    able = groups.filter(pk__in=manned).with_member_count()
    room = Q(capacity__isnull=True) | Q(capacity__gt=F("member_count"))
    return {group.pk: group for group in able.filter(room)}
