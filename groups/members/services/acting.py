"""Who changes or ends a membership, apart from how: a beheerder of the group, or the member."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import Membership
from groups.querysets.memberships import MembershipQuerySet
from groups.refusals import Refused


@dataclass(frozen=True)
class Actor:
    """Somebody, and the memberships that they may change. `user` is the account and `word` the
    role of who has none, as the audit trail names them.
    """

    memberships: MembershipQuerySet
    user: User | None = None
    word: str = ""


class Gone(Refused):
    """Nobody to change: the membership ended, or the right to it."""

    def __init__(self) -> None:
        super().__init__(_("Deze persoon staat niet meer op de ledenlijst. Er is niets veranderd."))


class ChangedMeanwhile(Refused):
    """Somebody else changed it since the page was opened."""

    def __init__(self) -> None:
        super().__init__(_("Iemand anders veranderde dit net. Er is nog niets opgeslagen."))


class NumberRefused(Refused):
    """A number that cannot come on the list of this group."""


class NumberTaken(NumberRefused):
    """A number is in a group once."""

    def __init__(self) -> None:
        super().__init__(_("Dit nummer staat al op de ledenlijst van deze groep."))


def beheerder(user: User, *, now: datetime) -> Actor:
    """A beheerder or deputy, who acts in the groups that they run at this moment."""
    groups = user.appointments.active(now).values("group")
    return Actor(Membership.objects.filter(group__in=groups), user=user)


def line_of_member(
    verb: str, member: Membership, *, actor: Actor, now: datetime, **facts: str | int | bool
) -> None:
    """What was done to whom, and by whom; never a name or a number."""
    record(
        verb,
        by=actor.user,
        actor=actor.word,
        scope=f"group:{member.group_id}",
        subject=f"membership:{member.pk}",
        facts=facts,
        now=now,
    )
