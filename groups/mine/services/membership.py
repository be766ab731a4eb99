"""What a member does with a membership: say that it is theirs or not, change it, and leave."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from dorst_portal.outbox.services import MailDraft, queue
from groups.members.services import editing, ending
from groups.members.services.acting import Actor, Gone, line_of_member
from groups.members.services.facts import NUMBER, MemberFacts
from groups.members.services.own_links import end_own_links
from groups.mine import emails
from groups.models import LeaveReason, Membership
from groups.notices import beheerders_to_tell, leaves_at
from groups.querysets.memberships import MembershipQuerySet


def member(email: str) -> Actor:
    """Whoever reads the mail of this address, and the memberships that they proved to be theirs."""
    own = Membership.objects.filter(email=email, email_confirmed_at__isnull=False)
    return Actor(own.filter(anonymised_at=None), word="member")


def prove(membership: Membership, *, email: str, now: datetime) -> None:
    """Yes, that is me. Raises Gone."""
    with transaction.atomic():
        if not _unproved(membership, email).update(email_confirmed_at=now):
            raise Gone
        Membership.objects.untold().filter(pk=membership.pk).update(told_at=now)
        line_of_member("member.proved", membership, actor=member(email), now=now)


def refuse(membership: Membership, *, email: str, now: datetime) -> None:
    """No, that is somebody else: the address leaves the list, and nothing else does. Raises
    Gone.
    """
    with transaction.atomic():
        if not _unproved(membership, email).update(email="", version=F("version") + 1):
            raise Gone
        line_of_member("member.email_refused", membership, actor=member(email), now=now)


def change(
    membership: Membership, facts: MemberFacts, *, version: int, email: str, now: datetime
) -> Sequence[str]:
    """Store what the member made of this version, and tell in words what is different. Of a new
    number the beheerders hear, since the chat has the old one. Raises Gone, ChangedMeanwhile, or
    NumberRefused.
    """
    with transaction.atomic():
        changed = editing.change_member(
            membership, facts, version=version, actor=member(email), now=now
        )
        if NUMBER in changed:
            told = [
                emails.number_changed(
                    membership, version=version, to=user, due=leaves_at(user, now=now)
                )
                for user in beheerders_to_tell(membership.group, now=now)
            ]
            queue(told, now=now)
        return changed


def leave(membership: Membership, *, reason: LeaveReason, email: str, now: datetime) -> None:
    """The member leaves at once. The beheerders hear that somebody did, and have the task of taking
    them out of the chat. Raises Gone.
    """
    with transaction.atomic():
        ending.end_member(membership, reason=reason, actor=member(email), now=now)
        end_own_links(email, now=now)
        told = to_beheerders_of_who_left(membership, now=now)
        queue([emails.left(membership, now=now), *told], now=now)


def to_beheerders_of_who_left(membership: Membership, *, now: datetime) -> list[MailDraft]:
    """They have somebody to take out of the chat."""
    return [
        emails.member_left(membership, to=user, now=now, due=leaves_at(user, now=now))
        for user in beheerders_to_tell(membership.group, now=now)
    ]


def stay(membership: Membership, *, email: str, now: datetime) -> None:
    """Not leave after all, within five minutes. Raises TooLate, or NumberTaken."""
    ending.undo_end(membership, actor=member(email), now=now)


def _unproved(membership: Membership, email: str) -> MembershipQuerySet:
    waiting = Membership.objects.filter(pk=membership.pk, email=email, anonymised_at=None)
    return waiting.filter(email_confirmed_at__isnull=True)
