"""The official address list as it is now, and what a file would change in it. Reads only."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from math import ceil, dist
from typing import Final, TypeVar

from django.db.models import Count, Max
from django.utils.text import slugify

from dorst_portal.identity.current import here
from dorst_portal.kit.tables.limits import Unreadable
from groups.models import (
    AddressImport,
    FindingKind,
    ImportFinding,
    OfficialAddress,
    Spelling,
    Street,
)
from groups.places.address_files import words
from groups.places.address_files.rows import AddressRow, AddressTable
from groups.places.services.village import PLACE_UNKNOWN
from groups.values.addresses import HouseNumber, fold_street
from groups.values.import_states import ImportState
from groups.values.places import fold_place
from groups.values.rd_points import RdPoint

One = TypeVar("One")
# More unknown streets than a village has mean that the file is of somewhere else.
MOST_NEW_STREETS: Final = 500
PLACES_TOLD: Final = 20
# How many rows with an impossible place are named.
MISPLACED_TOLD: Final = 5

# A street that we know by its id, a new one by its key; then number, letter and addition.
AddressKey = tuple[int | str, HouseNumber]


def in_batches(rows: Iterable[One], size: int) -> Iterator[list[One]]:
    """The rows, so many at a time: a statement of the database holds no hundred thousand."""
    going = iter(rows)
    while some := list(islice(going, size)):
        yield some


@dataclass
class Listed:
    """An address of the list: its id, and what a file may change of it."""

    pk: int
    postcode: str
    point: RdPoint | None


@dataclass
class NewStreet:
    """A street of the file that we do not know."""

    name: str
    rows: int


def fingerprint() -> str:
    """What the list looks like: another one after every import, and when streets change."""
    listed = OfficialAddress.objects.aggregate(n=Count("pk"), last=Max("pk"))
    done = AddressImport.objects.filter(state=ImportState.DONE).count()
    spelled = Spelling.objects.aggregate(n=Count("pk"), last=Max("pk"))
    lie = sorted(Street.objects.order_by().values_list("pk", "outside", "place"))
    facts = (*listed.values(), done, *spelled.values(), *lie)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def addresses_now() -> dict[AddressKey, Listed]:
    """Every address of the list."""
    rows = OfficialAddress.objects.values_list(
        "pk",
        "street",
        "house_number",
        "house_letter",
        "house_number_addition",
        "postcode",
        "x",
        "y",
    )
    return {
        (street, HouseNumber(number, letter, addition)): Listed(pk, postcode, point_at(x, y))
        for pk, street, number, letter, addition, postcode, x, y in rows.order_by().iterator(2000)
    }


def point_at(x: int | None, y: int | None) -> RdPoint | None:
    """Where a row of the list or of the findings lies."""
    return None if x is None or y is None else RdPoint(x, y)


def streets_by_key() -> dict[str, Street]:
    """Every spelling of a street and what it means."""
    spelled = Spelling.objects.filter(street__isnull=False).select_related("street")
    return {spelling.key: spelling.street for spelling in spelled if spelling.street}


class Comparison:
    """Goes over the rows of a file and says of each what it would change. What it counted, and
    which streets it did not know, stands in it afterwards.
    """

    def __init__(self, batch: AddressImport, table: AddressTable) -> None:
        self.counts: Counter[str] = Counter()
        self.new_streets: dict[str, NewStreet] = {}
        self._batch = batch
        self._table = table
        self._streets = streets_by_key()
        self._home = fold_place(here().village)
        self._slugs = {street.slug for street in self._streets.values()}
        self._now = addresses_now()
        self.listed = len(self._now)
        # Of the addresses of the file: in which row they stood first.
        self._seen: dict[AddressKey, int] = {}
        # Of each way in which the file writes a place: its key. And rows of places that are not
        # ours, by that key.
        self._places: dict[str, str] = {}
        self._elsewhere: Counter[str] = Counter()
        # The first rows of which the place cannot be right.
        self.misplaced: list[int] = []

    def other_places(self) -> list[tuple[str, int]]:
        """How many rows are of which other place: most first, all that is left together."""
        names = {key: name for name, key in reversed(self._places.items())}
        most = self._elsewhere.most_common(PLACES_TOLD)
        rest = self._elsewhere.total() - sum(rows for _, rows in most)
        told = [(names[key][:40], rows) for key, rows in most]
        return [*told, (words.OTHER_PLACES, rest)] if rest else told

    def findings(self) -> Iterator[ImportFinding | None]:
        """One for each row that changes something or is wrong, nothing for the others; then one
        for each address that is gone. Raises Unreadable.
        """
        for row in self._table.rows:
            yield self._of_row(row)
        yield from self._gone()

    def _of_row(self, row: AddressRow) -> ImportFinding | None:
        key_of_street = fold_street(row.street)
        place, known = self._place(row), self._place_of(key_of_street)
        if place and place not in (self._home, known):
            self.counts["elsewhere"] += 1
            self._elsewhere[place] += 1
            return None
        street, problem = self._street(row, key_of_street)
        if place and known and place != known:
            street, problem = (
                None,
                words.ELSEWHERE.format(street=row.street),
            )
        if street is None or row.number is None:
            return self._wrong(row, row.problem or problem)
        key = (street.pk if isinstance(street, Street) else street, row.number)
        first = self._seen.setdefault(key, row.row)
        if first != row.row:
            return self._wrong(row, row.problem or words.SAME_ADDRESS.format(line=first))
        # Only now: an address with a strange postcode is there, and so not gone.
        if row.problem:
            return self._wrong(row, row.problem)
        return self._compared(row, key)

    def _compared(self, row: AddressRow, key: AddressKey) -> ImportFinding | None:
        street, _ = key
        if isinstance(street, str):
            self._count_new_street(street, row)
        if row.is_misplaced:
            self.counts["misplaced"] += 1
            self.misplaced += [row.row][: MISPLACED_TOLD - len(self.misplaced)]
        known = self._now.get(key)
        if known is None:
            return self._finding(FindingKind.NEW, row)
        # A file that says nothing of a postcode or a place takes none away.
        will_be = replace(
            row,
            postcode=row.postcode if self._table.has_postcodes else known.postcode,
            point=row.point or known.point,
        )
        if will_be.postcode != known.postcode:
            was = words.POSTCODE_WAS.format(postcode=known.postcode)
            before = was if known.postcode else words.NO_POSTCODE
            return self._finding(FindingKind.CHANGED, will_be, before)
        if will_be.point != known.point:
            return self._finding(FindingKind.PLACED, will_be, _moved(known.point, will_be.point))
        self.counts[FindingKind.SAME] += 1
        return None

    def _place(self, row: AddressRow) -> str:
        """The key of the place of a row; nothing when the file does not say."""
        if row.place not in self._places:
            self._places[row.place] = fold_place(row.place)
        return self._places[row.place]

    def _place_of(self, key: str) -> str:
        """The key of the place of a street that is ours."""
        street = self._streets.get(key)
        if street is None or street.outside:
            return ""
        return self._home if street.place == PLACE_UNKNOWN else fold_place(street.place)

    def _street(self, row: AddressRow, key: str) -> tuple[Street | str | None, str]:
        """The street of a row, or the key of a new one, or why it is none."""
        if not key:
            return None, words.NO_NAME_OF_A_STREET
        street = self._streets.get(key)
        if street and street.outside:
            return None, words.OUTSIDE.format(street=street, village=here().village)
        if street is None and key not in self.new_streets and slugify(row.street) in self._slugs:
            return None, words.ALMOST_THE_SAME
        return street or key, ""

    def _count_new_street(self, key: str, row: AddressRow) -> None:
        if key not in self.new_streets:
            if len(self.new_streets) >= MOST_NEW_STREETS:
                many = words.UNKNOWN_STREETS.format(most=MOST_NEW_STREETS)
                raise Unreadable(f"{many} {words.IS_IT_OURS.format(village=here().village)}")
            self.new_streets[key] = NewStreet(row.street, 0)
            self._slugs.add(slugify(row.street))
        self.new_streets[key].rows += 1

    def _gone(self) -> Iterator[ImportFinding]:
        gone = [one.pk for key, one in self._now.items() if key not in self._seen]
        for start in range(0, len(gone), 500):
            rows = OfficialAddress.objects.filter(pk__in=gone[start : start + 500])
            for address in rows.select_related("street").order_by("pk"):
                self.counts[FindingKind.GONE] += 1
                yield ImportFinding(
                    batch=self._batch,
                    kind=FindingKind.GONE,
                    street_text=address.street.name,
                    house_number=address.house_number,
                    house_letter=address.house_letter,
                    house_number_addition=address.house_number_addition,
                    postcode=address.postcode,
                )

    def _wrong(self, row: AddressRow, problem: str) -> ImportFinding:
        return self._finding(FindingKind.WRONG, row, problem)

    def _finding(self, kind: FindingKind, row: AddressRow, problem: str = "") -> ImportFinding:
        self.counts[kind] += 1
        number = row.number
        return ImportFinding(
            batch=self._batch,
            kind=kind,
            row=row.row,
            street_text=row.street,
            house_number=number.number if number else None,
            house_letter=number.letter if number else "",
            house_number_addition=number.addition if number else "",
            postcode=row.postcode,
            x=row.point.x if row.point else None,
            y=row.point.y if row.point else None,
            problem=problem[:200],
        )


def _moved(before: RdPoint | None, after: RdPoint | None) -> str:
    if before is None or after is None:
        return words.NEW_ON_THE_MAP
    return words.MOVES.format(n=ceil(dist(before, after)))
