"""What the page shows before numbers are moved: addresses, and no person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.coverage.pages.changes import Undone
from groups.coverage.pages.plan import NothingMoves, plan_move
from groups.coverage.pages.plan_parts import Made, Numbers, Part, Plan
from groups.models import GroupStatus, Membership, WatchGroup
from groups.values.house_ranges import Range, without_all

MOST_NAMED: Final = 30
_PIECES_NAMED: Final = 4


@dataclass(frozen=True)
class PartShown:
    """What leaves one group, in words."""

    title: str
    numbers: Sequence[str]
    members: Sequence[str]
    stay_members: Sequence[str]
    requests: Sequence[str]
    approved: Sequence[str]


@dataclass(frozen=True)
class MovePreview:
    """All that would happen; `remark` tells what becomes of the requests."""

    plan: Plan
    title: str
    sentence: str
    remark: str
    stays: str
    rules: Sequence[str]
    parts: Sequence[PartShown]


def preview(numbers: Numbers, *, to: WatchGroup | None, now: datetime) -> MovePreview:
    """Look at what moving would do. Raises Refused."""
    plan = plan_move([numbers], to=to, now=now)
    if not plan.parts:
        raise NothingMoves
    where = _("{numbers} naar groep {group}") if to else _("{numbers} zonder groep")
    going = sorted((one for part in plan.parts for one in part.numbers), key=_first)
    left = without_all([numbers.range], [one.range for one in going])
    return MovePreview(
        plan=plan,
        title=where.format(numbers=_as_asked(numbers, going) if left else numbers, group=to),
        stays=_stays(numbers, left, to=to),
        sentence=going_in_words(plan.members, plan.requests),
        remark=_remark(plan),
        rules=[in_words(made) for made in sorted(plan.makes, key=_begins)],
        parts=parts_shown(plan),
    )


def in_words(made: Made) -> str:
    """A rule that comes."""
    return _("{numbers}: groep {group}").format(numbers=made.numbers, group=made.group)


def parts_shown(plan: Plan) -> Sequence[PartShown]:
    """What each group gives up, by address."""
    return [_shown(part) for part in plan.parts]


def going_in_words(members: int, requests: int) -> str:
    """How many people and requests go along."""
    people = ngettext("{n} lid verhuist mee", "{n} leden verhuizen mee", members)
    return _("{people}, en {requests}").format(
        people=people.format(n=members), requests=_aanvragen(requests)
    )


def undone_in_words(undone: Undone) -> str:
    """What went back, and what stays."""
    if undone.left:
        words = _(
            "Teruggedraaid. {people} en {requests} staan terug. {left} bleven staan: daar deed een "
            "beheerder al iets mee."
        )
    else:
        words = _("Teruggedraaid. {people} en {requests} staan weer waar ze stonden.")
    return words.format(
        people=_leden(undone.members_back),
        requests=_aanvragen(undone.requests_back),
        left=undone.left,
    )


def _as_asked(numbers: Numbers, going: Sequence[Numbers]) -> str:
    """What of the asked numbers really goes; of many pieces the first."""
    named = ", ".join(one.words for one in going[:_PIECES_NAMED])
    more = len(going) - _PIECES_NAMED
    if more <= 0:
        return f"{numbers.street} {named}"
    return ngettext(
        "{street} {named} en nog {n} stuk", "{street} {named} en nog {n} stukken", more
    ).format(street=numbers.street, named=named, n=more)


def _stays(numbers: Numbers, left: Sequence[Range], *, to: WatchGroup | None) -> str:
    """Why some of the asked numbers do not move; "" when all do."""
    if not left:
        return ""
    pieces = [Numbers(numbers.street, one.first, one.last, one.side) for one in sorted(left)]
    if to:
        words = _("Je koos {asked}. {left} hoort al bij groep {group} en blijft zoals het is.")
    else:
        words = _("Je koos {asked}. {left} heeft al geen groep en blijft zoals het is.")
    return words.format(asked=numbers, left=_as_asked(numbers, pieces), group=to)


def _first(one: Numbers) -> tuple[int, str]:
    return one.first, one.side


def _begins(made: Made) -> tuple[int, str]:
    return made.numbers.first, made.numbers.side


def _leden(number: int) -> str:
    return ngettext("{n} lid", "{n} leden", number).format(n=number)


def _aanvragen(number: int) -> str:
    return ngettext("{n} aanvraag", "{n} aanvragen", number).format(n=number)


def _shown(part: Part) -> PartShown:
    title = _("Van groep {group}") if part.from_group else _("Nummers zonder groep")
    return PartShown(
        title=title.format(group=part.from_group),
        numbers=[str(one) for one in part.numbers],
        members=_addresses(part.members),
        stay_members=_addresses(part.stay_members),
        requests=[f"{one.address} ({one.reference})" for one in part.requests[:MOST_NAMED]],
        approved=[f"{one.address} ({one.reference})" for one in part.approved[:MOST_NAMED]],
    )


def _addresses(members: Sequence[Membership]) -> Sequence[str]:
    named = [one.address for one in members[:MOST_NAMED]]
    more = len(members) - MOST_NAMED
    return [*named, _("en nog {n}").format(n=more)] if more > 0 else named


def _remark(plan: Plan) -> str:
    to, requests = plan.to_group, plan.requests
    if not requests:
        return ""
    if to is None:
        return _("De aanvragen gaan naar de wachtlijst.")
    if to.status == GroupStatus.STARTING:
        words = _("Groep {group} is nog in oprichting. De aanvragen wachten tot de groep open is.")
    elif to.status == GroupStatus.PAUSED:
        words = _("Groep {group} is gepauzeerd. Aanvragen om mee te doen gaan naar de wachtlijst.")
    else:
        words = _("De beheerder van groep {group} krijgt de aanvragen.")
    return words.format(group=to)
