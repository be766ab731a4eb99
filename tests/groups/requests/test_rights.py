"""The gateway of a request: who gets it, for what, and what somebody is told who does not.

Which actor sees, decides and handles what is asked of all of them in test_permissions; here is that
each door asks for its own right, says the right no, and hands over what its pages need.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from groups.models import GroupStatus, Handover, NumberBlock, RequestMessage, ResidentRequest
from groups.refusals import AlreadyHandled
from groups.requests.views.access import (
    NOT_YOURS_YET,
    ONLY_A_BEHEERDER,
    request_to_decide,
    request_to_handle,
    request_to_undo,
    told_no,
    visible_request,
)
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import MakeRequest, Village, appoint
from tests.groups.pages import words_of

Door = Callable[[User, int], ResidentRequest]
DOORS: tuple[Door, ...] = (visible_request, request_to_decide, request_to_handle, request_to_undo)
HAS = ("has_messages", "has_handovers", "has_blocks", "has_joined")


@pytest.fixture(autouse=True)
def one_by_one() -> Iterator[None]:
    """They are asked row by row on purpose."""
    with zeal_ignore():
        yield


def refused(door: Door, user: User, request: ResidentRequest) -> str:
    """Why a door stays shut: a 403 with these words, or nothing where it opens."""
    try:
        door(user, request.pk)
    except PermissionDenied as no:
        return str(no)
    return ""


@pytest.mark.parametrize("door", DOORS)
def test_az_02_who_may_not_see_a_request_gets_404_at_every_door(
    door: Door,
    join_request: ResidentRequest,
    other_beheerder: User,
    former_beheerder: User,
    invited_beheerder: User,
    plain_user: User,
    coordinator: User,
) -> None:
    for user in (other_beheerder, former_beheerder, invited_beheerder, plain_user):
        with pytest.raises(Http404):
            door(user, join_request.pk)
    for user in (other_beheerder, coordinator):
        with pytest.raises(Http404):
            door(user, join_request.pk + 1000)


@pytest.mark.parametrize("door", DOORS)
def test_the_own_beheerder_gets_through_every_door(
    door: Door, join_request: ResidentRequest, own_beheerder: User
) -> None:
    assert door(own_beheerder, join_request.pk) == join_request


def test_staff_look_at_what_is_a_groups_and_may_not_decide_or_handle_it(
    make_request: MakeRequest, coordinator: User, own_beheerder: User, now: datetime
) -> None:
    asked = make_request()
    assert visible_request(coordinator, asked.pk) == asked
    assert refused(request_to_decide, coordinator, asked) == str(ONLY_A_BEHEERDER)
    assert refused(request_to_handle, coordinator, asked) == str(NOT_YOURS_YET)
    assert refused(request_to_undo, coordinator, asked) == str(NOT_YOURS_YET)
    waited = make_request(escalated_at=now)
    assert refused(request_to_decide, coordinator, waited) == str(ONLY_A_BEHEERDER)
    assert request_to_handle(coordinator, waited.pk) == waited
    assert request_to_undo(coordinator, waited.pk) == waited


def test_an_admission_is_undone_by_who_may_admit(
    make_request: MakeRequest, coordinator: User, own_beheerder: User, now: datetime
) -> None:
    late = {"escalated_at": now}
    approved = make_request(state=State.APPROVED, decided_by=own_beheerder, **late)
    assert refused(request_to_undo, coordinator, approved) == str(ONLY_A_BEHEERDER)
    assert request_to_undo(own_beheerder, approved.pk) == approved
    joined = make_request(state=State.WITHDRAWN, same_as=approved, **late)
    assert refused(request_to_undo, coordinator, joined) == str(ONLY_A_BEHEERDER)
    assert request_to_undo(own_beheerder, joined.pk) == joined
    declined = make_request(state=State.DECLINED, **late)
    assert request_to_undo(coordinator, declined.pk) == declined


def test_in_a_group_that_was_ended_its_beheerder_only_looks(
    join_request: ResidentRequest, own_beheerder: User
) -> None:
    type(join_request.group).objects.update(status=GroupStatus.ARCHIVED)  # type: ignore[union-attr]
    assert visible_request(own_beheerder, join_request.pk) == join_request
    assert refused(request_to_undo, own_beheerder, join_request) == str(NOT_YOURS_YET)


@pytest.fixture
def complaint(make_request: MakeRequest, village: Village) -> ResidentRequest:
    """About Spoorstraat; it is the coordinators'."""
    return make_request(
        kind=Kind.QUESTION,
        subject="complaint",
        owner=Owner.COORDINATORS,
        group=None,
        about_group=village.group("spoorstraat"),
    )


def test_nobody_sees_a_complaint_about_a_group_that_they_run(
    complaint: ResidentRequest, coordinator: User, own_beheerder: User, spoorstraat: Any
) -> None:
    assert visible_request(coordinator, complaint.pk) == complaint
    assert list(ResidentRequest.objects.for_coordinators(coordinator)) == [complaint]
    assert list(ResidentRequest.objects.handleable_by(coordinator)) == [complaint]
    appoint(coordinator, spoorstraat)
    for user in (coordinator, own_beheerder):
        with pytest.raises(Http404):
            visible_request(user, complaint.pk)
    assert not ResidentRequest.objects.for_coordinators(coordinator).exists()
    assert not ResidentRequest.objects.handleable_by(coordinator).exists()
    assert not ResidentRequest.objects.not_about(coordinator).exists()


