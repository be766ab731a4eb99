"""A number that a beheerder took out of a group and that may not come back until a day.

The block is of one group. Whoever has the number may ask to join as anybody may, and learns nothing
from the form; the beheerder reads it beside the request, and may lift the block.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.rows.keyed_hash import Hasher
from groups.members.pages.blocks import block_in_words, block_of, digest_of
from groups.members.services.acting import Gone, NumberRefused
from groups.models import BlockReason, Membership, NumberBlock, WatchGroup
from groups.permissions import manages_group
from groups.values.village_time import days_after

# The table of `privacy/terms.py` tells it.
MOST_DAYS: Final = 730


class NumberBlocked(NumberRefused):
    """It may not come back yet."""

    def __init__(self, block: NumberBlock) -> None:
        super().__init__(block_in_words(block))


@dataclass(frozen=True)
class NewBlock:
    """For how long, in village days, and why."""

    days: int
    reason: BlockReason


def block_number(member: Membership, new: NewBlock, *, by: User, now: datetime) -> None:
    """Keep the number of somebody who is taken out away from the group. Within the transaction that
    ends the membership. Raises ValueError for longer than two years.
    """
    if not 0 < new.days <= MOST_DAYS:
        raise ValueError(f"a block of {new.days} days")
    block = NumberBlock(
        group_id=member.group_id,
        digest=digest_of(member.group_id, member.mobile),
        reason=new.reason,
        since=now,
        until=days_after(now, new.days),
        by=by,
    )
    # A later one takes the place of the first.
    NumberBlock.objects.bulk_create(
        [block],
        update_conflicts=True,
        unique_fields=("group", "digest"),
        update_fields=("reason", "since", "until", "by"),
    )


def unblock_number(member: Membership) -> None:
    """Of somebody who is back on the list."""
    digest = digest_of(member.group_id, member.mobile)
    NumberBlock.objects.filter(group=member.group_id, digest=digest).delete()


def lift_block(block: NumberBlock, *, by: User, now: datetime) -> None:
    """The number may come back today. By a beheerder or deputy of the group. Raises Gone."""
    with transaction.atomic():
        if not manages_group(by, block.group):
            raise Gone
        deleted, _ = NumberBlock.objects.filter(pk=block.pk).delete()
        if not deleted:
            raise Gone
        record(
            "number.unblocked",
            by=by,
            scope=f"group:{block.group_id}",
            subject=f"group:{block.group_id}",
            now=now,
        )


def refuse_blocked(group: WatchGroup, mobile: str, *, now: datetime) -> None:
    """Before a number comes on the list of a group. One query. Raises NumberBlocked."""
    block = block_of(group, mobile, now=now)
    if block:
        raise NumberBlocked(block)


def blocked_among(group: WatchGroup, *, now: datetime) -> "BlockedNumbers":
    """To ask of many numbers. One query."""
    return BlockedNumbers(NumberBlock.objects.in_force(now).filter(group=group))


class BlockedNumbers:
    """The blocks of one group, to ask whether a number is among them."""

    def __init__(self, blocks: Iterable[NumberBlock]) -> None:
        self._blocks = {block.digest: block for block in blocks}
        self._hasher = Hasher() if self._blocks else None

    def of(self, group: WatchGroup, mobile: str) -> NumberBlock | None:
        """The block of this number, if there is one."""
        if self._hasher is None:
            return None
        return self._blocks.get(digest_of(group.pk, mobile, hasher=self._hasher))
