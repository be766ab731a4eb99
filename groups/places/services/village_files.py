"""Reading the files that describe a village (their shape: groups/example/README.md).

Nothing is written here. A file that is wrong is refused with its name and the number of the row,
as a spreadsheet shows it.
"""

import csv
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from dorst_portal.identity.current import here
from dorst_portal.identity.models import Identity
from dorst_portal.identity.rules import is_name, is_number, read_site
from dorst_portal.identity.services import Names
from dorst_portal.kit.inputs.emails import read_email
from dorst_portal.kit.inputs.text import clean_line
from groups.models import ChatApp, Side
from groups.places.services.streets import normal_range
from groups.refusals import Refused
from groups.values.addresses import LARGEST_HOUSE_NUMBER, fold_street

_NAMES: Final = "village.csv"
_NEEDED: Final = ("village", "organisation", "watch", "short_name")
EXAMPLE_VILLAGE: Final = Path(settings.BASE_DIR) / "groups" / "example"
_OUTSIDE: Final = "outside"
_DOCUMENTED: Final = ("yes", "area", "example")
_MOST_MEMBERS: Final = 9_999
_COVERED: Final = re.compile(r"(.+?) ([0-9]{1,5})-([0-9]{1,5})(?: (odd|even))?")


class VillageFileError(Refused):
    """A file cannot be used; the text names the file, the row and what is wrong."""


@dataclass(frozen=True)
class StreetRow:
    """A street with the ways in which people write it, the name itself first."""

    place: str
    name: str
    slug: str
    area: str
    outside: bool
    remark: str
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class HamletRow:
    """A hamlet, its spellings (the name itself first) and the names of its streets."""

    place: str
    name: str
    spellings: tuple[str, ...]
    streets: tuple[str, ...]


@dataclass(frozen=True)
class CoveredRow:
    """Numbers of a street that belong to a group, in the one form that the database can check."""

    place: str
    street: str
    first: int
    last: int
    side: str

    def overlaps(self, other: "CoveredRow") -> bool:
        """Whether some number is in both; exact because of the form (see CoverageRule)."""
        return (
            self.street == other.street
            and self.first <= other.last
            and other.first <= self.last
            and (self.side == other.side or Side.BOTH in (self.side, other.side))
        )


@dataclass(frozen=True)
class GroupRow:
    """A group; `is_example` unless public sources document it."""

    place: str
    name: str
    slug: str
    area: str
    chat: str
    is_example: bool
    example_members: int
    coverage: tuple[CoveredRow, ...]


@dataclass(frozen=True)
class VillageFiles:
    """What the files of a village say; `names` only where there is a file with names."""

    streets: tuple[StreetRow, ...]
    hamlets: tuple[HamletRow, ...]
    groups: tuple[GroupRow, ...]
    names: Names | None = None


def read_village(folder: Path) -> VillageFiles:
    """Read and judge the three files of a folder, and the one with names where there is one. Raises
    VillageFileError.
    """
    names = _names(folder) if list(folder.glob(f"*{_NAMES}")) else None
    village = names.village if names else here().village
    streets = tuple(_street(row, village) for row in _rows(folder, "streets.csv"))
    inside = {street.name for street in streets if not street.outside}
    hamlets = tuple(_hamlet(row, inside) for row in _rows(folder, "hamlets.csv"))
    groups = tuple(_group(row, inside) for row in _rows(folder, "groups.csv"))
    for rows in (streets, groups):
        _refuse_doubles((row.place, row.name, {row.slug}) for row in rows)
    for spelled in (streets, hamlets):
        _refuse_doubles((row.place, row.name, _keys(row)) for row in spelled)
    _refuse_overlaps([covered for group in groups for covered in group.coverage])
    return VillageFiles(streets, hamlets, groups, names)


@dataclass(frozen=True)
class _Row:
    """One row of a file, by the names of its columns."""

    place: str
    cells: dict[str, str]

    def refuse(self, what: str) -> NoReturn:
        raise VillageFileError(f"{self.place}: {what}")

    def text(self, column: str, most: int, *, required: bool = True) -> str:
        if column not in self.cells:
            self.refuse(f"de kolom {column} ontbreekt.")
        try:
            text = clean_line(self.cells[column], max_length=most)
        except ValidationError as error:
            self.refuse(f"{column}: {error.messages[0]}")
        if required and not text:
            self.refuse(f"{column} is leeg.")
        return text

    def texts(self, column: str, separator: str) -> tuple[str, ...]:
        parts = (part.strip() for part in self.text(column, 2000, required=False).split(separator))
        found = tuple(part for part in parts if part)
        for part in found:
            if len(part) > 80:
                self.refuse(f"{part[:20]}… is langer dan 80 tekens.")
        return found

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        text = self.text(column, 40)
        if text not in allowed:
            self.refuse(f"{column} moet een van deze zijn: {', '.join(allowed)}.")
        return text

    def slug(self, column: str) -> str:
        slug = slugify(self.cells[column])
        if not slug:
            self.refuse(f"{column} heeft geen letters of cijfers.")
        return slug


