"""A coordinator pauses a group, opens it again, or ends it for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.outbox.services import queue
from groups.beheerders.services.appointments import forget_where_to_reach
from groups.beheerders.services.appointments import line as appointment_line
from groups.coverage.pages.changes import UNDO_DAYS
from groups.models import (
    Appointment,
    CoverageChange,
    CoverageRule,
    GroupStatus,
    LeaveReason,
    Membership,
    ResidentRequest,
    RouteReason,
    WatchGroup,
)
from groups.notices import everybody_there, leaves_at
from groups.places.routing import Route
from groups.querysets.requests import RequestQuerySet
from groups.refusals import Refused
from groups.requests.pages.verdicts import Findings, with_findings
from groups.requests.services.forwarding import hand_over, hand_to_group
from groups.values.states import Kind, Owner, State
from groups.watchgroups import emails


class NotNow(Refused):
    """The group is not in the state that this button is for, or not any more."""

    def __init__(self) -> None:
        super().__init__(_("De groep is intussen veranderd. Er is nu niets gedaan."))


class PeopleToAdd(Refused):
    """Somebody was admitted and is not in the chat: that cannot be left lying."""

    def __init__(self, number: int) -> None:
        who = ngettext(
            "{n} persoon is goedgekeurd en nog niet in de groep.",
            "{n} mensen zijn goedgekeurd en nog niet in de groep.",
            number,
        ).format(n=number)
        first = _("Vraag de beheerder dat eerst af te maken.")
        super().__init__(f"{who} {first}")


@dataclass(frozen=True)
class Effect:
    """What ending a group does: to its members, its requests, who runs it and its addresses."""

    members: int
    requests: int
    people: int
    rules: int
    approved: int


def pause_group(group: WatchGroup, *, reason: str, by: User, now: datetime) -> None:
    """New people wait from now on; those who run the group are told. Raises NotNow."""
    with transaction.atomic():
        changed = WatchGroup.objects.filter(pk=group.pk, status=GroupStatus.ACTIVE).update(
            status=GroupStatus.PAUSED, pause_reason=reason, version=F("version") + 1
        )
        if not changed:
            raise NotNow
        told = [user for user in everybody_there(group, now=now) if user != by]
        queue(
            [
                emails.group_paused(group, to=user, at=now, due=leaves_at(user, now=now))
                for user in told
            ],
            now=now,
        )
        _line("group.paused", group, by=by, now=now)


def resume_group(group: WatchGroup, *, by: User, now: datetime) -> int:
    """The group takes people again, and gets those who waited for that; tells how many. Raises
    NotNow.
    """
    with transaction.atomic():
        changed = WatchGroup.objects.filter(pk=group.pk, status=GroupStatus.PAUSED).update(
            status=GroupStatus.ACTIVE, pause_reason="", version=F("version") + 1
        )
        if not changed:
            raise NotNow
        told = [user for user in everybody_there(group, now=now) if user != by]
        queue(
            [
                emails.group_resumed(group, to=user, at=now, due=leaves_at(user, now=now))
                for user in told
            ],
            now=now,
        )
        _line("group.resumed", group, by=by, now=now)
        return hand_to_group(group, by=by, now=now)


def effect_of_ending(group: WatchGroup, *, now: datetime) -> Effect:
    """What a coordinator has to know before ending a group."""
    return Effect(
        members=Membership.objects.current().filter(group=group).count(),
        requests=_open_requests(group).count(),
        people=Appointment.objects.not_ended(now).filter(group=group).count(),
        rules=CoverageRule.objects.in_force().filter(group=group).count(),
        approved=ResidentRequest.objects.approved().filter(group=group).count(),
    )


def archive_group(group: WatchGroup, *, by: User, now: datetime) -> Effect:
    """End a group: its addresses are free, its members and appointments end, its link is wiped,
    and its open requests go to the coordinators. Its people are told. Raises NotNow, or
    PeopleToAdd.
    """
    with transaction.atomic():
        running = WatchGroup.objects.not_archived().filter(pk=group.pk)
        row = running.select_for_update(no_key=True).first()
        if row is None:
            raise NotNow
        effect = effect_of_ending(row, now=now)
        if effect.approved:
            raise PeopleToAdd(effect.approved)
        running.update(
            status=GroupStatus.ARCHIVED,
            pause_reason="",
            invite_link_encrypted="",
            invite_link_set_at=None,
            version=F("version") + 1,
        )
        CoverageRule.objects.in_force().filter(group=row).update(ended_at=now)
        _requests_to_coordinators(row, by=by, now=now)
        members = Membership.objects.current().filter(group=row)
        members.update(until=now, end_reason=LeaveReason.OTHER)
        _end_appointments(row, by=by, now=now)
        _line("group.archived", row, by=by, now=now, members=effect.members)
        return effect


def end_appointments_of_merged(*, now: datetime) -> int:
    """A group that went up in another one keeps its beheerders as long as that can be undone, so
    that they can take people out of the old chat. Then they end, and its link is wiped; tells how
    many.
    """
    merges = CoverageChange.objects.filter(
        from_group=OuterRef("group"), undone_at__isnull=True
    ).exclude(from_status="")
    recent = merges.filter(at__gt=now - timedelta(days=UNDO_DAYS))
    over = Appointment.objects.filter(
        Exists(merges), ~Exists(recent), until__isnull=True, group__status=GroupStatus.ARCHIVED
    )
    ended = WatchGroup.objects.filter(pk__in=over.values("group")).order_by("pk")
    groups = list(ended[:_AT_ONCE])
    _wipe_links(now=now)
    return sum(_end_appointments(group, by=None, now=now) for group in groups)


def _wipe_links(*, now: datetime) -> None:
    """Also of a group that nobody ran any more when it went up in another one."""
    over = CoverageChange.objects.filter(
        undone_at__isnull=True, at__lte=now - timedelta(days=UNDO_DAYS)
    ).exclude(from_status="")
    linked = WatchGroup.objects.filter(
        status=GroupStatus.ARCHIVED,
        invite_link_set_at__isnull=False,
        pk__in=over.values("from_group"),
    )
    linked.update(invite_link_encrypted="", invite_link_set_at=None)


_AT_ONCE: Final = 100


def _open_requests(group: WatchGroup) -> RequestQuerySet:
    """What has to go elsewhere: with its beheerders, or with the coordinators for this group."""
    kinds = (Kind.JOIN, Kind.QUESTION)
    rows = ResidentRequest.objects.filter(group=group, kind__in=kinds)
    return rows.filter(state__in=(State.OPEN, State.WAITING))


def _requests_to_coordinators(group: WatchGroup, *, by: User, now: datetime) -> None:
    """Who wants to join, and has no other group, waits for one; the others wait for an answer."""
    for request in (
        with_findings(_open_requests(group)).order_by("id").select_for_update(of=("self",))
    ):
        waits = request.kind == Kind.JOIN and Findings.of(request).address_group_id is None
        where = Route(
            group if waits else None,
            Owner.COORDINATORS,
            State.WAITING if waits else State.OPEN,
            RouteReason.NO_GROUP,
            f"Groep {group} is opgeheven.",
        )
        hand_over(request, where, by=by, now=now)


def _end_appointments(group: WatchGroup, *, by: User | None, now: datetime) -> int:
    with transaction.atomic():
        open_ones = Appointment.objects.filter(group=group, until__isnull=True)
        with_people = open_ones.select_related("user__notice_settings")
        rows = list(with_people.select_for_update(of=("self",)))
        if not open_ones.update(until=now):
            return 0
        told = [row.user for row in rows if row.accepted_at and row.user.is_active]
        queue(
            [
                emails.group_archived(group, to=user, at=now, due=leaves_at(user, now=now))
                for user in told
                if user != by
            ],
            now=now,
        )
        for row in rows:
            appointment_line("appointment.ended", row, by=by, now=now)
            forget_where_to_reach(row.user, by=by, now=now)
        return len(rows)


def _line(
    verb: str, group: WatchGroup, *, by: User, now: datetime, **facts: str | int | bool | None
) -> None:
    about = f"group:{group.pk}"
    record(verb, by=by, scope=about, subject=about, facts=facts, now=now)
