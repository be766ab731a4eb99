"""Taking over what was confirmed: the whole list in one transaction, or nothing."""

from collections import Counter
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop, override

from dorst_portal.audit.services import record
from dorst_portal.kit.rows.lease import Lease
from dorst_portal.languages.current import DUTCH
from groups.members.pages.import_words import MEMBER
from groups.members.services.imports.checking import MOST_TRIES, give_up
from groups.members.services.imports.lists import may_take_over
from groups.models import (
    GroupStatus,
    MemberImport,
    MemberImportRow,
    Membership,
    MembershipSource,
    WatchGroup,
)
from groups.values.member_import_states import DOUBTS, SURE, ListState, Verdict

_AT_ONCE: Final = 500
NEVER_TAKEN_OVER: Final = gettext_noop(
    "Het overnemen breekt steeds af. Probeer het met een kleinere lijst."
)
NO_RIGHT: Final = gettext_noop("Je kunt voor deze groep geen leden meer overnemen.")
GROUP_ENDED: Final = gettext_noop("Deze groep is opgeheven.")


@override(DUTCH)  # what it says is stored
def take_over(batch: MemberImport, *, lease: Lease) -> None:
    """Make members of the rows that were confirmed. Somebody who came on the list meanwhile is left
    as they are. When that broke off too often, whatever the reason, the list is given up. Raises
    LeaseLost when another worker has it meanwhile.
    """
    tries = batch.facts.get("taking", 0) + 1
    lease.renew(facts={**batch.facts, "taking": tries})
    if tries > MOST_TRIES:
        give_up(batch, NEVER_TAKEN_OVER, lease=lease)
        return
    while not _try(batch, lease=lease):
        tries += 1
        if tries > MOST_TRIES:
            give_up(batch, NEVER_TAKEN_OVER, lease=lease)
            return


def _try(batch: MemberImport, *, lease: Lease) -> bool:
    """Once; no when somebody was put on a list at this very moment."""
    try:
        with transaction.atomic():
            if not lease.held():
                return True
            by = batch.confirmed_by
            if not may_take_over(batch.group, by_platform=batch.by_platform, by=by):
                give_up(batch, NO_RIGHT, lease=lease)
                return True
            _take_over(batch, lease=lease)
    except IntegrityError:
        return False
    return True


def _take_over(batch: MemberImport, *, lease: Lease) -> None:
    taken, told = _sorted_out(batch)
    since = lease.now()
    for start in range(0, len(taken), _AT_ONCE):
        some = taken[start : start + _AT_ONCE]
        Membership.objects.bulk_create(_member(row, batch, since=since) for row in some)
        # Who is a member now stands there; here they need not stand as well.
        MemberImportRow.objects.filter(pk__in=[row.pk for row in some]).delete()
    changed = ["verdict", "problem"]
    MemberImportRow.objects.bulk_update(told, changed, batch_size=_AT_ONCE)
    _lines(batch, taken, lease=lease)
    lease.release(
        state=ListState.DONE,
        content=None,
        parts=[],
        ended_at=lease.now(),
        touched_at=lease.now(),
        facts={"taken": len(taken), "left": MemberImportRow.objects.filter(batch=batch).count()},
    )


def _sorted_out(batch: MemberImport) -> tuple[list[MemberImportRow], list[MemberImportRow]]:
    """The rows that become members, and those of which something else has to be told by now."""
    granted = set(batch.granted)
    rows = MemberImportRow.objects.filter(batch=batch, left_out=False).select_related("group")
    wanted = [
        row
        for row in rows.filter(verdict__in=[*SURE, *DOUBTS]).order_by("line")
        if row.granted or set(row.doubts) <= granted
    ]
    groups = {row.group_id for row in wanted}
    there = set(
        Membership.objects.current().filter(group__in=groups).values_list("group_id", "mobile")
    )
    taken: list[MemberImportRow] = []
    told: list[MemberImportRow] = []
    for row in wanted:
        key = (row.group_id, row.mobile)
        if row.group is None or row.group.status == GroupStatus.ARCHIVED:
            row.verdict, row.problem = Verdict.WRONG, GROUP_ENDED
        elif key in there:
            row.verdict, row.problem = Verdict.MEMBER, MEMBER
        else:
            there.add((row.group.pk, row.mobile))
            taken.append(row)
            continue
        told.append(row)
    return taken, told


def _member(row: MemberImportRow, batch: MemberImport, *, since: datetime) -> Membership:
    """In the chat already, as whoever runs the group says; of what Platform Dorst says, that is to
    be confirmed.
    """
    if row.group is None:
        raise TypeError("a row without a group was taken over")
    return Membership(
        group=row.group,
        name=row.name,
        organisation=row.organisation,
        mobile=row.mobile,
        email=row.email,
        street_id=row.street_id,
        street_text=row.street_text,
        house_number=row.house_number,
        house_letter=row.house_letter,
        house_number_addition=row.house_number_addition,
        since=since,
        source=MembershipSource.IMPORT,
        to_confirm=batch.by_platform,
        imported_by=batch,
    )


def _lines(batch: MemberImport, taken: list[MemberImportRow], *, lease: Lease) -> None:
    """One line for each group, so that its beheerders read it in their own trail."""
    by = batch.confirmed_by
    numbers: Counter[WatchGroup] = Counter(row.group for row in taken if row.group)
    for group, number in sorted(numbers.items(), key=lambda one: one[0].pk):
        record(
            "members.imported",
            by=by,
            actor="" if by else "import_members",
            scope=f"group:{group.pk}",
            subject=f"member_import:{batch.pk}",
            facts={"members": number},
            now=lease.now(),
        )
