"""The coordinators' own pages: what needs them now, and one pile of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.rows.keyset import asked_key
from groups.desk.pages import overview, piles


@coordinator_only
@require_safe
def platform(request: HttpRequest) -> HttpResponse:
    """What needs a coordinator now; quiet when nothing does."""
    facts = overview.overview(user_of(request), now=timezone.now())
    return render(request, "groups/desk/platform/overview.html", {"overview": facts})


@coordinator_only
@require_safe
def platform_requests(request: HttpRequest) -> HttpResponse:
    """One pile of work, longest waiting first, a page by key."""
    pile = piles.pile_named(request.GET.get("soort", ""))
    after = asked_key(request)
    page = piles.page_of(pile, user=user_of(request), after=after, now=timezone.now())
    context = {"pile": pile, "piles": piles.PILES, "page": page}
    return render(request, "groups/requests/platform/requests.html", context)
