"""What is read out of a name that somebody typed in one box."""

from typing import Final

# What stands before a name without being one; lower case, without a full stop.
_TITLES: Final = frozenset((
    "de", "dhr", "dr", "drs", "fam", "familie", "ing", "ir", "mej", "meneer", "mevr", "mevrouw",
    "mr", "mrs", "ms", "mw", "pan", "pani", "prof",
))  # fmt: skip


def first_name_of(name: str) -> str:
    """The first word, and nothing more of the name; nothing of a name that is empty."""
    first, *_ = name.split() or [""]
    return first


def called(name: str) -> str:
    """How a neighbour would say hello: the first name; the name as it was typed where that begins
    with a title or with initials, as in "mevr. De Vries" and "J. de Vries".
    """
    first = first_name_of(name)
    is_short = "." in first or len(first) == 1 or first.casefold() in _TITLES
    return name.strip() if is_short else first
