"""What only paper needs: letters as big as the sheet allows."""

from typing import Final

from django import template

from dorst_portal.kit.paper import codes

register = template.Library()

_LONG: Final = 20
_LONGEST: Final = 34


@register.filter
def size_of(name: str) -> str:
    """How small a name is printed."""
    return codes.size_of(name, long=_LONG, longest=_LONGEST)
