"""What a person or a rule did with a request leaves a line in the audit trail."""

from collections.abc import Mapping
from datetime import datetime

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import ResidentRequest


def record_request_event(
    verb: str,
    request: ResidentRequest,
    *,
    by: User | None,
    now: datetime,
    actor: str = "",
    facts: Mapping[str, str | int | bool | None] | None = None,
) -> None:
    """Write a line in the scope of the group that has the request as it is given here: what
    happened while it belonged to one group is not for the next one to read.
    """
    record(
        verb,
        by=by,
        actor=actor,
        scope=f"group:{request.group_id}" if request.group_id else "",
        subject=f"request:{request.pk}",
        facts=facts,
        now=now,
    )
