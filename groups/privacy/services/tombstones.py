"""Who had everything wiped, as keyed hashes: in the database, and beside it in files that no backup
of the database holds. A backup that is put back knows less than the files, and by that it is seen.

The files are one a month, and only ever added to; what is older than the term is dropped with its
file.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from dorst_portal.kit.rows.keyed_hash import LENGTH, Hasher, erasures_folder
from groups.models import Tombstone
from groups.privacy.terms import TOMBSTONE_DAYS

_FILES: Final = "*.txt"
_SEPARATOR: Final = " "


@dataclass(frozen=True, order=True)
class Mark:
    """One tombstone as a value. `at` is in UTC."""

    kind: str
    digest: str
    at: datetime

    def line(self) -> str:
        """As it stands in a file."""
        return _SEPARATOR.join((self.kind, self.digest, self.at.isoformat()))


def mark_of(hasher: Hasher, kind: str, value: str, *, at: datetime) -> Mark:
    """The tombstone of this value."""
    return Mark(kind, hasher.digest(kind, value), at)


def bury(marks: Iterable[Mark]) -> None:
    """Store them in both places, within the caller's transaction: the file first, so that a crash
    leaves one too many there, which `missing` finds, and never one too few.
    """
    new = sorted(set(marks))
    _append(new)
    Tombstone.objects.bulk_create(
        [Tombstone(kind=mark.kind, digest=mark.digest, at=mark.at) for mark in new],
        ignore_conflicts=True,
    )


def missing(*, now: datetime) -> list[Mark]:
    """What the files know and the database does not: it was put back from a backup, or stopped at
    the wrong moment. What the files do not know is added to them. One query.
    """
    if settings.ERASURES_DIR is None:
        return []
    since = now - timedelta(days=TOMBSTONE_DAYS)
    there = {
        Mark(*row)
        for row in Tombstone.objects.filter(at__gt=since).values_list("kind", "digest", "at")
    }
    beside = {mark for mark in _read(since=since) if mark.at > since}
    _append(sorted(there - beside))
    return sorted(beside - there)


def drop_old_files(*, now: datetime) -> None:
    """Those in which everything is older than the term."""
    month = _month(now - timedelta(days=TOMBSTONE_DAYS))
    for path in _files():
        if path.stem < month:
            path.unlink(missing_ok=True)


def _append(marks: list[Mark]) -> None:
    if not marks or settings.ERASURES_DIR is None:
        return
    folder = erasures_folder()
    for month in sorted({_month(mark.at) for mark in marks}):
        lines = [mark.line() + "\n" for mark in marks if _month(mark.at) == month]
        # One write at the end of the file: lines of two processes never mix.
        descriptor = os.open(folder / f"{month}.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, "".join(lines).encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _read(*, since: datetime) -> Iterable[Mark]:
    for path in _files():
        if path.stem >= _month(since):
            for line in path.read_text(encoding="utf-8").splitlines():
                yield from _mark_in(line)


def _mark_in(line: str) -> Iterable[Mark]:
    """What a line says; nothing where a machine that lost its power left half of one."""
    kind, _, rest = line.partition(_SEPARATOR)
    digest, _, at = rest.partition(_SEPARATOR)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return
    if moment.tzinfo is not None and len(digest) == LENGTH:
        yield Mark(kind, digest, moment)


def _files() -> list[Path]:
    folder: Path | None = settings.ERASURES_DIR
    return sorted(folder.glob(_FILES)) if folder else []


def _month(moment: datetime) -> str:
    return f"{moment:%Y-%m}"
