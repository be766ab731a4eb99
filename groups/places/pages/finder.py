"""From what somebody types to the group of the address. Reads only; at most three queries.

Nothing is guessed: a spelling that we know means one street, anything else is offered to choose
from. Close matches are looked up by shared runs of three letters, never by going over all streets,
and what is close says `values.street_likeness`.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from dorst_portal.identity.current import here
from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.prepared import Prepared
from dorst_portal.languages.words import lazy_text
from groups.models import (
    CoverageRule,
    GroupStatus,
    Hamlet,
    OfficialAddress,
    ResidentRequest,
    RouteReason,
    Spelling,
    Street,
    WatchGroup,
)
from groups.places.routing import Address, Route, facts_of, route, route_by_spelling, route_to_group
from groups.values.address_lines import Reading, likeliest, ways_to_read
from groups.values.addresses import (
    NOT_A_NUMBER,
    AddressError,
    HouseNumber,
    SeveralNumbersError,
    fold_street,
    is_house_number,
    parse_house_number,
    parts_of_key,
    plain_signs,
)
from groups.values.places import fold_place, has_article
from groups.values.signatures import in_a_signature
from groups.values.states import State
from groups.values.street_likeness import Likeness, likeness

TWO_NUMBERS: Final = lazy_text("Je typte 2 huisnummers. Kies er een.")
TOO_MUCH: Final = lazy_text("Dit is te lang. Typ alleen je straat en je huisnummer.")
LONGEST_STREET: Final = 80
MOST_MATCHES: Final = 5
# As few as these are told; of fewer a neighbour could guess who they are.
FEWEST_NEIGHBOURS: Final = 5
_CANDIDATES: Final = 60


# The plainest way of writing an address; "Plein 1944" is one of these, too.
STREET_AND_NUMBER = re.compile(r"([^\d,;()\n]*[^\W\d])\s+([0-9]{1,5}[a-zA-Z]?)")


@dataclass(frozen=True)
class Found:
    """An address as it was read. `text` is the street as typed, without a number.

    Where a hamlet and a street have one name, both are here: the street wins.
    """

    text: str
    number: HouseNumber | None
    street: Street | None = None
    hamlet: Hamlet | None = None
    # The highest number that the official list has in this street; None where it has none.
    highest: int | None = None

    @property
    def is_beyond(self) -> bool:
        """Whether the number is higher than any that we know of its street: that is asked, never
        confirmed in silence. Of a street that is not in the list nobody knows.
        """
        if self.number is None or self.highest is None:
            return False
        return self.number.number > self.highest

    @property
    def address(self) -> Address | None:
        """The address, once it has a number; also of a street that we do not know."""
        if self.number is None:
            return None
        return Address(self.street, self.text, self.number)

    @property
    def number_question(self) -> str:
        """What is asked about a number that is higher than any that we know of its street."""
        street = str(self.street)
        question = (
            _("Nummer {number} kennen we niet in de {street}. Klopt het?")
            if has_article(street)
            else _("Nummer {number} kennen we niet in {street}. Klopt het?")
        )
        return question.format(number=self.number, street=street)

    @property
    def in_words(self) -> str:
        """The street that was found, with the number when there is one."""
        return f"{self.street} {self.number}" if self.number else str(self.street)


class Outcome(StrEnum):
    """The answers that the finder has."""

    GROUP = "group"
    NUMBER_NEEDED = "number"
    NUMBER_UNKNOWN = "number_unknown"
    OUTSIDE = "outside"
    NO_GROUP = "no_group"
    UNKNOWN = "unknown"
    HAMLET = "hamlet"
    WAITING_LIST = "waiting"
    STARTING = "starting"


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
    """Read a street and a house number, also when both stand in the street's box, with a postcode,
    a place or a country around them. One query.

    The whole text is a street first, if there is one of that name; a place that stands with it has
    to be where the street lies. Raises AddressError when the number cannot be read, when there are
    two, or when it may be one or two (WhichNumberError).
    """
    ways, around = ways_to_read(street), list(in_a_signature(street))
    known = _known(list(dict.fromkeys(fold_street(way.street) for way in [*ways, *around])))
    typed, beside = _number_box(number, street)
    elsewhere: list[Reading] = []
    refused: AddressError | None = None
    for way in ways:
        spellings = known.get(fold_street(way.street), [])
        fitting = [one for one in spellings if _lies_in(one, way.places, is_loose=way.is_loose)]
        if not fitting:
            elsewhere += [way] if spellings else []
            continue
        if not all(_lies_in(one, beside, is_loose=True) for one in fitting if beside):
            raise AddressError(NOT_A_NUMBER)
        try:
            read = one_number(way.number, typed)
        except SeveralNumbersError:
            raise
        except AddressError as error:
            refused = refused or error
            continue
        return _found(fitting, text=way.street, number=read)
    return _amid_words(around, known, typed) or _nowhere(street, typed, elsewhere, refused)


def _amid_words(
    around: list[Reading], known: dict[str, list[Spelling]], typed: HouseNumber | None
) -> Found | None:
    """The address in a signature, where it is plain: one street of ours, with one number."""
    found: dict[tuple[int, str], Found] = {}
    for way in around:
        for spelling in known.get(fold_street(way.street), []):
            street = spelling.street
            if street is None or not _lies_in(spelling, way.places, is_loose=True):
                continue
            with suppress(AddressError):
                number = one_number(way.number, typed)
                # Of "Oude Tilburgsebaan" and "Tilburgsebaan" the longer one comes last.
                found[street.pk, str(number)] = _found([spelling], text=way.street, number=number)
    return next(iter(found.values())) if len(found) == 1 else None


def street_named(text: str) -> Street | None:
    """The street of a box that asks for no number, with or without its place; None when it is not
    known, or a number stands there. One query.
    """
    try:
        found = read_address(text, "")
    except AddressError:
        return None
    return found.street if found.number is None else None


def _number_box(number: str, street: str) -> tuple[HouseNumber | None, tuple[str, ...]]:
    """The number in its own box, with the places that stood behind it: "12, 4849 XA Dorst". The
    street may stand there once more.
    """
    if not number:
        return None, ()
    try:
        return parse_house_number(number), ()
    except SeveralNumbersError:
        raise
    except AddressError:
        if plain_signs(number).startswith("-"):
            raise  # -12 is no 12
        for way in ways_to_read(number):
            if way.number and is_house_number(way.number):
                same = not way.street or fold_street(way.street) == fold_street(street)
                beside = way.places if same else (way.street, *way.places)
                return parse_house_number(way.number), beside
        raise


def one_number(beside: str, typed: HouseNumber | None) -> HouseNumber | None:
    """The number that stood beside the street together with that of its own box, which may say
    which of several numbers is meant. Raises AddressError when they are not the same.
    """
    if not beside:
        return typed
    try:
        read = parse_house_number(beside)
    except SeveralNumbersError:
        if typed and str(typed.number) in re.findall("[0-9]+", plain_signs(beside)):
            return typed
        raise
    if typed and typed != read:
        raise SeveralNumbersError(TWO_NUMBERS)
    return read


def _nowhere(
    street: str,
    typed: HouseNumber | None,
    elsewhere: list[Reading],
    refused: AddressError | None,
) -> Found:
    """What to make of a text that is no street of ours: nothing is known, or not at that place."""
    apart = [way for way in elsewhere if not way.is_loose]
    # "Spoorstraat 12 Breda": words that are no number and not where our street lies.
    loose = [way for way in elsewhere if is_house_number(way.number)] if refused else []
    if refused and not apart and not loose:
        raise refused
    way = apart[0] if apart else min(loose, key=lambda one: len(one.number), default=None)
    way = way or likeliest(street)
    try:
        number = one_number(way.number, typed)
    except SeveralNumbersError:
        # "Plein 1944" and "50 Lindenlaan", with another number in its own box, are names.
        is_name = way.number_first or re.fullmatch("[0-9]{4,}", way.number)
        if not (typed and is_name):
            raise
        way, number = Reading(" ".join(street.split())), typed
    village = fold_place(here().village)
    others = [place for place in way.places if fold_place(place) != village]
    text = ", ".join([way.street, *others])
    if len(way.street) > LONGEST_STREET:
        raise AddressError(TOO_MUCH)
    return Found(text if len(text) <= LONGEST_STREET else way.street, number)


def _lies_in(spelling: Spelling, places: Sequence[str], *, is_loose: bool) -> bool:
    """Whether a street or hamlet lies where somebody says; of an outside street that need not be
    known. Words that were only taken off have to name its place.
    """
    if not places:
        return True
    street, hamlet = spelling.street, spelling.hamlet
    if street and street.outside and not is_loose:
        return True
    names = [street.place, street.area] if street else [here().village, str(hamlet)]
    return any(fold_place(place) in map(fold_place, names) for place in places)


def _known(keys: list[str]) -> dict[str, list[Spelling]]:
    """What each key means."""
    if len(keys) <= 2:
        found = _SPELLINGS(whole=keys[0], head=keys[-1])
    else:
        found = list(_with_facts(Spelling.objects.filter(key__in=[key for key in keys if key])))
    known: dict[str, list[Spelling]] = {}
    for spelling in found:
        known.setdefault(spelling.key, []).append(spelling)
    return known


def read_at_once(street: str, number: str, *, now: datetime) -> tuple[Found, Route] | None:
    """A street and a number, apart or behind each other, with the route from there, in one query;
    None where no group covers the address or it has to be read first.
    """
    whole = ""
    if not number and (match := STREET_AND_NUMBER.fullmatch(street)):
        whole, street, number = fold_street(street), match[1], match[2]
    key = fold_street(street)
    if not key or not number:
        return None
    try:
        typed = parse_house_number(number)
    except AddressError:
        return None
    both = route_by_spelling(key, typed, now=now, unless=whole)
    if both is None:
        return None
    its_street, highest, where = both
    return Found(street, typed, its_street, highest=highest), where


def find_group(
    found: Found, *, as_hamlet: bool, now: datetime, number_is_right: bool = False
) -> Answer:
    """Which group an address has, or what still has to be asked. At most two queries.

    A number that is higher than any that we know of its street is asked about, unless somebody said
    that it is right.
    """
    if found.hamlet and (as_hamlet or found.street is None):
        return Answer(Outcome.HAMLET, found, choices=streets_of(found.hamlet))
    if found.street is None:
        return Answer(Outcome.UNKNOWN, found, choices=close_matches(found.text))
    if found.street.outside:
        return Answer(Outcome.OUTSIDE, found)
    if found.address is None:
        return _of_street(found, found.street, now=now)
    if found.is_beyond and not number_is_right:
        return Answer(Outcome.NUMBER_UNKNOWN, found)
    return _of_route(found, found.street, route(found.address, now=now))


def close_matches(text: str) -> list[str]:
    """Names of streets and hamlets that look like what was typed, the best first. One query."""
    # Behind a comma stands a place that is none of its street's.
    key = fold_street(text.partition(",")[0]) or fold_street(text)
    if not key:
        return []
    candidates = Spelling.objects.sharing_parts(parts_of_key(key))[:_CANDIDATES]
    best: dict[str, Likeness] = {}
    for spelling in candidates:
        name, alike = str(spelling.street or spelling.hamlet), likeness(key, spelling.key)
        if alike:
            best[name] = min(best.get(name, alike), alike)
    return sorted(best, key=lambda name: (best[name], name))[:MOST_MATCHES]


def streets_of(hamlet: Hamlet) -> list[str]:
    """The names of a hamlet's streets, to choose from."""
    return list(hamlet.streets.values_list("name", flat=True))


