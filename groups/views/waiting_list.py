"""The waiting list: its streets, and who waits in one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import coordinator_only
from groups.querysets.keys import read_date_key
from groups.services import platform_page
from groups.services.waiting_list import UnknownStreet, street_page, streets_with_waiting
from groups.views.who import user_of


@coordinator_only
@require_safe
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Every street with somebody on the waiting list."""
    streets = streets_with_waiting(user_of(request), now=timezone.now())
    context = {
        "streets": streets,
        "pile": platform_page.WAITING,
        "piles": platform_page.PILES,
    }
    return render(request, "groups/platform/waiting_list.html", context)


@coordinator_only
@require_safe
def waiting_street(request: HttpRequest, slug: str) -> HttpResponse:
    """Who waits in one street, a page by key."""
    key = read_date_key(request.GET.get("na", ""))
    try:
        page = street_page(slug, user=user_of(request), after=key, now=timezone.now())
    except UnknownStreet as error:
        raise Http404 from error
    return render(request, "groups/platform/waiting_street.html", {"page": page})
