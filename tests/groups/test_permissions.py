"""Who may do what: each predicate agrees with its list for every actor and every kind of row."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from groups.models import Appointment, GroupStatus, Membership, ResidentRequest, WatchGroup
from groups.permissions import (
    PERMISSIONS,
    decide_request,
    handle_request,
    manages_group,
    see_group,
    see_membership,
    see_request,
)
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import MakeRequest, Village, appoint

ACTORS = (
    "own_beheerder",
    "deputy",
    "other_beheerder",
    "former_beheerder",
    "invited_beheerder",
    "plain_user",
    "coordinator",
    "superuser",
    "closed_beheerder",
    "closed_coordinator",
    "appointed_coordinator",
    "away_beheerder",
)
OWN = {"own_beheerder", "deputy", "appointed_coordinator", "away_beheerder"}
STAFF = {"coordinator", "superuser", "appointed_coordinator"}


@pytest.fixture(params=ACTORS)
def actor(request: pytest.FixtureRequest) -> tuple[str, User]:
    """Each of the cast in turn."""
    return request.param, request.getfixturevalue(request.param)


@pytest.fixture
def closed_beheerder(spoorstraat: WatchGroup) -> User:
    """Beheerder of Spoorstraat whose account was closed."""
    user = User.objects.create_user("closed@example.org", is_active=False)
    appoint(user, spoorstraat)
    return user


@pytest.fixture
def closed_coordinator(db: None) -> User:
    """Was coordinator; the account was closed."""
    return User.objects.create_user("c@example.org", is_active=False, is_coordinator=True)


@pytest.fixture
def appointed_coordinator(spoorstraat: WatchGroup) -> User:
    """A coordinator who was appointed beheerder of Spoorstraat too."""
    user = User.objects.create_user("both@example.org", is_coordinator=True)
    appoint(user, spoorstraat)
    return user


@pytest.fixture
def away_beheerder(spoorstraat: WatchGroup, now: datetime) -> User:
    """Beheerder of Spoorstraat on holiday: is not notified, but may act."""
    user = User.objects.create_user("away@example.org")
    appoint(user, spoorstraat, away_until=now.date() + timedelta(days=5))
    return user


@pytest.fixture
def all_requests(
    village: Village, make_request: MakeRequest, own_beheerder: User, now: datetime
) -> Sequence[ResidentRequest]:
    """Requests of each owner, of this group and another, in every state of joining."""
    elsewhere = {"group": village.group("sparren")}
    theirs = {"owner": Owner.COORDINATORS}
    return [
        make_request(),
        make_request(escalated_at=now),
        make_request(**elsewhere),
        make_request(**elsewhere, escalated_at=now),
        make_request(**theirs),
        make_request(**theirs, group=None),
        make_request(**theirs, **elsewhere),
        make_request(state=State.WAITING),
        make_request(state=State.APPROVED, decided_by=own_beheerder),
        make_request(state=State.ADDED, decided_by=own_beheerder),
        make_request(state=State.DECLINED),
        make_request(state=State.DECLINED, **theirs),
        make_request(state=State.WITHDRAWN),
    ]


@pytest.fixture
def ended_group(all_requests: Sequence[ResidentRequest], spoorstraat: WatchGroup) -> WatchGroup:
    """Spoorstraat went up in another group: its appointments last a week, its rights do not."""
    spoorstraat.status = GroupStatus.ARCHIVED
    spoorstraat.save()
    for request in all_requests:
        request.refresh_from_db()
    return spoorstraat


def in_list(rows: QuerySet[ResidentRequest], all_rows: Sequence[ResidentRequest]) -> list[bool]:
    found = set(rows.values_list("pk", flat=True))
    return [row.pk in found for row in all_rows]


TWINS = [
    (see_request, "visible_to"),
    (decide_request, "decidable_by"),
    (handle_request, "handleable_by"),
]


@pytest.mark.parametrize(("predicate", "listed"), TWINS)
def test_a_list_of_requests_holds_what_the_predicate_allows(
    actor: tuple[str, User],
    all_requests: Sequence[ResidentRequest],
    predicate: Callable[[User, ResidentRequest], bool],
    listed: str,
) -> None:
    user = actor[1]
    with zeal_ignore():  # asks row by row on purpose
        allowed = [predicate(user, request) for request in all_requests]
    assert in_list(getattr(ResidentRequest.objects, listed)(user), all_requests) == allowed


@pytest.mark.parametrize(("predicate", "listed"), TWINS)
def test_they_agree_about_a_group_that_was_ended_too(
    actor: tuple[str, User],
    all_requests: Sequence[ResidentRequest],
    ended_group: WatchGroup,
    predicate: Callable[[User, ResidentRequest], bool],
    listed: str,
) -> None:
    name, user = actor
    with zeal_ignore():  # asks row by row on purpose
        allowed = [predicate(user, request) for request in all_requests]
    assert in_list(getattr(ResidentRequest.objects, listed)(user), all_requests) == allowed
    if predicate is decide_request:
        assert not any(allowed), name


def test_only_active_beheerders_and_deputies_decide(
    actor: tuple[str, User], all_requests: Sequence[ResidentRequest], spoorstraat: WatchGroup
) -> None:
    name, user = actor
    with zeal_ignore():
        decidable = [request for request in all_requests if decide_request(user, request)]
    own = [row for row in all_requests if row.group == spoorstraat and row.owner == Owner.GROUP]
    assert decidable == (own if name in OWN else [])


def test_staff_handle_what_is_theirs_and_what_waits_too_long(
    actor: tuple[str, User], all_requests: Sequence[ResidentRequest], spoorstraat: WatchGroup
) -> None:
    name, user = actor
    with zeal_ignore():
        handled = {request.pk for request in all_requests if handle_request(user, request)}
    expected = {
        row.pk
        for row in all_requests
        if (name in OWN and row.owner == Owner.GROUP and row.group == spoorstraat)
        or (name in STAFF and (row.owner == Owner.COORDINATORS or row.escalated_at))
    }
    assert handled == expected


def test_groups_and_members_are_seen_by_their_own_beheerders_and_staff(
    actor: tuple[str, User], village: Village, make_member: Callable[..., Membership]
) -> None:
    name, user = actor
    groups = [village.group("spoorstraat"), village.group("sparren")]
    members = [make_member(), make_member(group=groups[1])]
    managed = [name in OWN, False]
    seen = [name in OWN | STAFF, name in STAFF]
    with zeal_ignore():
        assert [manages_group(user, group) for group in groups] == managed
        assert [see_group(user, group) for group in groups] == seen
        assert [see_membership(user, member) for member in members] == seen
    for rows, expected in (
        (WatchGroup.objects.managed_by(user), managed),
        (WatchGroup.objects.visible_to(user), seen),
    ):
        assert [group in list(rows) for group in groups] == expected
    visible = list(Membership.objects.visible_to(user))
    assert [member in visible for member in members] == seen


def test_has_perm_answers_from_the_same_predicates(
    actor: tuple[str, User], join_request: ResidentRequest, member: Membership
) -> None:
    user = actor[1]
    about = {"group": join_request.group, "request": join_request, "membership": member}
    with zeal_ignore():
        for code, predicate in PERMISSIONS.items():
            subject = about[code.rpartition("_")[2]]
            assert user.has_perm(code, subject) == (user.is_active and predicate(user, subject))
            assert not user.has_perm(code)


def test_a_group_that_is_not_there_is_nobodys(own_beheerder: User) -> None:
    assert not manages_group(own_beheerder, None)


def test_an_appointment_gives_rights_from_its_first_to_its_last_moment(
    spoorstraat: WatchGroup, now: datetime
) -> None:
    second, today = timedelta(seconds=1), timezone.localdate(now)
    kinds: dict[str, dict[str, Any]] = {
        "just accepted": {"accepted_at": now},
        "accepts next": {"accepted_at": now + second},
        "invited": {"accepted_at": None},
        "invited once": {"accepted_at": None, "until": now},
        "just ended": {"until": now},
        "ends next": {"until": now + second},
        "away today": {"away_until": today},
        "back today": {"away_until": today - timedelta(days=1)},
        "closed": {},
    }
    for name, facts in kinds.items():
        user = User.objects.create_user(f"{name.replace(' ', '-')}@example.org", name=name)
        appoint(user, spoorstraat, **facts)
    User.objects.filter(name="closed").update(is_active=False)
    rows = Appointment.objects.select_related("user")

    def named(listed: QuerySet[Appointment]) -> set[str]:
        return {one.user.name for one in listed}

    ended = {"invited once", "just ended"}
    active = {"just accepted", "ends next", "away today", "back today"}
    assert named(rows.not_ended(now)) == kinds.keys() - ended
    assert named(rows.active(now)) == active
    assert named(rows.present(now)) == active - {"away today"}
    tomorrow = today + timedelta(days=1)
    assert named(rows.present(now, today=tomorrow)) == active
    assert named(rows.invited(now)) == {"invited"}


def test_nobody_who_is_not_logged_in_runs_a_group(spoorstraat: WatchGroup) -> None:
    nobody = AnonymousUser()
    assert not manages_group(nobody, spoorstraat)  # type: ignore[arg-type]
    nobody.is_active = True  # type: ignore[assignment]
    assert not manages_group(nobody, spoorstraat)  # type: ignore[arg-type]


def test_an_account_that_was_closed_runs_nothing(
    own_beheerder: User, spoorstraat: WatchGroup
) -> None:
    own_beheerder.is_active = False  # as this request knows it; the row says otherwise
    assert not manages_group(own_beheerder, spoorstraat)


def test_a_complaint_about_a_group_that_is_run_is_neither_seen_nor_handled(
    make_request: MakeRequest, village: Village, coordinator: User
) -> None:
    own, other = village.group("spoorstraat"), village.group("dennenlaan")
    appoint(coordinator, own)
    theirs = {"kind": Kind.QUESTION, "owner": Owner.COORDINATORS, "group": None}
    about_own = make_request(subject="complaint", about_group=own, **theirs)
    about_other = make_request(subject="complaint", about_group=other, **theirs)
    no_complaint = make_request(subject="other", about_group=own, **theirs)
    asked = (about_own, about_other, no_complaint)
    with zeal_ignore():
        for predicate, listed in TWINS:
            if predicate is not decide_request:
                allowed = [predicate(coordinator, request) for request in asked]
                assert allowed == [False, True, True]
                rows = getattr(ResidentRequest.objects, listed)(coordinator)
                assert in_list(rows, asked) == allowed


def test_what_is_no_groups_is_no_beheerders(make_request: MakeRequest, own_beheerder: User) -> None:
    asked = make_request(group=None, owner=Owner.COORDINATORS)
    assert not decide_request(own_beheerder, asked)
    assert not handle_request(own_beheerder, asked)
    assert not see_request(own_beheerder, asked)
