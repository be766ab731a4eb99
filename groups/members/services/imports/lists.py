"""A list of people who are in a group already, on its way: sent, checked, looked at, confirmed or
left.

The rows are the record. A worker that dies leaves its lease behind; after that the next one begins
the same step anew.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.running.nudge import nudge
from groups.members.services.imports.forgetting import WIPED
from groups.models import GroupStatus, MemberImport, WatchGroup
from groups.permissions import manages_group
from groups.refusals import Refused
from groups.values.member_import_states import DOUBTS, FOR_A_PERSON, ListState, Verdict, before

READING: Final = "groups.tasks.read_member_lists"
# A list that waits keeps its ten megabytes.
MOST_OPEN: Final = 3
MOST_OPEN_OF_PLATFORM: Final = 10


class NotNow(Refused):
    """Somebody else, or the same person in another tab, was first."""

    def __init__(self) -> None:
        super().__init__(_("Deze lijst is al verder. Er is niets veranderd."))


class NotYours(Refused):
    """The right to it is gone, or the group."""

    def __init__(self) -> None:
        super().__init__(_("Je kunt voor deze groep geen leden meer overnemen."))


def may_take_over(group: WatchGroup | None, *, by_platform: bool, by: User | None) -> bool:
    """Whether somebody may put a list of people on the list of a group: its beheerders, and
    Platform Dorst as "te bevestigen". Nobody (None) is the command on the server.
    """
    if group is not None and group.status == GroupStatus.ARCHIVED:
        return False
    if by_platform:
        return by is None or (by.is_active and by.is_platform)
    return by is not None and manages_group(by, group)


def store(
    content: bytes,
    *,
    name: str = "",
    is_pasted: bool = False,
    group: WatchGroup | None,
    by_platform: bool,
    by: User | None,
    actor: str = "",
    now: datetime,
) -> MemberImport:
    """Keep a list, to be checked by a worker. Raises Refused."""
    if not may_take_over(group, by_platform=by_platform, by=by):
        raise NotYours
    waiting = MemberImport.objects.not_ended()
    own = waiting.of_platform() if by_platform else waiting.filter(group=group, by_platform=False)
    most = MOST_OPEN_OF_PLATFORM if by_platform else MOST_OPEN
    if own.count() >= most:
        raise Refused(_("Er staan al {most} lijsten open. Rond die eerst af.").format(most=most))
    with transaction.atomic():
        batch = MemberImport.objects.create(
            content=content,
            name=name,
            is_pasted=is_pasted,
            group=group,
            by_platform=by_platform,
            by=by,
            at=now,
            touched_at=now,
        )
        line_of_list("members.list_sent", batch, by=by, actor=actor, now=now)
        transaction.on_commit(_nudge, robust=True)
    return batch


def choose_parts(
    batch: MemberImport, parts: Sequence[str], *, by: User | None, now: datetime
) -> None:
    """Have a list checked once more, with what somebody said of its columns: one part for each, ""
    for a column that is not used. What was put right by hand is read anew. Raises NotNow.
    """
    with transaction.atomic():
        shown = MemberImport.objects.filter(pk=batch.pk, state__in=FOR_A_PERSON)
        changed = shown.update(
            state=ListState.UPLOADED, parts=list(parts), facts={}, refusal="", touched_at=now
        )
        if not changed:
            raise NotNow
        transaction.on_commit(_nudge, robust=True)


def confirm(
    batch: MemberImport,
    granted: Sequence[Verdict] = (),
    *,
    by: User | None,
    actor: str = "",
    now: datetime,
) -> None:
    """Have a list taken over: the rows that are right, and those with no other doubts than the ones
    that are `granted`. Raises Refused.
    """
    if not may_take_over(batch.group, by_platform=batch.by_platform, by=by):
        raise NotYours
    with transaction.atomic():
        ready = MemberImport.objects.filter(
            pk=batch.pk, state__in=before(ListState.CONFIRMED), wiped_at__isnull=True
        )
        kinds = [str(kind) for kind in granted if kind in DOUBTS]
        changed = ready.update(
            state=ListState.CONFIRMED, granted=kinds, confirmed_by=by, touched_at=now
        )
        if not changed:
            raise NotNow
        line_of_list("members.list_confirmed", batch, by=by, actor=actor, now=now)
        transaction.on_commit(_nudge, robust=True)


def drop(batch: MemberImport, *, by: User | None, actor: str = "", now: datetime) -> None:
    """Leave a list: nobody of it comes on the list, and it is wiped. Raises NotNow."""
    with transaction.atomic():
        open_now = MemberImport.objects.filter(pk=batch.pk, state__in=before(ListState.DROPPED))
        changed = open_now.update(
            state=ListState.DROPPED, ended_at=now, busy_until=None, wiped_at=now, facts={}, **WIPED
        )
        if not changed:
            raise NotNow
        batch.rows.all().delete()
        line_of_list("members.list_dropped", batch, by=by, actor=actor, now=now)


def line_of_list(
    verb: str,
    batch: MemberImport,
    *,
    by: User | None,
    actor: str = "",
    now: datetime,
    **facts: Any,
) -> None:
    """What was done with a list, and by whom; of people only how many."""
    record(
        verb,
        by=by,
        actor=actor,
        scope=f"group:{batch.group_id}" if batch.group_id else "",
        subject=f"member_import:{batch.pk}",
        facts=facts,
        now=now,
    )


def _nudge() -> None:
    nudge(READING)
