"""What in the village has no group."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.rows.keyset import asked_key
from groups.areas.pages.map import staff_map
from groups.coverage.pages import report


@coordinator_only
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What in the village has no group, and rules that do nothing."""
    section = report.section_named(request.GET.get("toon", ""))
    context = {
        "page": report.page_of(section, after=asked_key(request)),
        "sections": report.SECTIONS,
        "map": staff_map(),
    }
    return render(request, "groups/coverage/platform/coverage.html", context)
