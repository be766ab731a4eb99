"""What the timetable does: each step is done once, however often and by however many it is run."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from dorst_portal.outbox.services import queue
from groups import emails
from groups.models import Handover, ResidentRequest
from groups.services.forwarding import groups_left_alone, hand_to_coordinators
from groups.services.notices import to_coordinators_as_well
from groups.services.retention import run_retention
from groups.services.signup import ESCALATION_DAYS
from groups.services.trail import leave_line
from groups.states import Owner, State
from groups.village_time import days_after


def tick(*, now: datetime) -> dict[str, int]:
    """Do what is due at this moment: requests that nobody decided, groups that lost their
    beheerder, and what has been kept long enough. Tells how many of each.
    """
    orphaned = sum(
        hand_to_coordinators(group, by=None, now=now) for group in groups_left_alone(now=now)
    )
    return {"orphaned": orphaned, "escalated": escalate_due(now=now), **run_retention(now=now)}


def escalate_due(*, now: datetime) -> int:
    """On day 7 a request comes to the coordinators as well, and the resident is told."""
    # Where everybody was away they have it since it came; the resident still has to be told.
    since_it_came = Q(escalated_at=F("created_at")) | Exists(
        Handover.objects.filter(request=OuterRef("pk"), at=OuterRef("escalated_at"))
    )
    due = ResidentRequest.objects.open().filter(
        Q(escalated_at__isnull=True) | since_it_came, owner=Owner.GROUP, due_at__lte=now
    )
    return sum(_escalate(request, now=now) for request in due.order_by("due_at", "id"))


def _escalate(request: ResidentRequest, *, now: datetime) -> int:
    is_new_to_them = request.escalated_at is None
    with transaction.atomic():
        changed = ResidentRequest.objects.filter(
            pk=request.pk, state=State.OPEN, owner=Owner.GROUP, escalated_at=request.escalated_at
        ).update(escalated_at=now, due_at=days_after(now, ESCALATION_DAYS))
        if not changed:
            return 0  # another timetable, or a beheerder, was first
        # With its group, which every mail names: one query for both.
        request.refresh_from_db(from_queryset=ResidentRequest.objects.select_related("group"))
        drafts = to_coordinators_as_well(request) if is_new_to_them else []
        queue(drafts + emails.takes_longer(request, now=now), now=now)
        leave_line("request.escalated", request, by=None, actor="timetable", now=now)
        return 1
