"""Coordinators pause a group, open it again and end it; its people and requests come first."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.models import (
    Appointment,
    ChangeKind,
    CoverageChange,
    CoverageRule,
    GroupStatus,
    Membership,
    ResidentRequest,
    RouteReason,
    WatchGroup,
)
from groups.timetable.clock import tick
from groups.values.states import Kind, Owner, State, WaitingOn
from groups.watchgroups.services.status import (
    NotNow,
    PeopleToAdd,
    archive_group,
    end_appointments_of_merged,
    pause_group,
    resume_group,
)
from tests.groups.conftest import MakeRequest, Village, appoint
from tests.groups.pages import forms_of, text_of, words_of

LogIn = Callable[[Client, User], Client]


@pytest.fixture
def staff(client: Client, coordinator: User, log_in: LogIn) -> Client:
    """A coordinator's browser."""
    return log_in(client, coordinator)


@pytest.fixture
def several_visits(no_repeated_queries: None) -> Iterator[None]:
    """A test that calls services one after the other, as visits of hours do."""
    with zeal_ignore():
        yield


def press(client: Client, path: str, **typed: str) -> str:
    """Open a page, send its first form, and give the words of the page that follows."""
    form = forms_of(client.get(path))[0]
    return words_of(client.post(form.action or path, form.sends | typed, follow=True))


# --- Pause -----------------------------------------------------------------------------------


def test_a_pause_has_a_reason_that_only_its_beheerders_read(
    staff: Client, spoorstraat: WatchGroup, own_beheerder: User, log_in: LogIn
) -> None:
    shown = press(staff, reverse("group_pause", args=["spoorstraat"]), reason="Els is ziek.")
    assert "Op pauze door Platform Dorst: Els is ziek." in shown
    spoorstraat.refresh_from_db()
    assert spoorstraat.status == GroupStatus.PAUSED
    mail = Mail.objects.get(to=own_beheerder.email)
    assert mail.subject == "Groep Spoorstraat staat op pauze"
    assert "ziek" not in mail.text
    own = log_in(Client(), own_beheerder)
    assert "Els is ziek." in words_of(own.get(reverse("my_group", args=["spoorstraat"])))
    assert "ziek" not in text_of(Client().get(reverse("watchgroup", args=["spoorstraat"])))


def test_without_a_reason_there_is_no_pause(staff: Client, spoorstraat: WatchGroup) -> None:
    page = staff.post(reverse("group_pause", args=["spoorstraat"]), {"reason": " "})
    assert "Schrijf waarom." in text_of(page)
    spoorstraat.refresh_from_db()
    assert spoorstraat.status == GroupStatus.ACTIVE


def test_who_pauses_second_is_told_and_keeps_the_reason(
    staff: Client, spoorstraat: WatchGroup, superuser: User, now: datetime
) -> None:
    pause_group(spoorstraat, reason="Eerste", by=superuser, now=now)
    page = staff.post(reverse("group_pause", args=["spoorstraat"]), {"reason": "Tweede"})
    assert "De groep is intussen veranderd." in text_of(page)
    assert 'value="Tweede"' in text_of(page)
    spoorstraat.refresh_from_db()
    assert spoorstraat.pause_reason == "Eerste"


def test_the_end_of_a_pause_brings_who_waited_for_it(
    staff: Client,
    spoorstraat: WatchGroup,
    own_beheerder: User,
    superuser: User,
    make_request: MakeRequest,
    now: datetime,
) -> None:
    pause_group(spoorstraat, reason="Eerste", by=superuser, now=now)
    waits = make_request(state=State.WAITING, group=spoorstraat, route_reason=RouteReason.PAUSED)
    shown = press(staff, reverse("group_page", args=["spoorstraat"]))
    assert "Groep Spoorstraat is weer open. Nu bij de beheerder: 1 aanvraag." in shown
    waits.refresh_from_db()
    spoorstraat.refresh_from_db()
    assert (waits.owner, spoorstraat.pause_reason) == (Owner.GROUP, "")
    assert Mail.objects.filter(subject="Groep Spoorstraat is weer open").count() == 1
    again = words_of(staff.post(reverse("group_resume", args=["spoorstraat"]), follow=True))
    assert "De groep is intussen veranderd." in again


