"""Every look at a member's data leaves a line."""

from datetime import datetime

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import Membership, WatchGroup


def note_list_seen(group: WatchGroup, *, by: User, now: datetime) -> None:
    """Somebody who is not of the group looked at its list of members."""
    record("members.listed", by=by, scope=f"group:{group.pk}", subject=f"group:{group.pk}", now=now)


def note_member_seen(membership: Membership, *, by: User, now: datetime) -> None:
    """Somebody looked at one member: the number, the e-mail address."""
    record(
        "member.viewed",
        by=by,
        scope=f"group:{membership.group_id}",
        subject=f"membership:{membership.pk}",
        now=now,
    )


def note_admin_look(kind: str, pk: int, *, by: User, now: datetime) -> None:
    """A superuser looked at a row in Django's admin."""
    record("admin.viewed", by=by, actor="admin", subject=f"{kind}:{pk}", now=now)
