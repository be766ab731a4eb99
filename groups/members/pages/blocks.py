"""Which numbers may not come back into a group: the list, and what is said beside a request. Reads
only.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dorst_portal.kit import dutch
from dorst_portal.kit.rows.keyed_hash import Hasher
from groups.models import Membership, NumberBlock, WatchGroup

_KIND: Final = "blocked"

MAY_NOT_COME_BACK: Final = gettext_noop("Dit nummer mag tot {day} niet in deze groep.")


def digest_of(group: int, mobile: str, *, hasher: Hasher | None = None) -> str:
    """By which a number is known in one group: of another group it is another one."""
    return (hasher or Hasher()).digest(_KIND, f"{group}:{mobile}")


def block_in_words(block: NumberBlock) -> str:
    """ "Dit nummer mag tot 3 mei 2027 niet in deze groep." """
    return _(MAY_NOT_COME_BACK).format(day=dutch.day(block.until))


def block_of(group: WatchGroup, mobile: str, *, now: datetime) -> NumberBlock | None:
    """What keeps a number out of a group. One query."""
    blocks = NumberBlock.objects.in_force(now).filter(group=group)
    return blocks.filter(digest=digest_of(group.pk, mobile)).first()


def blocks_of_members(members: Iterable[Membership], *, now: datetime) -> Mapping[int, NumberBlock]:
    """What keeps people out who left, by the id of their membership. At most one query."""
    left = {member.pk: member for member in members if member.until and member.mobile}
    if not left:
        return {}
    hasher = Hasher()
    digests = {
        pk: digest_of(member.group_id, member.mobile, hasher=hasher) for pk, member in left.items()
    }
    found = NumberBlock.objects.in_force(now).filter(digest__in=digests.values())
    by_digest = {block.digest: block for block in found}
    return {pk: by_digest[digest] for pk, digest in digests.items() if digest in by_digest}


def blocks_of(group: WatchGroup, *, now: datetime) -> Sequence[NumberBlock]:
    """All of a group, the one that ends last on top; the numbers themselves are not kept."""
    rows = NumberBlock.objects.in_force(now).filter(group=group).select_related("by")
    return list(rows.order_by("-until", "-pk"))
