"""Taking the list of a group along. It is made in the request and kept nowhere."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import Membership, WatchGroup


def take_along(
    group: WatchGroup, *, form: str, reason: str, by: User, now: datetime
) -> Sequence[Membership]:
    """Everybody who is in the group today, by street and number, and a line of who took that along
    and what for.
    """
    with transaction.atomic():
        members = list(Membership.objects.current().filter(group=group).by_address())
        record(
            "members.exported",
            by=by,
            scope=f"group:{group.pk}",
            subject=f"group:{group.pk}",
            facts={"form": form, "reason": reason, "members": len(members)},
            now=now,
        )
        return members
