"""The page that says what happens with data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from groups.privacy.terms import TERMS


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep, why, how long and who sees it: the table that retention carries out."""
    return render(request, "groups/texts/public/privacy.html", {"terms": TERMS})
