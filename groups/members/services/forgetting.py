"""What is taken out of a membership when nobody may know any more whose it was."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F

from dorst_portal.kit.rows.batches import Due, carry_out
from dorst_portal.languages.current import DUTCH
from groups.models import LeaveReason, Membership, MembershipSource
from groups.querysets.memberships import MembershipQuerySet

# Who somebody is and where they live: the same columns in a membership and in a request.
WITHOUT_PERSON: Final[Mapping[str, object]] = {
    "name": "",
    "organisation": "",
    "mobile": "",
    "email": "",
    "street": None,
    "street_text": "",
    "house_number": None,
    "house_letter": "",
    "house_number_addition": "",
    "language": DUTCH,
}
WITHOUT_MEMBER: Final[Mapping[str, object]] = {**WITHOUT_PERSON, "search_key": ""}
_ONLY_NAME_AND_NUMBER: Final[Mapping[str, object]] = {
    column: empty for column, empty in WITHOUT_MEMBER.items() if column not in ("name", "mobile")
}
# Less than the day that was promised: the timetable may be late.
ERASED_HOURS: Final = 23


def forget_members(members: MembershipQuerySet, *, now: datetime) -> int:
    """What stays is that somebody was in this group, from when until when. Tells how many."""
    return members.update(**WITHOUT_MEMBER, anonymised_at=now)


def erase_members(
    members: Sequence[Membership], *, for_beheerder: bool = True, now: datetime
) -> int:
    """These people asked for it. Name and number of those who are still in the chat stay for the
    beheerder who takes them out, until `forget_erased` (not at all without `for_beheerder`);
    everything else goes. Tells how many.
    """
    in_chat = _ONLY_NAME_AND_NUMBER if for_beheerder else WITHOUT_MEMBER
    changed = 0
    for member in members:
        is_current = member.until is None
        came_along = member.source == MembershipSource.MOVED and member.to_confirm
        is_out = member.left_chat_at is not None or (is_current and came_along)
        wiped = {**WITHOUT_MEMBER, "anonymised_at": now} if is_out else in_chat
        still_known = Membership.objects.filter(pk=member.pk, anonymised_at__isnull=True)
        changed += still_known.update(
            **wiped,
            until=member.until or max(now, member.since),
            end_reason=member.end_reason or LeaveReason.OTHER,
            to_confirm=False,
            erased_at=now,
            version=F("version") + 1,
        )
    return changed


def forget_erased(*, now: datetime) -> int:
    """Whose name was kept for the beheerder: it goes within a day. That somebody is to be taken out
    of the chat stays. Tells how many.
    """
    before = now - timedelta(hours=ERASED_HOURS)
    kept = Membership.objects.filter(anonymised_at__isnull=True, erased_at__lte=before)
    due = Due(
        kept.exclude(mobile="").order_by("erased_at", "id"),
        lambda rows: rows.update(**WITHOUT_MEMBER),
    )
    return carry_out([due])


def left_long_ago(*, before: datetime) -> MembershipQuerySet:
    """Who left before this and is still known, in the order of their index."""
    left = Membership.objects.filter(anonymised_at__isnull=True, until__lte=before)
    return left.order_by("until", "id")
