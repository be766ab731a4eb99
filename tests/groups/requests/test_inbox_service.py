"""Deciding: who may, what it leaves behind, and taking it back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db.models import QuerySet

from dorst_portal.accounts.models import User
from dorst_portal.accounts.sealing import seal
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.delivery import deliver_due
from dorst_portal.outbox.models import Mail, MailState
from groups.models import DeclineReason, Membership, ResidentRequest, WatchGroup
from groups.refusals import AlreadyHandled, TooLateToUndo
from groups.requests.services.deciding import approve, decline, mark_added, note_view, undo_decision
from groups.values.states import STEPS, Kind, Owner, State
from tests.groups.conftest import MakeRequest, Village

OTHERS = (
    "other_beheerder",
    "former_beheerder",
    "invited_beheerder",
    "plain_user",
    "coordinator",
    "superuser",
)
OPEN_JOIN = (Kind.JOIN, State.OPEN)
LATER = timedelta(minutes=1)
TOO_LATE = timedelta(minutes=5)


def stays(request: ResidentRequest) -> None:
    """Nothing of the row was changed, and no mail or line is left of the attempt."""
    before = {field.attname: getattr(request, field.attname) for field in request._meta.fields}
    request.refresh_from_db()
    after = {field.attname: getattr(request, field.attname) for field in request._meta.fields}
    assert before == after


def event_of(mails: QuerySet[Mail]) -> list[str]:
    return list(mails.order_by("pk").values_list("event", flat=True))


def lines(request: ResidentRequest) -> list[str]:
    return list(Entry.objects.about(f"request:{request.pk}").values_list("verb", flat=True))


@pytest.fixture
def approved(join_request: ResidentRequest, own_beheerder: User, now: datetime) -> ResidentRequest:
    """Approved just now, through the service."""
    approve(join_request, by=own_beheerder, now=now)
    return join_request


@pytest.mark.parametrize("who", ["own_beheerder", "deputy"])
def test_a_beheerder_or_deputy_of_the_group_admits(
    request: pytest.FixtureRequest, join_request: ResidentRequest, now: datetime, who: str
) -> None:
    user = request.getfixturevalue(who)
    approve(join_request, by=user, now=now)
    assert (join_request.state, join_request.decided_by) == (State.APPROVED, user)
    assert join_request.undo_until == now + timedelta(minutes=5)
    assert lines(join_request) == ["request.approved"]
    mail = Mail.objects.get()
    assert (mail.to, mail.due, mail.state) == (join_request.email, now + TOO_LATE, "queued")


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_admits_or_adds_or_takes_back(
    request: pytest.FixtureRequest, approved: ResidentRequest, make_request: MakeRequest,
    now: datetime, who: str,
) -> None:  # fmt: skip
    user = request.getfixturevalue(who)
    lines_before, mails_before = Entry.objects.count(), Mail.objects.count()
    # Also where the coordinators see it since day 7.
    for row in (make_request(), make_request(escalated_at=now)):
        with pytest.raises(AlreadyHandled):
            approve(row, by=user, now=now)
        stays(row)
    with pytest.raises(AlreadyHandled):
        mark_added(approved, by=user, now=now)
    with pytest.raises(TooLateToUndo):
        undo_decision(approved, by=user, now=now)
    stays(approved)
    assert not Membership.objects.exists()
    assert (Entry.objects.count(), Mail.objects.count()) == (lines_before, mails_before)


@pytest.mark.parametrize("who", ["own_beheerder", "coordinator", "superuser"])
def test_what_is_the_coordinators_is_admitted_by_nobody(
    request: pytest.FixtureRequest, make_request: MakeRequest, now: datetime, who: str
) -> None:
    row = make_request(owner=Owner.COORDINATORS, route_reason="no_beheerder")
    with pytest.raises(AlreadyHandled):
        approve(row, by=request.getfixturevalue(who), now=now)
    stays(row)


@pytest.mark.parametrize(
    ("kind", "state"),
    [(kind, state) for kind in Kind for state in STEPS[kind] if (kind, state) != OPEN_JOIN],
)
def test_only_an_open_join_request_is_admitted(
    make_request: MakeRequest, own_beheerder: User, now: datetime, kind: Kind, state: State
) -> None:
    decided = state in (State.APPROVED, State.ADDED)
    row = make_request(kind=kind, state=state, decided_by=own_beheerder if decided else None)
    with pytest.raises(AlreadyHandled):
        approve(row, by=own_beheerder, now=now)
    stays(row)


def test_approving_twice_is_deciding_once(
    approved: ResidentRequest, deputy: User, now: datetime
) -> None:
    with pytest.raises(AlreadyHandled):
        approve(approved, by=deputy, now=now)
    assert Mail.objects.count() == 1
    assert lines(approved) == ["request.approved"]


def test_a_request_that_moved_is_not_decided_from_an_old_page(
    join_request: ResidentRequest, village: Village, own_beheerder: User, now: datetime
) -> None:
    ResidentRequest.objects.filter(pk=join_request.pk).update(group=village.group("sparren"))
    for verb in (approve, mark_added):
        with pytest.raises(AlreadyHandled):
            verb(join_request, by=own_beheerder, now=now)


@pytest.mark.parametrize("who", ["own_beheerder", "deputy"])
def test_own_beheerders_decline_with_a_reason(
    request: pytest.FixtureRequest, join_request: ResidentRequest, now: datetime, who: str
) -> None:
    user = request.getfixturevalue(who)
    decline(join_request, reason=DeclineReason.OTHER, note="Bel me even.", by=user, now=now)
    assert (join_request.state, join_request.decline_reason) == (State.DECLINED, "other")
    assert join_request.due_at > now + timedelta(days=29)
    line = Entry.objects.about(f"request:{join_request.pk}").get()
    assert line.facts == {"was": "open", "why": "other"}
    assert Mail.objects.get().due == now + TOO_LATE


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_declines_what_is_a_beheerders(
    request: pytest.FixtureRequest, join_request: ResidentRequest, now: datetime, who: str
) -> None:
    user = request.getfixturevalue(who)
    with pytest.raises(AlreadyHandled):
        decline(join_request, reason=DeclineReason.OTHER, note="", by=user, now=now)
    stays(join_request)


@pytest.mark.parametrize("who", ["coordinator", "superuser"])
@pytest.mark.parametrize(
    "facts",
    [{"owner": Owner.COORDINATORS}, {"state": State.WAITING}, {"escalated_at": True}],
)
def test_staff_decline_what_is_theirs_also_after_day_seven(
    request: pytest.FixtureRequest,
    make_request: MakeRequest,
    now: datetime,
    who: str,
    facts: dict[str, object],
) -> None:
    given = {name: now if name == "escalated_at" else value for name, value in facts.items()}
    row = make_request(**given)
    user = request.getfixturevalue(who)
    decline(row, reason=DeclineReason.OUTSIDE_STREETS, note="", by=user, now=now)
    assert row.state == State.DECLINED
    assert row.decided_by == user


def test_undo_opens_the_request_and_calls_the_mail_back(
    approved: ResidentRequest, deputy: User, now: datetime
) -> None:
    undo_decision(approved, by=deputy, now=now + LATER)
    assert (approved.state, approved.decided_by, approved.undo_until) == (State.OPEN, None, None)
    assert Mail.objects.get().state == MailState.CANCELLED
    assert lines(approved) == ["request.decision_undone", "request.approved"]


def test_approving_again_after_undo_mails_again(
    approved: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    undo_decision(approved, by=own_beheerder, now=now + LATER)
    approve(approved, by=own_beheerder, now=now + 2 * LATER)
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["cancelled", "queued"]


def test_undo_takes_a_refusal_back_with_its_reason(
    join_request: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    decline(join_request, reason="other", note="Nee.", by=own_beheerder, now=now)
    undo_decision(join_request, by=own_beheerder, now=now + LATER)
    assert (join_request.state, join_request.decline_reason, join_request.decline_note) == (
        State.OPEN,
        "",
        "",
    )


def test_after_five_minutes_there_is_no_undo(
    approved: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    with pytest.raises(TooLateToUndo):
        undo_decision(approved, by=own_beheerder, now=now + TOO_LATE)
    stays(approved)
    assert Mail.objects.get().state == MailState.QUEUED


def test_a_mail_that_a_sender_has_taken_ends_undo(
    approved: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    Mail.objects.update(attempts=1)
    with pytest.raises(TooLateToUndo):
        undo_decision(approved, by=own_beheerder, now=now + LATER)
    stays(approved)


def test_a_mail_that_left_ends_undo(
    approved: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    assert deliver_due(now=now + TOO_LATE) == 1
    with pytest.raises(TooLateToUndo):
        undo_decision(approved, by=own_beheerder, now=now + LATER)


def test_who_was_ended_in_the_meantime_takes_nothing_back(
    approved: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    own_beheerder.appointments.update(until=now)
    with pytest.raises(TooLateToUndo):
        undo_decision(approved, by=own_beheerder, now=now + LATER)
    with pytest.raises(AlreadyHandled):
        mark_added(approved, by=own_beheerder, now=now + LATER)


def test_added_makes_the_membership_and_ends_undo(
    approved: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    mark_added(approved, by=own_beheerder, now=now + LATER)
    member = Membership.objects.get()
    assert approved.membership == member
    assert (member.group, member.mobile, member.address) == (
        approved.group,
        approved.mobile,
        "Spoorstraat 12",
    )
    assert member.email == ""  # nobody has confirmed it
    assert member.house_rules == approved.house_rules
    assert event_of(Mail.objects.filter(state=MailState.CANCELLED)) == ["approved"]
    with pytest.raises(TooLateToUndo):
        undo_decision(approved, by=own_beheerder, now=now + LATER)
    with pytest.raises(AlreadyHandled):
        mark_added(approved, by=own_beheerder, now=now + LATER)
    assert Membership.objects.count() == 1
    assert lines(approved) == ["request.added", "request.approved"]


def test_a_confirmed_address_goes_into_the_membership(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    row = make_request(email_confirmed_at=now)
    approve(row, by=own_beheerder, now=now)
    mark_added(row, by=own_beheerder, now=now)
    assert Membership.objects.get().email == row.email


def test_an_open_request_is_not_added(
    join_request: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    with pytest.raises(AlreadyHandled):
        mark_added(join_request, by=own_beheerder, now=now)
    assert not Membership.objects.exists()
    stays(join_request)


def test_a_number_that_is_in_the_group_already_stays_one_membership(
    make_request: MakeRequest,
    make_member: Callable[..., Membership],
    own_beheerder: User,
    now: datetime,
) -> None:
    member = make_member()
    row = make_request(mobile=member.mobile)
    approve(row, by=own_beheerder, now=now)
    mark_added(row, by=own_beheerder, now=now)
    assert row.membership == member
    assert Membership.objects.count() == 1


def test_who_left_becomes_a_member_anew(
    make_request: MakeRequest,
    make_member: Callable[..., Membership],
    own_beheerder: User,
    now: datetime,
) -> None:
    left = make_member(since=now - timedelta(days=9), until=now)
    row = make_request(mobile=left.mobile)
    approve(row, by=own_beheerder, now=now)
    mark_added(row, by=own_beheerder, now=now)
    assert row.membership != left


def test_every_look_leaves_a_line(
    join_request: ResidentRequest, coordinator: User, now: datetime
) -> None:
    note_view(join_request, by=coordinator, now=now)
    line = Entry.objects.about(f"request:{join_request.pk}").get()
    assert (line.verb, line.by, line.scope) == (
        "request.viewed",
        coordinator,
        f"group:{join_request.group_id}",
    )


# --- Welcome -----------------------------------------------------------------------------------


@pytest.mark.parametrize("later", [timedelta(), LATER, TOO_LATE + LATER])
def test_whoever_is_put_into_the_group_is_welcomed_once(
    make_request: MakeRequest, own_beheerder: User, now: datetime, later: timedelta
) -> None:
    """Also within the minutes of undo, when the mail of the approval is called back."""
    row = make_request(email_confirmed_at=now)
    approve(row, by=own_beheerder, now=now)
    deliver_due(now=now + later)
    mark_added(row, by=own_beheerder, now=now + later)
    with pytest.raises(AlreadyHandled):
        mark_added(row, by=own_beheerder, now=now + later)
    told = Mail.objects.filter(to=row.email).exclude(state=MailState.CANCELLED)
    left_already = later > TOO_LATE
    assert event_of(told) == (["approved", "added"] if left_already else ["added"])
    mail = told.get(event="added")
    assert mail.subject == f"Welkom in groep Spoorstraat ({row.reference})"
    assert mail.due == now + later
    assert mail.url().endswith("/spelregels/")
    assert "/stoppen/" in mail.text
    assert "bel bij nood eerst 112" in mail.text


def test_a_welcome_tells_nobodys_data(
    make_request: MakeRequest, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    spoorstraat.invite_link_encrypted = seal("https://chat.whatsapp.com/AbCdEfGh1234567890")
    spoorstraat.invite_link_set_at = now
    spoorstraat.save()
    row = make_request(email_confirmed_at=now)
    approve(row, by=own_beheerder, now=now)
    mark_added(row, by=own_beheerder, now=now)
    text = Mail.objects.get(event="added").rendered_text()
    for secret in ("chat.whatsapp", "wa.me", "Rika", "Els", "Eigen", "own@", "+316", row.address):
        assert secret not in text


def test_a_beheerder_who_agreed_to_it_is_named_by_first_name(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    own_beheerder.shares_first_name = True
    own_beheerder.save()
    row = make_request(email_confirmed_at=now)
    approve(row, by=own_beheerder, now=now)
    mark_added(row, by=own_beheerder, now=now)
    text = Mail.objects.get(event="added").text
    assert "Je beheerder heet Els." in text
    assert "Eigen" not in text


def test_an_address_that_is_not_confirmed_hears_of_news_only(
    approved: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    mark_added(approved, by=own_beheerder, now=now)
    mail = Mail.objects.get(event="added")
    assert mail.subject == f"Er is nieuws over je aanvraag ({approved.reference})"
    assert "Spoorstraat" not in mail.text
    assert mail.link


def test_without_an_address_there_is_no_welcome(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    row = make_request(email="")
    approve(row, by=own_beheerder, now=now)
    mark_added(row, by=own_beheerder, now=now)
    assert not Mail.objects.filter(event="added").exists()


def test_who_may_not_add_welcomes_nobody(
    approved: ResidentRequest, coordinator: User, now: datetime
) -> None:
    with pytest.raises(AlreadyHandled):
        mark_added(approved, by=coordinator, now=now)
    assert not Mail.objects.filter(event="added").exists()
