"""What moving numbers to another group would do: its rules, its members and its requests.

A plan changes nothing. Its fingerprint (`seen`) stands for all that it shows, so that nobody
carries out what nobody saw.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from dorst_portal.identity.current import here
from groups.coverage.pages.plan_parts import Made, Numbers, Part, Plan, living_in
from groups.models import (
    ChangeKind,
    CoverageRule,
    GroupStatus,
    Handover,
    Membership,
    ResidentRequest,
    RouteReason,
    Street,
    WatchGroup,
)
from groups.models.requests import STAYS_WITH_COORDINATORS
from groups.querysets.requests import RequestQuerySet
from groups.refusals import Refused
from groups.values.house_ranges import Range, joined, shared, without_all
from groups.values.states import MOVABLE, Kind, Owner, State

# The address decided where these went; what a person chose or forwarded stays where it is.
_BY_ADDRESS = (
    RouteReason.COVERED,
    RouteReason.NO_GROUP,
    RouteReason.STARTING,
    RouteReason.PAUSED,
    RouteReason.FULL,
    RouteReason.NO_BEHEERDER,
    RouteReason.ALL_AWAY,
)
_NOBODYS = Q(pk__in=())


@dataclass(frozen=True)
class _Cut:
    """What becomes of the rules of one group; `goes` are the numbers that leave it."""

    goes: Sequence[Numbers]
    ends: Sequence[CoverageRule]
    makes: Sequence[Made]


def plan_move(
    numbers: Sequence[Numbers],
    *,
    to: WatchGroup | None,
    kind: ChangeKind = ChangeKind.MOVE,
    now: datetime,
    only_from: WatchGroup | None = None,
) -> Plan:
    """Work out what happens when these numbers go to a group, or (`to=None`) to none. With
    `only_from` nothing is taken from other groups. A merge takes all members and all that is open
    of `only_from`, wherever they live. `to` may be a group that is not stored yet. Raises Refused.
    """
    if to and to.status == GroupStatus.ARCHIVED:
        told = _("Groep {group} is opgeheven. Kies een andere groep.")
        raise Refused(told.format(group=to))
    if kind == ChangeKind.MERGE and (only_from is None or to is None or only_from == to):
        raise Refused(_("Kies twee verschillende groepen."))
    outside = next((one.street for one in numbers if one.street.outside and to), None)
    if outside and kind == ChangeKind.MOVE:
        told = _("{street} ligt buiten {village}. Daar komt geen groep.")
        raise Refused(told.format(street=outside, village=here().village))
    wanted = _by_street(numbers)
    rules = CoverageRule.objects.in_force().filter(street__in=wanted)
    found = list(rules.select_related("street", "group").order_by("street_id", "first_number"))
    cuts = _cut_by_group(found, wanted, to=to, only_from=only_from)
    if kind == ChangeKind.MERGE and only_from not in cuts:
        cuts[only_from] = _Cut((), (), ())
    taken: set[str] = set()
    parts = [
        _part(group, cut, to=to, whole=kind == ChangeKind.MERGE, taken=taken)
        for group, cut in cuts.items()
    ]
    return Plan(kind, tuple(numbers), to, parts, _fingerprint(kind, to, parts))


def _by_street(numbers: Sequence[Numbers]) -> dict[Street, list[Range]]:
    """The ranges of each street; no number is in two of them."""
    wanted: dict[Street, list[Range]] = {}
    for one in numbers:
        before = wanted.setdefault(one.street, [])
        before += without_all([one.range], list(before))
    return wanted


def _cut_by_group(
    rules: Sequence[CoverageRule],
    wanted: dict[Street, list[Range]],
    *,
    to: WatchGroup | None,
    only_from: WatchGroup | None,
) -> dict[WatchGroup | None, _Cut]:
    """The rules that give numbers up, by their group; numbers without a group last."""
    cuts: dict[WatchGroup | None, _Cut] = {}
    for group in sorted({rule.group for rule in rules}, key=lambda one: (one.name, one.pk)):
        if group == to or (only_from is not None and group != only_from):
            continue
        own = [rule for rule in rules if rule.group == group]
        cut = _cut(own, wanted, to=to)
        if cut.ends:
            cuts[group] = cut
    if to is not None and only_from is None:
        free = list(_free(rules, wanted))
        if free:
            cuts[None] = _Cut(free, (), [Made(one, to) for one in free])
    return _with_neighbours(cuts, rules, to=to)


def _with_neighbours(
    cuts: dict[WatchGroup | None, _Cut], rules: Sequence[CoverageRule], *, to: WatchGroup | None
) -> dict[WatchGroup | None, _Cut]:
    """The same with numbers that come to a group as one rule with those beside them that it has.
    Each of its rules goes up in one cut only, as each cut is undone on its own.
    """
    own = [rule for rule in rules if to is not None and rule.group == to]
    found: dict[WatchGroup | None, _Cut] = {}
    for group, cut in cuts.items():
        stays = [made for made in cut.makes if made.group != to]
        comes = [made.numbers for made in cut.makes if made.group == to]
        made, taken_up = _joined_with(comes, own)
        own = [rule for rule in own if rule not in taken_up]
        makes = [*stays, *(Made(one, to) for one in made if to is not None)]
        found[group] = _Cut(cut.goes, [*cut.ends, *taken_up], makes)
    return found


def _joined_with(
    comes: Sequence[Numbers], own: Sequence[CoverageRule]
) -> tuple[list[Numbers], list[CoverageRule]]:
    """Numbers as few rules as they can be, and the rules of the group that go up in them."""
    made: list[Numbers] = []
    taken_up: list[CoverageRule] = []
    left = list(comes)
    while left:
        piece = left.pop()
        beside = next((one for one in [*left, *made] if _as_one(piece, one)), None)
        rule = next(
            (
                one
                for one in own
                if one not in taken_up and _as_one(piece, _numbers(one.street, _range_of(one)))
            ),
            None,
        )
        if beside is not None:
            (left if beside in left else made).remove(beside)
            left.append(_numbers(piece.street, _as_one(piece, beside) or piece.range))
        elif rule is not None:
            taken_up.append(rule)
            together = _as_one(piece, _numbers(rule.street, _range_of(rule)))
            left.append(_numbers(piece.street, together or piece.range))
        else:
            made.append(piece)
    return sorted(made, key=lambda one: (one.street.pk, one.first, one.side)), taken_up


def _as_one(one: Numbers, other: Numbers) -> Range | None:
    return joined(one.range, other.range) if one.street == other.street else None


def _cut(
    rules: Sequence[CoverageRule], wanted: dict[Street, list[Range]], *, to: WatchGroup | None
) -> _Cut:
    goes: list[Numbers] = []
    ends: list[CoverageRule] = []
    makes: list[Made] = []
    for rule in rules:
        held, taken = _range_of(rule), wanted[rule.street]
        leaving = [found for one in taken if (found := shared(held, one))]
        if not leaving:
            continue
        ends.append(rule)
        left = [_numbers(rule.street, one) for one in without_all([held], taken)]
        gone = [_numbers(rule.street, one) for one in leaving]
        goes += gone
        makes += [Made(one, rule.group) for one in left]
        makes += [Made(one, to) for one in gone if to is not None]
    return _Cut(goes, ends, makes)


def _free(rules: Sequence[CoverageRule], wanted: dict[Street, list[Range]]) -> Iterable[Numbers]:
    for street, ranges in wanted.items():
        held = [_range_of(rule) for rule in rules if rule.street == street]
        yield from (_numbers(street, one) for one in without_all(ranges, held))


def _part(
    group: WatchGroup | None,
    cut: _Cut,
    *,
    to: WatchGroup | None,
    whole: bool,
    taken: set[str],
) -> Part:
    there = living_in(cut.goes)
    going = list(_members(group, there, whole=whole)) if to is not None else []
    # A number that is there already, or that another group brings along, gets no second place.
    if to is not None and to.pk:
        known = Membership.objects.current().filter(group=to)
        mobiles = [one.mobile for one in going]
        taken |= set(known.filter(mobile__in=mobiles).values_list("mobile", flat=True))
    members = [one for one in going if one.mobile not in taken]
    stay = [one for one in going if one.mobile in taken]
    taken |= {one.mobile for one in members}
    requests = _all_requests(group) if whole else _requests(group, there, to=to)
    approved = ResidentRequest.objects.none()
    if group and not whole:
        approved = ResidentRequest.objects.approved().filter(there, group=group)
    return Part(
        from_group=group,
        numbers=cut.goes,
        ends=cut.ends,
        makes=cut.makes,
        members=members,
        stay_members=stay,
        requests=list(requests.select_related("group", "street").order_by("id")),
        approved=list(approved.order_by("id")),
    )


def _members(group: WatchGroup | None, there: Q, *, whole: bool) -> Iterable[Membership]:
    if group is None:
        return ()
    current = Membership.objects.current().filter(group=group)
    return (current if whole else current.filter(there)).by_address()


def _requests(group: WatchGroup | None, there: Q, *, to: WatchGroup | None) -> RequestQuerySet:
    """Open requests that follow their address."""
    forwarded = Handover.objects.filter(
        request=OuterRef("pk"),
        to_group=OuterRef("group"),
        by__isnull=False,
        change__isnull=True,
        undone_at__isnull=True,
    ).filter(Q(from_group__isnull=True) | ~Q(from_group=F("to_group")))
    theirs = Q(group=group) if group else _NOBODYS
    nobodys = Q(route_reason=RouteReason.NO_GROUP) if to is not None else _NOBODYS
    sent_by_address = Q(route_reason__in=(RouteReason.COVERED, RouteReason.NO_GROUP))
    return (
        _requests_in(*MOVABLE)
        .filter(there, theirs | nobodys, route_reason__in=_BY_ADDRESS, why_this_group="")
        .filter(sent_by_address | ~Exists(forwarded))
    )


def _all_requests(group: WatchGroup | None) -> RequestQuerySet:
    """All that somebody still has to do for a group that goes up in another one; not what a person
    gave to the coordinators.
    """
    given = Q(owner=Owner.COORDINATORS) & ~Q(route_reason__in=_BY_ADDRESS)
    return _requests_in(*MOVABLE, State.APPROVED).filter(~given, group=group)


def _requests_in(*states: State) -> RequestQuerySet:
    may_move = ResidentRequest.objects.filter(kind__in=(Kind.JOIN, Kind.QUESTION))
    return may_move.filter(state__in=states).exclude(subject__in=STAYS_WITH_COORDINATORS)


def _fingerprint(kind: ChangeKind, to: WatchGroup | None, parts: Sequence[Part]) -> str:
    """Everything that the page shows, in one short text: the same in each language."""
    shown: list[object] = [str(kind), (to.name, str(to.status)) if to else None]
    for part in parts:
        makes = [(*_facts_of(made.numbers), made.group.name) for made in part.makes]
        rows = (part.ends, part.members, part.stay_members, part.requests, part.approved)
        states = [(str(one.state), one.group_id) for one in part.requests]
        keys = [[one.pk for one in of] for of in rows]
        shown += [part.from_group and part.from_group.pk, makes, keys, states]
    return hashlib.blake2b(repr(shown).encode(), digest_size=20).hexdigest()


def _facts_of(numbers: Numbers) -> tuple[object, ...]:
    found, street = numbers.range, numbers.street
    return street.name, street.pk, found.first, found.last, str(found.side)


def _range_of(rule: CoverageRule) -> Range:
    return Range(rule.first_number, rule.last_number, rule.side)


def _numbers(street: Street, found: Range) -> Numbers:
    return Numbers(street, found.first, found.last, found.side)


class NothingMoves(Refused):
    """The numbers are where they should go already."""

    def __init__(self) -> None:
        super().__init__(_("Hier verandert niets: deze nummers horen daar al bij."))
