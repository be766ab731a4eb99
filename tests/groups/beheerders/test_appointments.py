"""Appointing is inviting: who has accepted is active, and who has ended is not."""

from datetime import datetime, timedelta

import pytest

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.beheerders.services.appointments import accept, appoint, end
from groups.models import Appointment, AppointmentRole, GroupStatus, ResidentRequest, WatchGroup
from groups.refusals import AlreadyHandled, Refused
from groups.requests.services.deciding import approve
from groups.values.states import Owner
from tests.groups.conftest import MakeRequest

BEHEERDER = AppointmentRole.BEHEERDER
LATER = timedelta(hours=1)


@pytest.fixture
def invited(spoorstraat: WatchGroup, coordinator: User, now: datetime) -> Appointment:
    """Somebody new, asked to be beheerder of Spoorstraat."""
    return appoint(
        email="Nieuw@Example.org",
        name="Nina Nieuw",
        group=spoorstraat,
        role=BEHEERDER,
        by=coordinator,
        now=now,
    )


def test_an_invitation_makes_the_account_and_one_mail(
    invited: Appointment, coordinator: User, now: datetime
) -> None:
    assert invited.user.email == "nieuw@example.org"
    assert not invited.user.has_usable_password()
    assert (invited.accepted_at, invited.invited_by) == (None, coordinator)
    mail = Mail.objects.get()
    assert mail.to == "nieuw@example.org"
    assert mail.link_path == f"/beheer/uitnodiging/{invited.pk}/"
    line = Entry.objects.about(f"appointment:{invited.pk}").get()
    assert (line.verb, line.by) == ("appointment.made", coordinator)


def test_not_accepted_is_not_active(
    invited: Appointment, join_request: ResidentRequest, now: datetime
) -> None:
    assert not Appointment.objects.active(now).exists()
    assert Appointment.objects.invited(now).get() == invited
    with pytest.raises(AlreadyHandled):
        approve(join_request, by=invited.user, now=now)


def test_accepting_gives_the_rights(
    invited: Appointment, join_request: ResidentRequest, now: datetime
) -> None:
    accept(invited, by=invited.user, now=now + LATER)
    approve(join_request, by=invited.user, now=now + LATER)
    assert join_request.state == "approved"
    verbs = Entry.objects.about(f"appointment:{invited.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["appointment.accepted", "appointment.made"]


@pytest.mark.parametrize("who", ["plain_user", "coordinator", "superuser", "other_beheerder"])
def test_nobody_accepts_for_somebody_else(
    request: pytest.FixtureRequest, invited: Appointment, now: datetime, who: str
) -> None:
    with pytest.raises(Refused):
        accept(invited, by=request.getfixturevalue(who), now=now + LATER)
    invited.refresh_from_db()
    assert invited.accepted_at is None


def test_an_invitation_is_used_once(invited: Appointment, now: datetime) -> None:
    accept(invited, by=invited.user, now=now + LATER)
    with pytest.raises(Refused):
        accept(invited, by=invited.user, now=now + 2 * LATER)


def test_a_withdrawn_invitation_is_not_accepted(
    invited: Appointment, coordinator: User, now: datetime
) -> None:
    end(invited, by=coordinator, now=now)
    with pytest.raises(Refused):
        accept(invited, by=invited.user, now=now + LATER)


def test_nobody_is_asked_twice_for_one_group(
    invited: Appointment, spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    with pytest.raises(Refused):
        appoint(
            email="nieuw@example.org",
            name="",
            group=spoorstraat,
            role=AppointmentRole.DEPUTY,
            by=coordinator,
            now=now,
        )
    assert Mail.objects.count() == 1
    assert Appointment.objects.count() == 1


def test_after_the_end_somebody_can_be_asked_again(
    invited: Appointment, spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    end(invited, by=coordinator, now=now)
    again = appoint(
        email="nieuw@example.org",
        name="",
        group=spoorstraat,
        role=BEHEERDER,
        by=coordinator,
        now=now + LATER,
    )
    assert again.user == invited.user


def test_an_archived_group_gets_no_beheerder(
    spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    spoorstraat.status = GroupStatus.ARCHIVED
    with pytest.raises(Refused, match="opgeheven"):
        appoint(
            email="x@example.org",
            name="",
            group=spoorstraat,
            role=BEHEERDER,
            by=coordinator,
            now=now,
        )
    assert not User.objects.filter(email="x@example.org").exists()


def test_when_a_coordinator_is_asked_the_other_coordinators_are_told(
    spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    other = User.objects.create_user("other-staff@example.org", is_coordinator=True)
    User.objects.create_user("gone@example.org", is_coordinator=True, is_active=False)
    appoint(
        email=coordinator.email,
        name="",
        group=spoorstraat,
        role=BEHEERDER,
        by=coordinator,
        now=now,
    )
    assert sorted(Mail.objects.values_list("to", flat=True)) == sorted(
        [coordinator.email, other.email]
    )


def test_accepting_gets_the_group_what_waited_for_a_beheerder(
    invited: Appointment, make_request: MakeRequest, now: datetime
) -> None:
    row = make_request(owner=Owner.COORDINATORS, route_reason="no_beheerder")
    assert accept(invited, by=invited.user, now=now + LATER) == 1
    row.refresh_from_db()
    assert (row.owner, row.route_reason) == (Owner.GROUP, "covered")


def test_the_end_takes_the_rights_at_once_and_the_last_one_leaves_nothing_behind(
    own_beheerder: User, deputy: User, join_request: ResidentRequest, coordinator: User,
    now: datetime,
) -> None:  # fmt: skip
    assert end(own_beheerder.appointments.get(), by=coordinator, now=now).moved == 0
    with pytest.raises(AlreadyHandled):
        approve(join_request, by=own_beheerder, now=now)
    last = end(deputy.appointments.get(), by=coordinator, now=now, leave_alone=True)
    assert last.moved == 1
    join_request.refresh_from_db()
    assert (join_request.owner, join_request.route_reason) == (Owner.COORDINATORS, "no_beheerder")
    assert Mail.objects.filter(to=coordinator.email).count() == 1  # of the request


def test_what_ended_is_not_ended_again(
    own_beheerder: User, deputy: User, coordinator: User, now: datetime
) -> None:
    appointment = own_beheerder.appointments.get()
    end(appointment, by=coordinator, now=now)
    with pytest.raises(Refused):
        end(appointment, by=coordinator, now=now + LATER)


def test_who_is_away_is_active_and_not_present(own_beheerder: User, now: datetime) -> None:
    today = now.date()
    own_beheerder.appointments.update(away_until=today + timedelta(days=2))
    assert Appointment.objects.active(now).count() == 1
    assert not Appointment.objects.present(now).exists()
    assert Appointment.objects.present(now + timedelta(days=4)).exists()
