"""The coordinators' own pages: what needs them now, and one pile of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import coordinator_only
from groups.querysets.keys import read_date_key
from groups.services import overview, platform_page
from groups.views.who import user_of


@coordinator_only
@require_safe
def platform(request: HttpRequest) -> HttpResponse:
    """What needs a coordinator now; quiet when nothing does."""
    facts = overview.overview(user_of(request), now=timezone.now())
    return render(request, "groups/platform/overview.html", {"overview": facts})


@coordinator_only
@require_safe
def platform_requests(request: HttpRequest) -> HttpResponse:
    """One pile of work, longest waiting first, a page by key."""
    pile = platform_page.pile_named(request.GET.get("soort", ""))
    key = read_date_key(request.GET.get("na", ""))
    page = platform_page.page_of(pile, user=user_of(request), after=key, now=timezone.now())
    context = {"pile": pile, "piles": platform_page.PILES, "page": page}
    return render(request, "groups/platform/requests.html", context)
