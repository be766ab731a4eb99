"""A past for the example village, so that its figures have something to tell: who came in during
the last half year, and who left. All of it is anonymised already, as retention leaves it.
"""

from datetime import datetime, timedelta
from typing import Final

from dorst_portal.demo.people import example_reference
from groups.models import (
    Appointment,
    AppointmentRole,
    CameFrom,
    HouseRules,
    LeaveReason,
    Membership,
    MembershipSource,
    RequestSource,
    ResidentRequest,
    RouteReason,
    WatchGroup,
)
from groups.values.states import Kind, Owner, State

KEY: Final = "history-"
_HALF_A_YEAR: Final = 182
_KEPT_DAYS: Final = 35  # of who came in later the details would still be there
_LEFT: Final = (
    (LeaveReason.MOVED_HOUSE, 14),
    (LeaveReason.TOO_MANY, 8),
    (LeaveReason.NOT_NEEDED, 6),
    (LeaveReason.OTHER, 3),
    (LeaveReason.REMOVED, 1),
    ("", 7),
)
_ORIGINS: Final = (
    (RequestSource.FORM, CameFrom.POSTER),
    (RequestSource.FORM, CameFrom.SEARCH),
    (RequestSource.FORM, CameFrom.SEARCH),
    (RequestSource.FORM, CameFrom.LIST),
    (RequestSource.PHONE, ""),
    (RequestSource.FORM, CameFrom.POSTER),
    (RequestSource.MAIL, ""),
    (RequestSource.FORM, ""),
)


def seed_figures(*, now: datetime) -> None:
    """Make the requests by which members of the last half year came, and who left in that time."""
    _make_requests(now=now)
    _make_leavers(now=now)


def _make_requests(*, now: datetime) -> None:
    beheerders = dict(
        Appointment.objects.filter(role=AppointmentRole.BEHEERDER).values_list("group", "user")
    )
    rules = HouseRules.objects.current(waaksamen=False)
    members = Membership.objects.filter(
        source=MembershipSource.EXAMPLE,
        group__in=beheerders,
        since__gte=now - timedelta(days=_HALF_A_YEAR),
        since__lte=now - timedelta(days=_KEPT_DAYS),
    ).order_by("since", "mobile")
    ResidentRequest.objects.bulk_create(
        _request(member, beheerders[member.group_id], rules, number)
        for number, member in enumerate(members)
    )


def _request(member: Membership, beheerder: int, rules: HouseRules, number: int) -> ResidentRequest:
    source, came_from = _ORIGINS[number % len(_ORIGINS)]
    asked = member.since - timedelta(hours=6 + number * 29 % 130)
    return ResidentRequest(
        reference=example_reference(f"{KEY}{number}"),
        kind=Kind.JOIN,
        state=State.ADDED,
        owner=Owner.GROUP,
        group_id=member.group_id,
        due_at=member.since,
        ladder_from=asked,
        route_reason=RouteReason.COVERED,
        source=source,
        came_from=came_from,
        submission_key=f"{KEY}{number}",
        created_at=asked,
        house_rules=rules,
        of_age=True,
        decided_at=member.since - timedelta(minutes=20),
        decided_by_id=beheerder,
        added_at=member.since,
        membership=member,
        anonymised_at=member.since,
    )


def _make_leavers(*, now: datetime) -> None:
    groups = list(WatchGroup.objects.order_by("pk"))
    reasons = [reason for reason, times in _LEFT for _ in range(times)]
    leavers = []
    for number, reason in enumerate(reasons):
        left = now - timedelta(days=_KEPT_DAYS + number * 47 % 300)
        leavers.append(
            Membership(
                group=groups[number * 5 % len(groups)],
                since=left - timedelta(days=200 + number * 13),
                until=left,
                source=MembershipSource.REQUEST,
                end_reason=reason,
                left_chat_at=left,
                anonymised_at=left + timedelta(days=30),
            )
        )
    Membership.objects.bulk_create(leavers)
