"""What the inbox shows of the members of the own groups: whom to take out of the chat, whom to put
into it, and which list was not looked at for long. Reads only.

One query for the people, and none where there is nobody; the lists come with the groups.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from groups.models import GroupStatus, Membership, WatchGroup
from groups.requests.pages.inbox import Inbox
from groups.requests.pages.inbox_more import Pile
from groups.requests.pages.inbox_piles import TO_PUT_IN, TO_TAKE_OUT
from groups.values.list_terms import ASK_DAYS, DECIDE_DAYS
from groups.values.village_time import days_between

# The first few; the others stand above the list of members.
MOST: Final = 5


@dataclass(frozen=True)
class MemberTasks:
    """The first of each pile, and the groups whose list of members holds the others. `undecided`:
    groups whose list was looked at a year ago; `to_count`: one to count, where nothing else waits.
    """

    take_out: Pile[Membership]
    put_in: Pile[Membership]
    more_in: Sequence[WatchGroup] = ()
    undecided: Sequence[WatchGroup] = ()
    to_count: WatchGroup | None = None

    def __bool__(self) -> bool:
        return bool(self.take_out or self.put_in or self.undecided)


def tasks_of(inbox: Inbox, *, is_empty: bool, now: datetime) -> MemberTasks:
    """What waits in the groups that the inbox shows; nothing beside a part of the requests.
    `is_empty`: nothing else is to be done.
    """
    nobody: Pile[Membership] = Pile([], False)
    if inbox.show:
        return MemberTasks(nobody, nobody)
    groups = {group.pk: group for group in inbox.groups if inbox.chosen in (None, group)}
    take_out, put_in = _people(list(groups), inbox.piles)
    busy = [one for pile in (take_out, put_in) if pile.has_more for one in pile.rows]
    old = _not_looked_at(list(groups.values()), ASK_DAYS, now=now)
    return MemberTasks(
        take_out,
        put_in,
        more_in=list(dict.fromkeys(groups[one.group_id] for one in busy)),
        undecided=_not_looked_at(old, DECIDE_DAYS, now=now),
        to_count=old[0] if old and is_empty and not (take_out or put_in) else None,
    )


def _people(
    groups: Sequence[int], piles: frozenset[str]
) -> tuple[Pile[Membership], Pile[Membership]]:
    here = Membership.objects.filter(group__in=groups)
    wanted = Q(pk__in=())
    if TO_TAKE_OUT in piles:
        out = here.to_take_out_of_chat().order_by("until", "id")
        wanted |= Q(pk__in=out.values("pk")[: MOST + 1])
    if TO_PUT_IN in piles:
        wanted |= Q(pk__in=here.to_put_in_chat().order_by("id").values("pk")[: MOST + 1])
    # The groups are said of both again: of one row or another PostgreSQL would read every member.
    rows = here.filter(wanted).select_related("group").order_by("until", "id")
    found = list(rows) if piles & {TO_TAKE_OUT, TO_PUT_IN} else []
    return (
        _pile([one for one in found if one.until is not None]),
        _pile([one for one in found if one.until is None]),
    )


def _pile(rows: Sequence[Membership]) -> Pile[Membership]:
    return Pile(rows[:MOST], len(rows) > MOST)


def _not_looked_at(groups: Sequence[WatchGroup], days: int, *, now: datetime) -> list[WatchGroup]:
    return [
        group
        for group in groups
        if group.status == GroupStatus.ACTIVE and days_between(group.list_right_since, now) >= days
    ]
