"""What the page "Mijn groep" shows beside the settings. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.counting import CappedCount, Count
from groups.models import Appointment, CoverageRule, WatchGroup
from groups.values.group_sizes import BIG, TOO_BIG
from groups.values.village_time import days_between
from groups.waiting import to_decide
from groups.watchgroups.pages.health import (
    Counted,
    Wrong,
    groups_with_signs,
    link_is_old,
    waits_for_a_sign,
    wrong_with,
)


@dataclass(frozen=True)
class _Waiting(Added):
    waiting: int


@dataclass(frozen=True)
class GroupPage:
    """The facts of one group."""

    rules: Sequence[CoverageRule]
    members: int
    waiting: Count
    wrong: Sequence[Wrong]
    people: Sequence[Appointment]
    link_days: int | None
    link_is_old: bool
    asks_alive: bool

    @property
    def size_warning(self) -> str:
        """The groups stay small: a word at 50 and at 100 members."""
        if self.members >= TOO_BIG:
            return _("{n} leden. Dat is veel. Denk aan splitsen.").format(n=self.members)
        if self.members >= BIG:
            words = _("{n} leden. De groep wordt groot. Denk vast na over splitsen.")
            return words.format(n=self.members)
        return ""

    @property
    def is_alone(self) -> bool:
        """Whether nobody else can act when this beheerder is away."""
        return len([one for one in self.people if one.accepted_at]) <= 1


def page_of(group: WatchGroup, *, now: datetime) -> GroupPage:
    """Gather the streets, the members and the people who run the group."""
    rules = CoverageRule.objects.in_force().filter(group=group).select_related("street")
    people = Appointment.objects.not_ended(now).filter(group=group, user__is_active=True)
    set_at = group.invite_link_set_at
    here = to_decide().filter(group=group)
    looked = groups_with_signs(WatchGroup.objects.filter(pk=group.pk), now=now)
    [row] = looked.annotate(waiting=CappedCount(here))
    return GroupPage(
        rules=list(rules.order_by("street__name", "first_number")),
        members=Counted.of(row).members,
        waiting=Count(_Waiting.of(row).waiting),
        wrong=wrong_with(row, now=now),
        people=list(people.select_related("user").order_by("role", "id")),
        link_days=days_between(set_at, now) if set_at else None,
        link_is_old=link_is_old(group, now=now),
        asks_alive=waits_for_a_sign(group),
    )
