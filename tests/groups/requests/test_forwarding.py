"""Requests that go to another owner: forwarded by a person, or moved because nobody can act."""

from datetime import datetime, timedelta

import pytest
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail, MailState
from groups.models import GroupStatus, Handover, ResidentRequest, RouteReason, WatchGroup
from groups.refusals import AlreadyHandled, TooLateToUndo
from groups.requests.services.deciding import approve, mark_added
from groups.requests.services.forwarding import (
    forward,
    groups_left_alone,
    hand_to_coordinators,
    hand_to_group,
    undo_forward,
)
from groups.values.states import Kind, Owner, State
from groups.values.village_time import days_between
from tests.groups.conftest import MakeRequest, appoint

LATER = timedelta(minutes=1)


def where(request: ResidentRequest) -> tuple[str, WatchGroup | None, str, str]:
    """Whose it is and how it stands, as the database has it now."""
    request.refresh_from_db(from_queryset=ResidentRequest.objects.select_related("group"))
    return request.owner, request.group, request.state, request.route_reason


@pytest.fixture
def forwarded(
    join_request: ResidentRequest, own_beheerder: User, other_beheerder: User,
    dennenlaan: WatchGroup, now: datetime,
) -> Handover:  # fmt: skip
    """Sent from Spoorstraat to Dennenlaan just now."""
    return forward(
        join_request, to=dennenlaan, note="Die is van jullie.", by=own_beheerder, now=now
    )


def test_a_forward_acts_at_once_and_tells_the_new_owner_and_the_resident(
    forwarded: Handover, join_request: ResidentRequest, dennenlaan: WatchGroup, now: datetime
) -> None:
    assert where(join_request) == (Owner.GROUP, dennenlaan, State.OPEN, "forwarded")
    assert forwarded.note == "Die is van jullie."
    due = dict(Mail.objects.values_list("to", "due"))
    assert due == {"other@example.org": now, join_request.email: now + timedelta(minutes=5)}
    line = Entry.objects.about(f"request:{join_request.pk}").get()
    assert line.verb == "request.forwarded"
    assert line.scope == f"group:{forwarded.from_group_id}"
    assert "Die is" not in str(line.facts)