def test_a_beheerder_who_opens_the_group_again_ends_the_reason(
    spoorstraat: WatchGroup, own_beheerder: User, superuser: User, log_in: LogIn, now: datetime
) -> None:
    pause_group(spoorstraat, reason="Eerste", by=superuser, now=now)
    own = log_in(Client(), own_beheerder)
    path = reverse("my_group", args=["spoorstraat"])
    form = next(form for form in forms_of(own.get(path)) if "welcome_text" in form.sends)
    sent = {name: value for name, value in form.sends.items() if name != "paused"}
    assert own.post(path, sent).status_code == 302
    spoorstraat.refresh_from_db()
    assert (spoorstraat.status, spoorstraat.pause_reason) == (GroupStatus.ACTIVE, "")


# --- The end ---------------------------------------------------------------------------------


def test_the_page_tells_what_ending_does(
    staff: Client,
    spoorstraat: WatchGroup,
    own_beheerder: User,
    member: Membership,
    join_request: ResidentRequest,
) -> None:
    page = staff.get(reverse("group_archive", args=["spoorstraat"]))
    assert reverse("request", args=[join_request.pk]) in page.content.decode()
    words = words_of(page)
    assert "1 lid stopt." in words
    assert "1 open aanvraag gaat naar Platform Dorst of de wachtlijst." in words
    assert "1 beheerder stopt en krijgt bericht." in words
    spoorstraat.refresh_from_db()
    assert spoorstraat.status == GroupStatus.ACTIVE


