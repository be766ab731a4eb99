"""The map of the groups: on a page with the list below it, and on paper."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from groups.areas.pages import map as map_page
from groups.places.pages.browse import page_of_groups


@public
@require_safe
def public_map(request: HttpRequest) -> HttpResponseBase:
    """The map, and all that it says as a list. Who has it already is told that it is the same."""
    return _page(request, "groups/areas/public/map.html")


@public
@require_safe
def map_paper(request: HttpRequest) -> HttpResponseBase:
    """The map on a sheet of A4, to hang up or to hand out."""
    return _page(request, "groups/areas/public/map_paper.html")


def _page(request: HttpRequest, template: str) -> HttpResponseBase:
    page = page_of_groups(after="")
    context = {
        "rows": page.rows,
        "more": page.next_key,
        "map": map_page.public_map(row.group for row in page.rows),
        "address": request.build_absolute_uri(reverse("home")),
    }
    response = render(request, template, context)
    return _unless_known(request, response)


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """A page of tens of kilobytes is sent once, as long as nothing on it changes."""
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
