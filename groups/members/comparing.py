"""Comparing who is in a chat with a list of members: who is in the chat and not on the list, who is
on the list and not in the chat, and who only looks different. Pure.

`static/compare.js` does the same in the browser; a journey compares the two.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from dorst_portal.kit.inputs.text import search_key
from groups.members.participants import Participant, Participants

_INITIAL: Final = 1
_LONG_ENOUGH_FOR_A_TYPO: Final = 4
_CHECK: Final = 97
# The words of each name that somebody is known by, and the address.
_Ways = Sequence[tuple[list[str], str]]
# Of each word that was typed the listed words that may be the same.
_Near = dict[str, set[str]]


class Known(NamedTuple):
    """Somebody whom the portal knows, to look for in the chat. `names` and `address` are search
    keys; `number` is in E.164.
    """

    pk: int
    names: str
    number: str
    address: str = ""

    @classmethod
    def of(cls, pk: int, name: str, number: str, *, also: str = "", address: str = "") -> "Known":
        """Made of what a row holds; `also`: the name of a shop, club or farm."""
        key, other = search_key(name), search_key(also) if also else ""
        names = f"{key}|{other}" if key and other else key or other
        return cls(pk, names, number, search_key(address))

    @property
    def trace(self) -> str:
        """By what a browser knows the number again and cannot read it: the four digits that a list
        shows anyway, and the rest of the whole by 97. Some sixty numbers have the same.
        """
        return trace_of(self.number)


@dataclass(frozen=True)
class Compared:
    """What came of it. `there`: known ones who are in the chat. `alike`: for who was not found, the
    people in the chat that could be them. `strangers`: in the chat, and known by nobody.
    """

    there: frozenset[int] = frozenset()
    alike: dict[int, list[Participant]] = field(default_factory=dict)
    strangers: Sequence[Participant] = ()


def compare(chat: Participants, known: Sequence[Known]) -> Compared:
    """Whom of `known` the chat has: by number first, then by the same name, then by a name that is
    close. A close name proves nothing: it is shown.
    """
    there, left = found_in(chat.people, known)
    alike: dict[int, list[Participant]] = defaultdict(list)
    strangers = []
    missing = [(one.pk, _written(one)) for one in known if one.pk not in there]
    words = {word for _, ways in missing for names, _ in ways for word in names}
    for person in left:
        near = _near(person.name, words)
        close = [pk for pk, ways in missing if near and _is_like(near, ways)]
        for pk in close:
            alike[pk].append(person)
        if not close:
            strangers.append(person)
    return Compared(frozenset(there), dict(alike), strangers)


def found_in(
    people: Iterable[Participant], known: Sequence[Known]
) -> tuple[set[int], list[Participant]]:
    """Whom of `known` these people are without a doubt, and the people who are none of them."""
    there, left = _found_by_number(people, known)
    return _found_by_name(left, known, there)


def trace_of(number: str) -> str:
    """The trace of a number in E.164."""
    digits = number.lstrip("+")
    return f"{digits[-4:]}-{int(digits) % _CHECK}" if digits.isdecimal() else ""


def looks_alike(name: str, one: Known) -> bool:
    """Whether a name may be another way to write who this is: a part of it, initials, a typing
    error, or with the street or the house number behind it.
    """
    ways = _written(one)
    return _is_like(_near(name, {word for names, _ in ways for word in names}), ways)


def _written(one: Known) -> _Ways:
    return [(names.split(), one.address) for names in one.names.split("|")]


def _near(name: str, words: Iterable[str]) -> _Near:
    return {
        typed: {word for word in words if typed == word or _same_word(typed, word)}
        for typed in search_key(name).split()
    }


def _is_like(near: _Near, ways: _Ways) -> bool:
    return any(_alike(near, names, address) for names, address in ways)


def _alike(near: _Near, names: list[str], address: str) -> bool:
    pairs = [(a, b) for a, like_it in near.items() for b in names if b in like_it]
    if not pairs or not any(min(len(a), len(b)) > _INITIAL for a, b in pairs):
        return False
    paired, found = {a for a, _ in pairs}, {b for _, b in pairs}
    return paired.issuperset(near.keys() - set(address.split())) or found.issuperset(names)


def _same_word(one: str, other: str) -> bool:
    short, long = (other, one) if len(one) > len(other) else (one, other)
    if len(short) == _INITIAL:
        return long.startswith(short)
    if len(long) - len(short) > 1:
        return False
    return len(short) >= _LONG_ENOUGH_FOR_A_TYPO and _one_apart(short, long)


def _one_apart(short: str, long: str) -> bool:
    """Whether one letter was changed, added or left out; `long` has at most one more."""
    same = 0
    while same < len(short) and short[same] == long[same]:
        same += 1
    return short[same + (len(short) == len(long)) :] == long[same + 1 :]


def _found_by_number(
    people: Iterable[Participant], known: Sequence[Known]
) -> tuple[set[int], list[Participant]]:
    by_number = {one.number: one.pk for one in reversed(known) if one.number}
    there, left = set(), []
    for person in people:
        pk = by_number.get(person.number) if person.number else None
        if pk is None:
            left.append(person)
        else:
            there.add(pk)
    return there, left


def _found_by_name(
    people: Sequence[Participant], known: Sequence[Known], there: set[int]
) -> tuple[set[int], list[Participant]]:
    """Two of one name on the list and one in the chat: then nobody can tell which of them."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for one in known:
        for name in filter(None, one.names.split("|")):
            by_name[name].append(one.pk)
    in_chat: dict[str, list[Participant]] = defaultdict(list)
    # A number that is not on the list is somebody else, or a new number: that is shown.
    for person in people:
        in_chat[search_key(person.name) if not person.number else ""].append(person)
    found, left = set(there), []
    for name, shown in in_chat.items():
        named = by_name.get(name, ())
        missing = [pk for pk in named if pk not in there]
        if name and named and len(missing) <= max(len(shown), 1):
            found.update(missing)
        else:
            left += shown
    return found, left
