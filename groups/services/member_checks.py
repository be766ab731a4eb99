"""Members that came or went with their address: a beheerder says who is in the chat and who is out
of it. Nobody else may.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import LeaveReason, Membership, WatchGroup
from groups.querysets.memberships import MembershipQuerySet
from groups.services.refusals import Refused

MOST_SHOWN: Final = 25


class DealtWith(Refused):
    """Somebody else was first, or the right is gone."""

    def __init__(self) -> None:
        super().__init__("Dit is al gedaan. Er is niets veranderd.")


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
    confirm = list(_to_confirm(here).by_address()[: MOST_SHOWN + 1])
    take_out = list(_to_take_out(here).order_by("until", "id")[: MOST_SHOWN + 1])
    more = max(len(confirm), len(take_out)) > MOST_SHOWN
    return MemberChecks(confirm[:MOST_SHOWN], take_out[:MOST_SHOWN], more)


def confirm_member(member: Membership, *, by: User, now: datetime) -> None:
    """This person is in the chat. Raises DealtWith."""
    _deal_with(
        _to_confirm(_own(member, by, now)), "member.confirmed", member, by, now, to_confirm=False
    )


def refuse_member(member: Membership, *, by: User, now: datetime) -> None:
    """This person does not belong here: the membership ends. Raises DealtWith."""
    ended = {"until": now, "end_reason": LeaveReason.OTHER, "to_confirm": False}
    rows = _to_confirm(_own(member, by, now))
    _deal_with(rows, "member.refused", member, by, now, **ended)


def taken_out(member: Membership, *, by: User, now: datetime) -> None:
    """Who left with the address is out of the chat as well. Raises DealtWith."""
    rows = _to_take_out(_own(member, by, now))
    _deal_with(rows, "member.taken_out", member, by, now, left_chat_at=now)


def _to_confirm(rows: MembershipQuerySet) -> MembershipQuerySet:
    return rows.current().filter(to_confirm=True)


def _to_take_out(rows: MembershipQuerySet) -> MembershipQuerySet:
    return rows.filter(
        end_reason=LeaveReason.OTHER_GROUP,
        until__isnull=False,
        left_chat_at__isnull=True,
        anonymised_at__isnull=True,
    )


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
