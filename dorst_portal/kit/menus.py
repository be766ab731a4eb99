"""The lines of the menus.

The roof says in STAFF_MENU who knows what a logged-in person has to do: the kit knows no groups.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_urlconf, reverse
from django.utils.module_loading import import_string

from dorst_portal.languages.words import lazy_text

PUBLIC = (
    (lazy_text("Vind je groep"), "home"),
    (lazy_text("Alarmbericht maken"), "alarm"),
    (lazy_text("Hoe werkt het?"), "how_it_works"),
    (lazy_text("Welke app?"), "which_app"),
    (lazy_text("Nieuwe groep"), "new_group"),
    (lazy_text("Vraag stellen"), "question"),
)

FIRST_PAGE: Final = 2  # strokes in the address of the first page of an area


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of a menu; `count` (in words) stands behind it in brackets, also when it is 0.
    `current` is the value of aria-current: its page is open ("page"), or one below it ("true").
    `more` puts it behind "Meer" where the menu is one line.
    """

    label: str
    href: str
    count: str | None
    current: Literal["", "page", "true"]
    more: bool = False


def menu_item(
    request: HttpRequest, label: str, href: str, *, count: str | None = None, more: bool = False
) -> MenuItem:
    """A line, marked when its page is open, or one below it; below the first page of an area, such
    as "/platform/", is everything, and that marks nothing.
    """
    if href == request.path:
        return MenuItem(label, href, count, current="page", more=more)
    is_below = href.count("/") > FIRST_PAGE and request.path.startswith(href)
    return MenuItem(label, href, count, current="true" if is_below else "", more=more)


def public_menu(request: HttpRequest) -> Sequence[MenuItem]:
    """The menu that everybody sees; asks the database nothing."""
    return [menu_item(request, str(label), href) for label, href in _public(_urls())]


def _urls() -> str:
    return get_urlconf() or settings.ROOT_URLCONF


@cache
def _public(urls: str) -> Sequence[tuple[str, str]]:
    """Labels and addresses; where a page stands does not change while the server runs."""
    return [(label, reverse(name, urls)) for label, name in PUBLIC]


def staff_menu(request: HttpRequest) -> Sequence[MenuItem]:
    """The menu of the person who is logged in, from the provider that the roof names."""
    provider: Callable[[HttpRequest], Sequence[MenuItem]] = import_string(settings.STAFF_MENU)
    return provider(request)
