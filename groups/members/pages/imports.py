"""What the pages about a list of members on its way show. Reads only."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count
from django.utils.translation import gettext as _

from dorst_portal.kit.rows.keyset import NUMBER, Keyset, Page
from groups.members.list_files.parts import Part
from groups.members.pages.import_words import column_in_words, problem_in_words, refusal_in_words
from groups.members.pages.numbers import written_number
from groups.models import MemberImport, MemberImportRow
from groups.querysets.member_imports import MemberImportQuerySet
from groups.values.member_import_states import (
    DOUBTS,
    FOR_A_WORKER,
    SURE,
    ListState,
    Verdict,
    before,
)

PAGE: Final = 50
UNDO_DAYS: Final = 7
_IMPORTS_SHOWN: Final = 10
_BY_LINE: Final = Keyset({"line": NUMBER})
LEFT_OUT: Final = "left_out"
# As in an import: so that what is put right in it can be sent again.
HEADER: Final = (
    "Regel", "Naam", "Bedrijf of club", "Adres", "Mobiel nummer", "E-mailadres", "Groep",
    "Wat we zien",
)  # fmt: skip


@dataclass(frozen=True)
class Tab:
    """Rows of one verdict: its name, how many, and whether it is the one that is shown."""

    code: str
    title: str
    number: int
    current: bool


@dataclass(frozen=True)
class Counted:
    """How many rows there are of what. `granted`: with a doubt, and taken all the same."""

    by_verdict: Counter[str]
    granted: int
    left_out: int

    @property
    def sure(self) -> int:
        """How many come on the list whatever is ticked."""
        return sum(self.by_verdict[kind] for kind in SURE) + self.granted

    @property
    def doubts(self) -> list[tuple[Verdict, int]]:
        """The doubts that there are, with the number of rows that wait for an answer."""
        return [(kind, number) for kind in DOUBTS if (number := self.by_verdict[kind])]

    @property
    def in_doubt(self) -> int:
        """Rows that come along when somebody says so."""
        return sum(number for _, number in self.doubts)

    @property
    def to_mend(self) -> int:
        """Rows that have to be put right first."""
        return self.by_verdict[Verdict.MISSING] + self.by_verdict[Verdict.WRONG]


@dataclass(frozen=True)
class ListPage:
    """One list: how far it is, and a page of its rows."""

    batch: MemberImport
    counted: Counted
    tabs: Sequence[Tab]
    rows: Sequence[MemberImportRow]
    next_key: str
    may_undo: bool

    @property
    def is_busy(self) -> bool:
        """Whether a worker has to do something: looking again helps."""
        return self.batch.state in FOR_A_WORKER

    @property
    def is_ready(self) -> bool:
        """Whether a person has to say what happens."""
        return self.batch.state == ListState.READY

    @property
    def is_done(self) -> bool:
        """Whether it was taken over."""
        return self.batch.state == ListState.DONE

    @property
    def asks_columns(self) -> bool:
        """Whether the columns have to be pointed out first."""
        return self.batch.state == ListState.COLUMNS

    @property
    def may_drop(self) -> bool:
        """Whether it can still be left."""
        return self.batch.state in before(ListState.DROPPED)

    @property
    def columns(self) -> str:
        """What was read from which column."""
        columns = self.batch.facts.get("columns", [])
        read = [
            (column_in_words(one["name"]), str(Part(one["part"]).label))
            for one in columns
            if one["part"]
        ]
        return ", ".join(
            name if name.casefold() == words.casefold() else f"{name}: {words}"
            for name, words in read
        )

    @property
    def told(self) -> Sequence[tuple[MemberImportRow, str]]:
        """The rows, with what was found of each."""
        return [(row, problem_in_words(row.problem)) for row in self.rows]

    @property
    def refusal(self) -> str:
        """Why the list cannot be read, or what has to be pointed out first."""
        return refusal_in_words(self.batch.refusal)

    @property
    def current(self) -> str:
        """The tab that is shown."""
        return next((tab.code for tab in self.tabs if tab.current), "")

    @property
    def undo_until(self) -> datetime | None:
        """Until when it can be taken back."""
        ended = self.batch.ended_at
        return ended + timedelta(days=UNDO_DAYS) if ended and self.is_done else None


def counted_of(batch: MemberImport) -> Counted:
    """How many rows of what. One query."""
    by_verdict: Counter[str] = Counter()
    granted = left_out = 0
    rows: Any = (
        MemberImportRow.objects.filter(batch=batch)
        .order_by()
        .values_list("verdict", "granted", "left_out")
    )
    for verdict, is_granted, is_left_out, number in rows.annotate(n=Count("pk")):
        if is_left_out:
            left_out += number
        elif is_granted:
            granted += number
        else:
            by_verdict[verdict] += number
    return Counted(by_verdict, granted, left_out)


def list_page(batch: MemberImport, *, kind: str, after: str, now: datetime) -> ListPage:
    """One list, with the rows of one verdict behind a key. Two queries."""
    shows = batch.state in (ListState.READY, ListState.DONE) and not batch.wiped_at
    counted = counted_of(batch) if shows else Counted(Counter(), 0, 0)
    tabs = _tabs(counted, kind)
    found: Page[MemberImportRow] = Page([])
    if tabs:
        shown = next(tab.code for tab in tabs if tab.current)
        found = _BY_LINE.page(_rows_of(batch, shown), after=after, size=PAGE)
    until = batch.ended_at + timedelta(days=UNDO_DAYS) if batch.ended_at else now
    return ListPage(
        batch=batch,
        counted=counted,
        tabs=tabs,
        rows=found.rows,
        next_key=found.next_key,
        may_undo=batch.state == ListState.DONE and now < until and bool(batch.facts.get("taken")),
    )


def recent_lists(lists: MemberImportQuerySet) -> Sequence[MemberImport]:
    """The last ones, to go back to. One query."""
    return list(
        lists.without_content().select_related("by", "group").order_by("-pk")[:_IMPORTS_SHOWN]
    )


def left_rows(batch: MemberImport) -> Iterator[Sequence[str]]:
    """The cells of the rows that do not come on the list by themselves, below HEADER."""
    rows = MemberImportRow.objects.filter(batch=batch).select_related("group").order_by("line")
    if batch.state == ListState.READY:
        rows = rows.exclude(verdict__in=SURE, left_out=False)
    for row in rows:
        why = "Weggelaten." if row.left_out else row.problem or row.get_verdict_display()
        yield (
            str(row.line),
            row.name,
            row.organisation,
            row.address_text,
            written_number(row.mobile) if row.mobile else row.mobile_text,
            row.email_text,
            row.group.name if row.group else row.group_text,
            why,
        )


def _tabs(counted: Counted, kind: str) -> list[Tab]:
    """The verdicts of which there are any; without a choice the first one is shown."""
    there = [
        (str(verdict), str(verdict.label), number)
        for verdict in Verdict
        if (number := counted.by_verdict[verdict])
    ]
    if counted.granted:
        there.append(("granted", _("Toch overnemen"), counted.granted))
    if counted.left_out:
        there.append((LEFT_OUT, _("Weggelaten"), counted.left_out))
    codes = [code for code, _, _ in there]
    current = kind if kind in codes else (codes[0] if codes else "")
    return [Tab(code, title, number, code == current) for code, title, number in there]


def _rows_of(batch: MemberImport, code: str) -> Any:
    rows = MemberImportRow.objects.filter(batch=batch).select_related("group")
    if code == LEFT_OUT:
        return rows.filter(left_out=True)
    if code == "granted":
        return rows.filter(left_out=False, granted=True)
    return rows.filter(left_out=False, granted=False, verdict=code)
