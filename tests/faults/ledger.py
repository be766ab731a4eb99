"""The ledger: what visitors were told, held against what is in the database and in the mailboxes.

A visitor who read "received" must be found once; who got no answer at most once. Nothing here asks
the portal: the ledger is kept by the visitors and by the mail server.
"""

import itertools
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

BEFORE = "(between faults)"
LOST, DOUBLED, HALF = "lost", "doubled", "half"
MAIL_MISSING, MAIL_DOUBLED, MAIL_REFUSED = "mails missing", "mails doubled", "mails refused"
WRONG = "wrong answers"


@dataclass
class Entry:
    """One visitor: what they sent, during which fault, and what they were told."""

    number: int
    kind: str
    sent: bool = False
    reference: str = ""
    confirmed_at: float = 0.0
    proved: bool = False
    approved: bool = False


@dataclass(frozen=True)
class StoredRequest:
    """A request as the database holds it, with how many receipts and audit lines it has."""

    reference: str
    name: str
    receipts: int
    lines: int
    proved: bool = False
    memberships: int = 0
    approved: bool = False


@dataclass(frozen=True)
class StoredMail:
    """A mail as the outbox holds it; `name` is that of the request that it is about."""

    message_id: str
    name: str
    to: str
    state: str


@dataclass
class Verdict:
    """What was found wrong, per kind of fault, and in words."""

    counts: defaultdict[str, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter[str])
    )
    words: list[str] = field(default_factory=list)

    def add(self, kind: str, what: str, words: str = "", number: int = 1) -> None:
        """Write down that it happened during this fault; with words it is told at the end."""
        self.counts[kind][what] += number
        if words:
            self.words.append(f"{what} ({kind}): {words}")

    def total(self, what: str) -> int:
        """How often it happened in all kinds together."""
        return sum(counts[what] for counts in self.counts.values())


def name_of(number: int) -> str:
    return f"Voorbeeld Bewoner {number}"


def address_of(number: int) -> str:
    return f"bewoner{number}@example.org"


class Ledger:
    """Written by many visitors at once; `kind` is the fault that is going on."""

    def __init__(self) -> None:
        self.kind = BEFORE
        self.entries: dict[int, Entry] = {}
        self.answers: defaultdict[str, Counter[str]] = defaultdict(Counter[str])
        self.odd: list[str] = []
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._confirmed: list[Entry] = []

    def begin(self) -> Entry:
        """A new visitor."""
        with self._lock:
            entry = Entry(next(self._numbers), self.kind)
            self.entries[entry.number] = entry
            return entry

    def told(self, entry: Entry, reference: str) -> None:
        """The visitor read that it was received, with this reference."""
        with self._lock:
            entry.reference = reference
            entry.confirmed_at = time.monotonic()
            self._confirmed.append(entry)

    def answered(self, what: str, *, odd: str = "") -> None:
        """Count an answer of the site; one that may not be is kept in words."""
        with self._lock:
            self.answers[self.kind][what] += 1
            if odd:
                self.answers[self.kind][WRONG] += 1
                self.odd.append(f"{self.kind}: {odd}")

    def first_since(self, moment: float) -> Entry | None:
        """The first visitor who read that it was received after this moment (time.monotonic)."""
        with self._lock:
            for entry in reversed(self._confirmed):
                if entry.confirmed_at < moment:
                    break
                found = entry
            else:
                return self._confirmed[0] if self._confirmed else None
            return found if self._confirmed[-1].confirmed_at >= moment else None

    def confirmed(self) -> list[Entry]:
        """Everybody who read that it was received."""
        with self._lock:
            return list(self._confirmed)


def judge(
    entries: Iterable[Entry],
    stored: Iterable[StoredRequest],
    mails: Iterable[StoredMail],
    came_in: Mapping[str, int],
    refused: Iterable[str] = (),
) -> Verdict:
    """Hold the ledger against what is there. `came_in` is how often each Message-ID came in at the
    mail server, `refused` are the addresses that it said no to for good.
    """
    verdict = Verdict()
    entries = list(entries)
    by_name: defaultdict[str, list[StoredRequest]] = defaultdict(list)
    for request in stored:
        by_name[request.name].append(request)
    for entry in entries:
        _judge_entry(entry, by_name.pop(name_of(entry.number), []), verdict)
    for name, found in by_name.items():
        verdict.add(BEFORE, HALF, f"nobody sent {name}: {found}")
    kinds = {name_of(entry.number): entry.kind for entry in entries}
    _judge_mails(list(mails), kinds, came_in, set(refused), verdict)
    return verdict


def _judge_entry(entry: Entry, found: list[StoredRequest], verdict: Verdict) -> None:
    name = name_of(entry.number)
    if entry.reference and entry.reference not in {request.reference for request in found}:
        verdict.add(entry.kind, LOST, f"{name} was told {entry.reference}, stored is {found}")
    if len(found) > 1:
        verdict.add(entry.kind, DOUBLED, f"{name}: {[one.reference for one in found]}")
    if found and not entry.sent:
        verdict.add(entry.kind, HALF, f"{name} did not send")
    for request in found:
        if (request.receipts, request.lines) != (1, 1):
            verdict.add(entry.kind, HALF, f"{request}")
        if entry.proved and not request.proved:
            verdict.add(entry.kind, LOST, f"{name} confirmed the address in vain")
        if entry.approved and not (request.approved and request.memberships == 1):
            verdict.add(entry.kind, LOST, f"{name} was approved: {request}")
        if request.memberships != int(request.approved):
            verdict.add(entry.kind, HALF, f"{name}: {request}")


def _judge_mails(
    mails: list[StoredMail],
    kinds: Mapping[str, str],
    came_in: Mapping[str, int],
    refused: set[str],
    verdict: Verdict,
) -> None:
    for mail in mails:
        kind = kinds.get(mail.name, BEFORE)
        times = came_in.get(mail.message_id, 0)
        if mail.state == "failed" and mail.to in refused and not times:
            verdict.add(kind, MAIL_REFUSED)
        elif mail.state in ("sent", "queued", "failed") and not times:
            verdict.add(kind, MAIL_MISSING, f"{mail}")
        elif times > 1:
            verdict.add(kind, MAIL_DOUBLED, number=times - 1)
    known = {mail.message_id for mail in mails}
    for message_id in came_in.keys() - known:
        verdict.add(BEFORE, MAIL_DOUBLED, f"nobody queued {message_id}")
        verdict.add(BEFORE, HALF, f"a mail with a Message-ID that no row has: {message_id}")
