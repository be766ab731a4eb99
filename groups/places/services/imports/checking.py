"""A worker looks a file with addresses over. Nothing of it comes into the list here: what it
would change is written down as findings, for a coordinator to look at.
"""

from difflib import SequenceMatcher
from typing import Any, Final

from django.db import transaction

from dorst_portal.kit.rows.lease import Lease
from dorst_portal.kit.tables.limits import Unreadable
from groups.models import AddressImport, ImportFinding
from groups.places.address_files import words
from groups.places.address_files.columns import Columns, ColumnsUnknown
from groups.places.address_files.table import read_file
from groups.places.pages.finder import close_matches
from groups.places.services.imports.comparison import Comparison, fingerprint, in_batches
from groups.values.addresses import fold_street
from groups.values.import_states import ImportState

_AT_ONCE: Final = 2_000
_STREETS_COMPARED: Final = 50
_ALMOST_THE_SAME: Final = 0.85
# A file on which worker after worker breaks off is not tried for ever.
MOST_TRIES: Final = 3


def check(batch: AddressImport, *, lease: Lease) -> None:
    """Read the file and write down what it would change. A run that was broken off begins anew:
    what it wrote is removed. Raises LeaseLost when another worker has it meanwhile.
    """
    tries = batch.counts.get("tries", 0) + 1
    with transaction.atomic():
        counts = {**batch.counts, "tries": tries}
        lease.renew(state=ImportState.CHECKING, rows_read=0, rows_total=0, counts=counts)
        batch.findings.all().delete()
    if tries > MOST_TRIES:
        give_up(batch, words.NEVER_READY, lease=lease)
        return
    try:
        table = read_file(_content_of(batch), batch.columns)
        lease.renew(rows_total=len(table.rows))
        seen = fingerprint()
        comparison = Comparison(batch, table)
        _write(comparison, total=len(table.rows), lease=lease)
    except ColumnsUnknown as unknown:
        lease.release(
            state=ImportState.COLUMNS,
            refusal=str(unknown)[:300],
            counts=_of_columns(unknown.columns),
        )
        return
    except Unreadable as refusal:
        give_up(batch, str(refusal), lease=lease)
        return
    lease.release(
        state=ImportState.READY,
        rows_read=len(table.rows),
        seen_list=seen,
        counts={
            **_counts(comparison),
            **_of_columns(table.columns),
            "again": batch.counts.get("again", False),
        },
    )


def _content_of(batch: AddressImport) -> bytes:
    contents = AddressImport.objects.filter(pk=batch.pk).values_list("content", flat=True)
    return bytes(contents.first() or b"")


def _write(comparison: Comparison, *, total: int, lease: Lease) -> None:
    read = 0
    for some in in_batches(comparison.findings(), _AT_ONCE):
        read = min(read + len(some), total)
        with transaction.atomic():
            lease.renew(rows_read=read)
            ImportFinding.objects.bulk_create(one for one in some if one is not None)


def give_up(batch: AddressImport, why: str, *, lease: Lease) -> None:
    """Nothing of this file comes into the list, and why stands on its page. Raises LeaseLost."""
    with transaction.atomic():
        lease.release(
            state=ImportState.REFUSED, refusal=why[:300], content=None, ended_at=lease.now()
        )
        batch.findings.all().delete()


def _of_columns(columns: Columns) -> dict[str, Any]:
    """What the page tells of the columns of a file, and what it lets a person choose from."""
    return {
        "columns": columns.used,
        "ignored": columns.ignored,
        "guess": dict(columns.guess),
        "headers": [[header.label, header.example] for header in columns.headers],
    }


def _counts(comparison: Comparison) -> dict[str, Any]:
    """What the preview tells besides the findings. For a few unknown streets also what they look
    like: a slip of the pen must not become a street.
    """
    streets = [
        {
            "name": new.name,
            "rows": new.rows,
            "like": _twins(new.name) if at < _STREETS_COMPARED else [],
        }
        for at, new in enumerate(comparison.new_streets.values())
    ]
    return {
        **comparison.counts,
        "listed": comparison.listed,
        "streets": streets,
        "places": comparison.other_places(),
        "misplaced_rows": comparison.misplaced,
    }


def _twins(name: str) -> list[str]:
    """A street that is written almost the same."""
    key = fold_street(name)
    return [
        known
        for known in close_matches(name)[:1]
        if SequenceMatcher(None, key, fold_street(known)).ratio() > _ALMOST_THE_SAME
    ]
