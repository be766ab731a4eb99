"""Settling what a comparison with the chat showed, in one go: off the list, still to be put into
the chat, or in it already. By a beheerder of the group and nobody else.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from dorst_portal.accounts.models import User
from groups.members.services.acting import NumberTaken, beheerder, line_of_member
from groups.members.services.ending import NOT_CHOSEN, UNDO_MINUTES, TooLate
from groups.models import LeaveReason, WatchGroup
from groups.querysets.memberships import MembershipQuerySet

_BEGIN: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Settled:
    """How many were taken off the list, are to be put into the chat, and are in it. `moment` names
    those taken off, to take that back.
    """

    ended: int = 0
    to_add: int = 0
    confirmed: int = 0
    moment: int = 0

    def __bool__(self) -> bool:
        return bool(self.ended or self.to_add or self.confirmed)


def settle(
    group: WatchGroup,
    *,
    absent: Collection[int],
    present: Collection[int],
    reason: LeaveReason | None,
    by: User,
    now: datetime,
) -> Settled:
    """Members by their keys: `absent` are not in the chat and leave the list for this reason, or
    without a reason are still to be put in; `present` are in it. Who is gone or was dealt with by
    somebody else is passed by. Whoever is not in the chat need not be taken out of it.
    """
    actor = beheerder(by, now=now)
    here = actor.memberships.current().filter(group=group)
    with transaction.atomic():
        if reason is None:
            added = _each(here.filter(to_confirm=False), absent, to_confirm=True)
            ended: list[int] = []
        else:
            added = []
            facts = {"until": now, "left_chat_at": now, "end_reason": reason}
            ended = _each(here, absent, **facts)
        confirmed = _each(here.to_put_in_chat(), present, to_confirm=False)
        lines = [("member.to_add", added), ("member.confirmed", confirmed)]
        for verb, pks in lines:
            for row in actor.memberships.filter(pk__in=pks):
                line_of_member(verb, row, actor=actor, now=now)
        for row in actor.memberships.filter(pk__in=ended):
            line_of_member("member.ended", row, actor=actor, now=now, reason=str(reason))
    return Settled(len(ended), len(added), len(confirmed), _number_of(now))


def undo_settled(group: WatchGroup, *, moment: int, by: User, now: datetime) -> int:
    """Those who were taken off the list at this moment are back on it, within five minutes; tells
    how many. Raises TooLate, or NumberTaken when a number is on the list again.
    """
    actor = beheerder(by, now=now)
    at = _moment_of(moment)
    if at is None or at <= now - timedelta(minutes=UNDO_MINUTES):
        raise TooLate
    rows = actor.memberships.filter(
        group=group, until=at, left_chat_at=at, anonymised_at__isnull=True
    ).exclude(end_reason__in=NOT_CHOSEN)
    try:
        with transaction.atomic():
            pks = list(rows.order_by("pk").values_list("pk", flat=True))
            back = _each(rows, pks, until=None, left_chat_at=None, end_reason="")
            if not back:
                raise TooLate
            for row in actor.memberships.filter(pk__in=back):
                line_of_member("member.end_undone", row, actor=actor, now=now)
            return len(back)
    except IntegrityError as error:
        raise NumberTaken from error


def _each(rows: MembershipQuerySet, pks: Collection[int], **changes: object) -> list[int]:
    """Change these rows one by one, always in the same order; tells which there were."""
    return [pk for pk in sorted(set(pks)) if rows.filter(pk=pk).update(**changes)]


def _number_of(moment: datetime) -> int:
    return (moment - _BEGIN) // timedelta(microseconds=1)


def _moment_of(number: int) -> datetime | None:
    try:
        return _BEGIN + timedelta(microseconds=number)
    except OverflowError:
        return None
