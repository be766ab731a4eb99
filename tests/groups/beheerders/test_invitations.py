"""Invitations without an answer, and the end of the last beheerder who is there."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from dorst_portal.accounts.models import User
from dorst_portal.accounts.services import close_account
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.beheerders.services.appointments import LastBeheerder, accept, appoint, end
from groups.beheerders.services.invitations import end_unanswered, invite_again, remind_invited
from groups.beheerders.services.stopping import stop
from groups.models import Appointment, AppointmentRole, GroupStatus, ResidentRequest, WatchGroup
from groups.privacy.services.retention import run_retention
from groups.privacy.terms import END_NOTE_DAYS
from groups.refusals import Refused
from groups.timetable.clock import tick
from groups.values.states import Owner
from groups.values.village_time import on_day

A_MOMENT = timedelta(minutes=1)


@pytest.fixture
def asked(spoorstraat: WatchGroup, coordinator: User, now: datetime) -> Appointment:
    """Somebody new, asked to be beheerder of Spoorstraat."""
    return appoint(
        email="nieuw@example.org",
        name="Nina Nieuw",
        group=spoorstraat,
        role=AppointmentRole.BEHEERDER,
        by=coordinator,
        now=now,
    )


def to_nina() -> int:
    return Mail.objects.filter(to="nieuw@example.org").count()


def test_after_a_week_at_nine_there_is_one_reminder(asked: Appointment, now: datetime) -> None:
    nine = on_day(now, 7, hour=9)
    assert remind_invited(now=nine - A_MOMENT) == 0
    assert remind_invited(now=nine) == 1
    assert remind_invited(now=nine + A_MOMENT) == remind_invited(now=nine + timedelta(days=3)) == 0
    assert to_nina() == 2
    line = Entry.objects.get(verb="appointment.reminded")
    assert (line.by, line.actor) == (None, "timetable")


def test_after_thirty_days_it_ends_and_the_coordinators_hear_it_once(
    asked: Appointment, coordinator: User, now: datetime
) -> None:
    nine = on_day(now, 30, hour=9)
    assert end_unanswered(now=nine - A_MOMENT) == 0
    assert end_unanswered(now=nine) == 1
    assert end_unanswered(now=nine + A_MOMENT) == 0
    asked.refresh_from_db()
    assert asked.until == nine
    mail = Mail.objects.get(to=coordinator.email)
    assert mail.link_path == "/platform/beheerders/benoemen/?groep=spoorstraat"
    assert "Nina" not in mail.text
    with pytest.raises(Refused):
        accept(asked, by=asked.user, now=nine + A_MOMENT)


def test_the_timetable_does_both_and_reminds_nobody_whose_days_are_over(
    asked: Appointment, spoorstraat: WatchGroup, plain_user: User, now: datetime
) -> None:
    later = on_day(now, 31, hour=9)
    newer = Appointment.objects.create(
        user=plain_user, group=spoorstraat, invited_at=on_day(now, 20, hour=9)
    )
    done = tick(now=later)
    assert (done["unanswered"], done["asked_again"]) == (1, 1)
    newer.refresh_from_db()
    asked.refresh_from_db()
    assert (newer.reminded_at, asked.reminded_at) == (later, None)
    assert Mail.objects.filter(to=plain_user.email).count() == 1


def test_who_answered_or_was_taken_back_is_left_alone(
    asked: Appointment, own_beheerder: User, now: datetime
) -> None:
    accept(asked, by=asked.user, now=now + A_MOMENT)
    later = on_day(now, 31, hour=9)
    assert (remind_invited(now=later), end_unanswered(now=later)) == (0, 0)


def test_a_closed_account_is_not_reminded(asked: Appointment, now: datetime) -> None:
    close_account(asked.user, by=None)
    assert remind_invited(now=on_day(now, 8, hour=9)) == 0
    assert end_unanswered(now=on_day(now, 30, hour=9)) == 1


def test_asking_again_starts_the_days_again(
    asked: Appointment, coordinator: User, now: datetime
) -> None:
    remind_invited(now=on_day(now, 7, hour=9))
    again = on_day(now, 20, hour=10)
    asked.refresh_from_db()
    invite_again(asked, by=coordinator, now=again)
    assert to_nina() == 3
    assert end_unanswered(now=on_day(now, 31, hour=9)) == 0
    assert remind_invited(now=on_day(again, 7, hour=9)) == 1
    assert end_unanswered(now=on_day(again, 30, hour=9)) == 1


def test_of_two_who_ask_again_one_is_told(
    asked: Appointment, coordinator: User, superuser: User, now: datetime
) -> None:
    theirs = Appointment.objects.get(pk=asked.pk)
    invite_again(asked, by=coordinator, now=now + timedelta(hours=2))
    with pytest.raises(Refused, match="ging net weg"):
        invite_again(theirs, by=superuser, now=now + timedelta(hours=4))
    assert to_nina() == 2


# --- The last one ----------------------------------------------------------------------------


def test_the_last_one_does_not_end_unless_that_is_meant(
    own_beheerder: User, coordinator: User, join_request: ResidentRequest, now: datetime
) -> None:
    last = own_beheerder.appointments.get()
    with pytest.raises(LastBeheerder, match="heeft dan geen beheerder"):
        end(last, by=coordinator, now=now)
    last.refresh_from_db()
    assert last.until is None
    assert not Entry.objects.filter(verb="appointment.ended").exists()
    assert end(last, by=coordinator, now=now, leave_alone=True).moved == 1


def test_of_two_who_end_the_last_two_the_second_is_told(
    own_beheerder: User, deputy: User, coordinator: User, superuser: User, now: datetime
) -> None:
    first, second = Appointment.objects.order_by("pk")
    end(first, by=coordinator, now=now)
    with pytest.raises(LastBeheerder):
        end(second, by=superuser, now=now)
    assert Appointment.objects.active(now).get() == second


def test_an_invitation_is_no_beheerder_and_may_end(
    asked: Appointment, own_beheerder: User, coordinator: User, now: datetime
) -> None:
    with pytest.raises(LastBeheerder):  # who did not answer runs nothing
        end(own_beheerder.appointments.get(), by=coordinator, now=now)
    end(asked, by=coordinator, now=now)
    assert to_nina() == 1  # the question; no word about an end


def test_the_people_of_an_archived_group_end_without_a_question(
    own_beheerder: User, spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.ARCHIVED)
    other = User.objects.create_user("staff-2@example.org", is_coordinator=True)
    end(own_beheerder.appointments.get(), by=coordinator, now=now)
    assert not Mail.objects.filter(to=other.email).exists()


Leave = Callable[[Appointment, User, datetime], object]


@pytest.mark.parametrize(
    "leave",
    [
        lambda row, staff, now: end(row, by=staff, now=now),
        lambda row, staff, now: stop(row, by=row.user, now=now),
    ],
)
def test_when_the_only_one_who_is_there_leaves_the_coordinators_see_what_is_open(
    own_beheerder: User,
    deputy: User,
    coordinator: User,
    join_request: ResidentRequest,
    now: datetime,
    leave: Leave,
) -> None:
    deputy.appointments.update(away_until=now.date() + timedelta(days=5))
    leave(own_beheerder.appointments.select_related("user")[0], coordinator, now)
    join_request.refresh_from_db()
    assert join_request.owner == Owner.GROUP  # the deputy may still act
    assert (join_request.escalated_at, join_request.route_reason) == (now, "all_away")
    assert Mail.objects.filter(to=coordinator.email).count() == 1


def test_when_somebody_is_still_there_the_coordinators_see_nothing(
    own_beheerder: User, deputy: User, coordinator: User, join_request: ResidentRequest,
    now: datetime,
) -> None:  # fmt: skip
    end(own_beheerder.appointments.get(), by=coordinator, now=now)
    join_request.refresh_from_db()
    assert (join_request.owner, join_request.escalated_at) == (Owner.GROUP, None)
    assert not Mail.objects.filter(to=coordinator.email).exists()


def test_who_wants_to_stop_hears_of_the_successor(
    asked: Appointment, own_beheerder: User, now: datetime
) -> None:
    mine = own_beheerder.appointments.select_related("group")[0]
    assert not stop(mine, by=own_beheerder, now=now)
    accept(asked, by=asked.user, now=now + A_MOMENT)
    mail = Mail.objects.get(to=own_beheerder.email)
    assert mail.link_path == "/beheer/instellingen/stoppen/"
    assert stop(mine, by=own_beheerder, now=now + 2 * A_MOMENT)
    assert not own_beheerder.appointments.active(now + 2 * A_MOMENT).exists()


def test_why_there_was_no_handover_is_kept_for_a_year(
    own_beheerder: User, deputy: User, coordinator: User, now: datetime
) -> None:
    row = own_beheerder.appointments.get()
    end(row, by=coordinator, now=now, note="Verhuisd")
    run_retention(now=now + timedelta(days=END_NOTE_DAYS - 1))
    row.refresh_from_db()
    assert row.end_note == "Verhuisd"
    run_retention(now=now + timedelta(days=END_NOTE_DAYS))
    row.refresh_from_db()
    assert row.end_note == ""