def test_a_question_about_the_own_group_is_no_complaint(
    make_request: MakeRequest, coordinator: User, village: Village
) -> None:
    own, other = village.group("spoorstraat"), village.group("dennenlaan")
    appoint(coordinator, own)
    theirs = {"kind": Kind.QUESTION, "owner": Owner.COORDINATORS, "group": None}
    asked = make_request(subject="other", about_group=own, **theirs)
    elsewhere = make_request(subject="complaint", about_group=other, **theirs)
    for rows in (
        ResidentRequest.objects.visible_to(coordinator),
        ResidentRequest.objects.handleable_by(coordinator),
        ResidentRequest.objects.for_coordinators(coordinator),
    ):
        assert set(rows) == {asked, elsewhere}
    for request in (asked, elsewhere):
        assert request_to_handle(coordinator, request.pk) == request


def test_what_the_coordinators_are_given_is_theirs_or_waited_too_long(
    make_request: MakeRequest, coordinator: User, now: datetime
) -> None:
    make_request()
    waited = make_request(escalated_at=now)
    theirs = make_request(owner=Owner.COORDINATORS)
    both = make_request(owner=Owner.COORDINATORS, escalated_at=now)
    rows = ResidentRequest.objects.for_coordinators(coordinator)
    assert set(rows) == {waited, theirs, both}


def test_a_right_counts_at_the_moment_that_is_asked_about(
    join_request: ResidentRequest, own_beheerder: User, former_beheerder: User, now: datetime
) -> None:
    """The UPDATE of a decision asks at its own moment."""
    before, rows = now - timedelta(days=2), ResidentRequest.objects
    for listed in (rows.own, rows.decidable_by, rows.handleable_by):
        assert not listed(former_beheerder).exists()
        assert list(listed(former_beheerder, now=before)) == [join_request]
        assert list(listed(own_beheerder)) == [join_request]
        assert not listed(own_beheerder, now=now - timedelta(days=200)).exists()


def test_staff_who_handle_at_a_moment_are_asked_about_complaints_at_that_moment(
    complaint: ResidentRequest, coordinator: User, spoorstraat: Any, now: datetime
) -> None:
    appoint(coordinator, spoorstraat, until=now - timedelta(days=1))
    rows = ResidentRequest.objects
    assert list(rows.handleable_by(coordinator)) == [complaint]
    assert not rows.handleable_by(coordinator, now=now - timedelta(days=2)).exists()


@pytest.mark.parametrize("who", ["own_beheerder", "coordinator"])
def test_what_the_pages_of_a_request_need_comes_along(
    request: pytest.FixtureRequest,
    make_request: MakeRequest,
    village: Village,
    own_beheerder: User,
    now: datetime,
    who: str,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    user = request.getfixturevalue(who)
    plain = make_request(group=village.group("dennenlaan"))
    appoint(own_beheerder, village.group("dennenlaan"))
    full = make_request(state=State.APPROVED, decided_by=own_beheerder)
    make_request(state=State.WITHDRAWN, same_as=full)
    RequestMessage.objects.create(request=full, kind="asked", text="Waar?")
    Handover.objects.create(
        request=full,
        from_owner=Owner.GROUP,
        to_owner=Owner.GROUP,
        from_due_at=now,
        from_group=full.group,
        to_group=full.group,
    )
    NumberBlock.objects.create(
        group=full.group,
        digest="x",
        since=now,
        until=now + timedelta(days=1),
        reason="other",
        by=own_beheerder,
    )
    assert [getattr(visible_request(user, plain.pk), name) for name in HAS] == [False] * 4
    found = visible_request(user, full.pk)
    with django_assert_num_queries(0):
        assert [getattr(found, name) for name in HAS] == [True] * 4
        assert (found.decided_by, found.membership) == (own_beheerder, None)


def test_who_comes_too_late_is_told_what_stands_now(
    make_request: MakeRequest, own_beheerder: User, other_beheerder: User, rf: RequestFactory
) -> None:
    asked = rf.post("/")
    declined = make_request(state=State.DECLINED, decided_by=own_beheerder)
    still_open = make_request()
    asked.user = own_beheerder
    answer = told_no(asked, declined.pk, AlreadyHandled())
    assert answer.status_code == 409
    words = words_of(answer)
    assert "Deze aanvraag is al afgehandeld. Er is niets veranderd." in words
    assert "Zo staat het nu: Afgewezen door Els Eigen. Reden:" in words
    assert f"Bekijk aanvraag {declined.reference}" in words
    words = words_of(told_no(asked, still_open.pk, AlreadyHandled()))
    assert "De aanvraag staat open." in words
    assert f"Bekijk aanvraag {still_open.reference}" in words
    asked.user = other_beheerder
    words = words_of(told_no(asked, declined.pk, AlreadyHandled()))
    assert "Deze aanvraag is al afgehandeld." in words
    assert "Bekijk aanvraag" not in words
