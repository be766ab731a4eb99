"""What random days brought to light (`test_every_request_has_an_owner`), each as a small story."""

from datetime import datetime, timedelta

import pytest
from django.db.models import Q

from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import Mail, MailState
from groups.models import CallTask, ResidentRequest, WatchGroup
from groups.refusals import AlreadyHandled, TooLateToUndo
from groups.requests.services.calls import call_where_mail_failed, finish_call
from groups.requests.services.conversation import ask_back, reopen, reply, withdraw
from groups.requests.services.deciding import approve, decline, undo_decision
from groups.requests.services.forwarding import forward, undo_forward
from groups.requests.services.new_groups import NewGroupData, submit_new_group
from groups.requests.services.questions import answer
from groups.timetable.clock import tick
from groups.values.states import Kind, Owner, State, WaitingOn
from groups.values.village_time import days_after
from tests.groups.conftest import MakeRequest

LATER = timedelta(minutes=1)


def test_undoing_an_approval_leaves_the_resident_the_days_to_answer(
    join_request: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    ask_back(join_request, text="Woon je hier?", by=own_beheerder, now=now)
    due = join_request.due_at
    later = days_after(now, 10)
    approve(join_request, by=own_beheerder, now=later)
    undo_decision(join_request, by=own_beheerder, now=later + LATER)
    assert (join_request.state, join_request.waiting_on) == (State.OPEN, WaitingOn.RESIDENT)
    assert join_request.due_at == due
    assert tick(now=later + LATER)["climbed"] == 0


def test_a_beheerder_reopens_nothing(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    row = make_request()
    decline(row, reason="other", note="", by=own_beheerder, now=now)
    later = now + timedelta(hours=1)
    with pytest.raises(AlreadyHandled):
        reopen(row, by=own_beheerder, now=later)
    row.refresh_from_db()
    assert row.state == State.DECLINED


def test_a_forward_stays_once_the_new_owner_asked_the_resident(
    join_request: ResidentRequest, own_beheerder: User, other_beheerder: User,
    dennenlaan: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    handover = forward(join_request, to=dennenlaan, note="", by=own_beheerder, now=now)
    ask_back(join_request, text="Welke straat?", by=other_beheerder, now=now + LATER)
    with pytest.raises(TooLateToUndo):
        undo_forward(handover, by=own_beheerder, now=now + 2 * LATER)
    join_request.refresh_from_db()
    assert (join_request.group, join_request.waiting_on) == (dennenlaan, WaitingOn.RESIDENT)


def test_who_has_a_request_cannot_forward_it_to_themselves_for_new_days(
    join_request: ResidentRequest, make_request: MakeRequest, own_beheerder: User,
    coordinator: User, spoorstraat: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    later = days_after(now, 2)
    with pytest.raises(AlreadyHandled):
        forward(join_request, to=spoorstraat, note="", by=own_beheerder, now=later)
    waits = make_request(state=State.WAITING)
    with pytest.raises(AlreadyHandled):
        forward(waits, to=None, note="", by=coordinator, now=later)
    waits.refresh_from_db()
    assert (waits.state, waits.route_reason) == (State.WAITING, "no_group")


@pytest.mark.parametrize("email", ["ida@example.org", ""])
def test_an_idea_that_ends_in_silence_twice_is_told_twice(
    coordinator: User, now: datetime, email: str
) -> None:
    data = NewGroupData(
        submission_key="idea", streets="Leijweg", wants_to_manage="yes", name="Ida Idee",
        mobile="+31600009001", email=email,
    )  # fmt: skip
    idea = submit_new_group(data, now=now)
    ask_back(idea, text="Hoeveel buren?", by=coordinator, now=now)
    then = days_after(now, 31)
    tick(now=then)
    idea.refresh_from_db()
    reopen(idea, by=coordinator, now=then + LATER)
    ask_back(idea, text="Nog steeds?", by=coordinator, now=then + 2 * LATER)
    tick(now=days_after(then, 31))
    told = Mail.objects.filter(key__contains="-expired-").count()
    called = CallTask.objects.filter(about="expired").count()
    assert (told, called) == ((2, 0) if email else (0, 2))


@pytest.fixture
def bounced(join_request: ResidentRequest, own_beheerder: User, now: datetime) -> ResidentRequest:
    """The mail with a question did not arrive, so there is a task to call."""
    ask_back(join_request, text="Woon je hier?", by=own_beheerder, now=now)
    Mail.objects.filter(key__contains="-asked-").update(state=MailState.FAILED)
    assert call_where_mail_failed(now=now) == 1
    return join_request


def test_nobody_is_called_about_what_was_withdrawn(bounced: ResidentRequest, now: datetime) -> None:
    withdraw(bounced, now=now + LATER)
    for minutes in (2, 3):
        call_where_mail_failed(now=now + minutes * LATER)
    assert not CallTask.objects.to_do(now + timedelta(days=1)).exists()


def test_no_task_comes_back_for_somebody_who_is_forgotten(
    bounced: ResidentRequest, now: datetime
) -> None:
    ResidentRequest.objects.update(anonymised_at=now, mobile="", email="")
    CallTask.objects.all().delete()  # as retention does
    assert call_where_mail_failed(now=now + LATER) == 0


def test_a_call_is_finished_by_who_has_to_make_it(
    bounced: ResidentRequest, own_beheerder: User, other_beheerder: User, plain_user: User,
    coordinator: User, now: datetime,
) -> None:  # fmt: skip
    task = CallTask.objects.select_related("request").get()
    for stranger in (other_beheerder, plain_user, coordinator):
        with pytest.raises(AlreadyHandled):
            finish_call(task, reached=True, by=stranger, now=now + LATER)
    # After three days it is the coordinators' as well.
    finish_call(task, reached=False, by=coordinator, now=days_after(now, 4))
    with pytest.raises(AlreadyHandled):
        finish_call(task, reached=True, by=own_beheerder, now=days_after(now, 4))


def test_withdrawing_from_a_page_that_was_open_drops_the_approval(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    row = make_request(email_confirmed_at=now)
    seen = ResidentRequest.objects.get(pk=row.pk)
    approve(row, by=own_beheerder, now=now)
    withdraw(seen, now=now + LATER)
    held = Mail.objects.get(Q(key__contains="-approved-"))
    assert held.state == MailState.CANCELLED


def test_an_answer_is_not_lost_by_taking_a_forward_back(
    join_request: ResidentRequest, own_beheerder: User, other_beheerder: User,
    dennenlaan: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    ask_back(join_request, text="Woon je hier?", by=own_beheerder, now=now)
    handover = forward(join_request, to=dennenlaan, note="", by=own_beheerder, now=now + LATER)
    reply(join_request, text="Ja.", now=now + 2 * LATER)
    with pytest.raises(TooLateToUndo):
        undo_forward(handover, by=own_beheerder, now=now + 3 * LATER)
    join_request.refresh_from_db()
    assert (join_request.owner, join_request.waiting_on) == (Owner.GROUP, WaitingOn.OWNER)


def test_an_answer_ends_the_call_that_still_had_to_ask(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    question = make_request(kind=Kind.QUESTION, email="")
    ask_back(question, text="Welk bord?", by=own_beheerder, now=now)
    answer(question, text="Het bord aan de Rijksweg.", by=own_beheerder, now=now)
    left = CallTask.objects.to_do(now).values_list("about", flat=True)
    assert list(left) == ["answered"]
