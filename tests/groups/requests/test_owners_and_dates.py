"""Every request keeps its owner, its date and its true reason, however it went round."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import Mail, MailState
from groups.models import GroupStatus, Handover, Membership, ResidentRequest, WatchGroup
from groups.places.pages.finder import Outcome, find_group, read_address
from groups.privacy.services.retention import run_retention
from groups.requests.pages.request import page_of
from groups.requests.pages.verdicts import with_findings
from groups.requests.services.confirming import confirm_email, refuse_email
from groups.requests.services.deciding import approve, decline, mark_added, undo_decision
from groups.requests.services.due_dates import due_date, reminder_at
from groups.requests.services.forwarding import (
    forward,
    hand_to_coordinators,
    hand_to_group,
    undo_forward,
)
from groups.requests.services.joining import SignupData, submit_signup
from groups.timetable.clock import climb_ladder, tick
from groups.values.states import Owner, State
from tests.groups.conftest import MakeRequest, Village, appoint

Data = Callable[..., SignupData]
DAY = timedelta(days=1)
LATER = timedelta(minutes=1)


def where(request: ResidentRequest) -> tuple[str, str, str]:
    request.refresh_from_db()
    return request.owner, request.state, request.route_reason


# --- Staying with another group ---------------------------------------------------------------


@pytest.fixture
def chose(signup_data: Data, village: Village, spoorstraat: WatchGroup) -> SignupData:
    """Lives in the Sparrenlaan and wants to be in Spoorstraat."""
    return signup_data(
        address=village.address("sparrenlaan", "3"),
        stays_with=spoorstraat,
        why_this_group="Ik werk hier.",
    )


@pytest.mark.parametrize("trouble", ["away", "paused", "no_beheerder"])
def test_why_somebody_chose_a_group_is_kept_also_where_the_group_cannot_act(
    chose: SignupData, own_beheerder: User, spoorstraat: WatchGroup, now: datetime, trouble: str
) -> None:
    if trouble == "away":
        own_beheerder.appointments.update(away_until=(now + 3 * DAY).date())
    elif trouble == "paused":
        WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.PAUSED)
    else:
        own_beheerder.appointments.update(until=now)
    request = submit_signup(chose, now=now)
    assert request.why_this_group == "Ik werk hier."
    assert request.chose_group  # the page of the request says so


def test_a_new_beheerder_reads_that_the_address_is_not_of_the_group(
    chose: SignupData, own_beheerder: User, plain_user: User, spoorstraat: WatchGroup,
    now: datetime,
) -> None:  # fmt: skip
    request = submit_signup(chose, now=now)
    own_beheerder.appointments.update(until=now)
    hand_to_coordinators(spoorstraat, by=None, now=now)
    appoint(plain_user, spoorstraat)
    with zeal_ignore():  # another visit
        hand_to_group(spoorstraat, by=plain_user, now=now + LATER)
    assert where(request) == (Owner.GROUP, State.OPEN, "chosen_group")
    assert "hoort niet bij groep Spoorstraat" in request.route_sentence
    assert "let op adres" in Mail.objects.get(to=plain_user.email).subject


def test_what_was_forwarded_comes_back_as_forwarded(
    join_request: ResidentRequest, own_beheerder: User, other_beheerder: User, plain_user: User,
    dennenlaan: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    forward(join_request, to=dennenlaan, note="", by=own_beheerder, now=now)
    other_beheerder.appointments.update(until=now)
    hand_to_coordinators(dennenlaan, by=None, now=now)
    appoint(plain_user, dennenlaan)
    with zeal_ignore():  # another visit
        hand_to_group(dennenlaan, by=plain_user, now=now + LATER)
    assert where(join_request) == (Owner.GROUP, State.OPEN, "forwarded")
    assert "let op adres" in Mail.objects.get(to=plain_user.email).subject


def test_forwarded_to_the_group_of_the_address_the_mail_says_that_it_fits(
    make_request: MakeRequest, village: Village, own_beheerder: User, other_beheerder: User,
    dennenlaan: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    row = make_request(
        street=village.street("dennenlaan"), street_text="Dennenlaan", house_number=62
    )
    rule = dennenlaan.rules.in_force().filter(street__slug="dennenlaan").first()
    assert rule is not None
    row.house_number = rule.first_number
    row.save()
    forward(row, to=dennenlaan, note="", by=own_beheerder, now=now)
    assert "adres klopt" in Mail.objects.get(to=other_beheerder.email).subject


# --- Back at the group ------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"capacity": 1}, {"status": GroupStatus.PAUSED}])
def test_who_was_approved_can_be_added_also_where_the_group_is_full_or_paused_by_now(
    make_request: MakeRequest, own_beheerder: User, plain_user: User, spoorstraat: WatchGroup,
    member: Membership, now: datetime, change: dict[str, object],
) -> None:  # fmt: skip
    row = make_request(state=State.APPROVED, decided_by=own_beheerder)
    own_beheerder.appointments.update(until=now)
    hand_to_coordinators(spoorstraat, by=None, now=now)
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(**change)
    spoorstraat.refresh_from_db()
    appoint(plain_user, spoorstraat)
    assert hand_to_group(spoorstraat, by=plain_user, now=now + LATER) == 1
    assert where(row) == (Owner.GROUP, State.APPROVED, "covered")
    assert ": toevoegen (" in Mail.objects.get(to=plain_user.email).subject
    mark_added(row, by=plain_user, now=now + LATER)


def test_a_beheerder_who_came_while_the_group_was_paused_gets_everything_when_it_opens(
    make_request: MakeRequest, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    row = make_request(owner=Owner.COORDINATORS, route_reason="no_beheerder")
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.PAUSED)
    assert hand_to_group(spoorstraat, by=own_beheerder, now=now) == 0
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.ACTIVE)
    with zeal_ignore():  # another visit
        assert hand_to_group(spoorstraat, by=own_beheerder, now=now) == 1
    assert where(row) == (Owner.GROUP, State.OPEN, "covered")


def test_the_coordinators_may_send_a_request_back_to_a_group_that_had_it(
    join_request: ResidentRequest, own_beheerder: User, coordinator: User,
    spoorstraat: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    forward(join_request, to=None, note="Kan dit?", by=own_beheerder, now=now)
    forward(join_request, to=spoorstraat, note="", by=coordinator, now=now + LATER)
    assert where(join_request) == (Owner.GROUP, State.OPEN, "forwarded")


# --- Undo -------------------------------------------------------------------------------------


def test_a_coordinator_takes_back_what_was_forwarded_after_day_seven(
    make_request: MakeRequest, own_beheerder: User, other_beheerder: User, coordinator: User,
    dennenlaan: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    row = make_request(created_at=now - 8 * DAY, escalated_at=now - DAY, due_at=now + 6 * DAY)
    handover = forward(row, to=dennenlaan, note="", by=coordinator, now=now)
    assert row.escalated_at is None
    undo_forward(handover, by=coordinator, now=now + LATER)
    assert where(row) == (Owner.GROUP, State.OPEN, "covered")
    assert (row.escalated_at, row.due_at) == (now - DAY, now + 6 * DAY)


def test_forwarding_to_a_group_that_is_away_and_back_leaves_it_with_the_beheerder_alone(
    join_request: ResidentRequest, own_beheerder: User, other_beheerder: User,
    dennenlaan: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    other_beheerder.appointments.update(away_until=(now + 3 * DAY).date())
    due = join_request.due_at
    handover = forward(join_request, to=dennenlaan, note="", by=own_beheerder, now=now)
    assert handover.request.escalated_at == now
    undo_forward(handover, by=own_beheerder, now=now + LATER)
    join_request.refresh_from_db()
    assert (join_request.escalated_at, join_request.due_at) == (None, due)


def test_deciding_and_taking_back_wins_no_time(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    row = make_request(created_at=now - 6 * DAY)
    due = row.due_at
    approve(row, by=own_beheerder, now=now)
    undo_decision(row, by=own_beheerder, now=now + LATER)
    assert row.due_at == due


def test_a_refusal_from_the_waiting_list_is_taken_back_onto_it(
    make_request: MakeRequest, coordinator: User, now: datetime
) -> None:
    row = make_request(state=State.WAITING, created_at=now - 40 * DAY)
    decline(row, reason="other", note="", by=coordinator, now=now)
    undo_decision(row, by=coordinator, now=now + LATER)
    assert where(row) == (Owner.COORDINATORS, State.WAITING, "no_group")
    assert row.due_at == due_date(State.WAITING, now=row.created_at)


# --- Day 7 ------------------------------------------------------------------------------------


def test_with_everybody_away_the_resident_is_told_on_day_seven_too_and_once(
    signup_data: Data, own_beheerder: User, coordinator: User, now: datetime
) -> None:
    own_beheerder.appointments.update(away_until=(now + 30 * DAY).date())
    request = submit_signup(signup_data(), now=now)
    ResidentRequest.objects.update(email_confirmed_at=now)
    day_seven = reminder_at(request.ladder_from, 2)
    climb_ladder(now=day_seven - LATER)
    told_early = Mail.objects.filter(subject__startswith="Je aanmelding duurt langer")
    assert not told_early.exists()
    assert climb_ladder(now=day_seven) == 1
    told = Mail.objects.filter(subject__startswith="Je aanmelding duurt langer")
    assert told.count() == 1
    escalated = Mail.objects.filter(to=coordinator.email, subject__startswith="Doorgezet")
    assert escalated.count() == 1
    for days in (7, 8, 15, 30):
        tick(now=day_seven + days * DAY)
    assert told.count() == 1


# --- This is not me ---------------------------------------------------------------------------


def test_no_held_mail_goes_to_an_address_that_was_taken_off(
    signup_data: Data, own_beheerder: User, now: datetime
) -> None:
    request = submit_signup(signup_data(), now=now)
    link = Mail.objects.get(to=request.email).link
    assert link is not None
    confirm_email(link, now=now)
    request.refresh_from_db()
    approve(request, by=own_beheerder, now=now)
    assert refuse_email(link, now=now + LATER)
    assert not Mail.objects.queued().filter(to="rika@example.org").exists()
    assert Mail.objects.queued().filter(to=own_beheerder.email).exists()
    request.refresh_from_db()
    undo_decision(request, by=own_beheerder, now=now + 2 * LATER)


def test_a_beheerder_who_applied_keeps_the_notices_behind_log_in(
    signup_data: Data, own_beheerder: User, now: datetime
) -> None:
    request = submit_signup(signup_data(email=own_beheerder.email), now=now)
    link = Mail.objects.get(link__isnull=False).link
    assert link is not None
    refuse_email(link, now=now)
    assert Mail.objects.get(state=MailState.QUEUED).link_path.endswith(f"/{request.pk}/")


# --- What is kept, and who reads it -----------------------------------------------------------


def test_what_was_written_while_forwarding_is_wiped_with_the_request(
    join_request: ResidentRequest, own_beheerder: User, other_beheerder: User,
    dennenlaan: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    forward(join_request, to=dennenlaan, note="Ken ik niet.", by=own_beheerder, now=now)
    run_retention(now=now)
    assert Handover.objects.get().note == "Ken ik niet."
    decline(join_request, reason="other", note="", by=other_beheerder, now=now)
    run_retention(now=now + 31 * DAY)
    handover = Handover.objects.get()
    assert (handover.note, handover.from_sentence) == ("", "")


def test_a_note_to_platform_dorst_is_not_for_the_next_group(
    join_request: ResidentRequest, own_beheerder: User, other_beheerder: User, coordinator: User,
    dennenlaan: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    forward(join_request, to=None, note="Ruzie met de buren.", by=own_beheerder, now=now)
    forward(join_request, to=dennenlaan, note="", by=coordinator, now=now + LATER)
    row = with_findings(ResidentRequest.objects.all()).get()
    read = {
        user: [event.note for event in page_of(row, user=user, now=now).events if event.note]
        for user in (other_beheerder, coordinator)
    }
    assert read == {other_beheerder: [], coordinator: ["Ruzie met de buren."]}


def test_an_archived_group_is_named_to_nobody(
    village: Village, spoorstraat: WatchGroup, now: datetime
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.ARCHIVED)
    for number in ("12", ""):
        answer = find_group(read_address("Spoorstraat", number), as_hamlet=False, now=now)
        assert (answer.outcome, answer.group) == (Outcome.NO_GROUP, None)


def test_a_group_gets_thirty_requests_back_without_a_read_for_each(
    make_request: MakeRequest, own_beheerder: User, plain_user: User, spoorstraat: WatchGroup,
    now: datetime,
) -> None:  # fmt: skip
    for number in range(30):
        make_request(owner=Owner.COORDINATORS, route_reason="no_beheerder", house_number=number + 1)
    # The library that guards reads in a loop would fail this test.
    assert hand_to_group(spoorstraat, by=own_beheerder, now=now) == 30
    assert Mail.objects.filter(to=own_beheerder.email).count() == 30
