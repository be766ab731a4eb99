"""What the page "Mijn groep" shows beside the settings. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from groups.models import Appointment, CoverageRule, Membership, WatchGroup
from groups.services.group_health import waits_for_a_sign
from groups.village_time import days_between

BIG = 50
TOO_BIG = 100
OLD_LINK_DAYS = 90


@dataclass(frozen=True)
class GroupPage:
    """The facts of one group."""

    rules: Sequence[CoverageRule]
    members: int
    people: Sequence[Appointment]
    link_days: int | None
    asks_alive: bool

    @property
    def size_warning(self) -> str:
        """The groups stay small: a word at 50 and at 100 members."""
        if self.members >= TOO_BIG:
            return f"{self.members} leden. Dat is veel. Denk aan splitsen."
        if self.members >= BIG:
            return f"{self.members} leden. De groep wordt groot. Denk vast na over splitsen."
        return ""

    @property
    def is_alone(self) -> bool:
        """Whether nobody else can act when this beheerder is away."""
        return len([one for one in self.people if one.accepted_at]) <= 1

    @property
    def link_is_old(self) -> bool:
        """Whether a new invite link is a good idea."""
        return self.link_days is not None and self.link_days >= OLD_LINK_DAYS


def page_of(group: WatchGroup, *, now: datetime) -> GroupPage:
    """Gather the streets, the members and the people who run the group."""
    rules = CoverageRule.objects.in_force().filter(group=group).select_related("street")
    people = Appointment.objects.not_ended(now).filter(group=group, user__is_active=True)
    set_at = group.invite_link_set_at
    return GroupPage(
        rules=list(rules.order_by("street__name", "first_number")),
        members=Membership.objects.current().filter(group=group).count(),
        people=list(people.select_related("user").order_by("role", "id")),
        link_days=days_between(set_at, now) if set_at else None,
        asks_alive=waits_for_a_sign(group),
    )
