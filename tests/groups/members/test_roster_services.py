"""Adding, changing and ending a membership: who may, what is left behind, and two at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.members.services import adding, editing, ending
from groups.members.services.acting import Actor, ChangedMeanwhile, Gone, NumberTaken, beheerder
from groups.members.services.checks import checks_of, refuse_member, taken_out
from groups.members.services.facts import MemberFacts
from groups.models import (
    GroupStatus,
    LeaveReason,
    Membership,
    MembershipSource,
    RulesVariant,
    WatchGroup,
)
from groups.privacy.services.retention import run_retention
from tests.groups.conftest import Village

MakeMember = Callable[..., Membership]


@pytest.fixture
def facts(village: Village) -> MemberFacts:
    """Somebody who came by telephone."""
    address = village.address("spoorstraat", "12a")
    return MemberFacts(name="Nel Nieuw", mobile="+31600007777", address=address)


def add(group: WatchGroup, facts: MemberFacts, by: User, **given: bool) -> Membership:
    told = {"told_rules": False, "in_chat": True} | given
    return adding.add_member(group, facts, by=by, now=timezone.now(), **told)


def change(member: Membership, facts: MemberFacts, by: User, version: int = 1) -> list[str]:
    now = timezone.now()
    actor = beheerder(by, now=now)
    return list(editing.change_member(member, facts, version=version, actor=actor, now=now))


def end(member: Membership, by: User, reason: LeaveReason = LeaveReason.MOVED_HOUSE) -> None:
    now = timezone.now()
    ending.end_member(member, reason=reason, actor=beheerder(by, now=now), now=now)


def undo(member: Membership, by: User, minutes: int = 0) -> None:
    now = timezone.now() + timedelta(minutes=minutes)
    ending.undo_end(member, actor=beheerder(by, now=now), now=now)


def line_of(verb: str) -> Entry:
    return list(Entry.objects.filter(verb=verb))[-1]


# --- Adding -------------------------------------------------------------------------------------


def test_somebody_by_telephone_is_on_the_list_with_the_rules_that_were_told(
    spoorstraat: WatchGroup, facts: MemberFacts, own_beheerder: User
) -> None:
    member = add(spoorstraat, facts, own_beheerder, told_rules=True)
    member.refresh_from_db()
    assert (member.name, member.address) == ("Nel Nieuw", "Spoorstraat 12a")
    assert member.source == MembershipSource.BEHEERDER
    assert member.house_rules
    assert member.house_rules.variant == RulesVariant.STANDARD
    assert not member.to_confirm
    line = line_of("member.added")
    assert (line.by, line.scope) == (own_beheerder, f"group:{spoorstraat.pk}")
    assert "Nel" not in str(line.facts)


def test_without_the_rules_none_are_kept_and_who_is_not_in_the_chat_is_to_do(
    spoorstraat: WatchGroup, facts: MemberFacts, own_beheerder: User
) -> None:
    member = add(spoorstraat, facts, own_beheerder, in_chat=False)
    assert member.house_rules is None
    assert checks_of(spoorstraat).to_confirm == [member]


def test_a_number_is_in_a_group_once_and_the_same_form_twice_is_one_member(
    spoorstraat: WatchGroup, facts: MemberFacts, own_beheerder: User, make_member: MakeMember
) -> None:
    first = add(spoorstraat, facts, own_beheerder)
    assert add(spoorstraat, facts, own_beheerder) == first
    with pytest.raises(NumberTaken):
        add(spoorstraat, replace(facts, name="Iemand Anders"), own_beheerder)
    make_member(mobile="+31600008888")
    with pytest.raises(NumberTaken):
        add(spoorstraat, replace(facts, mobile="+31600008888"), own_beheerder)
    assert Entry.objects.filter(verb="member.added").count() == 1


@pytest.mark.parametrize("who", ["other_beheerder", "former_beheerder", "coordinator"])
def test_az_04_nobody_else_puts_somebody_on_the_list(
    spoorstraat: WatchGroup, facts: MemberFacts, request: pytest.FixtureRequest, who: str
) -> None:
    with pytest.raises(Gone):
        add(spoorstraat, facts, request.getfixturevalue(who))
    assert not Membership.objects.exists()


def test_a_group_that_was_ended_gets_nobody(
    spoorstraat: WatchGroup, facts: MemberFacts, own_beheerder: User
) -> None:
    spoorstraat.status = GroupStatus.ARCHIVED
    with pytest.raises(Gone):
        add(spoorstraat, facts, own_beheerder)


# --- Changing -----------------------------------------------------------------------------------


def test_what_is_different_is_stored_and_noted_without_the_person(
    member: Membership, facts: MemberFacts, own_beheerder: User
) -> None:
    new = replace(facts, organisation="Bakker", email="nel@example.org")
    changed = change(member, new, own_beheerder)
    told = ["de naam", "het bedrijf of de club", "het nummer", "het e-mailadres", "het adres"]
    assert changed == told
    member.refresh_from_db()
    assert (member.name, member.mobile, member.version) == ("Nel Nieuw", "+31600007777", 2)
    assert list(Membership.objects.found_by("nel bakker 12a")) == [member]
    line = line_of("member.changed")
    assert line.facts["changed"] == (
        "de naam, het bedrijf of de club, het nummer, het e-mailadres en het adres"
    )
    assert change(member, new, own_beheerder, version=2) == []
    assert Entry.objects.filter(verb="member.changed").count() == 1


def test_who_typed_over_an_older_version_is_told_and_nothing_is_lost(
    member: Membership, facts: MemberFacts, own_beheerder: User, deputy: User
) -> None:
    change(member, facts, own_beheerder)
    with pytest.raises(ChangedMeanwhile):
        change(member, replace(facts, name="Te Laat"), deputy)
    member.refresh_from_db()
    assert member.name == "Nel Nieuw"


def test_a_number_of_somebody_else_in_the_group_is_refused_elsewhere_it_does_not_matter(
    member: Membership, facts: MemberFacts, own_beheerder: User, make_member: MakeMember,
    dennenlaan: WatchGroup,
) -> None:  # fmt: skip
    make_member(mobile="+31600008888")
    make_member(mobile=facts.mobile, group=dennenlaan)
    with pytest.raises(NumberTaken):
        change(member, replace(facts, mobile="+31600008888"), own_beheerder)
    assert change(member, facts, own_beheerder)


@pytest.mark.parametrize("who", ["other_beheerder", "former_beheerder", "coordinator"])
def test_az_06_nobody_else_changes_or_ends_a_member(
    member: Membership, facts: MemberFacts, request: pytest.FixtureRequest, who: str
) -> None:
    user = request.getfixturevalue(who)
    with pytest.raises(Gone):
        change(member, facts, user)
    with pytest.raises(Gone):
        end(member, user)
    member.refresh_from_db()
    assert (member.name.split()[0], member.until) == ("Mien", None)


def test_the_member_is_an_actor_like_any_other(
    member: Membership, facts: MemberFacts, make_member: MakeMember
) -> None:
    """As the member's own page will do: no account, and only what is proved to be theirs."""
    now = timezone.now()
    self = Actor(Membership.objects.filter(pk=member.pk), word="member")
    assert editing.change_member(member, facts, version=1, actor=self, now=now)
    line = line_of("member.changed")
    assert (line.by, line.actor) == (None, "member")
    neighbour = make_member()
    with pytest.raises(Gone):
        ending.end_member(neighbour, reason=LeaveReason.OTHER, actor=self, now=timezone.now())
    ending.end_member(member, reason=LeaveReason.TOO_MANY, actor=self, now=timezone.now())
    assert line_of("member.ended").facts == {"reason": "too_many"}


