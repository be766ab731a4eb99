"""To which group an address belongs, whose request it becomes, and why. One indexed query.

Routing is total: every address ends at the beheerders of a group or at the coordinators, with a
reason that a person can read.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import translation

from dorst_portal.identity.current import here
from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.prepared import Prepared
from dorst_portal.languages.current import DUTCH
from groups.models import (
    Appointment,
    CoverageRule,
    GroupStatus,
    HouseRules,
    Membership,
    OfficialAddress,
    RouteReason,
    RulesVariant,
    Side,
    Spelling,
    Street,
    WatchGroup,
)
from groups.values.addresses import HouseNumber
from groups.values.states import Owner, State
from groups.values.village_time import village_day

# For these a request is on the waiting list.
WAITING_REASONS = frozenset(
    {RouteReason.NO_GROUP, RouteReason.STARTING, RouteReason.PAUSED, RouteReason.FULL}
)


@dataclass(frozen=True)
class Address:
    """An address as somebody gave it; `street` is None when we do not know the street."""

    street: Street | None
    street_text: str
    number: HouseNumber

    def __str__(self) -> str:
        return f"{self.street.name if self.street else self.street_text} {self.number}"


@dataclass(frozen=True)
class Route:
    """Where a join request goes. `group` is the group of the address, also when it cannot act."""

    group: WatchGroup | None
    owner: Owner
    state: State
    reason: RouteReason
    sentence: str
    also_coordinators: bool = False
    fits: bool = False  # the address is one of the group's
    house_rules: HouseRules | None = None  # those of the group, when they came along

    @property
    def can_join_now(self) -> bool:
        """Whether beheerders of the group decide on it."""
        return self.owner == Owner.GROUP

    @property
    def shown_group(self) -> WatchGroup | None:
        """The group that everybody may see: one that is starting, or was archived, is nobody's."""
        hidden = self.reason in (RouteReason.STARTING, RouteReason.NO_GROUP)
        return None if hidden else self.group


def route(address: Address, *, now: datetime) -> Route:
    """Find the group of an address and who acts on a request from there."""
    if address.street is None:
        return _to_coordinators(
            RouteReason.UNKNOWN_STREET, f"We kennen de straat {address.street_text} niet."
        )
    if address.street.outside:
        return _to_coordinators(RouteReason.OUTSIDE, f"{address} ligt niet in {here().village}.")
    rule = _RULE.first(street=address.street.pk, **_values(address.number, now=now))
    if rule is None:
        return _to_coordinators(
            RouteReason.NO_GROUP, f"Voor {address} is nog geen groep.", state=State.WAITING
        )
    return _by_rule(rule, address)


def route_by_spelling(
    key: str, number: HouseNumber, *, now: datetime, unless: str = ""
) -> tuple[Street, int | None, Route] | None:
    """The street that is written so, its highest number in the official list, and the route from
    there, in one query together; None when no group covers the number, or nothing is written so.
    Also where something is called `unless`: then the number may be a part of that name.
    """
    rule = _RULE_BY_KEY.first(key=key, unless=unless, **_values(number, now=now))
    if rule is None or rule.street.outside:
        return None
    where = _by_rule(rule, Address(rule.street, rule.street.name, number))
    return rule.street, _OfRule.of(rule).highest, where


def _values(number: HouseNumber, *, now: datetime) -> dict[str, Any]:
    side = Side.ODD if number.number % 2 else Side.EVEN
    day = village_day(now)
    return {"number": number.number, "side": str(side), "now": now, "today": day}


@dataclass(frozen=True)
class _OfGroup(Added):
    members: int
    has_active: bool
    has_present: bool


@dataclass(frozen=True)
class _OfRule(Added):
    members: int
    has_active: bool
    has_present: bool
    highest: int | None
    rules_pk: int | None
    rules_text: str


def _by_rule(rule: CoverageRule, address: Address) -> Route:
    found = _OfRule.of(rule)
    facts = GroupFacts(
        group=rule.group,
        members=found.members,
        has_active=found.has_active,
        has_present=found.has_present,
    )
    # It is kept, and read by who decides: Dutch, in whatever language somebody asks.
    with translation.override(DUTCH):
        covered = f"{address} hoort bij groep {rule.group}: {rule.numbers_in_words()}."
    where = route_to_group(facts, reason=RouteReason.COVERED, sentence=covered)
    rules = HouseRules(pk=found.rules_pk, text=found.rules_text)
    return replace(where, fits=True, house_rules=rules if found.rules_pk else None)


def route_to_chosen(group: WatchGroup, address: Address, *, now: datetime) -> Route:
    """Whose request it is when somebody stays with a group that is not the one of the address."""
    sentence = chosen_in_words(f"{address}", group)
    return route_to_group(
        facts_of(group, now=now), reason=RouteReason.CHOSEN_GROUP, sentence=sentence
    )


