"""Rules by which groups cover numbers, as tests make and end them; the portal moves numbers."""

from datetime import datetime

from django.db import IntegrityError, transaction

from groups.models import CoverageRule, Side, Street, WatchGroup
from groups.places.services.streets import normal_range
from groups.values.addresses import LARGEST_HOUSE_NUMBER


class CoverageOverlap(Exception):
    """The database refused a rule that would give an address a second group."""


def add_rule(
    street: Street,
    group: WatchGroup,
    *,
    first: int = 1,
    last: int = LARGEST_HOUSE_NUMBER,
    side: str = Side.BOTH,
    now: datetime,
) -> CoverageRule:
    """Let a group cover numbers of a street. Raises CoverageOverlap, or Refused for a range
    without a number on that side.
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


def end_rule(rule: CoverageRule, *, now: datetime) -> bool:
    """End a rule, which frees its addresses; False when it had ended."""
    in_force = CoverageRule.objects.in_force().filter(pk=rule.pk)
    return bool(in_force.update(ended_at=now))
