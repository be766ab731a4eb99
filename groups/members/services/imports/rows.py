"""One row of a list is put right, taken all the same, or left out, by whoever looks at the list."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dorst_portal.accounts.models import User
from groups.members.services.imports.judging import Judge
from groups.members.services.imports.lists import NotNow, NotYours, may_take_over
from groups.models import MemberImport, MemberImportRow
from groups.values.member_import_states import DOUBTS, ListState

_JUDGED = (
    "name", "organisation", "mobile_text", "mobile", "email_text", "email", "address_text",
    "street", "street_text", "house_number", "house_letter", "house_number_addition",
    "group_text", "group", "verdict", "doubts", "problem", "granted", "left_out",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RowFacts:
    """What somebody typed in the place of what stood in the list."""

    name: str
    organisation: str = ""
    mobile_text: str
    email_text: str = ""
    address_text: str = ""
    group_text: str = ""


def change_row(row: MemberImportRow, facts: RowFacts, *, by: User, now: datetime) -> None:
    """Put a row right and judge it anew, with those that had or get its number. `row` is what came
    of it. Raises NotNow once the list was confirmed, or is gone.
    """
    with transaction.atomic():
        _hold(row.batch, by=by, now=now)
        numbers = {row.mobile}
        for name, typed in vars(facts).items():
            setattr(row, name, typed)
        row.left_out = False
        _judge(row, numbers, now=now)


def settle_row(
    row: MemberImportRow, *, granted: bool = False, left_out: bool = False, by: User, now: datetime
) -> None:
    """Take a row with its doubts (`granted`), leave it out, or neither. Raises NotNow."""
    with transaction.atomic():
        _hold(row.batch, by=by, now=now)
        row.granted = granted and row.verdict in DOUBTS
        row.left_out = left_out
        _judge(row, {row.mobile}, now=now)


def _hold(batch: MemberImport, *, by: User, now: datetime) -> None:
    """Nobody confirms or leaves the list while a row of it is written."""
    if not may_take_over(batch.group, by_platform=batch.by_platform, by=by):
        raise NotYours
    ready = MemberImport.objects.filter(pk=batch.pk, state=ListState.READY, wiped_at__isnull=True)
    if not ready.update(touched_at=now):
        raise NotNow


def _judge(row: MemberImportRow, numbers: set[str], *, now: datetime) -> None:
    """Judge a row, and again with all of its number: of those the first one counts."""
    batch = row.batch
    Judge(batch, now=now).judge(row)
    numbers = (numbers | {row.mobile}) - {""}
    others = MemberImportRow.objects.filter(batch=batch, mobile__in=numbers).exclude(pk=row.pk)
    family = sorted([row, *others.select_related("group")], key=lambda one: one.line)
    Judge(batch, now=now).judge_all(family)
    MemberImportRow.objects.bulk_update(family, _JUDGED, batch_size=50)
