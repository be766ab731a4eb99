"""What the page shows before numbers are moved: addresses, and no person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

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
    where = f"naar groep {to}" if to else "zonder groep"
    going = sorted((one for part in plan.parts for one in part.numbers), key=_first)
    left = without_all([numbers.range], [one.range for one in going])
    return MovePreview(
        plan=plan,
        title=f"{_as_asked(numbers, going) if left else numbers} {where}",
        stays=_stays(numbers, left, to=to),
        sentence=going_in_words(plan.members, plan.requests),
        remark=_remark(plan),
        rules=[f"{made.numbers}: groep {made.group}" for made in sorted(plan.makes, key=_begins)],
        parts=parts_shown(plan),
    )


def parts_shown(plan: Plan) -> Sequence[PartShown]:
    """What each group gives up, by address."""
    return [_shown(part) for part in plan.parts]


def going_in_words(members: int, requests: int) -> str:
    """How many people and requests go along."""
    people = "1 lid verhuist" if members == 1 else f"{members} leden verhuizen"
    asked = "1 aanvraag" if requests == 1 else f"{requests} aanvragen"
    return f"{people} mee, en {asked}"


def undone_in_words(undone: Undone) -> str:
    """What went back, and what stays."""
    back = f"Teruggedraaid. {_leden(undone.members_back)} en {_aanvragen(undone.requests_back)}"
    if not undone.left:
        return f"{back} staan weer waar ze stonden."
    return f"{back} staan terug. {undone.left} bleven staan: daar deed een beheerder al iets mee."


def _as_asked(numbers: Numbers, going: Sequence[Numbers]) -> str:
    """What of the asked numbers really goes; of many pieces the first."""
    named = ", ".join(one.words for one in going[:_PIECES_NAMED])
    more = len(going) - _PIECES_NAMED
    return f"{numbers.street} {named}{f' en nog {more} stukken' if more > 0 else ''}"


def _stays(numbers: Numbers, left: Sequence[Range], *, to: WatchGroup | None) -> str:
    """Why some of the asked numbers do not move; "" when all do."""
    if not left:
        return ""
    pieces = [Numbers(numbers.street, one.first, one.last, one.side) for one in sorted(left)]
    named = _as_asked(numbers, pieces)
    why = f"hoort al bij groep {to}" if to else "heeft al geen groep"
    return f"Je koos {numbers}. {named} {why} en blijft zoals het is."


def _first(one: Numbers) -> tuple[int, str]:
    return one.first, one.side


def _begins(made: Made) -> tuple[int, str]:
    return made.numbers.first, made.numbers.side


def _leden(number: int) -> str:
    return "1 lid" if number == 1 else f"{number} leden"


def _aanvragen(number: int) -> str:
    return "1 aanvraag" if number == 1 else f"{number} aanvragen"


def _shown(part: Part) -> PartShown:
    return PartShown(
        title=f"Van groep {part.from_group}" if part.from_group else "Nummers zonder groep",
        numbers=[str(one) for one in part.numbers],
        members=_addresses(part.members),
        stay_members=_addresses(part.stay_members),
        requests=[f"{one.address} ({one.reference})" for one in part.requests[:MOST_NAMED]],
        approved=[f"{one.address} ({one.reference})" for one in part.approved[:MOST_NAMED]],
    )


def _addresses(members: Sequence[Membership]) -> Sequence[str]:
    named = [one.address for one in members[:MOST_NAMED]]
    more = len(members) - MOST_NAMED
    return [*named, f"en nog {more}"] if more > 0 else named


def _remark(plan: Plan) -> str:
    to, requests = plan.to_group, plan.requests
    if not requests:
        return ""
    if to is None:
        return "De aanvragen gaan naar de wachtlijst."
    if to.status == GroupStatus.STARTING:
        return f"Groep {to} is nog in oprichting. De aanvragen wachten tot de groep open is."
    if to.status == GroupStatus.PAUSED:
        return f"Groep {to} is gepauzeerd. Aanvragen om mee te doen gaan naar de wachtlijst."
    return f"De beheerder van groep {to} krijgt de aanvragen."
