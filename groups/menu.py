"""The menu of a beheerder and of a coordinator (settings.STAFF_MENU)."""

from collections.abc import Sequence

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.kit.menus import MenuItem, menu_item
from groups.models import WatchGroup
from groups.states import Owner, State


def staff_menu(request: HttpRequest) -> Sequence[MenuItem]:
    """Own groups and how many requests wait there, in one query; for staff also the platform."""
    user = request.user
    if not isinstance(user, User):
        return []
    open_here = Q(requests__state=State.OPEN, requests__owner=Owner.GROUP)
    groups = list(
        WatchGroup.objects.managed_by(user)
        .annotate(waiting=Count("requests", filter=open_here))
        .order_by("name")
        .values_list("name", "slug", "waiting")
    )
    items = _platform(request) if user.is_platform else []
    if groups or not user.is_platform:
        waiting = sum(waiting for _name, _slug, waiting in groups)
        label = "Mijn aanvragen" if user.is_platform else "Aanvragen"
        items.append(menu_item(request, label, reverse("inbox"), count=waiting))
    for name, slug, _waiting in groups:
        label = "Mijn groep" if len(groups) == 1 else f"Groep {name}"
        items.append(menu_item(request, label, reverse("my_group", args=[slug])))
    return items


def _platform(request: HttpRequest) -> list[MenuItem]:
    return [
        menu_item(request, "Overzicht", reverse("platform")),
        menu_item(request, "Aanvragen", reverse("platform_requests")),
        menu_item(request, "Beheerders", reverse("appointments")),
    ]
