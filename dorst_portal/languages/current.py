"""The language in which a page is said now."""

from typing import Final

from django.utils.translation import get_language

DUTCH: Final = "nl"


def in_dutch() -> bool:
    """Whether it is Dutch, in which coordinators and beheerders type their texts."""
    return (get_language() or DUTCH) == DUTCH
