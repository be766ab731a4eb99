"""What somebody sees on the own page: every group and request of one e-mail address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from groups.models import LeaveReason, Membership, ResidentRequest, WatchGroup
from groups.privacy.terms import MEMBER_DAYS
from groups.querysets.memberships import MembershipQuerySet
from groups.querysets.requests import RequestQuerySet
from groups.requests.emails import comes_in_by_own_page
from groups.requests.pages.progress import NAMES, Progress, progress_of
from groups.values.states import ENDED, State


@dataclass(frozen=True)
class Asked:
    """A request, how far it is, and what the resident can do now."""

    request: ResidentRequest
    title: str
    progress: Progress
    may_come_in: bool
    gets_link: bool
    is_over: bool


@dataclass(frozen=True)
class Left:
    """A group that somebody left, and the day on which we forget that."""

    member: Membership
    forgotten_on: datetime


@dataclass(frozen=True)
class Unproved:
    """A line on a list with this address, of which nobody said yet whose it is. Who else reads this
    mail by mistake learns no more than is needed to say no.
    """

    member: Membership
    initial: str
    last_digits: str


@dataclass(frozen=True)
class OwnPageView:
    """All of it."""

    members: Sequence[Membership]
    unproved: Sequence[Unproved]
    asked: Sequence[Asked]
    left: Sequence[Left]
    unconfirmed: bool

    @property
    def may_come_back(self) -> bool:
        """Whether somebody left and has nothing else; not whom a beheerder took out."""
        left = [one.member for one in self.left if one.member.end_reason != LeaveReason.REMOVED]
        has_more = self.members or self.unproved or self.asked or self.unconfirmed
        return bool(left) and not has_more

    def __bool__(self) -> bool:
        return bool(self.members or self.unproved or self.asked or self.left)


def memberships_of(email: str) -> MembershipQuerySet:
    """Those that the reader of this mail proved to be theirs."""
    return _with(email).exclude(email_confirmed_at=None)


def requests_of(email: str) -> RequestQuerySet:
    """Those for which this address was confirmed; what was joined to another one is read there."""
    known = ResidentRequest.objects.filter(email=email, anonymised_at=None, same_as=None)
    return known.exclude(email_confirmed_at=None)


def title_of(request: ResidentRequest, group: WatchGroup | None) -> str:
    """What a resident calls a request, with the group that may be named."""
    name = NAMES[request.kind]
    if group is None:
        return _("Je {name}").format(name=name)
    return _("Je {name} bij groep {group}").format(name=name, group=group.name)


def own_page_of(email: str, *, now: datetime) -> OwnPageView:
    """Everything of this address. Three statements, however much there is."""
    rows = list(_with(email).select_related("group").order_by("since", "id"))
    known = ResidentRequest.objects.filter(email=email, anonymised_at=None, same_as=None)
    asked = list(known.select_related("group").order_by("-created_at", "-id"))
    current = [row for row in rows if row.until is None]
    return OwnPageView(
        members=[row for row in current if row.email_confirmed_at],
        unproved=[_unproved(row) for row in current if not row.email_confirmed_at],
        # Who is on the list sees that there.
        asked=[
            _asked(one, now=now)
            for one in asked
            if one.email_confirmed_at and one.state != State.ADDED
        ],
        left=[
            Left(row, row.until + timedelta(days=MEMBER_DAYS))
            for row in rows
            if row.until and row.email_confirmed_at
        ],
        unconfirmed=any(not one.email_confirmed_at for one in asked),
    )


def _with(email: str) -> MembershipQuerySet:
    return Membership.objects.filter(email=email, anonymised_at=None)


def _unproved(row: Membership) -> Unproved:
    return Unproved(row, row.name[:1], row.mobile[-2:])


def _asked(request: ResidentRequest, *, now: datetime) -> Asked:
    held = request.undo_until is not None and now < request.undo_until
    may = request.state == State.APPROVED and not held and bool(request.group)
    return Asked(
        request,
        title_of(request, request.group),
        progress_of(request, now=now),
        may_come_in=may,
        gets_link=may and comes_in_by_own_page(request),
        is_over=request.state in ENDED and not held,
    )
