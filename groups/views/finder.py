"""The search for the group of an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from dorst_portal.kit.errors import too_many
from dorst_portal.kit.ratelimit import Limit, client_address, hit
from groups.addresses import AddressError
from groups.forms.finder import FinderForm
from groups.services.finder import Answer, find_group, read_address

LOOKUPS_PER_HOUR = 500
HOUR = 60 * 60


@public
@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """What we know about an address; the form with its errors when we cannot read it."""
    asked = any(name in request.GET for name in ("straat", "huisnummer", "postcode"))
    form = FinderForm(request.GET if asked else None)
    answer: Answer | None = None
    if form.is_valid():
        if hit([Limit("finder", client_address(request), LOOKUPS_PER_HOUR, HOUR)]):
            return too_many(request, minutes=60)
        try:
            found = read_address(form.cleaned_data["straat"], form.cleaned_data["huisnummer"])
        except AddressError as error:
            form.add_error("huisnummer", str(error))
        else:
            as_hamlet = "buurtschap" in request.GET
            answer = find_group(found, as_hamlet=as_hamlet, now=timezone.now())
    return render(request, "groups/public/finder.html", {"form": form, "answer": answer})