def test_the_old_group_can_do_nothing_any_more(
    forwarded: Handover, join_request: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    join_request.refresh_from_db()
    with pytest.raises(AlreadyHandled):
        approve(join_request, by=own_beheerder, now=now)
    with pytest.raises(AlreadyHandled):
        forward(join_request, to=None, note="", by=own_beheerder, now=now)


@pytest.mark.parametrize(
    "who",
    [
        "other_beheerder",
        "former_beheerder",
        "invited_beheerder",
        "plain_user",
        "coordinator",
        "superuser",
    ],
)
def test_nobody_else_forwards_what_is_a_beheerders(
    request: pytest.FixtureRequest,
    join_request: ResidentRequest,
    dennenlaan: WatchGroup,
    now: datetime,
    who: str,
) -> None:
    before = where(join_request)
    with pytest.raises(AlreadyHandled):
        forward(join_request, to=dennenlaan, note="", by=request.getfixturevalue(who), now=now)
    assert where(join_request) == before
    assert not Handover.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("facts", [{"owner": Owner.COORDINATORS}, {"escalated_at": True}])
def test_staff_forward_what_is_theirs_and_what_waits_too_long(
    make_request: MakeRequest,
    coordinator: User,
    other_beheerder: User,
    dennenlaan: WatchGroup,
    now: datetime,
    facts: dict[str, object],
) -> None:
    row = make_request(**{key: now if value is True else value for key, value in facts.items()})
    forward(row, to=dennenlaan, note="", by=coordinator, now=now)
    assert where(row) == (Owner.GROUP, dennenlaan, State.OPEN, "forwarded")
    assert row.escalated_at is None


def test_waiting_becomes_open_at_a_group_that_can_act(
    make_request: MakeRequest,
    coordinator: User,
    other_beheerder: User,
    dennenlaan: WatchGroup,
    now: datetime,
) -> None:
    row = make_request(state=State.WAITING)
    forward(row, to=dennenlaan, note="", by=coordinator, now=now)
    assert where(row) == (Owner.GROUP, dennenlaan, State.OPEN, "forwarded")
    assert days_between(now, row.due_at) == 3


@pytest.mark.parametrize(
    ("change", "owner", "state", "reason"),
    [
        ({"status": GroupStatus.PAUSED}, Owner.COORDINATORS, State.WAITING, "paused"),
        ({"status": GroupStatus.ARCHIVED}, Owner.COORDINATORS, State.WAITING, "no_group"),
        ({"status": GroupStatus.STARTING}, Owner.COORDINATORS, State.WAITING, "starting"),
        ({}, Owner.COORDINATORS, State.OPEN, "no_beheerder"),
    ],
)
def test_a_forward_never_ends_where_nobody_acts(
    join_request: ResidentRequest,
    own_beheerder: User,
    coordinator: User,
    dennenlaan: WatchGroup,
    now: datetime,
    change: dict[str, str],
    owner: str,
    state: str,
    reason: str,
) -> None:
    WatchGroup.objects.filter(pk=dennenlaan.pk).update(**change)
    forward(join_request, to=dennenlaan, note="", by=own_beheerder, now=now)
    assert where(join_request) == (owner, dennenlaan, state, reason)
    assert Mail.objects.filter(to=coordinator.email).exists()


def test_to_the_platform_with_a_reason(
    join_request: ResidentRequest, own_beheerder: User, coordinator: User, now: datetime
) -> None:
    handover = forward(join_request, to=None, note="Ik weet het niet.", by=own_beheerder, now=now)
    assert where(join_request)[0] == Owner.COORDINATORS
    assert handover.note == "Ik weet het niet."
    assert Mail.objects.filter(to=coordinator.email).count() == 1


def test_what_comes_back_goes_to_the_coordinators(
    forwarded: Handover,
    join_request: ResidentRequest,
    other_beheerder: User,
    coordinator: User,
    spoorstraat: WatchGroup,
    now: datetime,
) -> None:
    join_request.refresh_from_db()
    forward(join_request, to=spoorstraat, note="Nee, van jullie.", by=other_beheerder, now=now)
    assert where(join_request) == (Owner.COORDINATORS, spoorstraat, State.OPEN, "came_back")
    assert Mail.objects.filter(to=coordinator.email).count() == 1


def test_undo_brings_it_back_as_it_was(
    forwarded: Handover, join_request: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    undo_forward(forwarded, by=own_beheerder, now=now + LATER)
    group = join_request.group
    assert where(join_request) == (Owner.GROUP, group, State.OPEN, "covered")
    assert Mail.objects.get(to=join_request.email).state == MailState.CANCELLED
    with pytest.raises(TooLateToUndo):
        undo_forward(forwarded, by=own_beheerder, now=now + LATER)


def test_what_was_undone_did_not_come_back(
    forwarded: Handover,
    join_request: ResidentRequest,
    own_beheerder: User,
    dennenlaan: WatchGroup,
    now: datetime,
) -> None:
    undo_forward(forwarded, by=own_beheerder, now=now + LATER)
    join_request.refresh_from_db()
    with zeal_ignore():  # a second visit
        again = forward(join_request, to=dennenlaan, note="", by=own_beheerder, now=now + LATER)
    assert where(join_request) == (Owner.GROUP, dennenlaan, State.OPEN, "forwarded")
    assert again != forwarded


def test_once_the_new_owner_acted_it_stays(
    forwarded: Handover,
    join_request: ResidentRequest,
    own_beheerder: User,
    other_beheerder: User,
    now: datetime,
) -> None:
    join_request.refresh_from_db()
    approve(join_request, by=other_beheerder, now=now)
    with pytest.raises(TooLateToUndo):
        undo_forward(forwarded, by=own_beheerder, now=now + LATER)
    assert where(join_request)[2] == State.APPROVED
    assert not Handover.objects.filter(undone_at__isnull=False).exists()


def test_only_who_forwarded_takes_it_back(
    forwarded: Handover, deputy: User, coordinator: User, now: datetime
) -> None:
    for user in (deputy, coordinator):
        with pytest.raises(TooLateToUndo):
            undo_forward(forwarded, by=user, now=now + LATER)


def test_who_is_no_beheerder_any_more_takes_nothing_back(
    forwarded: Handover, own_beheerder: User, now: datetime
) -> None:
    own_beheerder.appointments.update(until=now)
    with pytest.raises(TooLateToUndo):
        undo_forward(forwarded, by=own_beheerder, now=now + LATER)


@pytest.mark.parametrize("kind", [Kind.NEW_GROUP, Kind.QUESTION])
def test_an_idea_for_a_group_and_an_objection_go_to_no_group(
    make_request: MakeRequest,
    own_beheerder: User,
    dennenlaan: WatchGroup,
    now: datetime,
    kind: str,
) -> None:
    row = make_request(kind=kind, subject="decision" if kind == Kind.QUESTION else "")
    with pytest.raises(AlreadyHandled):
        forward(row, to=dennenlaan, note="", by=own_beheerder, now=now)


def test_a_group_without_beheerder_loses_what_is_not_ended(
    make_request: MakeRequest, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    rows = {
        state: make_request(state=state, decided_by=decided)
        for state, decided in (
            (State.OPEN, None),
            (State.APPROVED, own_beheerder),
            (State.ADDED, own_beheerder),
            (State.WITHDRAWN, None),
        )
    }
    assert groups_left_alone(now=now) == []
    own_beheerder.appointments.update(until=now)
    assert groups_left_alone(now=now) == [spoorstraat]
    assert hand_to_coordinators(spoorstraat, by=None, now=now) == 2
    owners = {state: where(row)[0] for state, row in rows.items()}
    assert owners == {
        State.OPEN: Owner.COORDINATORS,
        State.APPROVED: Owner.COORDINATORS,
        State.ADDED: Owner.GROUP,
        State.WITHDRAWN: Owner.GROUP,
    }
    assert groups_left_alone(now=now) == []
    assert hand_to_coordinators(spoorstraat, by=None, now=now) == 0


def test_a_new_beheerder_gets_them_back_and_can_finish_what_was_approved(
    make_request: MakeRequest,
    own_beheerder: User,
    plain_user: User,
    spoorstraat: WatchGroup,
    now: datetime,
) -> None:
    opened = make_request()
    approved = make_request(state=State.APPROVED, decided_by=own_beheerder)
    own_beheerder.appointments.update(until=now)
    hand_to_coordinators(spoorstraat, by=None, now=now)
    appoint(plain_user, spoorstraat)
    moved = hand_to_group(spoorstraat, by=plain_user, now=now + LATER)
    assert moved == 2
    assert where(opened) == (Owner.GROUP, spoorstraat, State.OPEN, "covered")
    assert where(approved) == (Owner.GROUP, spoorstraat, State.APPROVED, "covered")
    mark_added(approved, by=plain_user, now=now + LATER)
    assert approved.state == State.ADDED


def test_a_full_group_gets_no_more_than_fits(
    make_request: MakeRequest,
    own_beheerder: User,
    spoorstraat: WatchGroup,
    member: object,
    now: datetime,
) -> None:
    row = make_request(
        owner=Owner.COORDINATORS, route_reason=RouteReason.NO_BEHEERDER, group=spoorstraat
    )
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(capacity=1)
    assert hand_to_group(spoorstraat, by=own_beheerder, now=now) == 0
    assert where(row)[0] == Owner.COORDINATORS


def test_requests_that_wait_for_something_else_stay_where_they_are(
    make_request: MakeRequest, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    row = make_request(
        owner=Owner.COORDINATORS, route_reason=RouteReason.CAME_BACK, group=spoorstraat
    )
    assert hand_to_group(spoorstraat, by=own_beheerder, now=now) == 0
    assert where(row)[3] == "came_back"
