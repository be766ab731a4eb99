"""The list of streets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from groups.forms.finder import StreetFilterForm
from groups.services.browse import page_of_streets
from groups.services.finder import close_matches


@public
@require_safe
def streets(request: HttpRequest) -> HttpResponse:
    """All streets from A to Z with their groups, or those that hold what was typed."""
    form = StreetFilterForm(request.GET if "zoek" in request.GET else None)
    part = form.cleaned_data["zoek"] if form.is_valid() else ""
    rows, next_key = page_of_streets(part=part, after=request.GET.get("na", "")[:80])
    context = {
        "form": form,
        "part": part,
        "rows": rows,
        "letters": sorted({row.letter for row in rows}),
        "next_key": next_key,
        "matches": close_matches(part) if part and not rows else [],
    }
    return render(request, "groups/public/streets.html", context)
