"""Somebody leaves a group: at once, with a reason, and to be taken back within five minutes.

Whoever ends it, the beheerder is left with one task: taking the person out of the chat
(`checks.taken_out`).
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from groups.members.services.acting import Actor, Gone, NumberTaken, line_of_member
from groups.members.services.blocking import NewBlock, block_number, unblock_number
from groups.models import LeaveReason, Membership
from groups.refusals import Refused

UNDO_MINUTES: Final = 5
# Not chosen by people: it comes with an address that goes to another group.
NOT_CHOSEN: Final = (LeaveReason.OTHER_GROUP,)
# What only a beheerder says, only a beheerder takes back.
_OF_A_BEHEERDER: Final = (LeaveReason.REMOVED,)


class TooLate(Refused):
    """Five minutes are over, or the person was taken out of the chat."""

    def __init__(self) -> None:
        super().__init__(_("Ongedaan maken kan niet meer. Voeg de persoon zo nodig opnieuw toe."))


def end_member(
    member: Membership,
    *,
    reason: LeaveReason,
    actor: Actor,
    now: datetime,
    block: NewBlock | None = None,
) -> None:
    """The membership ends at this moment; with `block` the number may not come back for a while,
    which only a beheerder says. Raises Gone for who ended already.
    """
    with transaction.atomic():
        rows = actor.memberships.current().filter(pk=member.pk)
        if not rows.update(until=now, end_reason=reason):
            raise Gone
        facts = {"reason": str(reason)}
        if block and actor.user:
            block_number(member, block, by=actor.user, now=now)
            facts["blocked"] = str(block.reason)
        line_of_member("member.ended", member, actor=actor, now=now, **facts)


def undo_end(member: Membership, *, actor: Actor, now: datetime) -> None:
    """Back on the list as before, as long as that is allowed. Raises TooLate, or NumberTaken when
    the number is on the list again.
    """
    not_theirs = NOT_CHOSEN if actor.user else (*NOT_CHOSEN, *_OF_A_BEHEERDER)
    recent = now - timedelta(minutes=UNDO_MINUTES)
    ended = actor.memberships.filter(
        pk=member.pk,
        until__gt=recent,
        left_chat_at__isnull=True,
        anonymised_at__isnull=True,
        erased_at__isnull=True,
    ).exclude(end_reason__in=not_theirs)
    try:
        with transaction.atomic():
            if not ended.update(until=None, end_reason=""):
                raise TooLate
            unblock_number(member)
            line_of_member("member.end_undone", member, actor=actor, now=now)
    except IntegrityError as error:
        raise NumberTaken from error
