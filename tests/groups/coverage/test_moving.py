"""Moving numbers to another group: its rules, who lives there, and taking it back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils.translation import override
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.coverage.pages.changes import Row, Undone
from groups.coverage.pages.move_preview import preview
from groups.coverage.pages.plan import NothingMoves, plan_move
from groups.coverage.pages.plan_parts import Numbers
from groups.coverage.services.moving import PlanChanged, carry_out
from groups.coverage.services.undo import ChangeStands, may_undo, undo_change
from groups.models import (
    ChangeKind,
    CoverageChange,
    CoverageRule,
    GroupStatus,
    LeaveReason,
    Membership,
    MembershipSource,
    ResidentRequest,
    RouteReason,
    WatchGroup,
)
from groups.refusals import Refused
from groups.requests.services import deciding, forwarding
from groups.values.addresses import LARGEST_HOUSE_NUMBER
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import MakeRequest, Village, appoint

MakeMember = Callable[..., Membership]


@pytest.fixture
def make_member(make_member: MakeMember, now: datetime) -> MakeMember:
    """Members of long ago."""
    return lambda **given: make_member(**({"since": now - timedelta(days=99)} | given))


@pytest.fixture
def even(village: Village) -> list[Numbers]:
    """Spoorstraat 10 up to 20, the even side."""
    return [Numbers(village.street("spoorstraat"), 10, 20, "even")]


def move(
    numbers: list[Numbers],
    to: WatchGroup | None,
    by: User,
    now: datetime,
    kind: ChangeKind = ChangeKind.MOVE,
    only_from: WatchGroup | None = None,
) -> CoverageChange:
    """Look at it, and carry out what was seen; the one change that it is."""
    plan = plan_move(numbers, to=to, kind=kind, only_from=only_from, now=now)
    (change,) = carry_out(
        numbers, to=to, kind=kind, only_from=only_from, seen=plan.seen, by=by, now=now
    )
    return change


def in_force(street: str) -> list[tuple[int, int, str, str]]:
    rules = CoverageRule.objects.in_force().filter(street__slug=street).order_by("first_number")
    return list(rules.values_list("first_number", "last_number", "side", "group__slug"))


def test_one_side_of_a_stretch_leaves_the_rest_where_it_was(
    even: list[Numbers], dennenlaan: WatchGroup, coordinator: User, now: datetime
) -> None:
    move(even, dennenlaan, coordinator, now)
    assert in_force("spoorstraat") == [
        (1, 9, "both", "spoorstraat"),
        (10, 20, "even", "dennenlaan"),
        (11, 19, "odd", "spoorstraat"),
        (21, 99999, "both", "spoorstraat"),
    ]


def test_each_sentence_that_is_kept_can_be_said_again_in_another_language(
    even: list[Numbers], village: Village, dennenlaan: WatchGroup, coordinator: User, now: datetime
) -> None:
    """Whoever words one anew in the service finds here that the list reads it no more."""
    there = move(even, dennenlaan, coordinator, now)
    away = move(even, None, coordinator, now)
    back = move(even, dennenlaan, coordinator, now)
    whole = Numbers(village.street("leijweg"), 1, LARGEST_HOUSE_NUMBER, "both")
    street = move([whole], dennenlaan, coordinator, now)
    said = [Row(one, may_undo=False) for one in (there, away, back, street)]
    with override("en"):
        assert [row.sentence for row in said] == [
            "Spoorstraat even numbers 10 to 20, from group Spoorstraat to group Dennenlaan.",
            "Spoorstraat even numbers 10 to 20, from group Dennenlaan to no group.",
            "Spoorstraat even numbers 10 to 20, from no group to group Dennenlaan.",
            "Leijweg (whole street), from no group to group Dennenlaan.",
        ]


def test_numbers_that_come_beside_others_of_the_group_are_one_rule_with_them(
    even: list[Numbers],
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    coordinator: User,
    now: datetime,
) -> None:
    whole = in_force("spoorstraat")
    there = move(even, dennenlaan, coordinator, now)
    back = move(even, spoorstraat, coordinator, now)
    assert in_force("spoorstraat") == whole
    assert not may_undo(there, now)
    undo_change(back, by=coordinator, now=now)
    assert (10, 20, "even", "dennenlaan") in in_force("spoorstraat")


def test_a_move_says_what_really_moves_and_why_the_rest_stays(
    even: list[Numbers], dennenlaan: WatchGroup, coordinator: User, now: datetime
) -> None:
    move(even, dennenlaan, coordinator, now)
    street = even[0].street
    page = preview(Numbers(street, 20, 26, "even"), to=dennenlaan, now=now)
    assert page.title == "Spoorstraat even nummers 22 t/m 26 naar groep Dennenlaan"
    assert page.stays == (
        "Je koos Spoorstraat even nummers 20 t/m 26. "
        "Spoorstraat nummer 20 hoort al bij groep Dennenlaan en blijft zoals het is."
    )
    assert not preview(Numbers(street, 22, 26, "even"), to=dennenlaan, now=now).stays


def test_looking_changes_nothing(
    even: list[Numbers], dennenlaan: WatchGroup, now: datetime, make_member: MakeMember
) -> None:
    make_member(house_number=12)
    before = in_force("spoorstraat")
    plan = plan_move(even, to=dennenlaan, now=now)
    assert (plan.members, plan.requests) == (1, 0)
    assert in_force("spoorstraat") == before
    assert Membership.objects.get().group_id != dennenlaan.pk


def test_who_lives_there_goes_along_and_waits_for_a_beheerder(
    even: list[Numbers],
    dennenlaan: WatchGroup,
    spoorstraat: WatchGroup,
    coordinator: User,
    now: datetime,
    make_member: MakeMember,
) -> None:
    old = make_member(house_number=12, house_letter="A", email="mien@example.org")
    neighbour = make_member(house_number=13)
    change = move(even, dennenlaan, coordinator, now)
    old.refresh_from_db()
    new = Membership.objects.get(group=dennenlaan)
    assert (old.until, old.end_reason) == (now, LeaveReason.OTHER_GROUP)
    assert (new.name, new.mobile, new.email, new.address) == (
        old.name,
        old.mobile,
        old.email,
        old.address,
    )
    assert (new.source, new.to_confirm) == (MembershipSource.MOVED, True)
    assert (new.moved_by, new.moved_from) == (change, old)
    assert list(Membership.objects.current().filter(group=spoorstraat)) == [neighbour]


def test_who_is_in_the_other_group_already_only_leaves_this_one(
    even: list[Numbers],
    dennenlaan: WatchGroup,
    coordinator: User,
    now: datetime,
    make_member: MakeMember,
) -> None:
    old = make_member(house_number=12)
    there = make_member(group=dennenlaan, mobile=old.mobile)
    plan = plan_move(even, to=dennenlaan, now=now)
    assert ([*plan.parts[0].members], [*plan.parts[0].stay_members]) == ([], [old])
    change = move(even, dennenlaan, coordinator, now)
    assert list(Membership.objects.current()) == [there]
    assert undo_change(change, by=coordinator, now=now) == Undone(1, 0, 0)
    assert set(Membership.objects.current()) == {old, there}


def test_numbers_without_a_group_leave_the_members_where_they_are(
    even: list[Numbers],
    spoorstraat: WatchGroup,
    coordinator: User,
    now: datetime,
    make_member: MakeMember,
    make_request: MakeRequest,
) -> None:
    member, request = make_member(house_number=12), make_request(house_number=14)
    move(even, None, coordinator, now)
    assert list(Membership.objects.current()) == [member]
    request.refresh_from_db()
    assert (request.state, request.owner, request.group) == (
        State.WAITING,
        Owner.COORDINATORS,
        None,
    )
    assert request.route_reason == RouteReason.NO_GROUP
    assert (10, 20, "even", "spoorstraat") not in in_force("spoorstraat")


def test_numbers_of_nobody_get_a_group_with_who_waits_there(
    village: Village,
    spoorstraat: WatchGroup,
    own_beheerder: User,
    coordinator: User,
    now: datetime,
    make_request: MakeRequest,
) -> None:
    CoverageRule.objects.filter(street__slug="dennenlaan").update(ended_at=now)
    street = village.street("dennenlaan")
    facts = {"street": street, "street_text": street.name, "house_number": 3}
    waiting = make_request(state=State.WAITING, **facts)
    change = move([Numbers(street, 1, 99, "both")], spoorstraat, coordinator, now)
    waiting.refresh_from_db()
    assert change.from_group is None
    assert (waiting.state, waiting.owner, waiting.group) == (State.OPEN, Owner.GROUP, spoorstraat)
    assert waiting.route_reason == RouteReason.COVERED
    assert f"-new-{own_beheerder.pk}-" in Mail.objects.get(key__contains="-new-").key


def test_an_open_request_follows_its_address(
    even: list[Numbers],
    dennenlaan: WatchGroup,
    other_beheerder: User,
    coordinator: User,
    now: datetime,
    make_request: MakeRequest,
) -> None:
    request, next_door = make_request(house_number=12), make_request(house_number=13)
    question = make_request(kind=Kind.QUESTION, house_number=14)
    change = move(even, dennenlaan, coordinator, now)
    for one in (request, next_door, question):
        one.refresh_from_db()
    assert (request.owner, request.group) == (Owner.GROUP, dennenlaan)
    assert question.group == dennenlaan
    assert next_door.group != dennenlaan
    handover = request.handovers.get()
    assert (handover.change, handover.by) == (change, coordinator)
    told = Mail.objects.filter(to=other_beheerder.email)
    assert told.filter(key__startswith=f"request-{request.pk}-new-").exists()
    assert Entry.objects.filter(verb="request.moved", scope=f"group:{dennenlaan.pk}").count() == 2


def test_what_a_person_decided_stays(
    even: list[Numbers],
    village: Village,
    dennenlaan: WatchGroup,
    spoorstraat: WatchGroup,
    own_beheerder: User,
    other_beheerder: User,
    coordinator: User,
    now: datetime,
    make_request: MakeRequest,
) -> None:
    approved = make_request(house_number=12, state=State.APPROVED, decided_by=own_beheerder)
    chosen = make_request(house_number=12, why_this_group="Ik ken iedereen hier.")
    sent_here = make_request(house_number=12, group=village.group("seters"), escalated_at=now)
    forwarding.forward(sent_here, to=spoorstraat, note="", by=coordinator, now=now)
    declined = make_request(house_number=12, state=State.DECLINED, decided_by=own_beheerder)
    plan = plan_move(even, to=dennenlaan, now=now)
    assert list(plan.parts[0].approved) == [approved]
    move(even, dennenlaan, coordinator, now)
    stays = ResidentRequest.objects.filter(group=spoorstraat)
    assert set(stays) == {approved, chosen, sent_here, declined}


def test_a_request_to_a_starting_group_waits_with_the_coordinators(
    even: list[Numbers],
    village: Village,
    coordinator: User,
    now: datetime,
    make_request: MakeRequest,
) -> None:
    request = make_request(house_number=12)
    new = WatchGroup.objects.create(name="Nieuw", slug="nieuw")
    move(even, new, coordinator, now)
    request.refresh_from_db()
    assert (request.owner, request.group, request.state) == (Owner.COORDINATORS, new, State.WAITING)
    assert request.route_reason == RouteReason.STARTING


def test_a_group_that_is_not_stored_yet_has_the_same_fingerprint(
    even: list[Numbers], now: datetime, spoorstraat: WatchGroup
) -> None:
    new = WatchGroup(name="Nieuw", slug="nieuw")
    first = plan_move(even, to=new, kind=ChangeKind.SPLIT, only_from=spoorstraat, now=now)
    new.save()
    again = plan_move(even, to=new, kind=ChangeKind.SPLIT, only_from=spoorstraat, now=now)
    assert first.seen == again.seen


def test_both_groups_hear_how_many_and_nobody_reads_who(
    even: list[Numbers],
    dennenlaan: WatchGroup,
    own_beheerder: User,
    other_beheerder: User,
    coordinator: User,
    now: datetime,
    make_member: MakeMember,
) -> None:
    member = make_member(house_number=12)
    change = move(even, dennenlaan, coordinator, now)
    undo_change(change, by=coordinator, now=now)
    mails = Mail.objects.filter(key__startswith="coverage-")
    assert sorted(mails.values_list("to", flat=True)) == [
        "other@example.org",
        "other@example.org",
        "own@example.org",
        "own@example.org",
    ]
    came = mails.get(to="other@example.org", subject__startswith="Adressen erbij")
    assert "1 lid komt mee, en 0 aanvragen" in came.text
    for mail in mails:
        assert member.name not in mail.text
        assert member.mobile not in mail.text
        assert "/leden/" in mail.link_path


def test_it_leaves_a_line_for_both_groups(
    even: list[Numbers],
    dennenlaan: WatchGroup,
    spoorstraat: WatchGroup,
    coordinator: User,
    now: datetime,
) -> None:
    change = move(even, dennenlaan, coordinator, now)
    lines = Entry.objects.filter(verb="coverage.moved", subject=f"change:{change.pk}")
    assert {line.scope for line in lines} == {f"group:{spoorstraat.pk}", f"group:{dennenlaan.pk}"}
    assert {line.by_id for line in lines} == {coordinator.pk}


def test_what_was_not_shown_is_not_carried_out(
    even: list[Numbers],
    dennenlaan: WatchGroup,
    coordinator: User,
    now: datetime,
    make_member: MakeMember,
) -> None:
    seen = plan_move(even, to=dennenlaan, now=now).seen
    make_member(house_number=12)
    before = in_force("spoorstraat")
    with pytest.raises(PlanChanged):
        carry_out(even, to=dennenlaan, seen=seen, by=coordinator, now=now)
    assert in_force("spoorstraat") == before
    assert not CoverageChange.objects.exists()


def test_of_two_who_move_the_same_numbers_the_second_is_told(
    even: list[Numbers],
    village: Village,
    dennenlaan: WatchGroup,
    coordinator: User,
    now: datetime,
) -> None:
    seters = village.group("seters")
    first = plan_move(even, to=dennenlaan, now=now).seen
    second = plan_move(even, to=seters, now=now).seen
    carry_out(even, to=dennenlaan, seen=first, by=coordinator, now=now)
    with pytest.raises(PlanChanged):
        carry_out(even, to=seters, seen=second, by=coordinator, now=now)
    assert (10, 20, "even", "dennenlaan") in in_force("spoorstraat")


def test_moving_what_is_there_already_is_refused(
    even: list[Numbers], spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    plan = plan_move(even, to=spoorstraat, now=now)
    assert not plan.parts
    with pytest.raises(NothingMoves):
        carry_out(even, to=spoorstraat, seen=plan.seen, by=coordinator, now=now)


@pytest.mark.parametrize(("first", "last", "side"), [(7, 7, "even"), (9, 8, "both"), (0, 0, "odd")])
def test_a_range_without_a_number_is_refused(
    village: Village, dennenlaan: WatchGroup, now: datetime, first: int, last: int, side: str
) -> None:
    with pytest.raises(Refused, match="geen huisnummer"):
        plan_move(
            [Numbers(village.street("spoorstraat"), first, last, side)], to=dennenlaan, now=now
        )


def test_nothing_goes_to_an_archived_group_or_to_a_street_outside(
    even: list[Numbers], village: Village, dennenlaan: WatchGroup, now: datetime
) -> None:
    outside = next(street for street in village.streets.values() if street.outside)
    with pytest.raises(Refused, match="buiten Dorst"):
        plan_move([Numbers(outside, 1, 9, "both")], to=dennenlaan, now=now)
    dennenlaan.status = GroupStatus.ARCHIVED
    with pytest.raises(Refused, match="opgeheven"):
        plan_move(even, to=dennenlaan, now=now)


def test_a_split_takes_from_one_group_only(
    village: Village, coordinator: User, dennenlaan: WatchGroup, now: datetime
) -> None:
    before = in_force("dennenlaan")
    numbers = [Numbers(village.street("dennenlaan"), 1, 99_999, "both")]
    new = WatchGroup.objects.create(name="Nieuw", slug="nieuw")
    move(numbers, new, coordinator, now, ChangeKind.SPLIT, dennenlaan)
    after = in_force("dennenlaan")
    expected = [(*rule[:3], "nieuw" if rule[3] == "dennenlaan" else rule[3]) for rule in before]
    assert after == expected
    assert len({rule[3] for rule in before}) > 1  # the example street is cut


def test_a_merge_takes_everybody_and_archives_the_group(
    village: Village,
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    own_beheerder: User,
    other_beheerder: User,
    coordinator: User,
    now: datetime,
    make_member: MakeMember,
    make_request: MakeRequest,
) -> None:
    make_member()
    make_member(street=None, street_text="Elders", house_number=None)
    opened = make_request()
    chosen = make_request(route_reason=RouteReason.CHOSEN_GROUP, why_this_group="Om de buren.")
    approved = make_request(state=State.APPROVED, decided_by=own_beheerder)
    rules = CoverageRule.objects.in_force().filter(group=spoorstraat).select_related("street")
    before = [
        Numbers(rule.street, rule.first_number, rule.last_number, rule.side) for rule in rules
    ]
    change = move(before, dennenlaan, coordinator, now, ChangeKind.MERGE, spoorstraat)
    spoorstraat.refresh_from_db()
    assert spoorstraat.status == GroupStatus.ARCHIVED
    assert not CoverageRule.objects.in_force().filter(group=spoorstraat).exists()
    assert not Membership.objects.current().filter(group=spoorstraat).exists()
    assert Membership.objects.current().filter(group=dennenlaan).count() == 2
    for one in (opened, chosen, approved):
        one.refresh_from_db()
        assert (one.group_id, one.owner) == (dennenlaan.pk, Owner.GROUP)
    assert approved.state == State.APPROVED
    assert undo_change(change, by=coordinator, now=now) == Undone(2, 3, 0)
    spoorstraat.refresh_from_db()
    assert spoorstraat.status == GroupStatus.ACTIVE
    assert Membership.objects.current().filter(group=spoorstraat).count() == 2
    assert ResidentRequest.objects.filter(group=spoorstraat, owner=Owner.GROUP).count() == 3


def test_undoing_puts_back_every_field_of_what_nobody_touched(
    even: list[Numbers],
    dennenlaan: WatchGroup,
    other_beheerder: User,
    coordinator: User,
    now: datetime,
    make_member: MakeMember,
    make_request: MakeRequest,
) -> None:
    make_member(house_number=12)
    make_request(house_number=12, created_at=now - timedelta(days=4))
    make_request(house_number=14, kind=Kind.QUESTION)
    before = (
        in_force("spoorstraat"),
        list(Membership.objects.values()),
        list(ResidentRequest.objects.order_by("pk").values()),
    )
    change = move(even, dennenlaan, coordinator, now)
    later = now + timedelta(days=6)
    undone = undo_change(change, by=coordinator, now=later)
    assert undone == Undone(members_back=1, requests_back=2, left=0)
    after = (
        in_force("spoorstraat"),
        list(Membership.objects.values()),
        list(ResidentRequest.objects.order_by("pk").values()),
    )
    assert after == before
    assert not may_undo(change, later)
    with pytest.raises(ChangeStands):
        undo_change(change, by=coordinator, now=later)


def test_undoing_leaves_what_somebody_acted_on(
    even: list[Numbers],
    dennenlaan: WatchGroup,
    other_beheerder: User,
    coordinator: User,
    now: datetime,
    make_member: MakeMember,
    make_request: MakeRequest,
) -> None:
    confirmed, ended, untouched = (make_member(house_number=n) for n in (10, 12, 14))
    decided, opened = make_request(house_number=12), make_request(house_number=14)
    change = move(even, dennenlaan, coordinator, now)
    Membership.objects.filter(moved_from=confirmed).update(to_confirm=False)
    Membership.objects.filter(moved_from=ended).update(until=now)
    decided.refresh_from_db()
    deciding.approve(decided, by=other_beheerder, now=now)
    assert undo_change(change, by=coordinator, now=now) == Undone(1, 1, 3)
    assert Membership.objects.current().filter(group=change.from_group).get() == untouched
    for one in (decided, opened):
        one.refresh_from_db()
    assert (decided.state, decided.group) == (State.APPROVED, dennenlaan)
    assert opened.group == change.from_group


def test_who_was_taken_out_of_the_chat_comes_back_to_be_confirmed(
    even: list[Numbers],
    dennenlaan: WatchGroup,
    coordinator: User,
    now: datetime,
    make_member: MakeMember,
) -> None:
    member = make_member(house_number=12)
    change = move(even, dennenlaan, coordinator, now)
    Membership.objects.filter(pk=member.pk).update(left_chat_at=now)
    undo_change(change, by=coordinator, now=now)
    member.refresh_from_db()
    assert (member.until, member.to_confirm, member.left_chat_at) == (None, True, None)


def test_after_a_week_or_another_move_it_stands(
    even: list[Numbers],
    village: Village,
    dennenlaan: WatchGroup,
    coordinator: User,
    now: datetime,
) -> None:
    change = move(even, dennenlaan, coordinator, now)
    assert may_undo(change, now + timedelta(days=7, seconds=-1))
    assert not may_undo(change, now + timedelta(days=7))
    again = move(even, village.group("seters"), coordinator, now + timedelta(minutes=1))
    assert not may_undo(change, now + timedelta(minutes=2))
    with pytest.raises(ChangeStands):
        undo_change(change, by=coordinator, now=now + timedelta(minutes=2))
    undo_change(again, by=coordinator, now=now + timedelta(minutes=3))
    assert may_undo(change, now + timedelta(minutes=4))


def test_numbers_that_were_freed_and_given_away_do_not_come_back(
    even: list[Numbers],
    dennenlaan: WatchGroup,
    coordinator: User,
    now: datetime,
) -> None:
    freed = move(even, None, coordinator, now)
    move(even, dennenlaan, coordinator, now + timedelta(minutes=1))
    before = in_force("spoorstraat")
    with pytest.raises(ChangeStands):
        undo_change(freed, by=coordinator, now=now + timedelta(minutes=2))
    assert in_force("spoorstraat") == before


def test_an_archived_group_gets_nothing_back(
    even: list[Numbers],
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    coordinator: User,
    now: datetime,
) -> None:
    change = move(even, dennenlaan, coordinator, now)
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.ARCHIVED)
    with pytest.raises(ChangeStands):
        undo_change(change, by=coordinator, now=now)


def test_adding_somebody_from_a_request_confirms_who_came_along(
    even: list[Numbers],
    dennenlaan: WatchGroup,
    coordinator: User,
    now: datetime,
    make_member: MakeMember,
    make_request: MakeRequest,
) -> None:
    by = User.objects.create_user("third@example.org", name="Dora Derde")
    appoint(by, dennenlaan)
    member = make_member(house_number=12)
    change = move(even, dennenlaan, coordinator, now)
    request = make_request(
        house_number=12,
        mobile=member.mobile,
        group=dennenlaan,
        state=State.APPROVED,
        decided_by=by,
    )
    deciding.mark_added(request, by=by, now=now)
    assert not Membership.objects.get(group=dennenlaan).to_confirm
    assert undo_change(change, by=coordinator, now=now).left == 1


def merge_all(group: WatchGroup, to: WatchGroup, by: User, now: datetime) -> CoverageChange:
    """Everything of a group goes up in another one."""
    rules = CoverageRule.objects.in_force().filter(group=group).select_related("street")
    numbers = [
        Numbers(rule.street, rule.first_number, rule.last_number, rule.side) for rule in rules
    ]
    return move(numbers, to, by, now, ChangeKind.MERGE, group)


def test_az_04_nobody_decides_in_a_group_that_went_up_in_another_one(
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    own_beheerder: User,
    other_beheerder: User,
    coordinator: User,
    now: datetime,
    make_request: MakeRequest,
) -> None:
    merge_all(spoorstraat, dennenlaan, coordinator, now)
    # Routed a moment before the merge, stored a moment after it.
    late = make_request()
    with pytest.raises(Refused):
        deciding.approve(late, by=own_beheerder, now=now)
    (gone,) = forwarding.groups_left_alone(now=now)
    assert forwarding.hand_to_coordinators(gone, by=None, now=now) == 1
    late.refresh_from_db()
    assert (late.owner, late.state) == (Owner.COORDINATORS, State.OPEN)
    assert late.route_sentence == "Groep Spoorstraat is opgeheven."


def test_what_was_forwarded_is_not_taken_back_to_a_group_that_is_gone(
    village: Village,
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    own_beheerder: User,
    other_beheerder: User,
    coordinator: User,
    now: datetime,
    make_request: MakeRequest,
) -> None:
    one = make_request()
    forwarded = forwarding.forward(one, to=dennenlaan, note="", by=own_beheerder, now=now)
    merge_all(spoorstraat, village.group("seters"), coordinator, now)
    with pytest.raises(Refused):
        forwarding.undo_forward(forwarded, by=own_beheerder, now=now + timedelta(minutes=1))
    one.refresh_from_db()
    assert (one.group_id, one.owner) == (dennenlaan.pk, Owner.GROUP)


def test_a_merge_leaves_with_the_coordinators_what_a_person_gave_them(
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    own_beheerder: User,
    other_beheerder: User,
    coordinator: User,
    now: datetime,
    make_request: MakeRequest,
) -> None:
    question = make_request(kind=Kind.QUESTION)
    forwarding.forward(question, to=None, note="", by=own_beheerder, now=now)
    reopened = make_request(owner=Owner.COORDINATORS, route_reason=RouteReason.REOPENED)
    paused = make_request(
        owner=Owner.COORDINATORS, state=State.WAITING, group=spoorstraat, route_reason="paused"
    )
    merge_all(spoorstraat, dennenlaan, coordinator, now)
    for one in (question, reopened, paused):
        one.refresh_from_db()
    assert {question.owner, reopened.owner} == {Owner.COORDINATORS}
    assert (paused.group_id, paused.owner) == (dennenlaan.pk, Owner.GROUP)


def test_of_two_moves_the_last_and_then_the_first_can_be_undone(
    even: list[Numbers],
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    own_beheerder: User,
    other_beheerder: User,
    coordinator: User,
    now: datetime,
    make_request: MakeRequest,
) -> None:
    request = make_request()
    first = move(even, dennenlaan, coordinator, now)
    second = move(even, spoorstraat, coordinator, now + timedelta(minutes=1))
    for change, back_at in ((second, dennenlaan), (first, spoorstraat)):
        with zeal_ignore():  # two visits
            undone = undo_change(change, by=coordinator, now=now + timedelta(minutes=2))
        request.refresh_from_db()
        assert (undone, request.group_id) == (Undone(0, 1, 0), back_at.pk)
