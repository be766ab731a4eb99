"""Paper for in the street, and the short address that stands on it."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from dorst_portal.kit.paper.answers import street_paper
from groups.places.pages.posters import FROM_POSTER, poster_of, short_address

# By their name in the address: the whole sheet, ten strips to tear off, four cards to hand out, and
# four for the cupboard of the meters.
SHAPES = {
    "": "poster",
    "strookjes": "poster_strips",
    "brievenbus": "poster_cards",
    "meterkast": "poster_cupboard",
}


@public
@require_safe
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """A sheet of A4 for one street."""
    sheet, shape = poster_of(slug), request.GET.get("vorm", "")
    template = SHAPES.get(shape)
    if sheet is None or template is None:
        raise Http404
    return street_paper(
        request,
        f"groups/places/public/{template}.html",
        {"poster": sheet, "strips": range(10), "cards": range(4)},
        name=f"{shape or 'poster'}-{slug}",
    )


@public
@require_safe
def short_street(request: HttpRequest, slug: str) -> HttpResponse:
    """Only leads on: to the one group of the street, or to the search."""
    found = short_address(slug)
    if found is None:
        raise Http404
    came_from = {"bron": FROM_POSTER}
    if found.group:
        page = reverse("watchgroup", args=[found.group.slug])
        return redirect(f"{page}?{urlencode(came_from)}")
    return redirect(f"{reverse('finder')}?{urlencode({'straat': found.street.name} | came_from)}")
