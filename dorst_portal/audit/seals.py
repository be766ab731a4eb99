"""Seals on the audit trail: a line that is changed, put between or taken out afterwards is found.

Lines are sealed in the order of their numbers when they have been there for an hour, which is
longer than any transaction lasts. A seal is a keyed digest over its lines and over the seal before
it, so that who can write to the database and does not know SECRET_KEY can make none. Each seal
leaves a line in the log of the portal too: who cuts off the newest part of the trail with its seals
leaves seals behind that stand in the log alone. What is written and changed within the same two
hours is not seen, nor who adds a line that tells what never happened.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db.models import Max
from django.utils.crypto import salted_hmac

from dorst_portal.audit.models import Entry, EntryQuerySet, Seal
from dorst_portal.kit.rows.sealing import known_keys

log = structlog.get_logger(__name__)

SETTLED: Final = timedelta(hours=1)
_AT_ONCE: Final = 5000
_NOTHING: Final = Seal(number=0, last_line=0, seen=0, digest="")


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was sealed: these lines, or the seals of them."""

    first_line: int
    last_line: int
    what: str


@dataclass(frozen=True)
class Verdict:
    """How many seals and lines were looked at, and what is not as it was sealed."""

    seals: int
    lines: int
    not_sealed_yet: int
    faults: Sequence[Fault]


# --- Sealing ---------------------------------------------------------------------------------


def seal_lines(*, now: datetime) -> int:
    """Seal the lines that were there at the last seal, when that is an hour ago or more; tells how
    many. Of two that do this at the same moment one seals.
    """
    last = Seal.objects.order_by("-number").first() or _NOTHING
    if last.number and now - SETTLED < last.at <= now:
        return 0
    newest = Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if newest <= last.last_line and last.seen == last.last_line:
        return 0
    until, sealed = last.seen, 0
    while True:
        lines = list(_lines(last.last_line, until)[:_AT_ONCE])
        end = lines[-1].pk if len(lines) == _AT_ONCE else until
        # Of many lines only the last stretch looks further: the others are not over yet.
        seen = newest if end == until else until
        made = _made(last, lines, last_line=end, seen=seen, now=now)
        if not _put(made):
            return sealed
        last, sealed = made, sealed + len(lines)
        if end == until:
            return sealed


def _made(last: Seal, lines: Sequence[Entry], *, last_line: int, seen: int, now: datetime) -> Seal:
    count, content = _counted(lines)
    seal = Seal(
        number=last.number + 1,
        at=now,
        last_line=last_line,
        seen=seen,
        lines=count,
        oldest=min((line.at for line in lines), default=None),
        content=content,
    )
    seal.digest = _digest(seal, last.digest, settings.SECRET_KEY)
    return seal


def _put(seal: Seal) -> bool:
    Seal.objects.bulk_create([seal], ignore_conflicts=True)
    ours = Seal.objects.filter(number=seal.number, digest=seal.digest).exists()
    if ours:
        log.info("audit.sealed", number=seal.number, last_line=seal.last_line, digest=seal.digest)
    return ours


# --- Looking ---------------------------------------------------------------------------------


def verify(*, now: datetime, kept: timedelta) -> Verdict:
    """Hold every line against its seal, and each seal against the one before. `kept` is how long
    lines are kept: of a seal with older ones only the seal itself is looked at.
    """
    faults: list[Fault] = []
    last, seals, lines = _NOTHING, 0, 0
    for seal in Seal.objects.order_by("number").iterator():
        seals += 1
        why = _wrong_with(seal, last)
        if not why and (seal.oldest is None or seal.oldest >= now - kept):
            count, content = _counted(_lines(last.last_line, seal.last_line).iterator())
            lines += count
            why = _words(seal, count) if content != seal.content else ""
        if why:
            faults.append(Fault(last.last_line + 1, seal.last_line, why))
        last = seal
    return Verdict(seals, lines, Entry.objects.filter(pk__gt=last.last_line).count(), faults)


def begin_anew() -> int:
    """Throw the seals away, so that the next one is the first: after the key has leaked, which
    makes them worth nothing. Tells how many there were.
    """
    thrown, _ = Seal.objects.all().delete()
    log.warning("audit.seals_thrown_away", number=thrown)
    return thrown


def _wrong_with(seal: Seal, last: Seal) -> str:
    if seal.number != last.number + 1:
        return f"seals {last.number + 1} to {seal.number - 1} are gone"
    made = [_digest(seal, last.digest, key) for key in known_keys()]
    if not any(hmac.compare_digest(one, seal.digest) for one in made):
        return f"seal {seal.number} was changed, or made with a key that is not known"
    return ""


def _words(seal: Seal, count: int) -> str:
    if count == seal.lines:
        return f"a line of seal {seal.number} was changed"
    return f"seal {seal.number} was put on {seal.lines} lines, and {count} are there"


def _lines(after: int, until: int) -> EntryQuerySet:
    return Entry.objects.filter(pk__gt=after, pk__lte=until).order_by("pk")


def _counted(lines: Iterable[Entry]) -> tuple[int, str]:
    """How many, and the digest of what they say: the same on every database, with moments in UTC
    and facts in the order of their names.
    """
    count, digest = 0, hashlib.sha256()
    for line in lines:
        count += 1
        digest.update(
            _as_text(
                line.pk, line.at, line.verb, line.by_id, line.actor, line.scope, line.subject,
                line.facts,
            )
        )  # fmt: skip
    return count, digest.hexdigest()


def _digest(seal: Seal, before: str, key: str) -> str:
    told = _as_text(
        seal.number, seal.at, seal.last_line, seal.seen, seal.lines, seal.oldest, seal.content,
        before,
    )  # fmt: skip
    return salted_hmac(__name__, told, secret=key, algorithm="sha256").hexdigest()


def _as_text(*values: object) -> bytes:
    plain = [
        value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for value in values
    ]
    return json.dumps(plain, sort_keys=True).encode() + b"\n"
