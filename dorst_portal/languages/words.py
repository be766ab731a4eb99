"""Marking a text where it is written, and saying it where it is shown."""

from typing import cast

from django.utils.translation import gettext_lazy


def lazy_text(text: str) -> str:
    """A text that is made once, in a module or a class, and said in the language of each page."""
    return cast(str, gettext_lazy(text))
