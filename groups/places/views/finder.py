"""The search for the group of an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from dorst_portal.kit.errors import too_many
from dorst_portal.kit.ratelimit import Limit, client_address, hit
from groups.places.forms.finder import FinderForm
from groups.places.pages.finder import Answer, Found, find_group
from groups.places.pages.postcodes import Behind

LOOKUPS_PER_HOUR = 500
HOUR = 60 * 60
ASKED = ("straat", "huisnummer", "postcode", "adres")


@public
@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """What we know about an address; the form with its errors when we cannot read it."""
    if not any(name in request.GET for name in ASKED):
        return render(request, "groups/places/public/finder.html", {"form": FinderForm()})
    # One of the addresses behind a postcode was chosen: all that counts.
    chosen = {"straat": request.GET["adres"]} if "adres" in request.GET else None
    form = FinderForm(chosen or request.GET)
    if form.is_valid() and hit([lookups(request)]):
        return too_many(request, minutes=60)
    found = form.read_or_choose() if form.is_valid() else None
    if isinstance(found, Behind):
        context = {"behind": found, "form": form, "again": "kies" in request.GET}
        return render(request, "groups/places/public/choose_address.html", context)
    answer = _answer(request, found) if found else None
    return render(request, "groups/places/public/finder.html", {"form": form, "answer": answer})


def lookups(request: HttpRequest) -> Limit:
    """How often an address may be looked up from one place."""
    return Limit("finder", client_address(request), LOOKUPS_PER_HOUR, HOUR)


def _answer(request: HttpRequest, found: Found) -> Answer:
    return find_group(
        found,
        as_hamlet="buurtschap" in request.GET,
        number_is_right="klopt" in request.GET,
        now=timezone.now(),
    )
