"""A group that opens: it becomes visible, its idea is founded, and who waited comes to it."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import (
    Appointment,
    CallAbout,
    CoverageRule,
    GroupStatus,
    GroupStep,
    RouteReason,
    StepCode,
    WatchGroup,
)
from groups.places.routing import facts_of, route_to_group
from groups.refusals import AlreadyHandled, Refused
from groups.requests import emails as request_emails
from groups.requests.services.calls import tell
from groups.requests.services.forwarding import hand_over, hand_to_group
from groups.requests.services.new_groups import found_group
from groups.watchgroups.pages.waiting import waiting_for


@dataclass(frozen=True)
class Opened:
    """What opening a group did: how many people who waited are told, and whether the resident
    whose idea it was is told by this.
    """

    told: int
    founded: bool


def open_group(group: WatchGroup, *, by: User, now: datetime) -> Opened:
    """Make a starting group visible. It needs streets and somebody who runs it. Raises Refused."""
    with transaction.atomic():
        rules = CoverageRule.objects.in_force().filter(group=OuterRef("pk"))
        people = Appointment.objects.active(now).filter(group=OuterRef("pk"))
        ready = WatchGroup.objects.filter(Exists(rules), Exists(people))
        changed = ready.filter(pk=group.pk, status=GroupStatus.STARTING).update(
            status=GroupStatus.ACTIVE, alive_at=now, version=F("version") + 1
        )
        if not changed:
            raise Refused(_why_not(group, now=now))
        row = WatchGroup.objects.select_related("idea").get(pk=group.pk)
        founded = _found(row, by=by, now=now)
        told = _invite(row, by=by, now=now)
        _line("group.opened", row, by=by, now=now, told=told)
        return Opened(told, founded)


def invite_waiting(group: WatchGroup, *, by: User, now: datetime) -> int:
    """Give an open group those who wait in its streets, and tell them; tells how many. For who
    came on the waiting list after the group opened. Raises Refused.
    """
    with transaction.atomic():
        row = WatchGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
        if row.status != GroupStatus.ACTIVE:
            raise Refused(_("Deze groep is niet open. Maak de groep eerst zichtbaar."))
        told = _invite(row, by=by, now=now)
        if not told:
            raise Refused(_("Niemand op de wachtlijst kan nu naar deze groep."))
        _line("group.invited", row, by=by, now=now, told=told)
        return told


def _invite(group: WatchGroup, *, by: User, now: datetime) -> int:
    rules = list(CoverageRule.objects.in_force().filter(group=group).select_related("street"))
    facts = facts_of(group, now=now)
    told = 0
    for request in waiting_for(group, rules).select_for_update(of=("self",)):
        sentence = f"{request.address} hoort bij groep {group}."
        where = route_to_group(facts, reason=RouteReason.COVERED, sentence=sentence)
        if not where.can_join_now or not hand_over(
            request, replace(where, fits=True), by=by, now=now
        ):
            continue
        event = f"{group.pk}-{now.timestamp():.0f}"
        tell(
            CallAbout.GROUP_OPEN,
            request,
            request_emails.group_open(request, now=now),
            now=now,
            event=event,
        )
        told += 1
    # Questions, and what waited for another reason than the address, come without such a mail.
    hand_to_group(group, by=by, now=now)
    if told:
        _note_invited(group, told, by=by, now=now)
    return told


def _note_invited(group: WatchGroup, told: int, *, by: User, now: datetime) -> None:
    step, _made = GroupStep.objects.get_or_create(
        group=group, code=StepCode.INVITED, defaults={"done_by": by, "done_at": now}
    )
    GroupStep.objects.filter(pk=step.pk).update(people=F("people") + told, done_at=now, done_by=by)


def _found(group: WatchGroup, *, by: User, now: datetime) -> bool:
    """The idea that the group comes from is done, and its proposer told, unless that was so."""
    if group.idea is None:
        return False
    try:
        found_group(group.idea, group=group, by=by, now=now)
    except AlreadyHandled:
        return False
    return True


def _why_not(group: WatchGroup, *, now: datetime) -> str:
    row = WatchGroup.objects.get(pk=group.pk)
    if row.status != GroupStatus.STARTING:
        return _("Deze groep is al zichtbaar of opgeheven.")
    if not CoverageRule.objects.in_force().filter(group=row).exists():
        return _("Kies eerst straten. Zonder straten vindt niemand de groep.")
    return _("Benoem eerst een beheerder. Zonder beheerder kan niemand erin.")


def _line(
    verb: str, group: WatchGroup, *, by: User, now: datetime, **facts: str | int | bool | None
) -> None:
    about = f"group:{group.pk}"
    record(verb, by=by, scope=about, subject=about, facts=facts, now=now)
