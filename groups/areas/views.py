"""The map of the groups: on a page with the list below it, and on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from dorst_portal.kit.unchanged import unless_known
from groups.areas.pages import map as map_page
from groups.places.pages.browse import page_of_groups


@public
@require_safe
def public_map(request: HttpRequest) -> HttpResponse:
    """The map, and all that it says as a list. Who has it already is told that it is the same."""
    return _page(request, "groups/areas/public/map.html")


@public
@require_safe
def map_paper(request: HttpRequest) -> HttpResponse:
    """The map on a sheet of A4, to hang up or to hand out."""
    return _page(request, "groups/areas/public/map_paper.html")


def _page(request: HttpRequest, template: str) -> HttpResponse:
    page = page_of_groups(after="")
    context = {
        "rows": page.rows,
        "more": page.next_key,
        "map": map_page.public_map(row.group for row in page.rows),
        "address": request.build_absolute_uri(reverse("home")),
    }
    # A page of tens of kilobytes.
    return unless_known(request, render(request, template, context))
