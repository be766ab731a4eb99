"""Which column of a file is what: by the names that files give them, or as a person pointed out.

A name is read without case, accents, blanks and signs, and by its parts: "Huisnr.", "HUIS_NUMMER"
and "huis nr" are one name. Of two columns that could be the same thing, the one with the plainer
name is taken ("Huisnr" before "Nr", which may count the rows).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from django.core.exceptions import ValidationError

from dorst_portal.kit.inputs.text import clean_line
from dorst_portal.kit.tables.headers import fold_name
from dorst_portal.kit.tables.limits import Unreadable
from dorst_portal.languages.words import lazy_text
from groups.places.address_files import words
from groups.places.address_files.limits import LONGEST_CELL, MOST_COLUMNS
from groups.values.address_lines import likeliest
from groups.values.addresses import AddressError, parse_postcode

# What a column can be, and what a person reads of it.
MEANINGS: Final = {
    "straat": lazy_text("de straat"),
    "huisnummer": lazy_text("het huisnummer"),
    "huisletter": lazy_text("de huisletter"),
    "toevoeging": lazy_text("de toevoeging"),
    "adres": lazy_text("straat en huisnummer in één"),
    "postcode": lazy_text("de postcode"),
    "woonplaats": lazy_text("de plaats"),
    "x": lazy_text("de x, of de lengtegraad"),
    "y": lazy_text("de y, of de breedtegraad"),
    "plek": lazy_text("x en y in één"),
}
# Where an address lies on the map. Files have it in several ways: the first will do.
ON_THE_MAP: Final = ("x", "y", "plek")

_STREET = (
    r"(?:straat(?:naam|namen|nm)?|str(?:aatn|naam|nm|t)?|(?:naam)?(?:openbareruimte|opr)(?:naam)?"
    r"|street(?:name)?)"
)
_HOUSE = r"(?:huis|hs|h|house|woning)"
_COUNT = r"(?:nummers?|numm|nrs?|num|no|number)"
_AND = r"(?:en|met|incl|inclusief|plus|and)"
_LETTER = r"(?:letters?|ltr|let)"
_COORDINATE = r"(?:co(?:ord|or|r)?(?:inaat|inaten|inates?|d)?|crd)"
_GRID = r"(?:rd|rdnew|rdnieuw|epsg28992|28992|wgs84|wgs|epsg4326|4326|etrs89)"
_POINT = r"(?:geo)?(?:punt|point|geometrie|geometry|geom|wkt|centroide?|coordinaten|coordinates)"
_ADDED = r"(?:toev(?:oeging(?:en)?|oegsel|oeg|g)?|tv|achtervoegsel|addition|suffix)"
# In each meaning the plainest names first.
_NAMES: Final = [
    (meaning, rank, re.compile(pattern))
    for meaning, rank, pattern in (
        ("straat", 0, _STREET),
        ("huisnummer", 0, f"{_HOUSE}{_COUNT}|huisn"),
        ("huisnummer", 1, f"(?:huis)?nlt|(?:volledig)?{_HOUSE}?{_COUNT}(?:volledig|compleet)"),
        ("huisnummer", 1, f"volledig{_HOUSE}{_COUNT}"),
        (
            "huisnummer",
            1,
            f"{_HOUSE}?{_COUNT}(?:{_AND}(?:huis)?{_LETTER})?{_AND}(?:huis)?{_ADDED}"
            f"|{_HOUSE}?{_COUNT}{_AND}(?:huis)?{_LETTER}",
        ),
        ("huisnummer", 2, _COUNT),
        ("huisletter", 0, f"(?:{_HOUSE}?{_COUNT}|{_HOUSE})?{_LETTER}"),
        (
            "toevoeging",
            0,
            f"(?:{_HOUSE}?{_COUNT}|{_HOUSE})?(?:{_LETTER}{_AND}?)?{_ADDED}(?:{_HOUSE}?{_COUNT})?",
        ),
        (
            "adres",
            0,
            r"(?:volledig|woon|bezoek|object|straat|post|huis)?adres(?:regel|lijn)?1?"
            r"|adresvolledig|address(?:line)?1?"
            f"|{_STREET}{_AND}?{_HOUSE}?{_COUNT}(?:{_AND}?(?:huis)?{_ADDED})?",
        ),
        ("adres", 1, r"weergavenaam|adresgegevens|locatieadres"),
        ("postcode", 0, r"(?:post?|pst|p)(?:code?|cd|c)6?|postk(?:ode)?|zip(?:code)?|postalcode"),
        ("woonplaats", 0, r"(?:woon|wn|w)pl(?:aats|ts|s)?(?:naam)?|wps(?:naam)?"),
        ("woonplaats", 1, r"plaats(?:naam)?|city|town|place"),
        ("x", 0, f"{_GRID}?x{_COORDINATE}?{_GRID}?|{_GRID}?{_COORDINATE}x|(?:geo)?(?:punt|point)x"),
        ("y", 0, f"{_GRID}?y{_COORDINATE}?{_GRID}?|{_GRID}?{_COORDINATE}y|(?:geo)?(?:punt|point)y"),
        ("x", 1, f"{_GRID}?(?:lon|lng|long|longitude|lengtegraad|geolengte){_GRID}?"),
        ("y", 1, f"{_GRID}?(?:lat|latitude|breedtegraad|geobreedte){_GRID}?"),
        ("plek", 0, f"{_GRID}?{_POINT}{_GRID}?"),
        ("plek", 1, f"{_POINT}ll|geopoint2d|geoloc(?:atie|ation)?|latlo?ng?|lonlat"),
        ("woonplaats", 2, r"stad|dorp|kern|(?:woon)?kern(?:naam)?|locality"),
    )
]
# Words in a name that make it likely; enough for a guess, too little to go by.
_LIKELY: Final = [
    ("toevoeging", re.compile(r"toev|achterv|bijv")),
    ("huisletter", re.compile(r"letter|ltr")),
    ("postcode", re.compile(r"postc|postk|^pc|zip")),
    ("woonplaats", re.compile(r"plaats|kern|dorp|stad|city")),
    ("straat", re.compile(r"straat|^str|weg|openbare|street")),
    ("huisnummer", re.compile(r"numm|nr|num$|no$|^hs|huis")),
    ("adres", re.compile(r"adres|address")),
]
_BEFORE = re.compile(r"(?:bag|(?:woon|bezoek|object|post)?adres)_?")
_SURE = 1
_ENDS_IN_NUMBER = re.compile(r".*[^\W\d].*[0-9]", re.DOTALL)


def as_read(used: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was read from which column, in the order of MEANINGS: JSON of PostgreSQL loses it."""
    return [(what, used[what]) for what in MEANINGS if what in used]


