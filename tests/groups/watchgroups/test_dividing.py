"""Splitting a group and letting it go up in another one, on the pages of the coordinators.

What exactly moves is tested with the moving itself (test_moving_reference.py).
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.coverage.pages.plan import plan_move
from groups.coverage.services.moving import PlanChanged, carry_out
from groups.coverage.services.undo import undo_change
from groups.models import (
    ChangeKind,
    CoverageChange,
    CoverageRule,
    GroupStatus,
    Membership,
    WatchGroup,
)
from groups.watchgroups.pages.waiting import numbers_of
from groups.watchgroups.services.dividing import rules_of
from tests.groups.conftest import MakeRequest, Village, appoint
from tests.groups.pages import at_most, forms_of, text_of, words_of

LogIn = Callable[[Client, User], Client]
MakeMember = Callable[..., Membership]


@pytest.fixture
def staff(client: Client, coordinator: User, log_in: LogIn) -> Client:
    """A coordinator's browser, whose session has noted already that it was used."""
    log_in(client, coordinator).get(reverse("display"))
    return client


@pytest.fixture
def dense(village: Village, make_member: MakeMember) -> WatchGroup:
    """Group Ribes-Lijsterbes: five rules, and members in two of its streets."""
    group = village.group("ribes-lijsterbes")
    for street, number in (("ribesstraat", 3), ("ribesstraat", 8), ("lijsterbesstraat", 5)):
        make_member(
            group=group,
            street=village.street(street),
            street_text=village.street(street).name,
            house_number=number,
        )
    return group


def rule(group: WatchGroup, street: str) -> int:
    with zeal_ignore():
        return CoverageRule.objects.in_force().get(group=group, street__slug=street).pk


def split(client: Client, group: WatchGroup, rules: list[int], **typed: str) -> Any:
    sent = {"side": "both", "where": "new", "name": "Ribes", "first": "", "last": ""} | typed
    return client.post(reverse("group_split", args=[group.slug]), {"rules": rules, **sent})


def confirm(client: Client, page: Any) -> Any:
    """Press the button below what would happen, as a browser sends it."""
    form = forms_of(page)[0]
    return client.post(form.action, form.sends)


def test_a_split_shows_first_and_then_makes_the_new_group(
    staff: Client, dense: WatchGroup, make_request: MakeRequest, village: Village
) -> None:
    street = village.street("ribesstraat")
    make_request(group=dense, street=street, street_text="Ribesstraat", house_number=3)
    page = split(staff, dense, [rule(dense, "ribesstraat")])
    words = words_of(page)
    assert "2 leden verhuizen mee, en 1 aanvraag." in words
    assert "Ribesstraat (hele straat): groep Ribes" in words
    assert "Ribesstraat 3" in words
    assert "Mien Meedoen" not in words
    assert Entry.objects.filter(verb="members.listed", scope=f"group:{dense.pk}").count() == 1
    assert not WatchGroup.objects.filter(name="Ribes").exists()
    answer = confirm(staff, page)
    made = WatchGroup.objects.get(name="Ribes")
    assert answer["Location"] == reverse("group_page", args=["ribes"])
    assert (made.status, made.app) == (GroupStatus.STARTING, dense.app)
    assert made.memberships.current().filter(to_confirm=True).count() == 2
    assert dense.memberships.current().count() == 1
    assert CoverageChange.objects.get().kind == "split"


def test_a_part_of_a_street_goes_to_a_group_that_is_there(
    staff: Client, dense: WatchGroup, dennenlaan: WatchGroup
) -> None:
    ribes = rule(dense, "ribesstraat")
    page = split(
        staff, dense, [ribes], first="1", last="5", side="odd", where="there", name="DENNENLAAN"
    )
    assert "Ribesstraat oneven nummers 1 t/m 5: groep Dennenlaan" in words_of(page)
    assert "1 lid verhuist mee," in words_of(page)
    assert confirm(staff, page)["Location"] == reverse("group_page", args=["dennenlaan"])
    assert dennenlaan.memberships.current().count() == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "Vul de naam van de groep in."),
        ({"name": "Spoorstraat"}, "Er is al een groep met deze naam."),
        ({"where": "there", "name": "Nergens"}, "kennen we niet"),
        ({"where": "there", "name": "Ribes-Lijsterbes"}, "Dit is dezelfde groep."),
        ({"where": "elders"}, "Kies waarheen."),
        ({"first": "tien"}, "Vul een huisnummer in"),
        ({"first": "9", "last": "3"}, "In dit bereik ligt geen huisnummer."),
        ({"first": "9" * 30}, "In dit bereik ligt geen huisnummer."),
        ({"first": "-5", "last": "-1"}, "In dit bereik ligt geen huisnummer."),
    ],
)
def test_what_cannot_be_split_is_told_beside_its_field(
    typed: dict[str, str], told: str, staff: Client, dense: WatchGroup
) -> None:
    page = split(staff, dense, [rule(dense, "ribesstraat")], **typed)
    assert told in text_of(page)
    assert "Dit gebeurt er" not in words_of(page)
    assert not CoverageChange.objects.exists()


def test_numbers_are_for_one_street_and_something_has_to_go(
    staff: Client, dense: WatchGroup
) -> None:
    both = [rule(dense, "ribesstraat"), rule(dense, "lijsterbesstraat")]
    assert "Kies 1 straat" in text_of(split(staff, dense, both, first="3"))
    assert "Kies wat er meegaat." in text_of(split(staff, dense, []))
    assert "Kies opnieuw." in text_of(split(staff, dense, [999_999]))