# --- Ending -------------------------------------------------------------------------------------


def test_an_ended_membership_leaves_one_task(
    spoorstraat: WatchGroup, member: Membership, own_beheerder: User
) -> None:
    end(member, own_beheerder)
    member.refresh_from_db()
    assert member.until is not None
    assert member.end_reason == LeaveReason.MOVED_HOUSE
    assert line_of("member.ended").facts == {"reason": "moved_house"}
    assert checks_of(spoorstraat).to_take_out == [member]
    with pytest.raises(Gone):
        end(member, own_beheerder)
    taken_out(member, by=own_beheerder, now=timezone.now())
    assert not checks_of(spoorstraat)


def test_ending_is_undone_for_five_minutes(
    spoorstraat: WatchGroup, member: Membership, own_beheerder: User, deputy: User
) -> None:
    end(member, own_beheerder)
    with pytest.raises(ending.TooLate):
        undo(member, own_beheerder, minutes=6)
    undo(member, deputy)
    member.refresh_from_db()
    assert (member.until, member.end_reason) == (None, "")
    assert not checks_of(spoorstraat)
    assert line_of("member.end_undone").by == deputy
    with pytest.raises(ending.TooLate):
        undo(member, own_beheerder)


def test_who_is_out_of_the_chat_or_went_with_the_address_is_not_brought_back(
    member: Membership, make_member: MakeMember, own_beheerder: User
) -> None:
    now = timezone.now()
    end(member, own_beheerder)
    taken_out(member, by=own_beheerder, now=timezone.now())
    went = make_member(until=now + timedelta(minutes=1), end_reason=LeaveReason.OTHER_GROUP)
    for one in (member, went):
        with pytest.raises(ending.TooLate):
            undo(one, own_beheerder)


