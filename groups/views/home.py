"""The first page: to the group of an address in one screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from groups.models import WatchGroup


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, and what else can be done here."""
    count = WatchGroup.objects.shown_to_everybody().count()
    return render(request, "groups/public/home.html", {"count": count})
