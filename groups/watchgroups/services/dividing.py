"""Splitting a group, and letting it go up in another one: first what would happen, then doing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dorst_portal.accounts.models import User
from groups.coverage.pages.move_preview import PartShown, going_in_words, in_words, parts_shown
from groups.coverage.pages.plan import plan_move
from groups.coverage.pages.plan_parts import Numbers, Plan
from groups.coverage.services.looks import note_plan_seen
from groups.coverage.services.moving import carry_out
from groups.models import ChangeKind, CoverageChange, CoverageRule, GroupStatus, WatchGroup
from groups.watchgroups.pages.waiting import numbers_of
from groups.watchgroups.services.making import GroupFacts, make_group


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a part of a group goes: to a group that is there, or to a new one of this name."""

    group: WatchGroup | None = None
    new_name: str = ""


@dataclass(frozen=True)
class Shown:
    """A plan as the page shows it: by address, and no person."""

    plan: Plan
    sentence: str
    rules: Sequence[str]
    parts: Sequence[PartShown]


def show(plan: Plan, *, by: User, now: datetime) -> Shown:
    """What the plan would do, in words. Who sees addresses of members leaves a line."""
    note_plan_seen(plan, by=by, now=now)
    return Shown(
        plan=plan,
        sentence=going_in_words(plan.members, plan.requests),
        rules=[in_words(made) for made in plan.makes],
        parts=parts_shown(plan),
    )


def rules_of(group: WatchGroup) -> Sequence[CoverageRule]:
    """What a group covers, by street and number."""
    rules = CoverageRule.objects.in_force().filter(group=group).select_related("street")
    return list(rules.order_by("street__name", "street_id", "first_number", "side"))


def plan_split(
    group: WatchGroup, numbers: Sequence[Numbers], *, target: Target, now: datetime
) -> Plan:
    """What splitting would do. Raises Refused."""
    # Not stored: a plan changes nothing.
    to = target.group or WatchGroup(name=target.new_name, status=GroupStatus.STARTING)
    return plan_move(numbers, to=to, kind=ChangeKind.SPLIT, now=now, only_from=group)


def split_group(
    group: WatchGroup,
    numbers: Sequence[Numbers],
    *,
    target: Target,
    seen: str,
    by: User,
    now: datetime,
) -> WatchGroup:
    """Give numbers of a group, with who lives there, to another or to a new one that starts with
    the same app; gives that group. Raises NameTaken, PlanChanged or Refused.
    """
    with transaction.atomic():
        to = target.group or make_group(_like(group, name=target.new_name), by=by, now=now)
        carry_out(numbers, to=to, kind=ChangeKind.SPLIT, only_from=group, seen=seen, by=by, now=now)
        return to


def plan_merge(group: WatchGroup, *, to: WatchGroup, now: datetime) -> Plan:
    """What it would do when a group goes up in another one. Raises Refused."""
    numbers = numbers_of(rules_of(group))
    return plan_move(numbers, to=to, kind=ChangeKind.MERGE, now=now, only_from=group)


def merge_group(
    group: WatchGroup, *, to: WatchGroup, seen: str, by: User, now: datetime
) -> Sequence[CoverageChange]:
    """All of a group goes to another one, and it is archived. Raises PlanChanged or Refused."""
    return carry_out(
        numbers_of(rules_of(group)),
        to=to,
        kind=ChangeKind.MERGE,
        only_from=group,
        seen=seen,
        by=by,
        now=now,
    )


def _like(group: WatchGroup, *, name: str) -> GroupFacts:
    return GroupFacts(
        name=name,
        area=group.area,
        app=group.app,
        uses_waaksamen=group.uses_waaksamen,
        capacity=group.capacity,
    )
