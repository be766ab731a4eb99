"""The list of groups, and the page of one group."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from dorst_portal.kit.rows.keyset import asked_key
from groups.areas.pages.map import there_is_a_map
from groups.partners.pages.contacts import who_is_who
from groups.places.pages.browse import group_page, page_of_groups
from groups.places.pages.posters import FROM_POSTER


@public
@require_safe
def watchgroups(request: HttpRequest) -> HttpResponse:
    """All groups that are shown, with their streets and whether there is room."""
    page = page_of_groups(after=asked_key(request))
    context = {"rows": page.rows, "next_key": page.next_key, "has_map": there_is_a_map()}
    return render(request, "groups/watchgroups/public/watchgroups.html", context)


@public
@require_safe
def watchgroup(request: HttpRequest, slug: str) -> HttpResponse:
    """One group; a group that is starting or archived is nobody's to see."""
    page = group_page(slug)
    if page is None:
        raise Http404
    context = {
        "page": page,
        "group": page.group,
        "partners": who_is_who(page.group),
        "came_from": FROM_POSTER if request.GET.get("bron") == FROM_POSTER else "lijst",
    }
    return render(request, "groups/watchgroups/public/watchgroup.html", context)
