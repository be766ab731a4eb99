"""What every page needs besides its own facts. Nothing here asks the database on a public page, but
for the names of the village once in a while.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from dorst_portal.identity.current import here
from dorst_portal.kit.display import chosen_theme, other_languages
from dorst_portal.kit.menus import public_menu, staff_menu


def furniture(request: HttpRequest) -> dict[str, Any]:
    """Help, version, menus, the chosen colours, and whether this is the example village."""
    names = here()
    return {
        "here": names,
        "help_email": names.help_email,
        "help_phone": names.help_phone,
        "version": settings.VERSION,
        "theme": chosen_theme(request),
        "other_languages": SimpleLazyObject(lambda: other_languages(request)),
        "is_demo": settings.DEMO,
        "is_example": settings.DEMO,
        "public_menu": SimpleLazyObject(lambda: public_menu(request)),
        "staff_menu": SimpleLazyObject(lambda: staff_menu(request)),
    }
