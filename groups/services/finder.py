"""From what somebody types to the group of the address. Reads only; at most three queries.

Nothing is guessed: a spelling that we know means one street, anything else is offered to choose
from. Close matches are looked up by shared runs of three letters, never by going over all streets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from django.db.models import Q, QuerySet

from dorst_portal.kit.prepared import Prepared
from groups.addresses import (
    AddressError,
    HouseNumber,
    fold_street,
    parse_house_number,
    parts_of_key,
    split_street_and_number,
)
from groups.models import (
    CoverageRule,
    GroupStatus,
    Hamlet,
    ResidentRequest,
    RouteReason,
    Spelling,
    Street,
    WatchGroup,
)
from groups.routing import Address, Route, facts_of, route, route_by_spelling, route_to_group
from groups.states import State

MOST_MATCHES: Final = 5
# As few as these are told; of fewer a neighbour could guess who they are.
FEWEST_NEIGHBOURS: Final = 5
_CANDIDATES: Final = 30
_ALIKE: Final = 0.55
_BEGINNING_COUNTS: Final = 0.3


@dataclass(frozen=True)
class Found:
    """An address as it was read. `text` is the street as typed, without a number.

    Where a hamlet and a street have one name, both are here: the street wins.
    """

    text: str
    number: HouseNumber | None
    street: Street | None = None
    hamlet: Hamlet | None = None

    @property
    def address(self) -> Address | None:
        """The address, once it has a number; also of a street that we do not know."""
        if self.number is None:
            return None
        return Address(self.street, self.text, self.number)


class Outcome(StrEnum):
    """The answers that the finder has."""

    GROUP = "group"
    NUMBER_NEEDED = "number"
    OUTSIDE = "outside"
    NO_GROUP = "no_group"
    UNKNOWN = "unknown"
    HAMLET = "hamlet"
    WAITING_LIST = "waiting"


@dataclass(frozen=True)
class Answer:
    """What the finder says about an address, with what its page shows."""

    outcome: Outcome
    found: Found
    group: WatchGroup | None = None
    reason: str = ""
    groups: int = 0
    neighbours: int = 0
    choices: Sequence[str] = ()


def read_address(street: str, number: str) -> Found:
    """Read a street and a house number, also when both stand in the street's box. One query.

    Raises AddressError when the number cannot be read, or when there are two.
    """
    head, tail = split_street_and_number(street)
    known: dict[str, list[Spelling]] = {}
    for spelling in _SPELLINGS(whole=fold_street(street), head=fold_street(head)):
        known.setdefault(spelling.key, []).append(spelling)
    whole = known.get(fold_street(street))
    if whole or not tail:
        return _found(whole or [], text=street, number=number)
    spellings = known.get(fold_street(head), [])
    if not spellings and not _is_number(tail):
        return _found([], text=street, number=number)
    if number and str(parse_house_number(number)) != str(parse_house_number(tail)):
        raise AddressError("Je typte 2 huisnummers. Kies er een.")
    return _found(spellings, text=head, number=number or tail)


def read_and_route(street: str, number: str, *, now: datetime) -> tuple[Found, Route | None]:
    """As `read_address`; where a group covers the address its route comes along, in one query."""
    key = fold_street(street)
    if key and number:
        typed = parse_house_number(number)
        if both := route_by_spelling(key, typed, now=now):
            return Found(street, typed, both[0]), both[1]
    return read_address(street, number), None


def find_group(found: Found, *, as_hamlet: bool, now: datetime) -> Answer:
    """Which group an address has, or what still has to be asked. At most two queries."""
    if found.hamlet and (as_hamlet or found.street is None):
        return Answer(Outcome.HAMLET, found, choices=streets_of(found.hamlet))
    if found.street is None:
        return Answer(Outcome.UNKNOWN, found, choices=close_matches(found.text))
    if found.street.outside:
        return Answer(Outcome.OUTSIDE, found)
    if found.address is None:
        return _of_street(found, found.street, now=now)
    return _of_route(found, found.street, route(found.address, now=now))


def close_matches(text: str) -> list[str]:
    """Names of streets and hamlets that look like what was typed, the best first. One query."""
    key = fold_street(text)
    if not key:
        return []
    candidates = Spelling.objects.sharing_parts(parts_of_key(key))[:_CANDIDATES]
    best: dict[str, float] = {}
    for spelling in candidates:
        name = str(spelling.street or spelling.hamlet)
        best[name] = max(best.get(name, 0.0), _likeness(key, spelling.key))
    alike = [name for name, score in best.items() if score >= _ALIKE]
    return sorted(alike, key=lambda name: (-best[name], name))[:MOST_MATCHES]


def streets_of(hamlet: Hamlet) -> list[str]:
    """The names of a hamlet's streets, to choose from."""
    return list(hamlet.streets.values_list("name", flat=True))


def _spellings(whole: str, head: str) -> QuerySet[Spelling, Any]:
    either = Spelling.objects.filter(Q(key=whole) | Q(key=head)).exclude(key="")
    return either.select_related("street", "hamlet")


_SPELLINGS = Prepared(_spellings, whole=str, head=str)


def _found(spellings: list[Spelling], *, text: str, number: str) -> Found:
    street = next((one.street for one in spellings if one.street), None)
    hamlet = next((one.hamlet for one in spellings if one.hamlet), None)
    return Found(text, parse_house_number(number) if number else None, street, hamlet)


def _is_number(text: str) -> bool:
    try:
        parse_house_number(text)
    except AddressError:
        return False
    return True


def _likeness(typed: str, key: str) -> float:
    if len(typed) > 3 and typed in key:
        return 1.0
    # People are surer of how a name begins: Spoorlaan is rather Spoorstraat than Sparrenlaan.
    pairs = enumerate(zip(typed, key, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(typed), len(key)))
    return SequenceMatcher(None, typed, key).ratio() + same / len(typed) * _BEGINNING_COUNTS


def _of_street(found: Found, street: Street, *, now: datetime) -> Answer:
    """Without a number: enough where one rule covers the whole street."""
    rules = CoverageRule.objects.in_force().filter(street=street).select_related("group")
    groups = {rule.group for rule in rules}
    if not groups:
        return _without_group(found, street)
    if not all(rule.is_whole_street() for rule in rules):
        return Answer(Outcome.NUMBER_NEEDED, found, groups=len(groups))
    group = groups.pop()
    if group.status in (GroupStatus.STARTING, GroupStatus.ARCHIVED):
        return _without_group(found, street)
    facts = facts_of(group, now=now)
    return _of_route(found, street, route_to_group(facts, reason=RouteReason.COVERED, sentence=""))


def _of_route(found: Found, street: Street, where: Route) -> Answer:
    if where.shown_group is None:
        return _without_group(found, street)
    outcome = Outcome.WAITING_LIST if where.state == State.WAITING else Outcome.GROUP
    return Answer(outcome, found, group=where.shown_group, reason=where.reason)


def _without_group(found: Found, street: Street) -> Answer:
    waiting = ResidentRequest.objects.filter(street=street, state=State.WAITING)
    addresses = waiting.values("house_number", "house_letter", "house_number_addition")
    neighbours = addresses.distinct().count()
    told = neighbours if neighbours >= FEWEST_NEIGHBOURS else 0
    return Answer(Outcome.NO_GROUP, found, neighbours=told)
