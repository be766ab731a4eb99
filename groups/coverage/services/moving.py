"""Moving numbers, splitting and merging groups: carried out as it was shown, and undone.

`plan_move` works out what would happen; the page shows it and sends its fingerprint along. Who
lives there goes along: the old membership ends, the new one waits for a beheerder who says that
this person is in the chat. Members with an e-mail address hear of it by mail, the others from their
beheerders.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.languages.current import DUTCH
from groups.coverage.pages.plan import NothingMoves, plan_move
from groups.coverage.pages.plan_parts import Numbers, Part, Plan
from groups.coverage.services.requests import move_along
from groups.coverage.services.telling import tell_members
from groups.coverage.services.undo import tell_both
from groups.models import (
    ChangeKind,
    CoverageChange,
    CoverageRule,
    GroupStatus,
    LeaveReason,
    Membership,
    MembershipSource,
    Street,
    WatchGroup,
)
from groups.refusals import Refused

_SENTENCE = 250


class PlanChanged(Refused):
    """What the page showed is not what would happen any more."""

    def __init__(self) -> None:
        super().__init__(_("Intussen is er iets veranderd. Bekijk opnieuw wat er gebeurt."))


def carry_out(
    numbers: Sequence[Numbers],
    *,
    to: WatchGroup | None,
    kind: ChangeKind = ChangeKind.MOVE,
    only_from: WatchGroup | None = None,
    seen: str,
    by: User,
    now: datetime,
) -> Sequence[CoverageChange]:
    """Do what the plan with the fingerprint `seen` says: one change for each group that gives
    numbers up. A merge archives its group. Raises PlanChanged, NothingMoves or Refused.
    """
    try:
        with transaction.atomic():
            to, only_from = _locked(numbers, to, only_from)
            plan = plan_move(numbers, to=to, kind=kind, now=now, only_from=only_from)
            if plan.seen != seen:
                raise PlanChanged
            if not plan.parts:
                raise NothingMoves
            return [_carry_out(plan, part, by=by, now=now) for part in plan.parts]
    except IntegrityError as error:
        # A rule or a member came at this very moment: the database let one of both through.
        raise PlanChanged from error


def _locked(
    numbers: Sequence[Numbers], to: WatchGroup | None, only_from: WatchGroup | None
) -> tuple[WatchGroup | None, WatchGroup | None]:
    """One at a time for a street and for a group, also where no rule is there to be locked; the
    groups as they are now. Those that give numbers up too: none of them may end meanwhile.
    """
    streets = Street.objects.filter(pk__in={one.street.pk for one in numbers}).order_by("pk")
    list(streets.select_for_update(no_key=True).values_list("pk"))
    known = [group.pk for group in (to, only_from) if group]
    rules = CoverageRule.objects.in_force().filter(street__in={one.street for one in numbers})
    concerned = WatchGroup.objects.filter(Q(pk__in=known) | Q(pk__in=rules.values("group")))
    rows = concerned.order_by("pk").select_for_update(no_key=True)
    groups = {group.pk: group for group in rows}
    return to and groups[to.pk], only_from and groups[only_from.pk]


def _carry_out(plan: Plan, part: Part, *, by: User, now: datetime) -> CoverageChange:
    change = CoverageChange.objects.create(
        kind=plan.kind,
        at=now,
        by=by,
        from_group=part.from_group,
        to_group=plan.to_group,
        from_status=_archive(part.from_group) if plan.kind == ChangeKind.MERGE else "",
        sentence=_in_words(plan, part),
        members=len(part.members) + len(part.stay_members),
        requests=len(part.requests),
    )
    _change_rules(change, part, now=now)
    _change_members(change, part, now=now)
    if not all(move_along(request, change, by=by, now=now) for request in part.requests):
        raise PlanChanged
    facts: dict[str, str | int | bool | None] = {
        "kind": str(change.kind),
        "members": change.members,
        "requests": change.requests,
    }
    for group in filter(None, (change.from_group, change.to_group)):
        record(
            "coverage.moved",
            by=by,
            scope=f"group:{group.pk}",
            subject=f"change:{change.pk}",
            facts=facts,
            now=now,
        )
    tell_both(change, undone=False, now=now)
    tell_members(change, [*part.members, *part.stay_members], now=now)
    return change


def _archive(group: WatchGroup | None) -> str:
    """A group that goes up in another one; tells the status that it had, for undoing it. Its
    appointments stay: they give rights to a group in which nothing happens any more.
    """
    assert group is not None  # noqa: S101 - the plan of a merge has a group
    rows = WatchGroup.objects.filter(pk=group.pk).exclude(status=GroupStatus.ARCHIVED)
    if not rows.update(status=GroupStatus.ARCHIVED):
        raise PlanChanged
    return str(group.status)


def _change_rules(change: CoverageChange, part: Part, *, now: datetime) -> None:
    ends = [rule.pk for rule in part.ends]
    in_force = CoverageRule.objects.in_force().filter(pk__in=ends)
    if in_force.update(ended_at=now) != len(ends):
        raise PlanChanged
    made = CoverageRule.objects.bulk_create(
        CoverageRule(
            street=made.numbers.street,
            group=made.group,
            first_number=made.numbers.first,
            last_number=made.numbers.last,
            side=made.numbers.side,
            created_at=now,
        )
        for made in part.makes
    )
    kept = CoverageRule.objects.in_force().filter(group=part.from_group)
    if change.kind == ChangeKind.MERGE and kept.exists():
        # They came to it since the page read what it covers: nobody saw them go along.
        raise PlanChanged
    change.rules_ended.add(*part.ends)
    change.rules_made.add(*made)


def _change_members(change: CoverageChange, part: Part, *, now: datetime) -> None:
    leaving = [one.pk for one in (*part.members, *part.stay_members)]
    current = Membership.objects.current().filter(pk__in=leaving)
    if current.update(until=now, end_reason=LeaveReason.OTHER_GROUP) != len(leaving):
        raise PlanChanged
    if change.to_group is None:
        return
    Membership.objects.bulk_create(
        Membership(
            group=change.to_group,
            name=old.name,
            organisation=old.organisation,
            mobile=old.mobile,
            email=old.email,
            email_confirmed_at=old.email_confirmed_at,
            street_id=old.street_id,
            street_text=old.street_text,
            house_number=old.house_number,
            house_letter=old.house_letter,
            house_number_addition=old.house_number_addition,
            since=now,
            source=MembershipSource.MOVED,
            house_rules_id=old.house_rules_id,
            language=old.language,
            to_confirm=True,
            # A mail that has to leave yet names the old group: it is called back.
            told_at=old.told_at if old.told_at and old.told_at <= now else None,
            email_failed_at=old.email_failed_at,
            moved_by=change,
            moved_from=old,
        )
        for old in part.members
    )


def _in_words(plan: Plan, part: Part) -> str:
    """What went where, as short as a line must be; it is kept, so in Dutch whoever moves it."""
    where = f"van groep {part.from_group}" if part.from_group else "zonder groep"
    to = f"naar groep {plan.to_group}" if plan.to_group else "naar geen groep"
    with override(DUTCH):
        what = "alles" if plan.kind == ChangeKind.MERGE else ", ".join(map(str, part.numbers))
    room = _SENTENCE - len(where) - len(to) - 4
    if len(what) > room:
        what = what[:room].rsplit(",", 1)[0] + " en meer"
        what = what[:room]
    return f"{what}, {where} {to}."