@dataclass(frozen=True, slots=True)
class Header:
    """A column of a file: the name it is shown and chosen by, and what stands first in it."""

    label: str
    example: str = ""


@dataclass(frozen=True)
class Columns:
    """Where each meaning stands in a row, and what a person sees of it."""

    places: Mapping[str, int]
    headers: Sequence[Header]
    # What the columns seem to be; also where too little is known to go by.
    guess: Mapping[str, str]

    @property
    def used(self) -> dict[str, str]:
        """The column of each meaning, by its label."""
        at = self.places
        return {what: self.headers[at[what]].label for what in MEANINGS if what in at}

    @property
    def ignored(self) -> list[str]:
        """The columns that we do not use."""
        used = set(self.places.values())
        return [
            header.label
            for at, header in enumerate(self.headers)
            if at not in used and (header.example or not _UNNAMED.fullmatch(header.label))
        ]


class ColumnsUnknown(Unreadable):
    """Which column is what does not follow from their names: a person may point them out."""

    def __init__(self, why: str, columns: Columns) -> None:
        super().__init__(why)
        self.columns = columns


_UNNAMED: Final = re.compile(r"kolom [0-9]+")


@lru_cache(maxsize=1024)
def meaning_of(name: str) -> tuple[str, int] | None:
    """What a column with this name is, and how plainly the name says so (0 is plainest)."""
    outside_brackets = re.sub(r"\(.*?\)|\[.*?\]", "", name[:LONGEST_CELL])
    for text in dict.fromkeys((fold_name(name), fold_name(outside_brackets))):
        found = _by_name(text)
        if found:
            return found
        rest = _by_name(_BEFORE.sub("", text, count=1)) if _BEFORE.match(text) else None
        if rest and rest[1] <= _SURE:
            return rest
    # Two words for one thing (Plaats / kern); for two things it is neither.
    ways = {_by_name(fold_name(word)) for word in re.split(r"[/|,]", name)[:3]} - {None}
    return ways.pop() if len({way[0] for way in ways if way}) == 1 else None


