"""Every look at a member's data leaves a line."""

from datetime import datetime

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import MemberImport, Membership, WatchGroup


def note_list_seen(group: WatchGroup, *, by: User, now: datetime) -> None:
    """Somebody who is not of the group looked at its list of members."""
    record("members.listed", by=by, scope=f"group:{group.pk}", subject=f"group:{group.pk}", now=now)


def note_member_seen(membership: Membership, *, by: User, now: datetime) -> None:
    """Somebody opened the page of one member."""
    _note("member.viewed", membership, by=by, now=now)


def note_number_seen(membership: Membership, *, by: User, now: datetime) -> None:
    """Somebody saw the number and the e-mail address of one member."""
    _note("member.number_shown", membership, by=by, now=now)


def note_all_shown(membership: Membership, *, by: User, now: datetime) -> None:
    """Somebody made an overview of all that is kept of a member, to hand it over."""
    _note("member.all_shown", membership, by=by, now=now)


def note_waiting_list_seen(batch: MemberImport, *, by: User, now: datetime) -> None:
    """A coordinator looked at rows of a list that is not taken over yet."""
    record(
        "members.list_seen",
        by=by,
        scope=f"group:{batch.group_id}" if batch.group_id else "",
        subject=f"member_import:{batch.pk}",
        now=now,
    )


def note_admin_look(kind: str, pk: int, *, by: User, now: datetime) -> None:
    """A superuser looked at a row in Django's admin."""
    record("admin.viewed", by=by, actor="admin", subject=f"{kind}:{pk}", now=now)


def note_letters_made(group: WatchGroup, *, by: User, now: datetime) -> None:
    """A coordinator made letters, with names and addresses of members of this group."""
    record(
        "members.letters", by=by, scope=f"group:{group.pk}", subject=f"group:{group.pk}", now=now
    )


def _note(verb: str, membership: Membership, *, by: User, now: datetime) -> None:
    scope, subject = f"group:{membership.group_id}", f"membership:{membership.pk}"
    record(verb, by=by, scope=scope, subject=subject, now=now)