def test_a_number_that_is_on_the_list_again_stays_once(
    spoorstraat: WatchGroup, facts: MemberFacts, own_beheerder: User, make_member: MakeMember
) -> None:
    member = make_member(mobile=facts.mobile)
    end(member, own_beheerder)
    add(spoorstraat, facts, own_beheerder)
    with pytest.raises(NumberTaken):
        undo(member, own_beheerder)


@pytest.mark.parametrize(
    ("source", "left"), [(MembershipSource.MOVED, False), (MembershipSource.IMPORT, True)]
)
def test_who_only_came_with_an_address_was_never_in_the_chat(
    spoorstraat: WatchGroup, make_member: MakeMember, own_beheerder: User, source: str, left: bool
) -> None:
    member = make_member(to_confirm=True, source=source)
    refuse_member(member, by=own_beheerder, now=timezone.now())
    assert bool(checks_of(spoorstraat).to_take_out) is left


# --- Searching ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["émile", "EMILE", "van 't h", "hof", "bakkerij", "spoorstraat 14", "14b", "emile 14",
     "06 0000 43", "0600004321", "+31 6 0000 4321", "0031600004321", "4321",
     "00 00 43 21", "43-21"],
)  # fmt: skip
def test_somebody_is_found_by_a_part(make_member: MakeMember, typed: str) -> None:
    found = make_member(
        name="Émile van 't Hof", organisation="Bakkerij Blom", house_number=14, house_letter="B",
        mobile="+31600004321",
    )  # fmt: skip
    make_member(name="Iemand Anders", house_number=2, mobile="+31600009999")
    assert list(Membership.objects.found_by(typed)) == [found]


@pytest.mark.parametrize("typed", ["", "  ", "!", "zz", "43", "06 43", "99999999999", "%", "_"])
def test_what_is_no_part_finds_nobody(make_member: MakeMember, typed: str) -> None:
    make_member(name="Émile", house_number=14, mobile="+31600004321")
    assert not Membership.objects.found_by(typed)


def test_a_number_of_another_country_is_found(make_member: MakeMember) -> None:
    found = make_member(mobile="+32470123456")
    for typed in ("+32 470", "0032470123456", "470 12 34 56"):
        assert list(Membership.objects.found_by(typed)) == [found]


def test_what_is_forgotten_is_found_no_more(make_member: MakeMember) -> None:
    long_ago = timezone.now() - timedelta(days=40)
    member = make_member(since=long_ago, until=long_ago)
    run_retention(now=timezone.now())
    member.refresh_from_db()
    assert (member.name, member.search_key) == ("", "")
