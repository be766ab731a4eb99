"""The guides: how the work is done, a step and a picture at a time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import coordinator_only, logged_in


@logged_in
@require_safe
def guide_beheerder(request: HttpRequest) -> HttpResponse:
    """From the mail to the list of members; fits on one sheet of A4."""
    return render(request, "groups/texts/beheer/guide.html")


@coordinator_only
@require_safe
def guide_coordinator(request: HttpRequest) -> HttpResponse:
    """What waits for a coordinator, and where each thing is done."""
    return render(request, "groups/texts/platform/guide.html")
