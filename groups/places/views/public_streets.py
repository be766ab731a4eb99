"""The list of streets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from dorst_portal.kit.rows.keyset import asked_key
from groups.places.forms.finder import StreetFilterForm
from groups.places.pages.browse import page_of_streets
from groups.places.pages.finder import close_matches


@public
@require_safe
def streets(request: HttpRequest) -> HttpResponse:
    """All streets from A to Z with their groups, or those that hold what was typed."""
    form = StreetFilterForm(request.GET if "zoek" in request.GET else None)
    part = form.cleaned_data["zoek"] if form.is_valid() else ""
    page = page_of_streets(part=part, after=asked_key(request))
    context = {
        "form": form,
        "part": part,
        "rows": page.rows,
        "letters": sorted({row.letter for row in page.rows}),
        "next_key": page.next_key,
        "matches": close_matches(part) if part and not page.rows else [],
    }
    return render(request, "groups/places/public/streets.html", context)
