"""What was stored in Dutch, in the language of who reads it: sentences and lists."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext

from dorst_portal.languages.current import in_dutch
from dorst_portal.languages.words import all_of

Reader = Callable[[str], str]
_END: Final = re.compile(r"[.?](?= |$)")
_PLACE: Final = re.compile(r"\\\{([a-z_]+)\\\}")


def said_again(
    text: str, sentences: Sequence[str], values: Mapping[str, Reader] | None = None
) -> str:
    """What was stored as one or more of these `sentences`, which may have places to fill in:
    "Groep ‘{group}’ kennen we niet." What was filled in stays as it is, unless `values` reads it.
    What is none of them is looked up as it is, and else stays Dutch: nothing gets lost.
    """
    if in_dutch():
        return text
    said, rest = [], text
    while rest:
        found = next(filter(None, (_found(sentence, rest) for sentence in sentences)), None)
        if found is None:
            known, rest = _looked_up(rest)
            said.append(known)
            continue
        sentence, filled, rest = found
        read = {name: (values or {}).get(name, str)(value) for name, value in filled.items()}
        said.append(gettext(sentence).format(**read))
    return " ".join(said)


def _found(sentence: str, text: str) -> tuple[str, dict[str, str], str] | None:
    """The sentence, what fills it, and what stands behind it."""
    match = _pattern(sentence).match(text)
    return match and (sentence, match.groupdict(), text[match.end() :])


def _looked_up(text: str) -> tuple[str, str]:
    """As many sentences as are known together, in the language of the page, and the rest."""
    for end in reversed([found.end() for found in _END.finditer(text)]):
        if (said := gettext(text[:end])) != text[:end]:
            return said, text[end:].lstrip()
    return text, ""


@lru_cache(maxsize=200)  # as many as there are sentences
def _pattern(sentence: str) -> re.Pattern[str]:
    places = _PLACE.sub(r"(?P<\1>.+?)", re.escape(sentence))
    return re.compile(rf"{places}(?: |$)", re.DOTALL)


def listed_again(words: str) -> str:
    """A list that was kept in Dutch, such as "de naam, het nummer en het adres", in the language of
    who reads it. What is not known stays as it was kept.
    """
    before, joined, last = words.rpartition(" en ")
    if not joined:
        return ", ".join(_each(words))
    return all_of([*_each(before), *_each(last)])


def _each(words: str) -> Sequence[str]:
    return [part and gettext(part) for part in words.split(", ")]
