"""Streets, their spellings and which group covers them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from groups.addresses import LARGEST_HOUSE_NUMBER, fold_street, parts_of_key
from groups.house_ranges import normal
from groups.models import CoverageRule, Hamlet, Side, Spelling, SpellingPart, Street, WatchGroup
from groups.services.refusals import Refused


class CoverageOverlap(Refused):
    """A rule would give an address a second group."""

    def __init__(self) -> None:
        super().__init__("Een deel van deze nummers hoort al bij een groep.")


def add_street(
    name: str,
    *,
    area: str,
    place: str = "Dorst",
    outside: bool = False,
    aliases: tuple[str, ...] = (),
    remark: str = "",
) -> Street:
    """Make a street with every spelling by which it is found. Raises Refused when a spelling
    means another street already.
    """
    try:
        with transaction.atomic():
            street = Street.objects.create(
                name=name,
                slug=slugify(name),
                area=area,
                place=place,
                outside=outside,
                remark=remark,
            )
            for text in (name, *aliases):
                _add_spelling(text, street=street)
            return street
    except IntegrityError as error:
        raise Refused(f"{name} of een andere spelling ervan bestaat al.") from error


def add_hamlet(name: str, *, streets: list[Street], spellings: tuple[str, ...] = ()) -> Hamlet:
    """Make a hamlet whose name and other spellings lead to its streets."""
    with transaction.atomic():
        hamlet = Hamlet.objects.create(name=name)
        hamlet.streets.set(streets)
        for text in (name, *spellings):
            _add_spelling(text, hamlet=hamlet)
        return hamlet


def add_rule(
    street: Street,
    group: WatchGroup,
    *,
    first: int = 1,
    last: int = LARGEST_HOUSE_NUMBER,
    side: str = Side.BOTH,
    now: datetime,
) -> CoverageRule:
    """Let a group cover numbers of a street, written in the one way that the database can check.
    Raises CoverageOverlap, or Refused for a range without a number on that side.
    """
    first, last, side = normal_range(first, last, side)
    try:
        with transaction.atomic():
            return CoverageRule.objects.create(
                street=street,
                group=group,
                first_number=first,
                last_number=last,
                side=side,
                created_at=now,
            )
    except IntegrityError as error:
        raise CoverageOverlap from error


def normal_range(first: int, last: int, side: str) -> tuple[int, int, str]:
    """One way of writing a range: 10-15 even is 10-14 even, and 7-7 is odd."""
    found = normal(first, last, side)
    if found is None:
        raise Refused("In dit bereik ligt geen huisnummer.")
    return found.first, found.last, found.side


def end_rule(rule: CoverageRule, *, now: datetime) -> bool:
    """End a rule, which frees its addresses; False when it had ended."""
    in_force = CoverageRule.objects.in_force().filter(pk=rule.pk)
    return bool(in_force.update(ended_at=now))


def _add_spelling(text: str, *, street: Street | None = None, hamlet: Hamlet | None = None) -> None:
    key = fold_street(text)
    if Spelling.objects.filter(key=key, street=street, hamlet=hamlet).exists():
        return  # "Vijftigbunderweg" folds like "Vijftig Bunderweg"
    spelling = Spelling.objects.create(text=text, key=key, street=street, hamlet=hamlet)
    SpellingPart.objects.bulk_create(
        SpellingPart(spelling=spelling, part=part) for part in sorted(parts_of_key(key))
    )
