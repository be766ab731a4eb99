"""DP-08: somebody asks to be forgotten, and is; nobody else is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.links import new_link
from dorst_portal.kit.models import Link
from dorst_portal.kit.ratelimit import Limit, hit
from dorst_portal.outbox.models import Mail, MailState
from groups.members.services.acting import Actor, beheerder
from groups.members.services.checks import checks_of, taken_out
from groups.members.services.ending import TooLate, undo_end
from groups.models import (
    CallTask,
    Handover,
    MemberImport,
    MemberImportRow,
    Membership,
    MembershipSource,
    RequestMessage,
    ResidentRequest,
    Tombstone,
    WatchGroup,
)
from groups.privacy.services.erasing import NothingToErase, erase_person, find_person
from groups.requests.services.deciding import approve
from groups.timetable.clock import tick
from groups.values.member_import_states import ListState
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import MakeRequest
from tests.groups.members.sent_lists import looked_at

MAIL = "rika@example.org"
DAY = timedelta(days=1)
MakeMember = Callable[..., Membership]


@pytest.fixture
def make_member(make_member: MakeMember, now: datetime) -> MakeMember:
    """A member since yesterday."""
    proved = {"since": now - DAY, "email_confirmed_at": now}
    return lambda **given: make_member(**{**proved, **given})


def all_of(email: str, now: datetime) -> None:
    """The owner of this address presses the button on their own page."""
    mine = Membership.objects.filter(email=email)
    erase_person(email=email, memberships=mine, by=Actor(mine, word="member"), now=now)


def names_in(row: ResidentRequest | Membership) -> list[str]:
    row.refresh_from_db()
    return [
        getattr(row, name) for name in ("name", "mobile", "email", "street_text", "organisation")
    ]


def test_dp_08_everything_with_the_address_goes(
    make_request: MakeRequest, make_member: MakeMember, own_beheerder: User, now: datetime
) -> None:
    facts: dict[str, Any] = {"email": MAIL, "email_confirmed_at": now}
    rows = [
        make_request(**facts),
        make_request(state=State.WAITING, **facts),
        make_request(
            state=State.DECLINED,
            decided_by=own_beheerder,
            decline_note="Woont",
            undo_until=now + DAY,
            **facts,
        ),
        make_request(state=State.APPROVED, decided_by=own_beheerder, **facts),
        make_request(kind=Kind.QUESTION, message="Hoi", **facts),
    ]
    helped = make_request(email="", helper_name="Rika", helper_email=MAIL, name="Buurvrouw")
    member = make_member(email=MAIL, name="Rika", organisation="Bakker")
    other = make_member(email="other@example.org", name="Anders")
    all_of(MAIL, now)
    for row in rows:
        assert names_in(row) == [""] * 5
        assert (row.message, row.decline_note, row.route_sentence) == ("", "", "")
        assert (row.anonymised_at, row.undo_until) == (now, None)
    states = [row.state for row in rows]
    assert states == ["withdrawn", "withdrawn", "declined", "withdrawn", "withdrawn"]
    helped.refresh_from_db()
    assert (helped.helper_name, helped.helper_email, helped.name) == ("", "", "Buurvrouw")
    member.refresh_from_db()
    assert (member.email, member.organisation, member.street_text, member.search_key) == ("",) * 4
    assert (member.until, member.erased_at) == (now, now)
    other.refresh_from_db()
    assert (other.name, other.until) == ("Anders", None)


def test_dp_08_what_hangs_on_a_request_goes_along(
    make_request: MakeRequest, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    asked = make_request(email=MAIL, email_confirmed_at=now)
    RequestMessage.objects.create(request=asked, kind="asked", text="Woon je hier?")
    CallTask.objects.create(request=asked, key="k", about="asked", from_at=now, due_at=now)
    Handover.objects.create(
        request=asked, from_owner=Owner.GROUP, to_owner=Owner.GROUP, from_due_at=now,
        from_group=spoorstraat, to_group=spoorstraat, note="Belt niet op",
    )  # fmt: skip
    new_link("confirm", asked.pk, now=now)
    limits = [Limit("form-mobile", asked.mobile, 5, 3600), Limit("form-email", MAIL, 5, 3600)]
    hit(limits, now=now)
    all_of(MAIL, now)
    assert not RequestMessage.objects.exists()
    assert not CallTask.objects.exists()
    assert Handover.objects.get().note == ""
    assert not Link.objects.filter(subject_id=asked.pk).exists()
    assert hit([Limit(one.name, one.key, 1, 3600) for one in limits], now=now) is None


def test_dp_08_mails_are_called_back_and_emptied(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    asked = make_request(email=MAIL, email_confirmed_at=now)
    made: dict[str, Any] = {"subject": "S", "text": "Hallo", "due": now, "created": now}
    about = f"request:{asked.pk}"
    queued = Mail.objects.create(to=MAIL, key="a", about=about, attempts=2, **made)
    sent = Mail.objects.create(to=MAIL, key="b", state=MailState.SENT, sent_at=now, **made)
    theirs = Mail.objects.create(to=own_beheerder.email, key="c", about=about, **made)
    other = Mail.objects.create(to="other@example.org", key="d", **made)
    all_of(MAIL, now)
    for mail, state in ((queued, "cancelled"), (sent, "sent"), (theirs, "cancelled")):
        mail.refresh_from_db()
        assert (mail.to, mail.text, mail.state) == ("", "", state)
    other.refresh_from_db()
    assert (other.to, other.state) == ("other@example.org", "queued")


def test_mails_of_an_account_with_the_same_address_stay(
    make_member: MakeMember, own_beheerder: User, now: datetime
) -> None:
    make_member(email=own_beheerder.email)
    login = Mail.objects.create(
        to=own_beheerder.email, subject="Je code", text="1234", key="a", due=now, created=now
    )
    all_of(own_beheerder.email, now)
    login.refresh_from_db()
    assert (login.to, login.text) == (own_beheerder.email, "1234")


def test_somebody_elses_request_with_a_wrong_address_loses_only_that(
    make_request: MakeRequest, make_member: MakeMember, now: datetime
) -> None:
    make_member(email=MAIL)
    mistyped = make_request(email=MAIL, name="Henk Heel Anders")
    all_of(MAIL, now)
    mistyped.refresh_from_db()
    assert (mistyped.name, mistyped.email, mistyped.state) == ("Henk Heel Anders", "", "open")
    assert mistyped.email_refused_at == now


def test_an_own_request_that_was_never_confirmed_goes_by_its_number(
    make_request: MakeRequest, make_member: MakeMember, now: datetime
) -> None:
    member = make_member(email=MAIL)
    own = make_request(email=MAIL, mobile=member.mobile)
    all_of(MAIL, now)
    assert names_in(own) == [""] * 5


def test_what_came_along_with_an_address_goes_in_both_groups(
    make_member: MakeMember, dennenlaan: WatchGroup, now: datetime
) -> None:
    old = make_member(until=now - DAY, since=now - 9 * DAY, end_reason="other_group")
    new = make_member(
        group=dennenlaan, moved_from=old, source=MembershipSource.MOVED, to_confirm=True
    )
    this = Membership.objects.filter(pk=new.pk)
    erase_person(memberships=this, by=Actor(this, word="member"), now=now)
    old.refresh_from_db()
    new.refresh_from_db()
    assert new.anonymised_at == now  # never was in that chat
    assert (old.erased_at, old.left_chat_at, old.email) == (now, None, "")


# --- The task of the beheerder ---------------------------------------------------------------


def test_dp_08_the_name_stays_for_the_beheerder_and_no_longer_than_a_day(
    make_member: MakeMember, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    member = make_member(email=MAIL, name="Rika Resident")
    all_of(MAIL, now)
    (task,) = checks_of(spoorstraat).to_take_out
    assert (task.name, task.mobile) == ("Rika Resident", member.mobile)
    mail = Mail.objects.get(to=own_beheerder.email)
    assert "een lid" in mail.subject.lower()
    assert "Rika" not in mail.subject + mail.text
    tick(now=now + DAY - timedelta(minutes=1))
    (task,) = checks_of(spoorstraat).to_take_out
    assert (task.name, task.mobile, task.shown_name) == ("", "", "Een lid")
    taken_out(task, by=own_beheerder, now=now + DAY)
    assert not checks_of(spoorstraat)


def test_who_is_taken_out_is_forgotten_at_once(
    make_member: MakeMember, own_beheerder: User, now: datetime
) -> None:
    member = make_member(email=MAIL)
    all_of(MAIL, now)
    member.refresh_from_db()
    taken_out(member, by=own_beheerder, now=now)
    member.refresh_from_db()
    assert (member.name, member.mobile, member.anonymised_at) == ("", "", now)


def test_it_is_not_taken_back(make_member: MakeMember, own_beheerder: User, now: datetime) -> None:
    member = make_member(email=MAIL)
    all_of(MAIL, now)
    member.refresh_from_db()
    with pytest.raises(TooLate):
        undo_end(member, actor=beheerder(own_beheerder, now=now), now=now)


def test_the_same_person_may_come_back(make_member: MakeMember, now: datetime) -> None:
    member = make_member(email=MAIL)
    all_of(MAIL, now)
    again = make_member(email=MAIL, mobile=member.mobile)
    tick(now=now + 40 * DAY)
    again.refresh_from_db()
    assert again.email == MAIL


# --- Lines and tombstones --------------------------------------------------------------------


def test_dp_08_what_stays_is_a_line_and_a_tombstone(
    make_member: MakeMember, make_request: MakeRequest, now: datetime
) -> None:
    member, asked = make_member(email=MAIL), make_request(email=MAIL, email_confirmed_at=now)
    all_of(MAIL, now)
    lines = Entry.objects.filter(verb__endswith=".erased").order_by("pk")
    assert [(line.subject, line.actor, line.facts) for line in lines] == [
        (f"membership:{member.pk}", "member", {}),
        (f"request:{asked.pk}", "member", {}),
    ]
    assert sorted(Tombstone.objects.values_list("kind", flat=True)) == [
        "email", "membership", "mobile", "request",
    ]  # fmt: skip
    assert all(len(stone.digest) == 64 for stone in Tombstone.objects.all())
    assert set(Tombstone.objects.values_list("at", flat=True)) == {now.astimezone(UTC)}


def test_dp_08_a_list_that_waits_with_them_goes_and_no_other(
    make_member: MakeMember, spoorstraat: WatchGroup, dennenlaan: WatchGroup, now: datetime
) -> None:
    member = make_member(email=MAIL)
    by_address, by_number, elsewhere, of_others = (
        looked_at(group) for group in (dennenlaan, spoorstraat, dennenlaan, spoorstraat)
    )
    MemberImportRow.objects.filter(pk=by_address.pk).update(email=MAIL)
    for row in (by_number, elsewhere):
        MemberImportRow.objects.filter(pk=row.pk).update(mobile=member.mobile)
    all_of(MAIL, now)
    # People share telephones: a number counts in the group from which they go.
    assert set(MemberImportRow.objects.all()) == {elsewhere, of_others}
    wiped = MemberImport.objects.filter(wiped_at=now, state=ListState.DROPPED, content=None)
    assert {batch.pk for batch in wiped} == {by_address.batch_id, by_number.batch_id}


def test_twice_is_told_and_changes_nothing(make_member: MakeMember, now: datetime) -> None:
    make_member(email=MAIL)
    all_of(MAIL, now)
    stones = Tombstone.objects.count()
    with pytest.raises(NothingToErase):
        all_of(MAIL, now + DAY)
    assert Tombstone.objects.count() == stones


def test_an_actor_reaches_no_further_than_their_own(
    make_member: MakeMember, own_beheerder: User, dennenlaan: WatchGroup, now: datetime
) -> None:
    other = make_member(group=dennenlaan)
    with pytest.raises(NothingToErase):
        erase_person(
            memberships=Membership.objects.filter(pk=other.pk),
            by=beheerder(own_beheerder, now=now),
            now=now,
        )
    other.refresh_from_db()
    assert other.until is None


def test_looking_at_what_would_go_changes_nothing(
    make_member: MakeMember, make_request: MakeRequest, now: datetime
) -> None:
    member, asked = make_member(email=MAIL), make_request(email=MAIL, email_confirmed_at=now)
    person = find_person(email=MAIL, memberships=Membership.objects.none())
    assert (list(person.memberships), list(person.requests)) == ([member], [asked])
    assert names_in(member)[0]


def test_who_is_approved_meanwhile_is_erased_or_was_first(
    make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    asked = make_request(email=MAIL, email_confirmed_at=now)
    approve(asked, by=own_beheerder, now=now)
    all_of(MAIL, now)
    asked.refresh_from_db()
    assert (asked.state, asked.name, asked.undo_until) == ("withdrawn", "", None)
    assert not Mail.objects.filter(state=MailState.QUEUED, about=f"request:{asked.pk}").exists()


# --- The page --------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", ["own_beheerder", "coordinator"])
def test_a_beheerder_or_coordinator_does_it_on_behalf(
    request: pytest.FixtureRequest,
    client: Client,
    member: Membership,
    dennenlaan: WatchGroup,
    make_member: MakeMember,
    make_request: MakeRequest,
    actor: str,
    log_in: Callable[[Client, User], Client],
) -> None:
    elsewhere = make_member(group=dennenlaan, mobile=member.mobile)
    asked = make_request(mobile=member.mobile, email="")
    user = request.getfixturevalue(actor)
    log_in(client, user)
    page = reverse("member_erase", args=["spoorstraat", member.pk])
    there = client.get(page).content.decode()
    assert "1 aanvraag" in there
    assert "hooguit 1 dag" in there
    member.refresh_from_db()
    assert member.until is None
    told = client.post(page, follow=True).content.decode()
    assert "Alles is gewist." in told
    member.refresh_from_db()
    assert (member.erased_at is not None, member.street_text) == (True, "")
    assert names_in(asked) == [""] * 5
    elsewhere.refresh_from_db()  # of another group, which nobody here may touch
    assert elsewhere.until is None
    line = Entry.objects.get(verb="member.erased")
    assert (line.by, line.scope) == (user, f"group:{member.group_id}")
    assert client.post(page).status_code == 404