def chosen_in_words(address: str, group: WatchGroup) -> str:
    """The sentence for a group that was chosen, not found by the address."""
    return f"{address} hoort niet bij groep {group}. De aanvrager koos deze groep."


@dataclass(frozen=True)
class GroupFacts:
    """What decides whether a group can take a request."""

    group: WatchGroup
    members: int
    has_active: bool
    has_present: bool


def facts_of(group: WatchGroup, *, now: datetime) -> GroupFacts:
    """The facts of one group, in one query."""
    (row,) = _FACTS(group=group.pk, now=now, today=village_day(now))
    found = _OfGroup.of(row)
    return GroupFacts(row, found.members, found.has_active, found.has_present)


def route_to_group(facts: GroupFacts, *, reason: RouteReason, sentence: str) -> Route:
    """Whose request it is when this group is meant, and in which state it starts."""
    group = facts.group
    waiting: tuple[RouteReason, str] | None = None
    theirs: tuple[RouteReason, str] | None = None
    if group.status == GroupStatus.PAUSED:
        waiting = (RouteReason.PAUSED, "De groep is gepauzeerd.")
    elif group.status == GroupStatus.ARCHIVED:
        waiting = (RouteReason.NO_GROUP, "De groep is opgeheven.")
    elif group.status == GroupStatus.STARTING:
        waiting = (RouteReason.STARTING, "De groep is nog in oprichting.")
    elif not facts.has_active:
        theirs = (RouteReason.NO_BEHEERDER, "De groep heeft geen beheerder.")
    elif group.capacity is not None and facts.members >= group.capacity:
        waiting = (RouteReason.FULL, "De groep is vol.")
    if waiting:
        return Route(
            group, Owner.COORDINATORS, State.WAITING, waiting[0], f"{sentence} {waiting[1]}"
        )
    if theirs:
        return Route(group, Owner.COORDINATORS, State.OPEN, theirs[0], f"{sentence} {theirs[1]}")
    if not facts.has_present:
        away = f"{sentence} De beheerder is weg."
        return Route(group, Owner.GROUP, State.OPEN, RouteReason.ALL_AWAY, away, True)
    return Route(group, Owner.GROUP, State.OPEN, reason, sentence)


def _rule(
    number: int, side: str, now: datetime, today: date, **where: Any
) -> QuerySet[CoverageRule, Any]:
    """The rule in force that covers a number, whose group comes with its facts and its rules."""
    variant = Case(
        When(group__uses_waaksamen=True, then=Value(str(RulesVariant.WAAKSAMEN))),
        default=Value(str(RulesVariant.STANDARD)),
    )
    rules = HouseRules.objects.filter(variant=OuterRef("variant")).order_by("-version")
    return (
        CoverageRule.objects.in_force()
        .filter(Q(side=Side.BOTH) | Q(side=side), **where)
        .filter(first_number__lte=number, last_number__gte=number)
        .select_related("group", "street")
        .annotate(variant=variant, **_facts(OuterRef("group"), now=now, today=today))
        .annotate(
            highest=Subquery(OfficialAddress.objects.highest_of(OuterRef("street"))),
            rules_pk=Subquery(rules.values("pk")[:1]),
            rules_text=Subquery(rules.values("text")[:1]),
        )
    )


def _rule_by_key(key: str, unless: str, **values: Any) -> QuerySet[CoverageRule, Any]:
    other = Spelling.objects.filter(key=unless)
    return _rule(street__spellings__key=key, **values).filter(~Exists(other))[:1]


def _group(group: int, now: datetime, today: date) -> QuerySet[WatchGroup, Any]:
    return WatchGroup.objects.filter(pk=group).annotate(
        **_facts(OuterRef("pk"), now=now, today=today)
    )


def _facts(group: OuterRef, *, now: datetime, today: date) -> dict[str, Any]:
    appointments = Appointment.objects.filter(group=group)
    return {
        "members": Coalesce(Subquery(_members_of(group)), 0),
        "has_active": Exists(appointments.active(now)),
        "has_present": Exists(appointments.present(now, today=today)),
    }


def _members_of(group: OuterRef) -> QuerySet[Membership, Any]:
    return (
        Membership.objects.current()
        .filter(group=group)
        .order_by()
        .values("group")
        .annotate(n=Count("pk"))
        .values("n")
    )


def _to_coordinators(reason: RouteReason, sentence: str, *, state: State = State.OPEN) -> Route:
    return Route(None, Owner.COORDINATORS, state, reason, sentence)


_VALUES: dict[str, Any] = {"number": int, "side": str, "now": datetime, "today": date}
_RULE = Prepared(lambda **values: _rule(**values)[:1], street=int, **_VALUES)
_RULE_BY_KEY = Prepared(_rule_by_key, key=str, unless=str, **_VALUES)
_FACTS = Prepared(_group, group=int, now=datetime, today=date)
