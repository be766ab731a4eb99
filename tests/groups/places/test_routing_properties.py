"""Routing and the database's guard against plain sets of numbers, over random rules."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest
import zeal
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dorst_portal.accounts.models import User
from groups.models import GroupStatus, Membership, RouteReason, Street, WatchGroup
from groups.places.routing import Address, route, route_to_chosen
from groups.places.services.streets import normal_range
from groups.refusals import Refused
from groups.values.addresses import HouseNumber
from groups.values.states import Owner, State
from tests.groups.conftest import Village, appoint
from tests.groups.rules import CoverageOverlap, add_rule, end_rule

TOP = 30
Rule = tuple[int, int, str]
ranges = st.tuples(
    st.integers(1, TOP), st.integers(1, TOP), st.sampled_from(["both", "odd", "even"])
)
one_after_the_other = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@contextmanager
def one_example() -> Iterator[None]:
    """An example is a page view of its own: it is rolled back, and its queries count apart."""
    with zeal.zeal_context(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def numbers_of(rule: Rule) -> set[int]:
    """The numbers of a rule, one by one."""
    first, last, side = rule
    rest = {"both": (0, 1), "odd": (1,), "even": (0,)}[side]
    return {number for number in range(first, last + 1) if number % 2 in rest}


@pytest.fixture
def street(village: Village) -> Street:
    """A street without rules."""
    return village.street("leijweg")


@pytest.fixture
def groups(village: Village) -> Sequence[WatchGroup]:
    """Groups to share it."""
    return [village.group(slug) for slug in ("spoorstraat", "dennenlaan", "sparren")]


@given(ranges)
def test_the_one_way_of_writing_a_range_keeps_its_numbers(rule: Rule) -> None:
    numbers = numbers_of(rule)
    if not numbers:
        with pytest.raises(Refused):
            normal_range(*rule)
        return
    normal = normal_range(*rule)
    assert numbers_of(normal) == numbers
    assert normal[0] in numbers
    assert normal[1] in numbers


@one_after_the_other
@given(
    rules=st.lists(st.tuples(ranges, st.integers(0, 2), st.booleans()), max_size=6),
    asked=st.lists(st.integers(1, TOP + 2), min_size=1, max_size=6),
)
def test_the_database_refuses_exactly_the_rules_that_share_a_number(
    street: Street,
    groups: Sequence[WatchGroup],
    rules: list[tuple[Rule, int, bool]],
    asked: list[int],
) -> None:
    now = timezone.now()
    owner: dict[int, WatchGroup] = {}
    with one_example():
        for rule, index, ends in rules:
            numbers = numbers_of(rule)
            if not numbers:
                continue
            first, last, side = rule
            if numbers & owner.keys():
                with pytest.raises(CoverageOverlap):
                    add_rule(street, groups[index], first=first, last=last, side=side, now=now)
                continue
            made = add_rule(street, groups[index], first=first, last=last, side=side, now=now)
            if ends:
                assert end_rule(made, now=now)
            else:
                owner |= dict.fromkeys(numbers, groups[index])
        for number in asked:
            where = route(Address(street, street.name, HouseNumber(number, "A")), now=now)
            assert where.group == owner.get(number)
            assert where.owner in (Owner.GROUP, Owner.COORDINATORS)
            assert where.reason in RouteReason
            assert where.sentence


@one_after_the_other
@given(
    status=st.sampled_from(GroupStatus),
    capacity=st.sampled_from([None, 1, 2, 3]),
    members=st.integers(0, 3),
    beheerders=st.lists(
        st.sampled_from(["active", "away", "back", "invited", "ended", "closed"]), max_size=3
    ),
    chosen=st.booleans(),
)
def test_whatever_a_group_is_a_request_has_an_owner_who_can_act_and_a_reason(
    village: Village,
    make_member: Callable[..., Membership],
    status: str,
    capacity: int | None,
    members: int,
    beheerders: list[str],
    chosen: bool,
) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    with one_example():
        group = village.group("spoorstraat")
        WatchGroup.objects.filter(pk=group.pk).update(status=status, capacity=capacity)
        for _ in range(members):
            make_member()
        for index, kind in enumerate(beheerders):
            user = User.objects.create_user(f"{index}@example.org")
            facts = {
                "away": {"away_until": today},
                "back": {"away_until": today - timedelta(days=1)},
                "invited": {"accepted_at": None},
                "ended": {"until": now},
            }.get(kind, {})
            appoint(user, group, **facts)
            if kind == "closed":
                User.objects.filter(pk=user.pk).update(is_active=False)
        address = village.address("spoorstraat", "12")
        where = route_to_chosen(group, address, now=now) if chosen else route(address, now=now)
        can_act = {"active", "away", "back"} & set(beheerders)
        present = {"active", "back"} & set(beheerders)
        full = capacity is not None and members >= capacity
        expected = (
            (Owner.GROUP, State.OPEN)
            if status == GroupStatus.ACTIVE and can_act and not full
            else (Owner.COORDINATORS, State.OPEN)
            if status == GroupStatus.ACTIVE and not can_act
            else (Owner.COORDINATORS, State.WAITING)
        )
        assert (where.owner, where.state) == expected
        assert where.also_coordinators == (where.owner == Owner.GROUP and not present)
        assert where.reason in RouteReason
        assert where.sentence.endswith(".")


def test_routing_an_address_takes_one_query(
    village: Village,
    own_beheerder: User,
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    address = village.address("spoorstraat", "12")
    with django_assert_num_queries(1):
        where = route(address, now=timezone.now())
    assert str(where.group) == "Spoorstraat"