def _rows(folder: Path, ending: str) -> Iterator[_Row]:
    found = sorted(folder.glob(f"*{ending}"))
    if len(found) != 1:
        raise VillageFileError(f"{folder}: er moet precies één bestand *{ending} zijn.")
    name = found[0].name
    try:
        # utf-8-sig: spreadsheets put a mark in front that is no part of the first column's name.
        with found[0].open(encoding="utf-8-sig", newline="") as file:
            for number, cells in enumerate(csv.DictReader(file, strict=True), start=2):
                place = f"{name}, rij {number}"
                if None in cells or None in cells.values():
                    raise VillageFileError(f"{place}: meer of minder vakken dan kolommen.")
                yield _Row(place, cells)
    except UnicodeDecodeError as error:
        raise VillageFileError(f"{name}: dit bestand is geen UTF-8.") from error
    except (OSError, csv.Error) as error:
        raise VillageFileError(f"{name}: dit bestand is niet te lezen.") from error


def _names(folder: Path) -> Names:
    """The names by what each is: a row for one."""
    said: dict[str, str] = {}
    for row in _rows(folder, _NAMES):
        what = row.one_of("what", tuple(Names.__dataclass_fields__))
        if what in said:
            row.refuse(f"{what} staat er twee keer.")
        said[what] = _name(row, what)
    missing = [what for what in _NEEDED if not said.get(what)]
    if missing:
        raise VillageFileError(f"{_NAMES}: {', '.join(missing)} ontbreekt.")
    return Names(**said)


def _name(row: _Row, what: str) -> str:
    most = Identity._meta.get_field(what).max_length  # type: ignore[union-attr]
    text = row.text("name", most or 0, required=what in _NEEDED)
    if not text:
        return ""
    if what == "help_email":
        try:
            return read_email(text)
        except ValidationError as error:
            row.refuse(f"{what}: {error.messages[0]}")
    if what in ("website", "municipality_site"):
        return read_site(text) or row.refuse(f"{what} is geen adres van een site.")
    if what in ("help_phone", "municipality_phone"):
        if not is_number(text):
            row.refuse(f"{what} is geen telefoonnummer.")
    elif not is_name(text):
        row.refuse(f"{what} mag geen haken of andere tekens hebben.")
    return text


def _street(row: _Row, village: str) -> StreetRow:
    name = row.text("street", 80)
    area = row.text("area", 40)
    return StreetRow(
        place=row.place,
        name=name,
        slug=row.slug("street"),
        area=f"buiten {village}" if area == _OUTSIDE else area,
        outside=area == _OUTSIDE,
        remark=row.text("remark", 200, required=False),
        spellings=(name, *row.texts("aliases", "|")),
    )


def _hamlet(row: _Row, streets: Collection[str]) -> HamletRow:
    name = row.text("hamlet", 80)
    named = row.texts("streets", ";")
    if not named:
        row.refuse("streets is leeg.")
    for street in named:
        _refuse_unknown(row, street, streets)
    return HamletRow(row.place, name, (name, *row.texts("spellings", "|")), named)


def _group(row: _Row, streets: Collection[str]) -> GroupRow:
    members = row.text("example_members", 5)
    if not (members.isascii() and members.isdigit() and int(members) <= _MOST_MEMBERS):
        row.refuse(f"example_members moet een getal van 0 t/m {_MOST_MEMBERS} zijn.")
    return GroupRow(
        place=row.place,
        name=row.text("group", 60),
        slug=row.slug("group"),
        area=row.text("area", 40),
        chat=row.one_of("chat", ChatApp.values),
        is_example=row.one_of("documented", _DOCUMENTED) == "example",
        example_members=int(members),
        coverage=tuple(_covered(row, text, streets) for text in row.texts("coverage", ";")),
    )


def _covered(row: _Row, text: str, streets: Collection[str]) -> CoveredRow:
    match = _COVERED.fullmatch(text)
    # A street may itself end in numbers, so the whole text counts as a name first.
    if text in streets or match is None:
        _refuse_unknown(row, text, streets)
        return CoveredRow(row.place, text, 1, LARGEST_HOUSE_NUMBER, Side.BOTH)
    _refuse_unknown(row, match[1], streets)
    try:
        span = normal_range(int(match[2]), int(match[3]), match[4] or Side.BOTH)
    except Refused as error:
        row.refuse(f"{text}: {error}")
    return CoveredRow(row.place, match[1], *span)


def _refuse_unknown(row: _Row, street: str, streets: Collection[str]) -> None:
    if street not in streets:
        row.refuse(f"{street} staat niet in de lijst met straten van het dorp.")


def _keys(row: StreetRow | HamletRow) -> set[str]:
    return {fold_street(spelling) for spelling in row.spellings}


def _refuse_doubles(rows: Iterable[tuple[str, str, set[str]]]) -> None:
    seen: dict[str, str] = {}
    for place, name, keys in rows:
        for key in keys:
            if key in seen:
                raise VillageFileError(f"{place}: {name} staat ook in {seen[key]}.")
        seen.update(dict.fromkeys(keys, place))


def _refuse_overlaps(rows: list[CoveredRow]) -> None:
    for index, row in enumerate(rows):
        for other in rows[:index]:
            if row.overlaps(other):
                raise VillageFileError(
                    f"{row.place}: een deel van {row.street} hoort al bij {other.place}."
                )
