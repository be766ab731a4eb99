"""A backup that was put back forgets again whom we forgot since it was made, before it serves a
page: `dorst_portal/wsgi.py` asks for it, the timetable each minute, and the command
`reapply_erasures`.
"""

from collections.abc import Iterable
from datetime import datetime

import structlog
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from dorst_portal.kit.rows.keyed_hash import Hasher
from groups.models import Membership, ResidentRequest, TombstoneKind
from groups.privacy.services.erasing import (
    Person,
    erase,
    find_person,
    note_repeated,
    number_in_group,
)
from groups.privacy.services.retention import run_retention
from groups.privacy.services.tombstones import Mark, bury, missing

log = structlog.get_logger(__name__)


def repeat_erasures(*, now: datetime) -> int:
    """Wipe what stands in the tombstones beside the database and not in those within it. Tells how
    many people that were; 0 after one query and a look at the files when nothing was put back.
    """
    again = missing(now=now)
    if not again:
        return 0
    with transaction.atomic():
        people = 0
        # One by one: who is wiped by their address is not found again by a row.
        for person in filter(None, _people(_Buried(again))):
            people += 1
            # Who was in the chat then was taken out of it, or stands on the list as "een lid".
            erase(person, for_beheerder=False, now=now)
        bury(again)
        note_repeated(people, now=now)
        return people


def forget_again(*, now: datetime) -> tuple[int, int]:
    """After a backup was put back, before the site opens: the erasures since, and what was over
    since. Tells how many people and how many rows that were.
    """
    return repeat_erasures(now=now), sum(run_retention(now=now).values())


def before_serving() -> bool:
    """The same at the start of a web process; False while the database does not answer."""
    try:
        repeat_erasures(now=timezone.now())
    except DatabaseError as error:
        log.warning("erasures.not_repeated_yet", error=type(error).__name__)
        return False
    finally:
        connections.close_all()  # opened by the thread that starts, not by those that answer
    return True


class _Buried:
    """Tombstones, to ask whether something lies under one of them."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._hasher = Hasher()
        self._at: dict[tuple[str, str], datetime] = {}
        for mark in marks:
            key = (mark.kind, mark.digest)
            self._at[key] = max(mark.at, self._at.get(key, mark.at))

    def holds(self, kind: TombstoneKind, value: str, *, since: datetime) -> bool:
        """Whether this was there already (`since`) when it was wiped: who came back later stays."""
        at = self._at.get((kind, self._hasher.digest(kind, value)))
        return at is not None and since <= at


def _people(buried: _Buried) -> Iterable[Person]:
    """By address, and then each row that no address led to."""
    members = Membership.objects.filter(anonymised_at__isnull=True).order_by("pk")
    requests = ResidentRequest.objects.filter(anonymised_at__isnull=True).order_by("pk")
    emails: set[str] = set()
    rows: list[int] = []
    for member in members.iterator():
        if member.email and buried.holds(TombstoneKind.EMAIL, member.email, since=member.since):
            emails.add(member.email)
        if buried.holds(
            TombstoneKind.MEMBERSHIP, str(member.pk), since=member.since
        ) or buried.holds(TombstoneKind.MOBILE, number_in_group(member), since=member.since):
            rows.append(member.pk)
    alone: list[int] = []
    for request in requests.iterator():
        since = request.created_at
        if request.email and buried.holds(TombstoneKind.EMAIL, request.email, since=since):
            emails.add(request.email)
        if buried.holds(TombstoneKind.REQUEST, request.reference, since=since) or buried.holds(
            TombstoneKind.MOBILE, number_in_group(request), since=since
        ):
            alone.append(request.pk)
    nobody = Membership.objects.none()
    for email in sorted(emails):
        yield find_person(email=email, memberships=nobody, lock=True)
    if rows:
        yield find_person(email="", memberships=Membership.objects.filter(pk__in=rows), lock=True)
    left = list(requests.filter(pk__in=alone))
    if left:
        yield Person([], left)
