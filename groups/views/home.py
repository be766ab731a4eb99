"""The first page: to the group of an address in one screen."""

from django.db.models import Count, Exists
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from groups.models import OfficialAddress, WatchGroup


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, and what else can be done here."""
    has_postcodes = Exists(OfficialAddress.objects.with_postcode())
    facts = WatchGroup.objects.shown_to_everybody().aggregate(
        count=Count("pk"), asks_postcode=Count("pk", filter=has_postcodes)
    )
    return render(request, "groups/public/home.html", facts)
