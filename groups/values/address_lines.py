"""A whole address in one box, taken apart in every way that it can be read. Pure: no database.

"Spoorstraat 12, 4849 XA Dorst" is a street, a number and a place, but "Plein 1944", "50 Bunderweg"
and "Oude Weg, Zuid" may be names. Which reading is right is decided by the streets that exist
(`places.pages.finder`): here is only what may be meant, the most literal reading first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from groups.values.addresses import (
    NUMBER_LABEL,
    AddressError,
    fold_street,
    is_door,
    is_house_number,
    numbers_behind,
    parse_postcode,
    plain_signs,
)
from groups.values.places import fold_place

_MOST_WORDS_OF_A_PLACE: Final = 3
_MOST_WORDS_OF_A_NUMBER: Final = 4


@dataclass(frozen=True)
class Reading:
    """A street, the number that stood with it, and words that say where the street is.

    `places` stood apart (behind a comma, a postcode, in brackets), or they are only words that
    were taken off (`is_loose`): then they count where the street lies in a place of that name.
    """

    street: str
    number: str = ""
    places: tuple[str, ...] = ()
    is_loose: bool = False
    number_first: bool = False


def ways_to_read(text: str) -> list[Reading]:
    """Every way to read a text as a street with or without a number, the most literal first."""
    text = plain_signs(text)
    one_line = " ".join(text.split())
    apart = [one for way in _without_places(text) for one in _taken_apart(way)]
    loose = [one for way in apart for one in _with_loose_place(way)]
    return list(dict.fromkeys([Reading(one_line), *apart, *loose]))


def likeliest(text: str) -> Reading:
    """The best reading where no street is known by any of its names."""
    text = plain_signs(text)
    whole = Reading(" ".join(text.split()))
    if not any(sign in "0123456789,;()\n" for sign in text):
        return whole
    for way in _without_places(text):
        apart = list(_taken_apart(way))
        behind = [one for one in apart if one.number and not one.number_first]
        # "Nieuweweg 12 3 hoog" is number 12: the first that stands behind the street.
        behind = [one for one in reversed(behind) if not _ENDS_IN_LETTER.search(one.street)]
        loose = [one for each in behind for one in _with_loose_place(each)]
        before = [one for one in apart if one.number_first]
        for one in [*behind, *loose, *before, apart[0]]:
            if one.street and (not one.number or is_house_number(one.number)):
                return one
    return whole


def postcode_in(text: str) -> str:
    """The postcode that stands somewhere in a text, or nothing."""
    match = POSTCODE.search(plain_signs(text))
    return parse_postcode(match[1] + match[2]) if match else ""


def postcode_line(text: str, *, village: str) -> tuple[str, str] | None:
    """The postcode that stands where a street should, and the number beside it; None where there
    is a street too, or no postcode. The name of the `village` is no street.
    """
    try:
        return parse_postcode(plain_signs(text)), ""
    except AddressError:
        pass
    match = POSTCODE.search(plain_signs(text))
    if match is None:
        return None
    home = {"", fold_place(village)}
    for one in ways_to_read(text)[1:]:
        if not home.issuperset(map(fold_place, one.places)):
            continue
        if fold_street(one.street) in home and (not one.number or is_house_number(one.number)):
            return parse_postcode(match[1] + match[2]), one.number
    return None


# --- What says where a street is ---------------------------------------------------------------

POSTCODE = re.compile(
    r"(?<![^\W_])(?:NL[\s-]*)?([1-9][0-9]{3})[\s.-]*(?!SA|SD|SS|(?:EN|OF|TM)\s*[0-9])([A-Z]{2})"
    r"(?![^\W_])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;|()\[\]\n]+|\s-+\s(?=[^\W\d])")
_WIDER: Final = (
    r"(?:(?:the )?netherlands|nederland|holland|niederlande|pays[- ]bas|nl|europa"
    r"|noord[- ]?brabant|n\.?-?b\.?|(?:gem\.|gem|gemeente) [^\d]+)"
)
_ONLY_WIDER = re.compile(_WIDER, re.IGNORECASE)
_ENDS_WIDER = re.compile(rf"(?<=\S)[\s.]+{_WIDER}$", re.IGNORECASE)
_WORD_OF_A_PLACE = re.compile(r"[^\W\d_][^\d_]+")
_HEADING = re.compile(
    r"^(?:(?:woon)?plaats|straat(?:naam)?|adres|postcode)\s*:\s*|^(?:te|in)\s+(?=\S)", re.IGNORECASE
)


def _without_places(text: str) -> Iterator[Reading]:
    """The text without postcode, country and places that stand apart; `street` may still hold the
    number.
    """
    match = POSTCODE.search(text)
    before = _segments(text[: match.start()] if match else text)
    after = _segments(text[match.end() :]) if match else []
    parts = [*before, *after]
    names = [part for part in parts if not _is_number_or_door(part)]
    with_number = [part for part in names if re.search(r"[0-9]", part)]
    for street in with_number[:1] or names[:2]:
        places = tuple(part for part in names if part != street)
        kept = [part for part in parts if part not in places]
        yield Reading(", ".join(kept), places=places)
    if len(names) > 1:
        yield Reading(", ".join(parts))
    elif not names:
        yield Reading("", ", ".join(parts))


def _segments(text: str) -> list[str]:
    """The parts between commas and line ends, without country, province and municipality."""
    found = []
    for part in _BETWEEN.split(text):
        part = _HEADING.sub("", " ".join(part.split()).strip(" .-:/"))
        while not _ONLY_WIDER.fullmatch(part) and (wider := _ENDS_WIDER.search(part)):
            part = part[: wider.start()]
        if part and not _ONLY_WIDER.fullmatch(part):
            found.append(part)
    return found


def _is_number_or_door(part: str) -> bool:
    return is_door(part) or is_house_number(part)


def _with_loose_place(way: Reading) -> Iterator[Reading]:
    """Words at the end that may be a place: "Spoorstraat Dorst", "Spoorstraat 12 Dorst"."""
    for name, text in (("number", way.number), ("street", way.street)):
        words = text.split()
        most = min(_MOST_WORDS_OF_A_PLACE, len(words) - 1)
        for count in range(most, 0, -1):  # Den Hout before Hout
            if not all(_WORD_OF_A_PLACE.fullmatch(word) for word in words[-count:]):
                continue
            place = _HEADING.sub("", " ".join(words[-count:]))
            if place:
                left = re.sub(r"(?i)\s(?:te|in)$", "", " ".join(words[:-count]))
                left = left.rstrip(" ,")
                shorter = replace(way, places=(*way.places, place), is_loose=True)
                on_street = name == "street"
                yield replace(shorter, street=left) if on_street else replace(shorter, number=left)


# --- Street and number -------------------------------------------------------------------------

_ENDS_IN_LETTER = re.compile(r"(?<!\S)[^\W\d_]$")  # Rijksweg N 282
_ORDINAL = re.compile(r"[0-9]+(?:e|de|ste)", re.IGNORECASE)


def _taken_apart(way: Reading) -> Iterator[Reading]:
    yield way
    for street, number in numbers_behind(way.street):
        yield replace(way, street=street, number=number)
    for street, number in _numbers_before(way.street):
        yield replace(way, street=street, number=number, number_first=True)


def _numbers_before(text: str) -> Iterator[tuple[str, str]]:
    """A number in front: "12 Spoorstraat", "12 bis, Spoorstraat"; not "2e Parallelweg"."""
    words: Sequence[str] = text.split()
    first = NUMBER_LABEL.match(text)
    if first:
        words = text[first.end() :].split()
    if not words or _ORDINAL.fullmatch(words[0]) or not words[0][0].isdigit():
        return
    counts = range(1, min(_MOST_WORDS_OF_A_NUMBER, len(words) - 1) + 1)
    # "3 50 Bunderweg" too, if there is such a street.
    for count in sorted(counts, key=lambda count: words[count][0].isdigit()):
        number, street = " ".join(words[:count]).rstrip(" ,"), " ".join(words[count:])
        if re.search(r"[^\W\d_]", street) and is_house_number(number):
            yield street, number
