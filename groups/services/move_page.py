"""What the page shows before numbers are moved: addresses, and no person. Looking leaves a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dorst_portal.accounts.models import User
from groups.models import GroupStatus, Membership, WatchGroup
from groups.services.looks import note_list_seen
from groups.services.moving import Made, NothingMoves, Numbers, Part, Plan, Undone, plan_move

MOST_NAMED: Final = 30


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
    rules: Sequence[str]
    parts: Sequence[PartShown]


def preview(numbers: Numbers, *, to: WatchGroup | None, by: User, now: datetime) -> MovePreview:
    """Look at what moving would do. Raises Refused."""
    plan = plan_move([numbers], to=to, now=now)
    if not plan.parts:
        raise NothingMoves
    for part in plan.parts:
        if part.from_group and (part.members or part.stay_members):
            note_list_seen(part.from_group, by=by, now=now)
    where = f"naar groep {to}" if to else "zonder groep"
    return MovePreview(
        plan=plan,
        title=f"{numbers} {where}",
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
        return f"Groep {to} is nog in oprichting. De aanvragen gaan naar Platform Dorst."
    if to.status == GroupStatus.PAUSED:
        return f"Groep {to} is gepauzeerd. Aanvragen om mee te doen gaan naar de wachtlijst."
    return f"De beheerder van groep {to} krijgt de aanvragen."
