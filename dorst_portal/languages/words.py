"""Marking a text where it is written, and saying it where it is shown."""

from typing import cast

from django.utils.translation import gettext, gettext_lazy


def lazy_text(text: str) -> str:
    """A text that is made once, in a module or a class, and said in the language of each page."""
    return cast(str, gettext_lazy(text))


def listed_again(words: str) -> str:
    """A list that was kept in Dutch, such as "de naam, het nummer en het adres", in the language of
    who reads it. What is not known stays as it was kept.
    """
    before, joined, last = words.rpartition(" en ")
    if not joined:
        return _each(words)
    return gettext("{parts} en {last}").format(parts=_each(before), last=_each(last))


def _each(words: str) -> str:
    return ", ".join(part and gettext(part) for part in words.split(", "))
