"""Who is on the list and not in the chat yet, or gone from the list and still in the chat: a
beheerder says who is in it and who is out of it. Nobody else may.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.members.services.forgetting import WITHOUT_MEMBER
from groups.models import LeaveReason, Membership, MembershipSource, WatchGroup
from groups.querysets.memberships import MembershipQuerySet
from groups.refusals import Refused

MOST_SHOWN: Final = 25


class DealtWith(Refused):
    """Somebody else was first, or the right is gone."""

    def __init__(self) -> None:
        super().__init__(_("Dit is al gedaan. Er is niets veranderd."))


@dataclass(frozen=True)
class MemberChecks:
    """Whom to confirm and whom to take out of the chat, the first of each."""

    to_confirm: Sequence[Membership]
    to_take_out: Sequence[Membership]
    more: bool

    def __bool__(self) -> bool:
        return bool(self.to_confirm or self.to_take_out)


def checks_of(group: WatchGroup) -> MemberChecks:
    """What a beheerder of the group has to look at. Two queries."""
    here = Membership.objects.filter(group=group)
    confirm = list(here.to_put_in_chat().by_address()[: MOST_SHOWN + 1])
    take_out = list(here.to_take_out_of_chat().order_by("until", "id")[: MOST_SHOWN + 1])
    more = max(len(confirm), len(take_out)) > MOST_SHOWN
    return MemberChecks(confirm[:MOST_SHOWN], take_out[:MOST_SHOWN], more)


def confirm_member(member: Membership, *, by: User, now: datetime) -> None:
    """This person is in the chat. Raises DealtWith."""
    rows = _own(member, by, now).to_put_in_chat()
    _deal_with(rows, "member.confirmed", member, by, now, to_confirm=False)


def refuse_member(member: Membership, *, by: User, now: datetime) -> None:
    """This person does not belong here: the membership ends. Raises DealtWith."""
    ended: dict[str, object] = {
        "until": now,
        "end_reason": LeaveReason.OTHER,
        "to_confirm": False,
    }
    if member.source == MembershipSource.MOVED:  # came with an address; never was in this chat
        ended["left_chat_at"] = now
    rows = _own(member, by, now).to_put_in_chat()
    _deal_with(rows, "member.refused", member, by, now, **ended)


def taken_out(member: Membership, *, by: User, now: datetime) -> None:
    """Who left is out of the chat as well. Raises DealtWith."""
    rows = _own(member, by, now).to_take_out_of_chat()
    changes: dict[str, object] = {"left_chat_at": now}
    if member.erased_at is not None:  # the name was kept for this alone
        changes |= {**WITHOUT_MEMBER, "anonymised_at": now}
    _deal_with(rows, "member.taken_out", member, by, now, **changes)


def _own(member: Membership, by: User, now: datetime) -> MembershipQuerySet:
    groups = by.appointments.active(now).values("group")
    return Membership.objects.filter(pk=member.pk, group__in=groups)


def _deal_with(
    rows: MembershipQuerySet,
    verb: str,
    member: Membership,
    by: User,
    now: datetime,
    **changes: object,
) -> None:
    with transaction.atomic():
        if not rows.update(**changes):
            raise DealtWith
        record(
            verb,
            by=by,
            scope=f"group:{member.group_id}",
            subject=f"membership:{member.pk}",
            now=now,
        )
