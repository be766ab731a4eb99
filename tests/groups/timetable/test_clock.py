"""The timetable: day 7, groups left alone, and what has been kept long enough; each once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from structlog.testing import capture_logs
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.audit.services import record
from dorst_portal.outbox.models import Mail, MailState
from groups.models import CallTask, Membership, NoticeSettings, ResidentRequest
from groups.privacy.services.retention import run_retention
from groups.requests.services.conversation import ask_back
from groups.requests.services.deciding import approve, decline, mark_added
from groups.requests.services.due_dates import reminder_at
from groups.requests.services.joining import SignupData, submit_signup
from groups.timetable import clock
from groups.timetable.clock import StepsFailed, climb_ladder, send_digests, tick
from groups.values.states import Owner, State
from groups.values.village_time import VILLAGE, days_after, days_between, on_day
from tests.groups.conftest import MakeRequest

DAY = timedelta(days=1)


@pytest.fixture
def asked(
    signup_data: Callable[..., SignupData], own_beheerder: User, coordinator: User, now: datetime
) -> ResidentRequest:
    """A request made through the form just now; its receipt and notice have left."""
    request = submit_signup(signup_data(), now=now)
    Mail.objects.update(state=MailState.SENT, sent_at=now)
    return request


def to_day_seven(asked: ResidentRequest) -> datetime:
    """The ladder up to and with day 7; what was told before has left."""
    climb_ladder(now=reminder_at(asked.ladder_from, 1))
    Mail.objects.update(state=MailState.SENT, sent_at=asked.created_at)
    moment = reminder_at(asked.ladder_from, 2)
    assert climb_ladder(now=moment) == 1
    asked.refresh_from_db()
    return moment


def subjects() -> dict[str, str]:
    """To whom which mail about requests waits; whatever else the day brings (does the group still
    live, the first of the month) is not meant.
    """
    about = Mail.objects.queued().filter(key__regex="^(request|digest|waiting)-")
    return dict(about.values_list("to", "subject"))


def test_before_day_three_nothing_happens(asked: ResidentRequest) -> None:
    assert climb_ladder(now=asked.due_at - timedelta(seconds=1)) == 0
    asked.refresh_from_db()
    assert (asked.ladder_step, asked.escalated_at) == (0, None)
    assert not Mail.objects.queued().exists()


def test_on_day_three_the_beheerder_is_reminded(
    asked: ResidentRequest, own_beheerder: User, deputy: User
) -> None:
    assert climb_ladder(now=asked.due_at) == 1
    assert subjects() == {own_beheerder.email: f"Aanvraag {asked.reference} wacht 3 dagen"}


def test_on_day_five_the_deputies_are_asked_too(
    asked: ResidentRequest, own_beheerder: User, deputy: User
) -> None:
    climb_ladder(now=asked.due_at)
    Mail.objects.update(state=MailState.SENT, sent_at=asked.created_at)
    assert climb_ladder(now=reminder_at(asked.ladder_from, 1)) == 1
    told = f"Kun jij helpen? Aanvraag {asked.reference} wacht 5 dagen"
    assert subjects() == {own_beheerder.email: told, deputy.email: told}


def test_on_day_seven_the_coordinators_see_it_too_and_the_resident_is_told(
    asked: ResidentRequest, coordinator: User
) -> None:
    moment = to_day_seven(asked)
    assert (asked.state, asked.owner, asked.escalated_at) == (State.OPEN, Owner.GROUP, moment)
    assert days_between(moment, asked.due_at) == 7
    assert subjects() == {
        coordinator.email: f"Doorgezet: aanvraag {asked.reference}",
        # Not confirmed, so the mail says no more than this.
        "rika@example.org": f"Er is nieuws over je aanvraag ({asked.reference})",
    }
    assert ResidentRequest.objects.handleable_by(coordinator).get() == asked
    line = Entry.objects.about(f"request:{asked.pk}")[0]
    assert (line.verb, line.actor, line.at) == ("request.escalated", "timetable", moment)


def test_a_confirmed_address_is_told_that_it_takes_longer(asked: ResidentRequest) -> None:
    ResidentRequest.objects.update(email_confirmed_at=asked.created_at)
    to_day_seven(asked)
    assert subjects()["rika@example.org"] == f"Je aanmelding duurt langer ({asked.reference})"


def test_without_an_address_the_beheerder_is_asked_to_call(
    signup_data: Callable[..., SignupData], own_beheerder: User, coordinator: User, now: datetime
) -> None:
    asked = submit_signup(signup_data(email=""), now=now)
    to_day_seven(asked)
    task = CallTask.objects.get()
    assert (task.request, task.about) == (asked, "takes_longer")


def test_behind_day_seven_there_is_a_reminder_each_week(
    asked: ResidentRequest, own_beheerder: User, coordinator: User
) -> None:
    to_day_seven(asked)
    for week in (1, 2, 3):
        Mail.objects.update(state=MailState.SENT, sent_at=asked.created_at)
        moment = reminder_at(asked.ladder_from, 2 + week)
        assert tick(now=moment - timedelta(seconds=1))["climbed"] == 0
        assert tick(now=moment)["climbed"] == 1
        told = f"Aanvraag {asked.reference} wacht {7 + 7 * week} dagen"
        assert subjects() == {own_beheerder.email: told, coordinator.email: told}


def test_run_again_it_does_nothing_more(asked: ResidentRequest) -> None:
    moment = to_day_seven(asked)
    mails, lines = Mail.objects.count(), Entry.objects.count()
    for later in (timedelta(0), timedelta(minutes=1), 5 * DAY):
        assert climb_ladder(now=moment + later) == 0
    assert (Mail.objects.count(), Entry.objects.count()) == (mails, lines)


def test_after_a_gap_every_rung_is_climbed_once(
    asked: ResidentRequest, own_beheerder: User, coordinator: User
) -> None:
    moment = reminder_at(asked.ladder_from, 2) + timedelta(hours=5)
    assert climb_ladder(now=moment) == 3
    assert Mail.objects.queued().filter(to=own_beheerder.email).count() == 2
    assert Mail.objects.queued().filter(to=coordinator.email).count() == 1


def test_the_beheerder_can_still_decide_after_day_seven(
    asked: ResidentRequest, own_beheerder: User
) -> None:
    moment = to_day_seven(asked)
    approve(asked, by=own_beheerder, now=moment)
    assert asked.state == State.APPROVED


def test_many_climb_in_one_go_each_with_its_own_mails(
    make_request: MakeRequest, own_beheerder: User, coordinator: User, now: datetime
) -> None:
    for _ in range(4):
        make_request(created_at=now - 9 * DAY, email="")
    with zeal_ignore():  # each its own transaction
        assert climb_ladder(now=now) == 12
    assert Mail.objects.filter(to=coordinator.email).count() == 4


def test_what_the_coordinators_have_climbs_too(
    make_request: MakeRequest, coordinator: User, now: datetime
) -> None:
    row = make_request(owner=Owner.COORDINATORS, route_reason="no_beheerder")
    climb_ladder(now=row.due_at)
    assert subjects() == {coordinator.email: f"Aanvraag {row.reference} wacht 3 dagen"}
    climb_ladder(now=reminder_at(row.ladder_from, 2))
    row.refresh_from_db()
    assert (row.ladder_step, row.escalated_at) == (3, None)
    assert "rika@example.org" in subjects()


def test_who_waits_is_looked_at_after_ninety_days_and_each_week_until_that_is_done(
    make_request: MakeRequest, coordinator: User, now: datetime
) -> None:
    row = make_request(state=State.WAITING)
    assert tick(now=row.due_at - timedelta(seconds=1))["to_review"] == 0
    assert tick(now=row.due_at)["to_review"] == 1
    assert subjects()[coordinator.email] == "Wachtlijst: 1 aanvraag om na te kijken"
    row.refresh_from_db()
    assert row.state == State.WAITING
    assert tick(now=row.due_at)["to_review"] == 1


def test_who_was_approved_and_is_not_in_the_group_is_asked_after_each_week(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    row = make_request(state=State.APPROVED, decided_by=own_beheerder)
    first = row.due_at
    assert tick(now=first - timedelta(seconds=1))["followed_up"] == 0
    assert tick(now=first)["followed_up"] == 1
    assert tick(now=first)["followed_up"] == 0
    assert subjects() == {
        own_beheerder.email: f"Zit deze persoon al in de groep? ({row.reference})"
    }
    row.refresh_from_db()
    assert days_between(first, row.due_at) == 7


@pytest.mark.parametrize(
    ("kind", "state"),
    [("join", State.EXPIRED), ("question", State.CLOSED), ("new_group", State.DECLINED)],
)
def test_who_is_silent_for_thirty_days_comes_to_an_end(
    make_request: MakeRequest, own_beheerder: User, coordinator: User, now: datetime,
    kind: str, state: str,
) -> None:  # fmt: skip
    row = make_request(kind=kind, email_confirmed_at=now)
    ask_back(row, text="Woon je hier al?", by=own_beheerder, now=now)
    end = days_after(now, 30)
    for days in range(1, 30):
        tick(now=days_after(now, days))
    assert Mail.objects.filter(subject__contains="wacht").count() == 0
    assert tick(now=end - timedelta(seconds=1))["expired"] == 0
    assert tick(now=end)["expired"] == 1
    assert tick(now=end)["expired"] == 0
    row.refresh_from_db()
    assert row.state == state
    assert Mail.objects.filter(subject__startswith="Je aanvraag is gestopt").count() == 1


# --- When a beheerder wants to hear of it -----------------------------------------------------


def choose(user: User, **facts: object) -> None:
    NoticeSettings.objects.filter(user=user).update(**facts)


@pytest.mark.parametrize(
    ("at", "leaves"),
    [("20:59", "20:59"), ("21:00", "08:00"), ("03:00", "08:00"), ("08:00", "08:00")],
)
def test_in_the_quiet_hours_a_notice_waits_for_the_morning(
    signup_data: Callable[..., SignupData], own_beheerder: User, at: str, leaves: str
) -> None:
    choose(own_beheerder, quiet_from=21, quiet_until=8)
    moment = datetime.fromisoformat(f"2027-03-27T{at}").replace(tzinfo=VILLAGE)
    with time_machine.travel(moment, tick=False):
        own_beheerder.appointments.update(invited_at=moment, accepted_at=moment)
        submit_signup(signup_data(), now=moment)
    due = Mail.objects.get(to=own_beheerder.email).due.astimezone(VILLAGE)
    assert due.strftime("%H:%M") == leaves
    assert days_between(moment, due) == (at == "21:00")


def test_who_wants_one_mail_a_day_gets_one_at_the_hour_of_choice(
    signup_data: Callable[..., SignupData], own_beheerder: User, now: datetime
) -> None:
    choose(own_beheerder, moment="daily", daily_hour=19)
    submit_signup(signup_data(), now=now)
    assert not Mail.objects.filter(to=own_beheerder.email).exists()
    evening = on_day(now, 1, hour=19)
    assert send_digests(now=evening - timedelta(seconds=1)) == 0
    assert [send_digests(now=evening + timedelta(minutes=m)) for m in (0, 1, 200)] == [1, 0, 0]
    assert subjects()[own_beheerder.email] == "1 aanvraag wacht op je"
    assert send_digests(now=on_day(now, 2, hour=19)) == 1


def test_without_anything_open_there_is_no_daily_mail_that_day(
    signup_data: Callable[..., SignupData], own_beheerder: User, now: datetime
) -> None:
    choose(own_beheerder, moment="daily")
    evening = on_day(now, 1, hour=19)
    assert send_digests(now=evening) == 0
    submit_signup(signup_data(), now=evening)
    assert send_digests(now=evening + timedelta(minutes=5)) == 0


def test_who_wants_only_what_is_late_hears_on_day_three(
    signup_data: Callable[..., SignupData], own_beheerder: User, now: datetime
) -> None:
    choose(own_beheerder, moment="late")
    request = submit_signup(signup_data(), now=now)
    assert not Mail.objects.filter(to=own_beheerder.email).exists()
    climb_ladder(now=request.due_at)
    assert Mail.objects.filter(to=own_beheerder.email).count() == 1


# --- What does not climb ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        {"state": State.APPROVED},
        {"state": State.DECLINED},
        {"state": State.WITHDRAWN},
        {"state": State.WAITING},
        {"waiting_on": "resident", "due_at": True},
    ],
)
def test_what_is_not_our_turn_does_not_climb(
    make_request: MakeRequest, own_beheerder: User, now: datetime, facts: dict[str, object]
) -> None:
    given = {name: now - DAY if value is True else value for name, value in facts.items()}
    if facts.get("state") == State.APPROVED:
        given["decided_by"] = own_beheerder
    make_request(created_at=now - 8 * DAY, **given)
    assert climb_ladder(now=now) == 0


def test_a_group_that_lost_its_beheerder_by_a_closed_account_is_found(
    asked: ResidentRequest, own_beheerder: User, coordinator: User, now: datetime
) -> None:
    User.objects.filter(pk=own_beheerder.pk).update(is_active=False)
    assert tick(now=now)["orphaned"] == 1
    asked.refresh_from_db()
    assert (asked.owner, asked.route_reason) == (Owner.COORDINATORS, "no_beheerder")
    assert tick(now=now)["orphaned"] == 0


# --- Retention -------------------------------------------------------------------------------

PERSONAL = ("name", "organisation", "mobile", "email", "street_text", "message", "helper_name",
            "helper_email", "why_this_group", "decline_note", "route_sentence",
            "streets_wanted")  # fmt: skip
TYPED = dict.fromkeys(PERSONAL, "iets") | {"email": "a@example.org", "mobile": "+31600009999"}


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN, State.EXPIRED])
def test_what_ended_without_a_membership_loses_the_person_after_its_term(
    make_request: MakeRequest, now: datetime, state: str
) -> None:
    row = make_request(state=state, due_at=now, **TYPED)
    assert run_retention(now=now - timedelta(seconds=1))["requests"] == 0
    assert run_retention(now=now)["requests"] == 1
    row.refresh_from_db()
    assert {getattr(row, name) for name in PERSONAL} == {""}
    assert (row.street, row.house_number, row.house_letter) == (None, None, "")
    assert (row.state, row.anonymised_at) == (state, now)
    assert run_retention(now=now + DAY)["requests"] == 0


def test_a_refusal_is_kept_thirty_days(
    join_request: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    decline(join_request, reason="other", note="", by=own_beheerder, now=now)
    assert run_retention(now=now + 29 * DAY)["requests"] == 0
    assert run_retention(now=now + 31 * DAY)["requests"] == 1


def test_what_became_a_membership_keeps_the_decision_only(
    join_request: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    approve(join_request, by=own_beheerder, now=now)
    assert run_retention(now=now)["requests"] == 0
    mark_added(join_request, by=own_beheerder, now=now)
    assert run_retention(now=now)["requests"] == 1
    join_request.refresh_from_db()
    assert (join_request.name, join_request.mobile) == ("", "")
    assert join_request.decided_by == own_beheerder
    member = Membership.objects.get()
    assert (member.name, member.address) == ("Rika Resident", "Spoorstraat 12")


@pytest.mark.parametrize("state", [State.OPEN, State.WAITING, State.APPROVED])
def test_what_somebody_still_has_to_do_keeps_everything(
    make_request: MakeRequest, own_beheerder: User, now: datetime, state: str
) -> None:
    by = own_beheerder if state == State.APPROVED else None
    make_request(state=state, decided_by=by, due_at=now - 300 * DAY)
    assert run_retention(now=now)["requests"] == 0


def test_who_left_is_forgotten_after_thirty_days(
    make_member: Callable[..., Membership], now: datetime
) -> None:
    long_ago = {"since": now - 90 * DAY}
    left, leaving, stays = (
        make_member(**long_ago, until=now - 30 * DAY),
        make_member(**long_ago, until=now - 29 * DAY),
        make_member(**long_ago),
    )
    assert run_retention(now=now)["members"] == 1
    assert run_retention(now=now)["members"] == 0
    names = dict(Membership.objects.values_list("pk", "name"))
    assert names == {left.pk: "", leaving.pk: leaving.name, stays.pk: stays.name}
    gone = Membership.objects.get(pk=left.pk)
    assert (gone.mobile, gone.address) == ("", "")


def test_two_who_left_one_group_can_both_be_forgotten(
    make_member: Callable[..., Membership], now: datetime
) -> None:
    for _ in range(2):
        make_member(since=now - 90 * DAY, until=now - 40 * DAY)
    assert run_retention(now=now)["members"] == 2


def test_lines_sessions_and_mail_bodies_go_after_their_terms(db: None, now: datetime) -> None:
    record("old.line", by=None, now=now - 366 * DAY)
    record("new.line", by=None, now=now - 364 * DAY)
    Session.objects.create(session_key="old", session_data="", expire_date=now - DAY)
    Session.objects.create(session_key="new", session_data="", expire_date=now + DAY)
    done = run_retention(now=now)
    assert (done["audit"], done["sessions"]) == (1, 1)
    assert Entry.objects.get().verb == "new.line"
    assert Session.objects.get().session_key == "new"


# --- The command -----------------------------------------------------------------------------


def test_the_command_takes_a_moment_and_does_what_is_due_then(
    asked: ResidentRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("tick", now=asked.due_at.isoformat())
    told = capsys.readouterr().out
    assert "climbed: 1" in told
    assert Mail.objects.filter(key__contains="-reminder-", state="sent").count() == 1
    call_command("tick", now=asked.due_at.isoformat())
    assert "climbed: 0" in capsys.readouterr().out


def test_a_step_that_breaks_holds_up_no_other_and_is_told(
    asked: ResidentRequest, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    def breaks(*, now: datetime) -> int:
        raise ValueError("de rij van Rika")

    monkeypatch.setattr(clock, "STEPS", {"first": breaks, **clock.STEPS, "monthly": breaks})
    with capture_logs() as lines, pytest.raises(StepsFailed, match=r"^first, monthly$"):
        tick(now=asked.due_at)
    asked.refresh_from_db()
    assert asked.ladder_step == 1
    broken = [line for line in lines if line["event"] == "timetable.step_failed"]
    assert [line["step"] for line in broken] == ["first", "monthly"]
    assert "Rika" not in str(broken)


def test_the_command_refuses_what_is_no_moment(db: None) -> None:
    with pytest.raises(CommandError, match="is not a moment"):
        call_command("tick", now="kerstavond")
