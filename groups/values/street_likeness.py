"""Whether two street names look like each other, so that one may be offered for the other. Pure.

Half of the letters of a street's name say nothing: Kerkstraat and Geerstraat share "straat" and are
two streets. So a name is compared by its own part, without the generic ending (straat, weg, laan)
and the words in front that many streets have (Oude, Burgemeester, Laan van):

    what was typed stands in the name as a whole     Dijklaan: Wethouder van Dijklaan
    the own parts are the same                       Spoorlaan, Oude Spoorstraat: Spoorstraat
    or differ by a slip of the finger                Gerstraat: Geerstraat; not Kerkstraat
    or the whole names do, the ending with them      Spoorstaat: Spoorstraat

A slip is a letter too many, too few, another one, or two that changed places. One is close in an
own part of three to six letters, two in one of seven or more, three from twelve on; in shorter
ones none, since there each letter makes another name. What is generic as a whole ("laan") looks
like nothing.
"""

from typing import Final

# How well it fits, the best first; None where two names are not alike.
Likeness = tuple[int, int, int]

_ENDINGS: Final = (
    "achterom", "akker", "baan", "berg", "brink", "bunder", "burg", "dijk", "donk", "dreef", "eind",
    "erf", "gaarde", "gang", "gracht", "hage", "haven", "heide", "hoef", "hof", "hoek", "kade",
    "kamp", "laan", "laantje", "markt", "oord", "pad", "park", "pass", "passage", "plaats", "plein",
    "plantsoen", "polder", "ring", "rode", "singel", "steeg", "straat", "straatje", "tuin", "veld",
    "wal", "weg", "weide", "wijk",
)  # fmt: skip
_FRONTS: Final = (
    "burgemeester", "dokter", "groene", "grote", "hoge", "kleine", "korte", "laanvan", "lage",
    "lange", "nieuwe", "oude", "pastoor", "pleinvan", "sint", "van", "verlengde", "wethouder",
)  # fmt: skip
_FEWEST: Final = 2  # letters that are left of a name
_FEWEST_OF_A_PIECE: Final = 4


def likeness(typed: str, key: str) -> Likeness | None:
    """How much a key (`addresses.fold_street`) that was typed looks like the key of a street: the
    lower, the better. None where it does not; the rule stands at the top of this file.
    """
    mine, its = own_part(typed), own_part(key)
    if not mine or typed in _ENDINGS:
        return None
    if typed in key and len(typed) >= _FEWEST_OF_A_PIECE:
        return 0, len(key) - len(typed), 0
    most = _slips_allowed(min(len(mine), len(its)))
    own = _slips(mine, its, most=most)
    whole = _slips(typed, key, most=most)
    # A slip is likelier than another ending.
    return (1, whole, own) if min(own, whole) <= most else None


def own_part(key: str) -> str:
    """What a street has for itself: "spoor" of "oudespoorstraat"; of a name that is nothing but
    generic words the whole name.
    """
    own = key
    while rest := next(filter(None, (_without(front, own) for front in _FRONTS)), ""):
        own = rest
    endings = [end for end in _ENDINGS if own.endswith(end) and len(own) - len(end) >= _FEWEST]
    rest = own[: len(own) - max(map(len, endings), default=0)]
    return own if rest in _FRONTS else rest


def _without(front: str, key: str) -> str:
    rest = key.removeprefix(front)
    is_name = rest != key and len(rest) >= _FEWEST_OF_A_PIECE and rest not in _ENDINGS
    return rest if is_name else ""


def _slips_allowed(letters: int) -> int:
    for most, from_letters in ((3, 12), (2, 7), (1, 3)):
        if letters >= from_letters:
            return most
    return 0


def _slips(one: str, other: str, *, most: int) -> int:
    """How many slips turn one text into the other; `most` + 1 stands for more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for place, its in enumerate(other, 1):
            least = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != its))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == its:
                least = min(least, earlier[place - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
