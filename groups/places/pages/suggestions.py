"""Streets that may be meant while somebody is still typing. Reads only; at most three queries.

Told are public names only: of streets, the other ways in which they are written, and hamlets; never
a group, a count or a person. What is typed is taken apart as the finder does it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from dorst_portal.identity.current import here
from dorst_portal.languages.words import lazy_text
from groups.models import Spelling
from groups.places.pages.finder import close_matches
from groups.places.pages.postcodes import streets_with
from groups.values.address_lines import postcode_line, ways_to_read
from groups.values.addresses import (
    AddressError,
    beginnings_of,
    fold_street,
    is_house_number,
    parse_house_number,
)

MOST: Final = 6
LONGEST: Final = 100
_FEWEST: Final = 2
_FEWEST_INSIDE: Final = 3
_FEWEST_OF_A_SLIP: Final = 5
_SPELLINGS: Final = 3
_HAMLET: Final = lazy_text("buurtschap")
_HIGHEST_LETTER: Final = "z" * 120


@dataclass(frozen=True)
class Suggestion:
    """A street or hamlet, with the number that was typed; `hint` is a word beside it."""

    name: str
    number: str = ""
    hint: str = ""

    @property
    def line(self) -> dict[str, str]:
        """As the box wants it; behind a street alone the number can be typed at once."""
        label = f"{self.name} {self.number}".strip()
        value = label if self.number else f"{label} "
        return {"value": value, "label": label, "hint": self.hint}


def suggestions(typed: str) -> Sequence[Suggestion]:
    """What may be meant, the likeliest first."""
    text = " ".join(typed.split())
    if len(text) > LONGEST:
        return []
    by_postcode = postcode_line(text, village=here().village)
    if by_postcode:
        postcode, number = by_postcode
        return [
            Suggestion(street.name, _number(number)) for street in streets_with(postcode)[:MOST]
        ]
    street, number = _taken_apart(text)
    letters = len(fold_street(street))
    found = _named(street, text) if letters >= _FEWEST else []
    if not found and letters >= _FEWEST_OF_A_SLIP:
        found = [Suggestion(name, _number(number)) for name in close_matches(street)[:MOST]]
    return found


def _taken_apart(text: str) -> tuple[str, str]:
    """The street and the number behind or in front of it; the whole text where there is none."""
    for way in ways_to_read(text):
        if way.number and is_house_number(way.number) and not way.places:
            is_short = len(fold_street(way.street)) < _FEWEST  # "50 b" begins a name
            return (text, "") if is_short else (way.street, way.number)
    return text, ""


def _number(text: str) -> str:
    try:
        return str(parse_house_number(text)) if text else ""
    except AddressError:
        return ""


def _named(street: str, text: str) -> list[Suggestion]:
    """Streets and hamlets that begin so, and then those that have it inside their name. A number
    may be the beginning of a name, too: that goes first.
    """
    number = "" if text == street else _taken_apart(text)[1]
    keys, whole = beginnings_of(street), beginnings_of(text) if number else []
    known = Spelling.objects.select_related("street", "hamlet").order_by("key")
    begin = known.filter(_begin(keys))
    if whole:
        is_other = Case(When(_begin(whole), then=Value(0)), default=Value(1))
        begin = known.filter(_begin([*keys, *whole])).order_by(is_other, "key")
    # A street may be written in several ways: more rows than lines.
    rows = list(begin[: MOST * _SPELLINGS])
    as_name = [one for one in rows if any(one.key.startswith(key) for key in whole)]
    if as_name:
        return list(_once(as_name).values())[:MOST]
    found = _once(rows)
    inside = max(keys, key=len)
    if len(found) < MOST and len(inside) >= _FEWEST_INSIDE:
        there = known.filter(parts__part=inside[:_FEWEST_INSIDE], key__contains=inside)
        found = _once(there[: MOST * _SPELLINGS], before=found)
    typed = _number(number)
    return [Suggestion(one.name, typed, one.hint) for one in list(found.values())[:MOST]]


def _begin(keys: Iterable[str]) -> Q:
    """Keys that begin with one of these; as a range, for which both databases use the index."""
    return reduce(or_, (Q(key__gte=key, key__lte=key + _HIGHEST_LETTER) for key in keys))


def _once(
    spellings: Iterable[Spelling], *, before: dict[str, Suggestion] | None = None
) -> dict[str, Suggestion]:
    """Each name once; a street goes before a hamlet that is called the same."""
    found = dict(before or {})
    for one in spellings:
        name = str(one.street or one.hamlet)
        if name not in found or (one.street and found[name].hint == _HAMLET):
            found[name] = Suggestion(name, hint=_hint(one))
    return found


def _hint(spelling: Spelling) -> str:
    """Why a name is offered, or where it lies, when that is not plain."""
    street = spelling.street
    if street is None:
        return str(_HAMLET)
    village = here().village
    if street.outside or street.place != village:
        is_near = street.place == village
        return _("niet in {village}").format(village=village) if is_near else street.place
    return "" if fold_street(street.name) == spelling.key else spelling.text
