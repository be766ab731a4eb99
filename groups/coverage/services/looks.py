"""Looking at what a move would do shows addresses of members: that leaves a line."""

from datetime import datetime

from dorst_portal.accounts.models import User
from groups.audit_log.services.looks import note_list_seen
from groups.coverage.pages.plan_parts import Plan


def note_plan_seen(plan: Plan, *, by: User, now: datetime) -> None:
    """One line for each group whose members the page shows."""
    for part in plan.parts:
        if part.from_group and (part.members or part.stay_members):
            note_list_seen(part.from_group, by=by, now=now)
