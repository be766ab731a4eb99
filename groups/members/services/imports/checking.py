"""A worker looks a list over. Nobody comes on a list of members here: each row is written down with
what is right or wrong about it, for a person to look at.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_noop, override

from dorst_portal.kit.inputs.text import printable
from dorst_portal.kit.rows.lease import Lease
from dorst_portal.kit.tables.limits import Unreadable
from dorst_portal.languages.current import DUTCH
from groups.members.list_files.guessing import guess_parts
from groups.members.list_files.parts import Part, Sheet
from groups.members.list_files.pasted import read_pasted
from groups.members.list_files.persons import RawPerson, person_of
from groups.members.list_files.reading import read_list
from groups.members.pages import import_words as words
from groups.members.pages.enumerated import in_words
from groups.members.services.imports.forgetting import WIPED
from groups.members.services.imports.judging import Judge
from groups.models import MemberImport, MemberImportRow
from groups.values.member_import_states import ListState

_AT_ONCE: Final = 500
# A list on which worker after worker breaks off is not tried for ever.
MOST_TRIES: Final = 3
NEVER_READY: Final = gettext_noop(
    "Deze lijst krijgen we niet gelezen. Maak er een ander bestand van."
)
_NAMES: Final = frozenset({Part.NAME, Part.FIRST_NAME, Part.LAST_NAME, Part.ORGANISATION})


@override(DUTCH)  # what it says is stored
def check(batch: MemberImport, *, lease: Lease) -> None:
    """Read the list and write down what there is to say about each row. A run that was broken off
    begins anew: what it wrote is removed. Raises LeaseLost when another worker has it meanwhile.
    """
    tries = batch.facts.get("tries", 0) + 1
    with transaction.atomic():
        facts = {**batch.facts, "tries": tries}
        lease.renew(state=ListState.CHECKING, rows_read=0, rows_total=0, facts=facts)
        batch.rows.all().delete()
    if tries > MOST_TRIES:
        give_up(batch, NEVER_READY, lease=lease)
        return
    try:
        sheet = _sheet_of(batch)
    except Unreadable as refusal:
        give_up(batch, str(refusal), lease=lease)
        return
    parts = _parts_of(batch, sheet)
    shown = {"columns": _columns(sheet, parts)}
    missing = _missing(batch, parts)
    if missing:
        # Where every column is something else already, there is nothing to point out.
        if all(one["part"] for one in shown["columns"] if one["example"]):
            give_up(batch, words.IS_MISSING.format(missing=missing), lease=lease)
        else:
            lease.release(
                state=ListState.COLUMNS, refusal=words.WHERE_IS.format(missing=missing), facts=shown
            )
        return
    lease.renew(rows_total=len(sheet.rows))
    _write(batch, sheet, parts, lease=lease)
    lease.release(state=ListState.READY, rows_read=len(sheet.rows), refusal="", facts=shown)


def give_up(batch: MemberImport, why: str, *, lease: Lease) -> None:
    """Nobody of this list comes on the list of members, and why stands on its page. Raises
    LeaseLost.
    """
    with transaction.atomic():
        lease.release(
            state=ListState.REFUSED,
            refusal=why[:300],
            ended_at=lease.now(),
            wiped_at=lease.now(),
            facts={},
            **WIPED,
        )
        batch.rows.all().delete()


def _sheet_of(batch: MemberImport) -> Sheet:
    contents = MemberImport.objects.filter(pk=batch.pk).values_list("content", flat=True)
    content = bytes(contents.first() or b"")
    if batch.is_pasted:
        return read_pasted(content.decode())
    return read_list(content, filename=batch.name)


def _parts_of(batch: MemberImport, sheet: Sheet) -> Sequence[Part | None]:
    """What each column is: as somebody said, else as it looks."""
    if len(batch.parts) == len(sheet.headers):
        return tuple(Part(code) if code else None for code in batch.parts)
    return guess_parts(sheet)


def _missing(batch: MemberImport, parts: Sequence[Part | None]) -> str:
    """In words what has to be known before anything can be said of a row."""
    known = set(parts)
    missing = []
    if not known & _NAMES:
        missing.append(words.THE_NAME)
    if Part.MOBILE not in known:
        missing.append(words.THE_NUMBER)
    if batch.group_id is None and Part.GROUP not in known:
        missing.append(words.THE_GROUP)
    return in_words(missing) if missing else ""


def _columns(sheet: Sheet, parts: Sequence[Part | None]) -> list[dict[str, Any]]:
    """What the page tells of each column: its name, an example, and what it was read as."""
    examples = [""] * len(sheet.headers)
    for _, cells in sheet.rows:
        for place, cell in enumerate(cells[: len(examples)]):
            examples[place] = examples[place] or cell.strip()
        if all(examples):
            break
    return [
        {
            "name": _short(name),
            "example": _short(example),
            "part": str(part) if part else "",
            "words": str(part.label) if part else "",
        }
        for name, example, part in zip(sheet.headers, examples, parts, strict=True)
    ]


def _short(text: str) -> str:
    return " ".join(printable(text).split())[:60]


def _write(
    batch: MemberImport, sheet: Sheet, parts: Sequence[Part | None], *, lease: Lease
) -> None:
    judge = Judge(batch, now=lease.now())
    read = 0
    for some in _in_batches(sheet.rows):
        rows = [_row_of(batch, person_of(line, cells, parts)) for line, cells in some]
        judge.judge_all(rows)
        read += len(rows)
        with transaction.atomic():
            lease.renew(rows_read=read)
            MemberImportRow.objects.bulk_create(rows)


def _in_batches(rows: Sequence[Any]) -> Iterator[list[Any]]:
    going = iter(rows)
    while some := list(islice(going, _AT_ONCE)):
        yield some


def _row_of(batch: MemberImport, person: RawPerson) -> MemberImportRow:
    """The row as it stood there. What has only the name of a club is called so."""
    name, organisation = _cut(person.name, 100), _cut(person.organisation, 100)
    if not name:
        name, organisation = organisation, ""
    address = _cut(person.address, 200)
    behind = ", ".join(part for part in (person.postcode, person.place) if part)
    return MemberImportRow(
        batch=batch,
        line=person.line,
        name=name,
        organisation=organisation,
        mobile_text=_cut(person.mobile, 100),
        email_text=_cut(person.email, 254),
        address_text=_cut(f"{address}, {behind}" if address and behind else address, 200),
        group_text=_cut(person.group, 80),
    )


def _cut(text: str, most: int) -> str:
    return " ".join(printable(text).split())[:most]
