"""Joining: a form becomes a request with an owner, a date, mails and an audit line, once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.links import read_token, token_for
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail
from groups.models import GroupStatus, Membership, ResidentRequest, WatchGroup
from groups.places.routing import Address
from groups.requests.emails import CONFIRM
from groups.requests.services import submitting
from groups.requests.services.confirming import confirm_email, refuse_email
from groups.requests.services.joining import SignupData, submit_signup
from groups.values import references
from groups.values.addresses import HouseNumber
from groups.values.states import Kind, Owner, State
from groups.values.village_time import days_between
from tests.groups.conftest import Village

Data = Callable[..., SignupData]


def mails(request: ResidentRequest) -> dict[str, str]:
    """Who gets which mail about a request, by its subject."""
    about = Mail.objects.queued().filter(key__startswith=f"request-{request.pk}-")
    return dict(about.values_list("to", "subject"))


def test_a_request_reaches_its_beheerder_with_the_submission(
    signup_data: Data, own_beheerder: User, deputy: User, other_beheerder: User, now: datetime
) -> None:
    request = submit_signup(signup_data(), now=now)
    assert (request.kind, request.state, request.owner) == (Kind.JOIN, State.OPEN, Owner.GROUP)
    assert str(request.group) == "Spoorstraat"
    assert request.route_sentence == "Spoorstraat 12 hoort bij groep Spoorstraat: de hele straat."
    assert references.looks_like_reference(request.reference)
    assert mails(request) == {
        own_beheerder.email: f"Aanvraag Spoorstraat: adres klopt ({request.reference})",
        "rika@example.org": f"Je aanvraag ({request.reference})",
    }
    line = Entry.objects.about(f"request:{request.pk}").get()
    assert (line.verb, line.by, line.actor) == ("request.submitted", None, "resident")
    assert line.scope == f"group:{request.group_id}"
    assert line.facts == {
        "kind": "join",
        "owner": "group",
        "reason": "covered",
        "state": "open",
    }


def test_the_date_is_the_morning_of_the_third_day_also_over_the_change_of_the_clocks(
    signup_data: Data, own_beheerder: User
) -> None:
    village = ZoneInfo("Europe/Amsterdam")
    asked = datetime(2026, 10, 22, 23, 30, tzinfo=village).astimezone(UTC)
    own_beheerder.appointments.update(invited_at=asked, accepted_at=asked)
    request = submit_signup(signup_data(), now=asked)
    assert request.due_at.astimezone(village).isoformat() == "2026-10-25T09:00:00+01:00"


def test_the_same_form_sent_again_is_the_same_request(
    signup_data: Data, own_beheerder: User, now: datetime
) -> None:
    data = signup_data()
    first = submit_signup(data, now=now)
    again = submit_signup(data, now=now + timedelta(seconds=3))
    assert again == first
    assert ResidentRequest.objects.count() == 1
    assert Mail.objects.count() == 2
    assert Link.objects.count() == 1
    assert Entry.objects.filter(verb="request.submitted").count() == 1


def test_applying_again_later_is_a_request_of_its_own(
    signup_data: Data, own_beheerder: User, now: datetime
) -> None:
    first = submit_signup(signup_data(), now=now)
    second = submit_signup(signup_data(), now=now)
    assert first.reference != second.reference
    assert (first.state, first.owner) == (second.state, second.owner)


def test_two_references_that_fall_together_are_no_error(
    signup_data: Data, own_beheerder: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["D-CCCCCC", "D-CCCCCC", "D-DDDDDD"])
    monkeypatch.setattr(submitting, "new_reference", lambda: next(drawn))
    references_given = [submit_signup(signup_data(), now=now).reference for _ in range(2)]
    assert references_given == ["D-CCCCCC", "D-DDDDDD"]


def test_a_known_number_gets_the_same_answer_and_is_stored(
    signup_data: Data, own_beheerder: User, member: Membership, now: datetime
) -> None:
    request = submit_signup(signup_data(mobile=member.mobile), now=now)
    assert request.state == State.OPEN
    assert len(mails(request)) == 2


def test_without_mail_there_is_no_receipt_and_no_link(
    signup_data: Data, own_beheerder: User, now: datetime
) -> None:
    request = submit_signup(signup_data(email=""), now=now)
    assert list(mails(request)) == [own_beheerder.email]
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    ("slug", "reason", "state"),
    [
        ("leijweg", "no_group", State.WAITING),
        ("rijksweg", "no_beheerder", State.OPEN),
        ("ketenbaan", "outside", State.OPEN),
        ("", "unknown_street", State.OPEN),
    ],
)
def test_what_no_group_can_take_goes_to_the_coordinators_with_its_reason(
    village: Village,
    signup_data: Data,
    coordinator: User,
    now: datetime,
    slug: str,
    reason: str,
    state: str,
) -> None:
    street = village.street(slug) if slug else None
    request = submit_signup(
        signup_data(address=Address(street, "Nergenspad", HouseNumber(4))), now=now
    )
    assert (request.owner, request.route_reason, request.state) == (
        Owner.COORDINATORS,
        reason,
        state,
    )
    assert coordinator.email in mails(request)
    assert days_between(now, request.due_at) == (90 if state == State.WAITING else 3)
    assert request.street_text == (street.name if street else "Nergenspad")


@pytest.mark.parametrize(
    ("change", "reason", "state"),
    [
        ({"status": GroupStatus.PAUSED}, "paused", State.WAITING),
        ({"status": GroupStatus.STARTING}, "starting", State.WAITING),
        ({"status": GroupStatus.ARCHIVED}, "no_group", State.WAITING),
        ({"capacity": 1}, "full", State.WAITING),
    ],
)
def test_a_group_that_cannot_take_anybody_sends_no_request_to_its_beheerder(
    signup_data: Data,
    spoorstraat: WatchGroup,
    own_beheerder: User,
    member: Membership,
    now: datetime,
    change: dict[str, object],
    reason: str,
    state: str,
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(**change)
    request = submit_signup(signup_data(), now=now)
    assert (request.owner, request.route_reason, request.state) == (
        Owner.COORDINATORS,
        reason,
        state,
    )
    assert own_beheerder.email not in mails(request)


def test_who_stays_with_another_group_is_that_groups_with_the_reason_why(
    village: Village,
    spoorstraat: WatchGroup,
    signup_data: Data,
    own_beheerder: User,
    now: datetime,
) -> None:
    data = signup_data(
        address=village.address("dennenlaan", "5"),
        stays_with=spoorstraat,
        why_this_group="Ik werk hier.",
    )
    request = submit_signup(data, now=now)
    assert (request.group, request.owner) == (spoorstraat, Owner.GROUP)
    assert request.route_reason == "chosen_group"
    assert request.why_this_group == "Ik werk hier."
    assert "let op adres" in mails(request)[own_beheerder.email]


def test_staying_with_the_group_of_the_address_is_no_choice(
    spoorstraat: WatchGroup, signup_data: Data, own_beheerder: User, now: datetime
) -> None:
    request = submit_signup(signup_data(stays_with=spoorstraat, why_this_group="Hoezo?"), now=now)
    assert request.route_reason == "covered"
    assert request.why_this_group == ""


def test_with_everybody_away_the_coordinators_hear_at_once_and_the_group_keeps_it(
    signup_data: Data, own_beheerder: User, coordinator: User, now: datetime
) -> None:
    own_beheerder.appointments.update(away_until=now.date() + timedelta(days=3))
    request = submit_signup(signup_data(), now=now)
    assert (request.owner, request.route_reason) == (Owner.GROUP, "all_away")
    assert request.escalated_at == now
    assert set(mails(request)) == {coordinator.email, "rika@example.org"}


def test_a_deputy_hears_it_when_the_beheerder_is_away(
    signup_data: Data, own_beheerder: User, deputy: User, now: datetime
) -> None:
    own_beheerder.appointments.update(away_until=now.date() + timedelta(days=3))
    request = submit_signup(signup_data(), now=now)
    assert set(mails(request)) == {deputy.email, "rika@example.org"}
    assert request.escalated_at is None


def test_one_address_is_not_flooded_with_receipts(
    signup_data: Data, own_beheerder: User, now: datetime
) -> None:
    for _ in range(4):
        submit_signup(signup_data(), now=now)
    due = Mail.objects.filter(to="rika@example.org").order_by("due").values_list("due", flat=True)
    assert [moment <= now for moment in due] == [True, True, False, False]


def test_when_the_mails_cannot_be_queued_there_is_no_request_either(
    signup_data: Data, own_beheerder: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(submitting, "record_request_event", broken)
    with pytest.raises(OSError):  # noqa: PT011 - any error will do
        submit_signup(signup_data(), now=now)
    assert not ResidentRequest.objects.exists()
    assert not Mail.objects.exists()
    assert not Link.objects.exists()


def link_of(request: ResidentRequest) -> Link:
    return Link.objects.get(purpose=CONFIRM, subject_id=request.pk)


def test_confirming_notes_it_once(signup_data: Data, own_beheerder: User, now: datetime) -> None:
    request = submit_signup(signup_data(), now=now)
    link = link_of(request)
    assert confirm_email(link, now=now)
    assert not confirm_email(link, now=now + timedelta(hours=1))
    request.refresh_from_db()
    assert request.email_confirmed_at == now
    assert Entry.objects.filter(verb="request.email_confirmed").count() == 1


def test_this_is_not_me_takes_the_address_off_and_nothing_else(
    signup_data: Data, own_beheerder: User, now: datetime
) -> None:
    request = submit_signup(signup_data(), now=now)
    link = link_of(request)
    token = token_for(link)
    assert refuse_email(link, now=now)
    assert not refuse_email(link, now=now)
    request.refresh_from_db()
    assert (request.email, request.email_refused_at, request.state) == ("", now, State.OPEN)
    assert request.name == "Rika Resident"
    assert read_token(CONFIRM, token, now=now) is None
    assert not confirm_email(link, now=now)
    assert list(mails(request)) == [own_beheerder.email]
