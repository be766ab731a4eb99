"""The words in which a move is told: numbers of a street, rules that come, what leaves a group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import F, Q
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from groups.models import (
    ChangeKind,
    CoverageRule,
    Membership,
    ResidentRequest,
    Side,
    Street,
    WatchGroup,
)
from groups.refusals import Refused
from groups.values.addresses import LARGEST_HOUSE_NUMBER
from groups.values.house_ranges import Range, normal

_PARITY = Mod(F("house_number"), 2)
_ON_SIDE = {Side.BOTH: Q(), Side.ODD: Q(Exact(_PARITY, 1)), Side.EVEN: Q(Exact(_PARITY, 0))}


@dataclass(frozen=True)
class Numbers:
    """House numbers of one street."""

    street: Street
    first: int
    last: int
    side: str

    @property
    def range(self) -> Range:
        """The numbers in the one way of writing them. Raises Refused when there are none."""
        found = normal(self.first, self.last, self.side)
        if found is None:
            raise Refused(_("In dit bereik ligt geen huisnummer."))
        return found

    @property
    def words(self) -> str:
        """The numbers as a neighbour would say them."""
        rule = CoverageRule(first_number=self.first, last_number=self.last, side=self.side)
        return rule.numbers_in_words()

    def __str__(self) -> str:
        if self.range == normal(1, LARGEST_HOUSE_NUMBER, Side.BOTH):
            return _("{street} (hele straat)").format(street=self.street)
        return f"{self.street} {self.words}"


@dataclass(frozen=True)
class Made:
    """A rule that comes: numbers that go to a group, or what is left of a rule that was cut."""

    numbers: Numbers
    group: WatchGroup


@dataclass(frozen=True)
class Part:
    """What leaves one group, or (`from_group=None`) numbers that had none. `members` get a place
    in the other group; `stay_members` have one there already, so only their old one ends.
    `approved` requests stay behind: their beheerder finishes them.
    """

    from_group: WatchGroup | None
    numbers: Sequence[Numbers]
    ends: Sequence[CoverageRule]
    makes: Sequence[Made]
    members: Sequence[Membership]
    stay_members: Sequence[Membership]
    requests: Sequence[ResidentRequest]
    approved: Sequence[ResidentRequest]


@dataclass(frozen=True)
class Plan:
    """All that a move, a split or a merge would do, and its fingerprint."""

    kind: ChangeKind
    numbers: Sequence[Numbers]
    to_group: WatchGroup | None
    parts: Sequence[Part]
    seen: str

    @property
    def ends(self) -> Sequence[CoverageRule]:
        """The rules that end."""
        return [rule for part in self.parts for rule in part.ends]

    @property
    def makes(self) -> Sequence[Made]:
        """The rules that begin."""
        return [made for part in self.parts for made in part.makes]

    @property
    def members(self) -> int:
        """How many people leave their group."""
        return sum(len(part.members) + len(part.stay_members) for part in self.parts)

    @property
    def requests(self) -> int:
        """How many requests go along."""
        return sum(len(part.requests) for part in self.parts)


def living_in(numbers: Iterable[Numbers]) -> Q:
    """Rows whose street and house number are among these."""
    wheres = (
        Q(street=one.street, house_number__gte=one.first, house_number__lte=one.last)
        & _ON_SIDE[Side(one.side)]
        for one in numbers
    )
    return reduce(or_, wheres, Q(pk__in=()))
