"""The first page: to the group of an address in one screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from groups.models import WatchGroup
from groups.places.forms.finder import FinderForm


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, and what else can be done here."""
    count = WatchGroup.objects.shown_to_everybody().count()
    context = {"count": count, "search": FinderForm()}
    return render(request, "groups/texts/public/home.html", context)
