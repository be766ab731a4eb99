"""What the pages about the official address list show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from dorst_portal.kit.rows.keyset import NUMBER, SLUG, Keyset, Page
from dorst_portal.languages.words import lazy_text
from groups.models import (
    AddressImport,
    FindingKind,
    ImportFinding,
    OfficialAddress,
    Spelling,
    Street,
)
from groups.places.address_files.columns import as_read
from groups.places.address_files.words import OTHER_PLACES, problem_in_words, refusal_in_words
from groups.values.addresses import fold_street
from groups.values.import_states import FOR_A_WORKER, ImportState, before

# When more than this part of the list would go, that must be said apart.
LARGE_PART: Final = 0.2

# What the columns of a file are called on the page; a file and its record have the Dutch names.
COLUMN_NAMES: Final = {
    "straat": lazy_text("straat"),
    "huisnummer": lazy_text("huisnummer"),
    "huisletter": lazy_text("huisletter"),
    "toevoeging": lazy_text("toevoeging"),
    "adres": lazy_text("adres"),
    "postcode": lazy_text("postcode"),
    "woonplaats": lazy_text("woonplaats"),
    "plek": lazy_text("plek"),
}

PAGE: Final = 50
_BY_NAME: Final = Keyset({"slug": SLUG})
_AS_IN_THE_FILE: Final = Keyset({"pk": NUMBER})
_IMPORTS_SHOWN: Final = 10
_TABS: Final = {
    FindingKind.WRONG: lazy_text("Klopt niet"),
    FindingKind.NEW: lazy_text("Nieuw"),
    FindingKind.CHANGED: lazy_text("Andere postcode"),
    FindingKind.PLACED: lazy_text("Andere plek op de kaart"),
    # Of somebody who is away it is said in other words.
    FindingKind.GONE: cast(str, pgettext_lazy("adressen", "Weg")),
}


@dataclass(frozen=True)
class StreetCount:
    """A street and how many addresses of the official list it has."""

    name: str
    number: int


@dataclass(frozen=True)
class ListPage:
    """One page of the streets of the list, and what came in last."""

    streets: Sequence[StreetCount]
    next_key: str
    imports: Sequence[AddressImport]
    total: int | None
    last: AddressImport | None


@dataclass(frozen=True)
class Tab:
    """One kind of findings: its name, how many, and whether it is the one that is shown."""

    code: str
    title: str
    number: int
    current: bool


@dataclass(frozen=True)
class Finding:
    """A row of a file that changes something or is wrong, and why in words."""

    row: int | None
    address: str
    postcode: str
    problem: str

    @classmethod
    def of(cls, found: ImportFinding) -> "Finding":
        """What was stored of a row."""
        return cls(found.row, found.address, found.postcode, problem_in_words(found.problem))


@dataclass(frozen=True)
class ImportPage:
    """One file: how far it is, and a page of what it would change."""

    batch: AddressImport
    tabs: Sequence[Tab]
    findings: Sequence[Finding]
    next_key: str
    loses_much: bool

    @property
    def is_busy(self) -> bool:
        """Whether a worker has to do something: looking again helps."""
        return self.batch.state in FOR_A_WORKER

    @property
    def is_ready(self) -> bool:
        """Whether a coordinator has to say what happens."""
        return self.batch.state == ImportState.READY

    @property
    def asks_columns(self) -> bool:
        """Whether a coordinator has to point out the columns first."""
        return self.batch.state == ImportState.COLUMNS

    @property
    def refusal(self) -> str:
        """Why the file cannot be read, or what has to be pointed out first."""
        return refusal_in_words(self.batch.refusal)

    @property
    def other_places(self) -> list[tuple[str, int]]:
        """How many rows were left out, by their place."""
        return [
            (_(place) if place == OTHER_PLACES else place, rows)
            for place, rows in self.batch.counts.get("places", [])
        ]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """What was read from which column."""
        columns = as_read(self.batch.counts.get("columns", {}))
        return [(COLUMN_NAMES.get(meaning, meaning), label) for meaning, label in columns]

    @property
    def may_drop(self) -> bool:
        """Whether it can still be left."""
        return self.batch.state in before(ImportState.DROPPED)

    @property
    def changes(self) -> int:
        """How many addresses come, change, get another place or go."""
        counts = self.batch.counts
        return sum(counts.get(kind, 0) for kind in ("new", "changed", "placed", "gone"))

    @property
    def current(self) -> str:
        """The kind of findings that is shown."""
        return next((tab.code for tab in self.tabs if tab.current), "")


def list_page(*, part: str, after: str) -> ListPage:
    """The streets that have official addresses, by name, and the last imports."""
    addresses = OfficialAddress.objects.filter(street=OuterRef("pk"))
    count = addresses.order_by().values("street").annotate(n=Count("pk")).values("n")
    streets: Any = Street.objects.filter(Exists(addresses))
    if part:
        key = fold_street(part)
        spelled = Spelling.objects.filter(key__contains=key, street__isnull=False)
        streets = streets.filter(pk__in=spelled.values("street")) if key else streets.none()
    counted = streets.annotate(n=Coalesce(Subquery(count, output_field=IntegerField()), 0))
    named = counted.values_list("name", "slug", "n", named=True)
    found: Page[Any] = _BY_NAME.page(named, after=after, size=PAGE)
    imports = AddressImport.objects.without_content().select_related("by")
    done = imports.filter(state=ImportState.DONE).order_by("-ended_at").first()
    return ListPage(
        streets=[StreetCount(row.name, row.n) for row in found.rows],
        next_key=found.next_key,
        imports=list(imports.order_by("-pk")[:_IMPORTS_SHOWN]),
        total=done.counts.get("total") if done else None,
        last=done,
    )


def import_page(batch: AddressImport, *, kind: str, after: str) -> ImportPage:
    """One file, with the findings of one kind behind a key."""
    tabs = _tabs(batch, kind)
    shown = next((tab.code for tab in tabs if tab.current), "")
    found: Page[ImportFinding] = Page([])
    if shown and batch.state not in FOR_A_WORKER:
        findings = batch.findings.filter(kind=shown)
        found = _AS_IN_THE_FILE.page(findings, after=after, size=PAGE)
    return ImportPage(
        batch=batch,
        tabs=tabs,
        findings=found.each(Finding.of).rows,
        next_key=found.next_key,
        loses_much=loses_much(batch),
    )


def _tabs(batch: AddressImport, kind: str) -> list[Tab]:
    """The kinds of which there are any; without a choice the first one is shown."""
    there = [code for code in _TABS if batch.counts.get(code)]
    current = kind if kind in there else (there[0] if there else "")
    return [Tab(code, _TABS[code], batch.counts[code], code == current) for code in there]


def loses_much(batch: AddressImport) -> bool:
    """Whether so many addresses would go that it needs a second thought."""
    gone: int = batch.counts.get("gone", 0)
    return gone > batch.counts.get("listed", 0) * LARGE_PART