def _by_name(text: str) -> tuple[str, int] | None:
    return next(((meaning, rank) for meaning, rank, name in _NAMES if name.fullmatch(text)), None)


def known_columns(names: Iterable[str]) -> int:
    """How many different things the names of a row say."""
    some = islice(names, MOST_COLUMNS + 1)
    return len({found[0] for name in some if (found := meaning_of(name))})


def find_columns(
    names: Sequence[str], sample: Sequence[Sequence[str]], chosen: Mapping[str, str]
) -> Columns:
    """Which column is what. `chosen` is what a person said: a label for a meaning, or nothing for
    "there is none". Raises ColumnsUnknown, and Unreadable for what cannot be chosen.
    """
    if len(names) > MOST_COLUMNS:
        raise Unreadable(words.TOO_WIDE.format(most=MOST_COLUMNS))
    headers = _headers(names, sample)
    said = _said(chosen, headers)
    by_name, doubles = _by_names(names, said)
    places = _one_way(by_name | said, said, names, sample)
    columns = Columns(places, headers, _likely(headers, sample, places, said))
    for meaning, (first, second) in doubles.items():
        if places.get(meaning) == first and meaning not in ON_THE_MAP:
            labels = {"first": headers[first].label, "second": headers[second].label}
            raise ColumnsUnknown(words.SAME_MEANING.format(**labels), columns)
    if "adres" not in places:
        missing = [meaning for meaning in ("straat", "huisnummer") if meaning not in places]
        if missing:
            raise ColumnsUnknown(_missing(missing, headers), columns)
    return columns


def _headers(names: Sequence[str], sample: Sequence[Sequence[str]]) -> list[Header]:
    """Every column with a label of its own, whatever the file calls it."""
    labels: set[str] = set()
    headers = []
    for at, name in enumerate(names):
        label = shown(name) or f"kolom {at + 1}"
        if label.casefold() in labels:
            label = f"{label} (kolom {at + 1})"
        labels.add(label.casefold())
        cells = (shown(row[at]) for row in sample if at < len(row))
        headers.append(Header(label, next(filter(None, cells), "")))
    return headers


def _said(chosen: Mapping[str, str], headers: Sequence[Header]) -> dict[str, int]:
    """What a person chose, by place; -1 is "there is none". Raises Unreadable."""
    places: dict[str, int] = {}
    for meaning, label in chosen.items():
        if label:
            places[meaning] = _place_of(label, headers)
        else:
            places[meaning] = -1
    taken = [at for at in places.values() if at >= 0]
    twice = next((headers[at].label for at in taken if taken.count(at) > 1), None)
    if twice is not None:
        raise Unreadable(words.CHOSEN_TWICE.format(column=twice))
    return places


def _place_of(label: str, headers: Sequence[Header]) -> int:
    for same in (str.strip, str.casefold, fold_name):
        for at, header in enumerate(headers):
            if same(header.label) == same(label):
                return at
    unknown = words.NOT_IN_THE_FILE.format(column=shown(label))
    raise Unreadable(f"{unknown} {_seen(headers)}")


