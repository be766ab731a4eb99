"""Marking a text where it is written, and saying it where it is shown."""

from collections.abc import Sequence
from typing import cast

from django.utils.translation import gettext, gettext_lazy


def lazy_text(text: str) -> str:
    """A text that is made once, in a module or a class, and said in the language of each page."""
    return cast(str, gettext_lazy(text))


def all_of(names: Sequence[object]) -> str:
    """One or more names, or what has one, together: "Anna, Bart en Cees"; "" for none."""
    *first, last = map(str, names or [""])
    return gettext("{parts} en {last}").format(parts=", ".join(first), last=last) if first else last


def either(names: Sequence[str]) -> str:
    """One or more names as a choice: "Anna, Bart of Cees"; "" for none."""
    *first, last = names or [""]
    return gettext("{names} of {last}").format(names=", ".join(first), last=last) if first else last
