"""Sentences that were stored in Dutch, in the language of who reads them."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils.translation import get_language, gettext

Reader = Callable[[str], str]
_PLACE: Final = re.compile(r"\\\{([a-z_]+)\\\}")


def said_again(
    text: str, sentences: Sequence[str], values: Mapping[str, Reader] | None = None
) -> str:
    """What was stored as one or more of these `sentences`, which may have places to fill in:
    "Groep ‘{group}’ kennen we niet." What was filled in stays as it is, unless `values` reads it.
    What is none of them is looked up whole, and else stays Dutch: nothing gets lost.
    """
    if get_language() in (None, settings.LANGUAGE_CODE):
        return text
    said, rest = [], text
    while rest:
        found = next(filter(None, (_found(sentence, rest) for sentence in sentences)), None)
        if found is None:
            said.append(gettext(rest))
            break
        sentence, filled, rest = found
        read = {name: (values or {}).get(name, str)(value) for name, value in filled.items()}
        said.append(gettext(sentence).format(**read))
    return " ".join(said)


def _found(sentence: str, text: str) -> tuple[str, dict[str, str], str] | None:
    """The sentence, what fills it, and what stands behind it."""
    match = _pattern(sentence).match(text)
    return match and (sentence, match.groupdict(), text[match.end() :])


@lru_cache(maxsize=200)  # as many as there are sentences
def _pattern(sentence: str) -> re.Pattern[str]:
    places = _PLACE.sub(r"(?P<\1>.+?)", re.escape(sentence))
    return re.compile(rf"{places}(?: |$)", re.DOTALL)