def _by_names(
    names: Sequence[str], said: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """Of each meaning the column with the plainest name; and where two are as plain."""
    best: dict[str, tuple[int, int]] = {}
    doubles: dict[str, tuple[int, int]] = {}
    for at, name in enumerate(names):
        meaning, rank = meaning_of(name) or ("", 0)
        if not meaning or meaning in said or at in said.values():
            continue
        if meaning not in best or rank < best[meaning][0]:
            best[meaning] = rank, at
            doubles.pop(meaning, None)
        elif rank == best[meaning][0]:
            doubles.setdefault(meaning, (best[meaning][1], at))
    return {meaning: at for meaning, (_, at) in best.items()}, doubles


def _one_way(
    places: Mapping[str, int],
    said: Mapping[str, int],
    names: Sequence[str],
    sample: Sequence[Sequence[str]],
) -> dict[str, int]:
    """A street and a number, or an address in one column: what there is of both is told apart by
    what stands in the column.
    """
    found = {meaning: at for meaning, at in places.items() if at >= 0}
    pointed_at = said.get("adres", -1) >= 0
    if pointed_at and not {"straat", "huisnummer"} <= said.keys():
        for meaning in {"straat", "huisnummer"} - said.keys():
            found.pop(meaning, None)
    street, number = found.get("straat"), found.get("huisnummer")
    if street is not None and number is not None:
        found.pop("adres", None)
        return found
    whole = found.get("adres", street)
    if whole is None or said.get("adres") == -1:
        return found
    if pointed_at or _hold_numbers(whole, sample):
        found.pop("straat", None)
        found["adres"] = whole
        if number is not None and "huisnummer" not in said and _is_weak(names[number]):
            del found["huisnummer"]  # it counts the rows
    elif "straat" not in said:
        found.pop("adres", None)
        found["straat"] = whole
    return found


def _is_weak(name: str) -> bool:
    found = meaning_of(name)
    return found is not None and found[1] > _SURE


def _hold_numbers(at: int, sample: Sequence[Sequence[str]]) -> bool:
    cells = [row[at] for row in sample if at < len(row) and row[at].strip()]
    with_number = [cell for cell in cells if likeliest(cell[:LONGEST_CELL]).number]
    return len(with_number) * 2 > len(cells)


def _likely(
    headers: Sequence[Header],
    sample: Sequence[Sequence[str]],
    places: Mapping[str, int],
    said: Mapping[str, int],
) -> dict[str, str]:
    """What the columns are, and what the others seem to be: by words in the name, or by what is in
    them.
    """
    guess = {meaning: headers[at].label for meaning, at in places.items()}
    for at, header in enumerate(headers):
        if at in places.values():
            continue
        name = fold_name(header.label)
        by_word = [meaning for meaning, likely in _LIKELY if likely.search(name)]
        for meaning in (*by_word[:1], *_by_content(at, sample)):
            if meaning not in guess and meaning not in said:
                guess[meaning] = header.label
                break
    if "adres" in guess and "adres" not in places:
        both = {"straat", "huisnummer"} <= guess.keys()
        for meaning in ("adres",) if both else ("straat", "huisnummer"):
            guess.pop(meaning, None)
    elif "adres" in places:
        guess.pop("straat", None)
    return guess


def _by_content(at: int, sample: Sequence[Sequence[str]]) -> list[str]:
    cells = [row[at].strip() for row in sample if at < len(row) and row[at].strip()]
    if not cells:
        return []
    if all(re.fullmatch(r"[0-9]{1,5}(?:[.,]0+)?\s*[A-Za-z]?", cell) for cell in cells):
        return ["huisnummer"]
    if all(_is_postcode(cell) for cell in cells):
        return ["postcode"]
    if all(_ENDS_IN_NUMBER.match(cell[:LONGEST_CELL]) for cell in cells):
        return ["adres"]
    if all(re.fullmatch(r"\D*[^\W\d]{4}\D*", cell[:LONGEST_CELL]) for cell in cells):
        return ["straat"]
    return []


def _is_postcode(cell: str) -> bool:
    try:
        parse_postcode(cell[:LONGEST_CELL])
    except AddressError:
        return False
    return True


def _missing(missing: Sequence[str], headers: Sequence[Header]) -> str:
    if len(missing) > 1:
        first, second = missing
        told = words.MISSES_COLUMNS.format(first=first, second=second)
    else:
        told = words.MISSES_COLUMN.format(column=missing[0])
    return f"{told} {_seen(headers)}"


def _seen(headers: Sequence[Header]) -> str:
    seen = ", ".join(header.label for header in headers)[:160]
    return words.WE_SEE.format(columns=seen)


def shown(text: str) -> str:
    """A name or a cell as a page may show it."""
    try:
        return clean_line(text[:LONGEST_CELL], max_length=LONGEST_CELL)[:40]
    except ValidationError:
        return "?"
