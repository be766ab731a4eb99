"""A route, field by field: whose request it is, why, in which words, and what came along in the
one query. Which number is whose is asked of all of them in test_routing_reference.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from dorst_portal.accounts.models import User
from groups.models import (
    GroupStatus,
    HouseRules,
    Membership,
    OfficialAddress,
    RouteReason,
    RulesVariant,
    WatchGroup,
)
from groups.places.routing import (
    Address,
    Route,
    facts_of,
    route,
    route_by_spelling,
    route_to_chosen,
)
from groups.values.addresses import HouseNumber, parse_house_number
from groups.values.states import Owner, State
from tests.groups.conftest import Village, appoint

COVERED = "Spoorstraat 12 hoort bij groep Spoorstraat: de hele straat."
CHOSEN = "Dennenlaan 5 hoort niet bij groep Spoorstraat. De aanvrager koos deze groep."
GROUP, THEIRS = Owner.GROUP, Owner.COORDINATORS
Change = dict[str, Any]


@pytest.fixture
def address(village: Village) -> Address:
    return village.address("spoorstraat", "12")


@pytest.fixture
def covered(spoorstraat: WatchGroup, house_rules: HouseRules) -> Route:
    """The route to a group that can take a request from its own address."""
    return Route(
        spoorstraat,
        GROUP,
        State.OPEN,
        RouteReason.COVERED,
        COVERED,
        fits=True,
        house_rules=house_rules,
    )


def test_the_group_of_the_address_decides(
    address: Address, covered: Route, own_beheerder: User, now: datetime
) -> None:
    found = route(address, now=now)
    assert found == covered
    assert found.house_rules is not None
    assert covered.house_rules is not None
    assert found.house_rules.text == covered.house_rules.text
    assert (found.can_join_now, found.shown_group) == (True, covered.group)


@pytest.mark.parametrize(
    ("change", "owner", "state", "reason", "words", "is_shown"),
    [
        ({"status": GroupStatus.PAUSED}, THEIRS, State.WAITING, RouteReason.PAUSED,
         "De groep is gepauzeerd.", True),
        ({"status": GroupStatus.STARTING}, THEIRS, State.WAITING, RouteReason.STARTING,
         "De groep is nog in oprichting.", False),
        ({"status": GroupStatus.ARCHIVED}, THEIRS, State.WAITING, RouteReason.NO_GROUP,
         "De groep is opgeheven.", False),
        ({"capacity": 1}, THEIRS, State.WAITING, RouteReason.FULL, "De groep is vol.", True),
        ({"capacity": 2}, GROUP, State.OPEN, RouteReason.COVERED, "", True),
    ],
)  # fmt: skip
def test_what_a_group_is_decides_whose_request_it_is(
    address: Address,
    covered: Route,
    own_beheerder: User,
    make_member: Callable[..., Membership],
    dennenlaan: WatchGroup,
    now: datetime,
    change: Change,
    owner: Owner,
    state: State,
    reason: RouteReason,
    words: str,
    is_shown: bool,
) -> None:
    make_member()
    make_member(since=now - timedelta(days=9), until=now)  # takes no place any more
    make_member(group=dennenlaan)
    WatchGroup.objects.filter(slug="spoorstraat").update(**change)
    found = route(address, now=now)
    sentence = f"{COVERED} {words}".strip()
    assert found == replace(covered, owner=owner, state=state, reason=reason, sentence=sentence)
    assert found.can_join_now == (owner == GROUP)
    assert found.shown_group == (covered.group if is_shown else None)


def test_an_empty_group_with_one_place_is_not_full(
    address: Address, covered: Route, own_beheerder: User, now: datetime
) -> None:
    WatchGroup.objects.filter(slug="spoorstraat").update(capacity=1)
    assert route(address, now=now) == covered


@pytest.mark.parametrize(
    ("facts", "is_active", "is_present"),
    [
        ({}, True, True),
        ({"away_until": "today"}, True, False),
        ({"away_until": "yesterday"}, True, True),
        ({"accepted_at": None}, False, False),
        ({"until": "now"}, False, False),
    ],
)
def test_who_is_there_decides_who_hears_of_it(
    address: Address,
    covered: Route,
    spoorstraat: WatchGroup,
    other_beheerder: User,
    now: datetime,
    facts: Change,
    is_active: bool,
    is_present: bool,
) -> None:
    today = timezone.localdate(now)
    moments = {"today": today, "yesterday": today - timedelta(days=1), "now": now, None: None}
    user = User.objects.create_user("els@example.org")
    appoint(user, spoorstraat, **{name: moments[value] for name, value in facts.items()})
    away = f"{COVERED} De beheerder is weg."
    nobody = f"{COVERED} De groep heeft geen beheerder."
    expected = covered
    if not is_active:
        expected = replace(covered, owner=THEIRS, reason=RouteReason.NO_BEHEERDER, sentence=nobody)
    elif not is_present:
        expected = replace(
            covered, reason=RouteReason.ALL_AWAY, sentence=away, also_coordinators=True
        )
    assert route(address, now=now) == expected
    known = facts_of(spoorstraat, now=now)
    assert (known.group, known.has_active, known.has_present) == (
        spoorstraat,
        is_active,
        is_present,
    )


def test_the_facts_of_one_group_are_not_those_of_another(
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    own_beheerder: User,
    make_member: Callable[..., Membership],
    now: datetime,
) -> None:
    make_member()
    make_member()
    make_member(since=now - timedelta(days=9), until=now)
    facts = facts_of(spoorstraat, now=now)
    assert (facts.group, facts.members, facts.has_active) == (spoorstraat, 2, True)
    others = facts_of(dennenlaan, now=now)
    assert (others.group, others.members, others.has_active) == (dennenlaan, 0, False)


def test_what_has_no_group_goes_to_the_coordinators(village: Village, now: datetime) -> None:
    unknown = Address(None, "Nergenspad", HouseNumber(4))
    assert route(unknown, now=now) == Route(
        None, THEIRS, State.OPEN, RouteReason.UNKNOWN_STREET, "We kennen de straat Nergenspad niet."
    )
    outside = village.address("ketenbaan", "4")
    assert route(outside, now=now) == Route(
        None, THEIRS, State.OPEN, RouteReason.OUTSIDE, "Ketenbaan 4 ligt niet in Dorst."
    )
    without = village.address("leijweg", "4a")
    assert route(without, now=now) == Route(
        None,
        THEIRS,
        State.WAITING,
        RouteReason.NO_GROUP,
        "Voor Leijweg 4a is nog geen groep.",
    )


def test_who_chose_another_group_is_that_groups(
    village: Village, spoorstraat: WatchGroup, own_beheerder: User, now: datetime
) -> None:
    address = village.address("dennenlaan", "5")
    assert route_to_chosen(spoorstraat, address, now=now) == Route(
        spoorstraat, GROUP, State.OPEN, RouteReason.CHOSEN_GROUP, CHOSEN
    )
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.PAUSED)
    assert route_to_chosen(spoorstraat, address, now=now) == Route(
        spoorstraat,
        THEIRS,
        State.WAITING,
        RouteReason.PAUSED,
        f"{CHOSEN} De groep is gepauzeerd.",
    )


def test_the_newest_rules_of_the_own_variant_come_along(
    address: Address, own_beheerder: User, now: datetime
) -> None:
    newest = {
        variant: HouseRules.objects.create(variant=variant, version=90, text=f"Nieuw {variant}")
        for variant in RulesVariant
    }
    HouseRules.objects.create(variant=RulesVariant.STANDARD, version=80, text="Ouder")
    for uses, variant in ((False, RulesVariant.STANDARD), (True, RulesVariant.WAAKSAMEN)):
        WatchGroup.objects.filter(slug="spoorstraat").update(uses_waaksamen=uses)
        found = route(address, now=now).house_rules
        assert found is not None
        assert (found, found.text) == (newest[variant], f"Nieuw {variant}")


def test_without_any_rules_none_come_along(address: Address, now: datetime) -> None:
    HouseRules.objects.all().delete()
    assert route(address, now=now).house_rules is None


def test_the_sentence_is_read_by_who_decides_and_is_dutch_in_every_language(
    address: Address, covered: Route, own_beheerder: User, now: datetime
) -> None:
    with translation.override("en"):
        assert route(address, now=now) == covered


@pytest.mark.parametrize(
    ("number", "slug", "words"),
    [
        ("10", "ribes-lijsterbes", "even nummers 10 t/m 12"),
        ("12", "ribes-lijsterbes", "even nummers 10 t/m 12"),
        ("9", "geerstraat", ""),
        ("11", "geerstraat", "nummer 11"),
        ("13", "geerstraat", ""),
        ("200", "", ""),
    ],
)
def test_the_side_and_the_ends_of_a_rule_count(
    village: Village, now: datetime, number: str, slug: str, words: str
) -> None:
    found = route(village.address("pastoor-den-rondenstraat", number), now=now)
    assert found.group == (village.group(slug) if slug else None)
    assert words in found.sentence


# --- By what was typed -----------------------------------------------------------------------


def test_a_spelling_gives_the_street_its_highest_number_and_the_route(
    village: Village, address: Address, covered: Route, own_beheerder: User, now: datetime
) -> None:
    street = village.street("spoorstraat")
    number = parse_house_number("12")
    assert route_by_spelling("spoorstraat", number, now=now) == (street, None, covered)
    for listed in (12, 120, 7):
        OfficialAddress.objects.create(street=street, house_number=listed)
    OfficialAddress.objects.create(street=village.street("dennenlaan"), house_number=900)
    assert route_by_spelling("spoorstraat", number, now=now) == (street, 120, covered)


def test_a_spelling_that_leads_to_no_group_gives_nothing(village: Village, now: datetime) -> None:
    four = HouseNumber(4)
    assert route_by_spelling("nergenspad", four, now=now) is None
    assert route_by_spelling("leijweg", four, now=now) is None
    assert route_by_spelling("ketenbaan", four, now=now) is None
    assert route_by_spelling("dennenlaan", HouseNumber(300), now=now) is None


def test_a_street_outside_gives_nothing_also_while_a_group_covers_it(
    village: Village, now: datetime
) -> None:
    street = village.street("spoorstraat")
    type(street).objects.filter(pk=street.pk).update(outside=True)
    assert route_by_spelling("spoorstraat", HouseNumber(4), now=now) is None


def test_where_the_number_may_be_a_part_of_a_name_nothing_is_said(
    village: Village, now: datetime
) -> None:
    four = HouseNumber(4)
    assert route_by_spelling("spoorstraat", four, now=now, unless="nergenspad") is not None
    assert route_by_spelling("spoorstraat", four, now=now, unless="dennenlaan") is None
