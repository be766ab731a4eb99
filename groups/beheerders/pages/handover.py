"""What somebody leaves behind who stops, and the sheet of paper for who comes after. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dorst_portal.identity.current import here
from dorst_portal.kit.rows.counting import Count, count_capped
from groups.models import (
    Appointment,
    CallTask,
    CoverageRule,
    Partner,
    ResidentRequest,
    WatchGroup,
)
from groups.values.chat_settings import SETTINGS
from groups.values.states import Owner, State
from groups.values.village_time import days_between

_MOST_PARTNERS: Final = 8
# These stand on every sheet.
_EVERYBODYS_NUMBERS: Final = ("112", "0900-8844", "0800-7000")


@dataclass(frozen=True)
class OpenWork:
    """What waits in a group: requests to decide, people to add, calls, and the age of the link."""

    to_decide: Count
    to_add: Count
    to_call: Count
    link_days: int | None

    @property
    def is_empty(self) -> bool:
        """Whether nobody waits for anything."""
        return not (self.to_decide or self.to_add or self.to_call)


def open_work(group: WatchGroup, *, now: datetime) -> OpenWork:
    """Count what the beheerders of a group still have to do. Three queries."""
    theirs = ResidentRequest.objects.filter(owner=Owner.GROUP, group=group)
    calls = CallTask.objects.to_do(now).filter(request__owner=Owner.GROUP, request__group=group)
    set_at = group.invite_link_set_at
    return OpenWork(
        to_decide=count_capped(theirs.filter(state=State.OPEN)),
        to_add=count_capped(theirs.filter(state=State.APPROVED)),
        to_call=count_capped(calls),
        link_days=days_between(set_at, now) if set_at else None,
    )


@dataclass(frozen=True)
class Kit:
    """The handover on paper: no members, no invite link."""

    rules: Sequence[CoverageRule]
    people: Sequence[Appointment]
    partners: Sequence[Partner]
    settings: Sequence[str]
    work: OpenWork


def kit_of(group: WatchGroup, *, now: datetime) -> Kit:
    """Gather what a new beheerder of this group has to know."""
    rules = CoverageRule.objects.in_force().filter(group=group).select_related("street")
    active = Appointment.objects.active(now).filter(group=group).select_related("user")
    serving = Partner.objects.current().serving(WatchGroup.objects.filter(pk=group.pk))
    partners = serving.exclude(phone__in=("", here().municipality_phone, *_EVERYBODYS_NUMBERS))
    return Kit(
        rules=list(rules.order_by("street__name", "first_number")),
        people=list(active.order_by("role", "pk")),
        partners=list(partners.order_by("kind", "name")[:_MOST_PARTNERS]),
        settings=SETTINGS[group.app],
        work=open_work(group, now=now),
    )