def test_what_changed_since_it_was_shown_is_shown_again(
    staff: Client, dense: WatchGroup, make_member: MakeMember, village: Village
) -> None:
    page = split(staff, dense, [rule(dense, "ribesstraat")])
    street = village.street("ribesstraat")
    make_member(group=dense, street=street, street_text="Ribesstraat", house_number=20)
    late = confirm(staff, page)
    assert late.status_code == 409
    words = words_of(late)
    assert "Intussen is er iets veranderd." in words
    assert "3 leden verhuizen mee," in words
    assert 'value="Ribes"' in text_of(late)  # what was typed is still there
    assert not WatchGroup.objects.filter(name="Ribes").exists()
    assert confirm(staff, late).status_code == 302


def test_of_two_who_split_off_the_same_one_is_told(
    staff: Client, dense: WatchGroup, superuser: User, log_in: LogIn
) -> None:
    other = log_in(Client(), superuser)
    first = split(staff, dense, [rule(dense, "ribesstraat")])
    second = split(other, dense, [rule(dense, "ribesstraat")], name="Ribes Twee")
    with zeal_ignore():  # two people
        assert confirm(staff, first).status_code == 302
        late = confirm(other, second)
    assert "De straten zijn intussen veranderd." in text_of(late)
    assert 'value="Ribes Twee"' in text_of(late)
    assert CoverageChange.objects.count() == 1


def test_a_merge_takes_all_and_can_be_undone(
    staff: Client,
    dense: WatchGroup,
    dennenlaan: WatchGroup,
    coordinator: User,
    make_request: MakeRequest,
    village: Village,
) -> None:
    beheerder = appoint(User.objects.create_user("ribes@example.org"), dense)
    make_request(group=dense, street=village.street("ribesstraat"), house_number=3)
    page = staff.post(reverse("group_merge", args=[dense.slug]), {"to": "dennenlaan"})
    words = words_of(page)
    assert "3 leden verhuizen mee, en 1 aanvraag." in words
    assert "Groep Ribes-Lijsterbes is daarna opgeheven." in words
    assert confirm(staff, page)["Location"] == reverse("group_page", args=["dennenlaan"])
    dense.refresh_from_db()
    assert dense.status == GroupStatus.ARCHIVED
    assert dennenlaan.memberships.current().count() == 3
    beheerder.refresh_from_db()
    assert beheerder.until is None
    with zeal_ignore():
        undo_change(CoverageChange.objects.get(), by=coordinator, now=timezone.now())
    dense.refresh_from_db()
    assert dense.status == GroupStatus.ACTIVE
    assert dense.memberships.current().count() == 3
    assert not dennenlaan.memberships.current().exists()


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("", "Kies een groep."),
        ("Nergens", "kennen we niet"),
        ("Ribes-Lijsterbes", "Dit is dezelfde groep."),
    ],
)
def test_a_merge_needs_another_group(to: str, told: str, staff: Client, dense: WatchGroup) -> None:
    page = staff.post(reverse("group_merge", args=[dense.slug]), {"to": to})
    assert told in text_of(page)
    assert "Dit gebeurt er" not in words_of(page)


def test_a_merge_that_changed_is_shown_again(
    staff: Client, dense: WatchGroup, make_member: MakeMember
) -> None:
    page = staff.post(reverse("group_merge", args=[dense.slug]), {"to": "Dennenlaan"})
    make_member(group=dense)
    late = confirm(staff, page)
    assert late.status_code == 409
    assert "4 leden verhuizen mee," in words_of(late)


def test_a_merge_leaves_no_numbers_with_a_group_that_ended(
    dense: WatchGroup, dennenlaan: WatchGroup, coordinator: User
) -> None:
    """Numbers that came to the group after somebody read what it covers."""
    now = timezone.now()
    with zeal_ignore():
        read = numbers_of(rules_of(dense))[1:]
        plan = plan_move(read, to=dennenlaan, kind=ChangeKind.MERGE, only_from=dense, now=now)
        facts: dict[str, Any] = {"to": dennenlaan, "kind": ChangeKind.MERGE, "only_from": dense}
        with pytest.raises(PlanChanged):
            carry_out(read, **facts, seen=plan.seen, by=coordinator, now=now)
    dense.refresh_from_db()
    assert dense.status == GroupStatus.ACTIVE
    assert not CoverageChange.objects.exists()


def test_an_archived_group_is_neither_split_nor_merged(staff: Client, dense: WatchGroup) -> None:
    WatchGroup.objects.filter(pk=dense.pk).update(status=GroupStatus.ARCHIVED)
    for name in ("group_split", "group_merge"):
        assert staff.get(reverse(name, args=[dense.slug])).status_code == 404
    for name in ("group_split_confirm", "group_merge_confirm"):
        assert staff.post(reverse(name, args=[dense.slug])).status_code == 404


def test_looking_at_a_split_costs_the_same_for_three_members_and_for_thirty(
    staff: Client, dense: WatchGroup, make_member: MakeMember, village: Village
) -> None:
    ribes = rule(dense, "ribesstraat")
    with at_most(14):
        split(staff, dense, [ribes])
    for number in range(30):
        make_member(
            group=dense,
            street=village.street("ribesstraat"),
            street_text="Ribesstraat",
            house_number=20 + number,
        )
    with at_most(14):
        assert "32 leden verhuizen mee," in words_of(split(staff, dense, [ribes]))