def test_ending_frees_the_streets_and_leaves_nobody_without_an_answer(
    staff: Client,
    spoorstraat: WatchGroup,
    own_beheerder: User,
    invited_beheerder: User,
    member: Membership,
    make_request: MakeRequest,
    village: Village,
    now: datetime,
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(
        invite_link_encrypted="x", invite_link_set_at=now
    )
    joins = make_request(email_confirmed_at=now)
    asked = make_request(waiting_on=WaitingOn.RESIDENT, house_number=14)
    chose = make_request(
        street=village.street("broekstraat"), street_text="Broekstraat", house_number=3
    )
    question = make_request(kind=Kind.QUESTION, house_number=16)
    full = make_request(state=State.WAITING, group=spoorstraat, route_reason=RouteReason.FULL)
    shown = press(staff, reverse("group_archive", args=["spoorstraat"]))
    assert "Groep Spoorstraat is opgeheven." in shown
    spoorstraat.refresh_from_db()
    assert (spoorstraat.status, spoorstraat.invite_link_encrypted) == ("archived", "")
    assert not CoverageRule.objects.in_force().filter(group=spoorstraat).exists()
    for one in (joins, asked, full):
        one.refresh_from_db()
        assert (one.state, one.owner) == (State.WAITING, Owner.COORDINATORS)
        assert one.route_reason == RouteReason.NO_GROUP
        assert one.waiting_on == WaitingOn.OWNER
    for one in (chose, question):
        one.refresh_from_db()
        assert (one.state, one.owner, one.group) == (State.OPEN, Owner.COORDINATORS, None)
    member.refresh_from_db()
    assert (member.until is not None, member.end_reason) == (True, "other")
    assert not Appointment.objects.filter(group=spoorstraat, until=None).exists()
    mails = Mail.objects.filter(subject="Groep Spoorstraat is opgeheven")
    assert [mail.to for mail in mails] == [own_beheerder.email]  # who never said yes hears nothing
    assert Entry.objects.filter(verb="group.archived").count() == 1
    assert Client().get(reverse("watchgroup", args=["spoorstraat"])).status_code == 404
    assert "al opgeheven" in words_of(staff.get(reverse("group_archive", args=["spoorstraat"])))


def test_its_beheerder_loses_the_rights_at_once(
    spoorstraat: WatchGroup, own_beheerder: User, coordinator: User, log_in: LogIn, now: datetime
) -> None:
    own = log_in(Client(), own_beheerder)
    page = reverse("members", args=["spoorstraat"])
    assert own.get(page).status_code == 200
    archive_group(spoorstraat, by=coordinator, now=now)
    assert own.get(page).status_code == 404
    assert own.post(reverse("my_group", args=["spoorstraat"])).status_code == 404


def test_who_is_admitted_is_put_in_the_group_first(
    staff: Client,
    spoorstraat: WatchGroup,
    own_beheerder: User,
    make_request: MakeRequest,
    coordinator: User,
    now: datetime,
) -> None:
    approved = make_request(state=State.APPROVED, decided_by=own_beheerder)
    page = reverse("group_archive", args=["spoorstraat"])
    shown = staff.get(page)
    assert "1 persoon is goedgekeurd en nog niet in de groep." in words_of(shown)
    assert reverse("request", args=[approved.pk]) in shown.content.decode()
    with pytest.raises(PeopleToAdd):
        archive_group(spoorstraat, by=coordinator, now=now)
    assert "1 persoon is goedgekeurd" in words_of(staff.post(page, follow=True))
    spoorstraat.refresh_from_db()
    assert spoorstraat.status == GroupStatus.ACTIVE


@pytest.mark.usefixtures("several_visits")
def test_of_two_who_end_a_group_one_is_told(
    spoorstraat: WatchGroup, coordinator: User, superuser: User, now: datetime
) -> None:
    archive_group(spoorstraat, by=coordinator, now=now)
    with pytest.raises(NotNow):
        archive_group(spoorstraat, by=superuser, now=now)
    with pytest.raises(NotNow):
        pause_group(spoorstraat, reason="x", by=superuser, now=now)
    with pytest.raises(NotNow):
        resume_group(spoorstraat, by=superuser, now=now)


# --- A group that went up in another one -----------------------------------------------------


def test_the_link_of_a_merged_group_that_nobody_ran_goes_as_well(
    spoorstraat: WatchGroup, dennenlaan: WatchGroup, coordinator: User, now: datetime
) -> None:
    CoverageChange.objects.create(
        kind=ChangeKind.MERGE,
        at=now,
        by=coordinator,
        from_group=spoorstraat,
        to_group=dennenlaan,
        from_status=GroupStatus.ACTIVE,
    )
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(
        status=GroupStatus.ARCHIVED, invite_link_encrypted="sealed", invite_link_set_at=now
    )
    end_appointments_of_merged(now=now + timedelta(days=6))
    assert WatchGroup.objects.get(pk=spoorstraat.pk).invite_link_encrypted
    end_appointments_of_merged(now=now + timedelta(days=8))
    assert not WatchGroup.objects.get(pk=spoorstraat.pk).invite_link_encrypted


@pytest.mark.usefixtures("several_visits")
def test_beheerders_of_a_merged_group_stay_until_it_cannot_be_undone(
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    own_beheerder: User,
    other_beheerder: User,
    coordinator: User,
    now: datetime,
) -> None:
    change = CoverageChange.objects.create(
        kind=ChangeKind.MERGE,
        at=now,
        by=coordinator,
        from_group=spoorstraat,
        to_group=dennenlaan,
        from_status=GroupStatus.ACTIVE,
    )
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(
        status=GroupStatus.ARCHIVED, invite_link_encrypted="sealed", invite_link_set_at=now
    )
    assert end_appointments_of_merged(now=now + timedelta(days=6)) == 0
    assert WatchGroup.objects.get(pk=spoorstraat.pk).invite_link_encrypted
    assert tick(now=now + timedelta(days=7, minutes=1))["merged_ended"] == 1
    assert tick(now=now + timedelta(days=7, minutes=2))["merged_ended"] == 0
    assert not own_beheerder.appointments.filter(until=None).exists()
    assert other_beheerder.appointments.filter(until=None).exists()
    assert not WatchGroup.objects.get(pk=spoorstraat.pk).invite_link_encrypted
    assert Mail.objects.filter(to=own_beheerder.email, subject__contains="opgeheven").count() == 1
    assert change.undone_at is None


def test_a_closed_account_gets_no_mail_about_the_end(
    spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    gone = User.objects.create_user("gone@example.org", is_active=False)
    appoint(gone, spoorstraat)
    archive_group(spoorstraat, by=coordinator, now=now)
    assert not Mail.objects.filter(to=gone.email).exists()