def _spellings(whole: str, head: str) -> QuerySet[Spelling, Any]:
    either = Spelling.objects.filter(Q(key=whole) | Q(key=head)).exclude(key="")
    return _with_facts(either)


def _with_facts(spellings: QuerySet[Spelling, Any]) -> QuerySet[Spelling, Any]:
    highest = OfficialAddress.objects.highest_of(OuterRef("street"))
    return spellings.select_related("street", "hamlet").annotate(highest=Subquery(highest))


@dataclass(frozen=True)
class _OfSpelling(Added):
    highest: int | None


_SPELLINGS = Prepared(_spellings, whole=str, head=str)


def _found(spellings: list[Spelling], *, text: str, number: HouseNumber | None) -> Found:
    hamlet = next((one.hamlet for one in spellings if one.hamlet), None)
    of_street = next((one for one in spellings if one.street), None)
    if of_street is None:
        return Found(text, number, None, hamlet)
    highest = _OfSpelling.of(of_street).highest
    return Found(text, number, of_street.street, hamlet, highest)


def _of_street(found: Found, street: Street, *, now: datetime) -> Answer:
    """Without a number: enough where one rule covers the whole street."""
    rules = CoverageRule.objects.in_force().filter(street=street).select_related("group")
    groups = {rule.group for rule in rules}
    if not groups:
        return _without_group(found, street)
    if not all(rule.is_whole_street() for rule in rules):
        return Answer(Outcome.NUMBER_NEEDED, found, groups=len(groups))
    group = groups.pop()
    if group.status == GroupStatus.STARTING:
        return Answer(Outcome.STARTING, found)
    if group.status == GroupStatus.ARCHIVED:
        return _without_group(found, street)
    facts = facts_of(group, now=now)
    return _of_route(found, street, route_to_group(facts, reason=RouteReason.COVERED, sentence=""))


def _of_route(found: Found, street: Street, where: Route) -> Answer:
    if where.reason == RouteReason.STARTING:
        # That there will be one is told, and not which: nobody can see it yet.
        return Answer(Outcome.STARTING, found)
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
