"""What only paper needs: letters as big as the sheet allows."""

from typing import Final

from django import template

register = template.Library()

_LONG: Final = 20
_LONGEST: Final = 34


@register.filter
def size_of(name: str) -> str:
    """How small a name is printed, so that long ones stay on the sheet: usual, long or longest."""
    if len(name) > _LONGEST:
        return "longest"
    return "long" if len(name) > _LONG else "usual"
