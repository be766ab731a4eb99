"""The timetable: day 7, groups left alone, and what has been kept long enough; each once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.audit.services import record
from dorst_portal.outbox.models import Mail, MailState
from groups.models import Membership, ResidentRequest
from groups.services.clock import escalate_due, tick
from groups.services.inbox import approve, decline, mark_added
from groups.services.retention import run_retention
from groups.services.signup import SignupData, submit_signup
from groups.states import Owner, State
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


def test_before_day_seven_nothing_happens(asked: ResidentRequest) -> None:
    assert escalate_due(now=asked.due_at - timedelta(seconds=1)) == 0
    asked.refresh_from_db()
    assert asked.escalated_at is None
    assert not Mail.objects.queued().exists()


def test_on_day_seven_the_coordinators_see_it_too_and_the_resident_is_told(
    asked: ResidentRequest, coordinator: User
) -> None:
    moment = asked.due_at
    assert escalate_due(now=moment) == 1
    asked.refresh_from_db()
    assert (asked.state, asked.owner, asked.escalated_at) == (State.OPEN, Owner.GROUP, moment)
    assert (asked.due_at.date() - moment.date()).days in (6, 7)
    subjects = dict(Mail.objects.queued().values_list("to", "subject"))
    assert subjects == {
        coordinator.email: f"Doorgezet: aanvraag {asked.reference}",
        # Not confirmed, so the mail says no more than this.
        "rika@example.org": f"Er is nieuws over je aanvraag ({asked.reference})",
    }
    assert ResidentRequest.objects.handleable_by(coordinator).get() == asked
    line = Entry.objects.about(f"request:{asked.pk}")[0]
    assert (line.verb, line.actor, line.at) == ("request.escalated", "timetable", moment)


def test_a_confirmed_address_is_told_that_it_takes_longer(asked: ResidentRequest) -> None:
    ResidentRequest.objects.update(email_confirmed_at=asked.created_at)
    escalate_due(now=asked.due_at)
    subject = Mail.objects.queued().get(to="rika@example.org").subject
    assert subject == f"Je aanmelding duurt langer ({asked.reference})"


def test_run_again_it_does_nothing_more(asked: ResidentRequest) -> None:
    moment = asked.due_at
    assert tick(now=moment)["escalated"] == 1
    mails, lines = Mail.objects.count(), Entry.objects.count()
    for later in (timedelta(0), timedelta(minutes=1), 5 * DAY, 20 * DAY):
        assert tick(now=moment + later)["escalated"] == 0
    assert (Mail.objects.count(), Entry.objects.count()) == (mails, lines)


def test_the_beheerder_can_still_decide_after_day_seven(
    asked: ResidentRequest, own_beheerder: User
) -> None:
    escalate_due(now=asked.due_at)
    asked.refresh_from_db()
    approve(asked, by=own_beheerder, now=asked.due_at)
    assert asked.state == State.APPROVED


def test_many_are_escalated_in_one_go_each_with_its_own_mails(
    make_request: MakeRequest, own_beheerder: User, coordinator: User, now: datetime
) -> None:
    for _ in range(4):
        make_request(created_at=now - 9 * DAY, email="")
    assert escalate_due(now=now) == 4
    assert Mail.objects.filter(to=coordinator.email).count() == 4


@pytest.mark.parametrize(
    "facts",
    [
        {"state": State.APPROVED},
        {"state": State.DECLINED},
        {"state": State.WITHDRAWN},
        {"state": State.WAITING},
        {"owner": Owner.COORDINATORS},
        {"escalated_at": True},
    ],
)
def test_what_is_not_open_at_a_group_is_not_escalated(
    make_request: MakeRequest, own_beheerder: User, now: datetime, facts: dict[str, object]
) -> None:
    given = {name: now - DAY if value is True else value for name, value in facts.items()}
    if facts.get("state") == State.APPROVED:
        given["decided_by"] = own_beheerder
    make_request(created_at=now - 8 * DAY, **given)
    assert escalate_due(now=now) == 0


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
            "helper_email", "why_this_group", "decline_note", "route_sentence")  # fmt: skip
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
    assert "escalated: 1" in told
    assert "mails_sent: 2" in told
    call_command("tick", now=asked.due_at.isoformat())
    assert "escalated: 0" in capsys.readouterr().out


def test_the_command_refuses_what_is_no_moment(db: None) -> None:
    with pytest.raises(CommandError, match="is not a moment"):
        call_command("tick", now="kerstavond")
