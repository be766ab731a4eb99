"""What a move has to do, told once more over plain house numbers and apart from the code.

The reference knows no ranges, no rules and no routing: it walks over house numbers one by one.
300 invented villages live through moves, splits, merges and undoing, and each time everything that
the portal changed is compared with what the reference says.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from groups.coverage.pages.plan import NothingMoves, plan_move
from groups.coverage.pages.plan_parts import Numbers
from groups.coverage.services.moving import carry_out
from groups.coverage.services.undo import undo_change
from groups.models import (
    Appointment,
    ChangeKind,
    CoverageChange,
    CoverageRule,
    GroupStatus,
    Membership,
    MembershipSource,
    NoticeSettings,
    RequestSource,
    ResidentRequest,
    RouteReason,
    Street,
    WatchGroup,
)
from groups.values.references import new_reference
from groups.values.states import Kind, Owner, State

# The villages of one test live in one database after each other, in streets of their own.
VILLAGES = 300
HIGHEST = 14
House = tuple[int, int]  # street, number


@dataclass
class Home:
    """Somebody in a group, or a request, as the reference knows it."""

    pk: int
    house: House
    group: int | None
    mobile: str = ""
    follows: bool = True  # of a request: the address decided where it is, and it is open
    waits: bool = False


@dataclass
class Reference:
    """Which house has which group, who is a member where, and which request lies where."""

    houses: dict[House, int]
    members: list[Home]
    requests: list[Home]

    def move(
        self, moved: Iterable[House], to: int | None, only_from: int | None, whole: bool
    ) -> "Reference":
        going = {
            house
            for house in moved
            if self.houses.get(house) != to
            and (only_from is None or self.houses.get(house) == only_from)
            and (to is not None or house in self.houses)
        }
        was = {house: self.houses.get(house) for house in going}
        houses = {house: group for house, group in self.houses.items() if house not in going}
        if to is not None:
            houses |= dict.fromkeys(going, to)
        members: list[Home] = []
        there = {one.mobile for one in self.members if one.group == to}
        # Of two people with one number the first gets the place: by group, then by address.
        for one in sorted(self.members, key=lambda one: (one.group, one.house, one.pk)):
            leaves = one.group is not None and (
                one.group == only_from
                if whole
                else one.house in going and was[one.house] == one.group
            )
            if not leaves or to is None:
                members.append(one)
            elif one.mobile not in there:
                there.add(one.mobile)
                members.append(Home(one.pk, one.house, to, one.mobile))
        requests = [
            self._request(one, going, was, to, only_from if whole else None)
            for one in self.requests
        ]
        return Reference(houses, members, requests)

    def _request(
        self,
        one: Home,
        going: set[House],
        was: dict[House, int | None],
        to: int | None,
        merged: int | None,
    ) -> Home:
        if merged is not None:
            goes = one.group == merged
        else:
            nobodys = one.group is None and one.follows and to is not None
            theirs = one.group is not None and one.house in going and was[one.house] == one.group
            goes = one.follows and ((one.house in going and nobodys) or theirs)
        if not goes:
            return one
        return Home(one.pk, one.house, to, follows=one.follows, waits=to is None)

    def seen(self) -> dict[str, Any]:
        return {
            "houses": self.houses,
            "members": sorted((one.house, one.group, one.mobile) for one in self.members),
            "requests": sorted((one.pk, one.group, one.waits) for one in self.requests),
        }


class Portal:
    """The same village in the database."""

    def __init__(self, number: int, dice: random.Random, now: datetime) -> None:
        self.number, self.dice, self.now, self.made = number, dice, now, 0
        self.streets = [
            Street.objects.create(
                name=f"Straat {number}-{n}", slug=f"straat-{number}-{n}", area="X"
            )
            for n in range(2)
        ]
        self.groups = [
            WatchGroup.objects.create(
                name=f"Groep {number}-{n}", slug=f"groep-{number}-{n}", status=GroupStatus.ACTIVE
            )
            for n in range(3)
        ]

    def person(self) -> User:
        user = User.objects.create_user(f"b{self.number}@example.org", name="Bea Heerder")
        for group in self.groups:
            Appointment.objects.create(
                user=user, group=group, invited_at=self.now, accepted_at=self.now
            )
        return user

    def cover(self) -> dict[House, int]:
        """Rules as people write them, which leave holes and never overlap."""
        houses: dict[House, int] = {}
        for at, street in enumerate(self.streets):
            for first, last, side in self.dice.choice(LAYOUTS):
                group = self.dice.choice(self.groups)
                CoverageRule.objects.create(
                    street=street, group=group, first_number=first, last_number=last, side=side
                )
                for number in of_range(first, last, side):
                    houses[at, number] = group.pk
        return houses

    def member(self, house: House, group: WatchGroup, mobile: str) -> Home:
        row = Membership.objects.create(
            group=group,
            name="Mien Meedoen",
            mobile=mobile,
            street=self.streets[house[0]],
            street_text=self.streets[house[0]].name,
            house_number=house[1],
            source=MembershipSource.EXAMPLE,
            since=self.now - timedelta(days=9),
        )
        return Home(row.pk, house, group.pk, mobile)

    def request(self, house: House, group: int | None, by: User) -> Home:
        """Open, approved, chosen, forwarded, or waiting where nobody is."""
        self.made += 1
        kind = self.dice.choice(["open", "question", "approved", "chosen", "forwarded"])
        facts: dict[str, Any] = {"state": State.OPEN, "route_reason": RouteReason.COVERED}
        if group is None:
            kind = "nobody"
            facts = {"state": State.WAITING, "route_reason": RouteReason.NO_GROUP}
        elif kind == "approved":
            facts |= {"state": State.APPROVED, "decided_at": self.now, "decided_by": by}
        elif kind == "chosen":
            facts |= {"route_reason": RouteReason.CHOSEN_GROUP, "why_this_group": "Om de buren."}
        elif kind == "forwarded":
            facts["route_reason"] = RouteReason.FORWARDED
        elif kind == "question":
            facts |= {"kind": Kind.QUESTION, "subject": "other"}
        row = ResidentRequest.objects.create(
            **{
                "reference": new_reference(),
                "kind": Kind.JOIN,
                "owner": Owner.GROUP if group else Owner.COORDINATORS,
                "group_id": group,
                "due_at": self.now + timedelta(days=3),
                "ladder_from": self.now,
                "submission_key": f"village-{self.number}-{self.made}",
                "name": "Rika Resident",
                "mobile": "+31600009001",
                "street": self.streets[house[0]],
                "street_text": self.streets[house[0]].name,
                "house_number": house[1],
                "route_sentence": "Hier.",
                "source": RequestSource.FORM,
            }
            | facts
        )
        follows = kind in ("open", "question", "nobody")
        return Home(row.pk, house, group, follows=follows, waits=kind == "nobody")

    def seen(self) -> dict[str, Any]:
        """What is in the database, in the words of the reference."""
        at = {street.pk: number for number, street in enumerate(self.streets)}
        houses: dict[House, int] = {}
        for rule in CoverageRule.objects.in_force().filter(street__in=at):
            for number in of_range(rule.first_number, rule.last_number, rule.side):
                if number <= HIGHEST:
                    assert (at[rule.street_id], number) not in houses
                    houses[at[rule.street_id], number] = rule.group_id
        members = Membership.objects.current().filter(street__in=at)
        requests = ResidentRequest.objects.filter(street__in=at)
        waits = (State.WAITING,)
        return {
            "houses": houses,
            "members": sorted(
                ((at[one.street_id or 0], one.house_number), one.group_id, one.mobile)
                for one in members
            ),
            "requests": sorted(
                (one.pk, one.group_id, one.state in waits or _is_nobodys(one)) for one in requests
            ),
        }

    def rows(self) -> dict[str, Any]:
        """Every field of what lives here, to see that undoing restores all of it."""
        members = Membership.objects.filter(street__in=self.streets).order_by("pk")
        requests = ResidentRequest.objects.filter(street__in=self.streets).order_by("pk")
        rules = CoverageRule.objects.in_force().filter(street__in=self.streets).order_by("pk")
        groups = WatchGroup.objects.filter(pk__in=[one.pk for one in self.groups]).order_by("pk")
        return {
            "members": list(members.values()),
            "requests": list(requests.values()),
            "rules": list(rules.values()),
            "groups": list(groups.values()),
        }


# First and last number and side, without overlap; the last one covers a street to its end.
LAYOUTS = (
    [(1, 99_999, "both")],
    [(1, 9, "odd"), (2, 8, "even"), (10, 14, "both")],
    [(1, 6, "both"), (9, 13, "odd")],
    [(2, 14, "even")],
    [(3, 3, "odd"), (4, 4, "even"), (5, 11, "both")],
    [],
)


def _is_nobodys(request: ResidentRequest) -> bool:
    return request.owner == Owner.COORDINATORS and request.group_id is None


def of_range(first: int, last: int, side: str) -> list[int]:
    """The numbers of a range, one by one, as far as anybody lives in these streets."""
    wanted = {"both": (0, 1), "odd": (1,), "even": (0,)}[side]
    return [number for number in range(first, min(last, HIGHEST) + 1) if number % 2 in wanted]


def a_village(number: int, dice: random.Random, now: datetime) -> tuple[Portal, Reference, User]:
    portal = Portal(number, dice, now)
    by = portal.person()
    houses = portal.cover()
    members: list[Home] = []
    known: set[tuple[int, str]] = set()
    for _ in range(dice.randrange(8)):
        house = (dice.randrange(2), dice.randrange(1, HIGHEST + 1))
        # Most are in the group of their address, some chose another one.
        own = houses.get(house)
        group = dice.choice(portal.groups)
        if own and dice.random() < 0.8:
            group = next(one for one in portal.groups if one.pk == own)
        mobile = f"+316000000{dice.randrange(5):02d}"
        if (group.pk, mobile) not in known:
            known.add((group.pk, mobile))
            members.append(portal.member(house, group, mobile))
    requests = []
    for _ in range(dice.randrange(6)):
        house = (dice.randrange(2), dice.randrange(1, HIGHEST + 1))
        requests.append(portal.request(house, houses.get(house), by))
    return portal, Reference(houses, members, requests), by


def a_move(
    portal: Portal, reference: Reference, dice: random.Random
) -> tuple[list[Numbers], list[House], dict[str, Any]]:
    """Ranges, the houses in them, and what is done with them."""
    kind = dice.choice([ChangeKind.MOVE, ChangeKind.MOVE, ChangeKind.SPLIT, ChangeKind.MERGE])
    held = sorted(reference.houses)
    known = reference.houses[dice.choice(held)] if held else portal.groups[0].pk
    source = next(one for one in portal.groups if one.pk == known)
    to = dice.choice([one for one in portal.groups if one != source])
    numbers: list[Numbers] = []
    houses: list[House] = []
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(2)
        first = dice.randrange(1, HIGHEST)
        last, side = dice.randrange(first + 1, HIGHEST + 2), dice.choice(["both", "odd", "even"])
        numbers.append(Numbers(portal.streets[at], first, last, side))
        houses += [(at, number) for number in of_range(first, last, side)]
    if kind == ChangeKind.MERGE:
        rules = CoverageRule.objects.in_force().filter(group=source).select_related("street")
        numbers = [
            Numbers(one.street, one.first_number, one.last_number, one.side) for one in rules
        ]
        houses = [house for house, group in reference.houses.items() if group == source.pk]
    target = None if kind == ChangeKind.MOVE and dice.random() < 0.25 else to
    only = None if kind == ChangeKind.MOVE else source
    return numbers, houses, {"kind": kind, "to": target, "only_from": only}


@pytest.mark.parametrize("part", range(6))
def test_exactly_what_the_reference_says_changes_and_undoing_restores_it(
    db: None, now: datetime, part: int
) -> None:
    coordinator = User.objects.create_user("staff@example.org", name="Cor", is_coordinator=True)
    NoticeSettings.objects.create(user=coordinator, quiet_from=0, quiet_until=0)
    done = dict.fromkeys(ChangeKind, 0)
    for number in range(part, VILLAGES, 6):
        dice = random.Random(number)
        portal, reference, _ = a_village(number, dice, now)
        assert portal.seen() == reference.seen(), number
        before = portal.rows()
        numbers, houses, what = a_move(portal, reference, dice)
        changes = moved(numbers, what, by=coordinator, now=now)
        expected = reference.move(
            houses,
            what["to"] and what["to"].pk,
            what["only_from"] and what["only_from"].pk,
            what["kind"] == ChangeKind.MERGE,
        )
        assert portal.seen() == expected.seen(), (number, what)
        done[what["kind"]] += bool(changes)
        for change in reversed(changes):
            with zeal_ignore():  # one after the other is what is tested
                undone = undo_change(change, by=coordinator, now=now + timedelta(days=1))
            assert undone.left == 0
        assert portal.rows() == before, (number, what)
    assert all(times > 2 for times in done.values()), done


def moved(
    numbers: list[Numbers], what: dict[str, Any], *, by: User, now: datetime
) -> list[CoverageChange]:
    """Look, and carry out what was seen; nothing where nothing would change."""
    seen = plan_move(numbers, now=now, **what).seen
    try:
        return list(carry_out(numbers, seen=seen, by=by, now=now, **what))
    except NothingMoves:
        return []
