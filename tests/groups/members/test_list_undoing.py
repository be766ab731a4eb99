"""A list is taken back as a whole, and kept no longer than needed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import F

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.members.services.imports import lists, rows, undoing
from groups.members.services.imports.forgetting import forget_lists
from groups.members.services.memberships import membership_for
from groups.models import (
    MemberImport,
    Membership,
    ResidentRequest,
    WatchGroup,
)
from groups.timetable.clock import tick
from groups.values.member_import_states import (
    ListState,
)
from tests.groups.conftest import MakeRequest
from tests.groups.members.sent_lists import (
    JAN,
    NEL,
    fresh,
    names,
    send,
    table,
    take_over,
)

pytestmark = pytest.mark.django_db
MakeMember = Callable[..., Membership]


# --- Undoing --------------------------------------------------------------------------------------


@pytest.fixture
def done(own_beheerder: User, spoorstraat: WatchGroup, now: datetime) -> MemberImport:
    """A list of two that was taken over."""
    batch = send(table(JAN, NEL, "Koos;;;"), by=own_beheerder, group=spoorstraat, now=now)
    return take_over(batch, by=own_beheerder, now=now)


def test_a_whole_list_is_undone_within_a_week(
    done: MemberImport, own_beheerder: User, spoorstraat: WatchGroup, make_member: MakeMember,
    now: datetime,
) -> None:  # fmt: skip
    make_member(name="Ander")
    later = now + timedelta(days=6, hours=23)
    assert undoing.undo(done, by=own_beheerder, now=later) == 2
    assert names() == ["Ander"]
    assert fresh(done).state == ListState.UNDONE
    assert not done.rows.exists()
    line = Entry.objects.get(verb="members.list_undone")
    assert (line.by, line.facts) == (own_beheerder, {"members": 2})
    with pytest.raises(lists.NotNow):
        undoing.undo(fresh(done), by=own_beheerder, now=later)
    # As if they never came: they can come again.
    again = send(table(JAN, NEL), by=own_beheerder, group=spoorstraat, now=later)
    take_over(again, by=own_beheerder, now=later)
    assert names() == ["Ander", "Jan Jansen", "Nel Pieters"]


def test_after_a_week_it_is_too_late(
    done: MemberImport, own_beheerder: User, now: datetime
) -> None:
    with pytest.raises(undoing.TooLate):
        undoing.undo(done, by=own_beheerder, now=now + timedelta(days=7, minutes=1))
    assert len(names()) == 2


@pytest.mark.parametrize(
    "touched",
    [
        {"version": F("version") + 1},
        {"until": None},
        {"to_confirm": True},
    ],
    ids=["changed", "ended", "in doubt"],
)
def test_what_somebody_touched_keeps_the_whole_list(
    done: MemberImport, own_beheerder: User, now: datetime, touched: dict[str, Any]
) -> None:
    if "until" in touched:
        touched = {"until": now + timedelta(minutes=1)}
    Membership.objects.filter(name="Jan Jansen").update(**touched)
    with pytest.raises(undoing.Touched, match="1 lid van deze lijst veranderde al"):
        undoing.undo(done, by=own_beheerder, now=now + timedelta(hours=1))
    assert Membership.objects.count() == 2
    assert fresh(done).state == ListState.DONE


def test_a_member_to_whom_a_request_came_is_touched(
    done: MemberImport, own_beheerder: User, make_request: MakeRequest, now: datetime
) -> None:
    request = make_request(state="approved", decided_by=own_beheerder, mobile="+31600001001")
    there = membership_for(request, now=now)
    ResidentRequest.objects.update(state="added", added_at=now, membership=there)
    with pytest.raises(undoing.Touched):
        undoing.undo(done, by=own_beheerder, now=now)


def test_confirmed_by_hand_is_touched(
    coordinator: User, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    batch = send(table(JAN, NEL), by=coordinator, group=spoorstraat, by_platform=True, now=now)
    done = take_over(batch, by=coordinator, now=now)
    Membership.objects.filter(name="Jan Jansen").update(to_confirm=False)
    with pytest.raises(undoing.Touched):
        undoing.undo(done, by=coordinator, now=now)


# --- Kept no longer than needed -------------------------------------------------------------------


def test_a_list_that_is_left_alone_is_wiped_after_a_day(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    batch = send(table(JAN, NEL), by=own_beheerder, group=spoorstraat, now=now)
    tick(now=now + timedelta(hours=23))
    assert batch.rows.count() == 2
    # Who does something with it has a day again.
    rows.settle_row(
        batch.rows.order_by("pk")[0], left_out=True, by=own_beheerder, now=now + timedelta(hours=23)
    )
    assert forget_lists(now=now + timedelta(hours=25)) == 0
    assert tick(now=now + timedelta(hours=48))["lists_forgotten"] == 1
    batch = fresh(batch)
    assert (batch.state, batch.content, batch.name, batch.facts) == ("dropped", None, "", {})
    assert not batch.rows.exists()
    assert forget_lists(now=now + timedelta(hours=49)) == 0


def test_what_was_not_taken_over_is_wiped_after_a_day_and_undoing_still_works(
    done: MemberImport, own_beheerder: User, now: datetime
) -> None:
    assert done.rows.count() == 1
    assert forget_lists(now=now + timedelta(hours=25)) == 1
    done = fresh(done)
    assert (done.state, done.rows.count(), done.facts["taken"]) == (ListState.DONE, 0, 2)
    assert undoing.undo(done, by=own_beheerder, now=now + timedelta(days=2)) == 2


def test_a_list_that_is_left_leaves_nothing(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    batch = send(table(JAN), by=own_beheerder, group=spoorstraat, now=now)
    lists.drop(batch, by=own_beheerder, now=now)
    batch = fresh(batch)
    assert (batch.content, batch.name, batch.facts, batch.rows.count()) == (None, "", {}, 0)
