"""Why an address has its group: how routing decided, for Platform Dorst."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import coordinator_only
from groups.addresses import AddressError
from groups.forms.why_group import WhyForm
from groups.services.finder import read_address
from groups.services.why_group import Why, why


@coordinator_only
@require_safe
def why_group(request: HttpRequest) -> HttpResponse:
    """The steps of routing for an address; the form with its errors when we cannot read it."""
    asked = "straat" in request.GET or "huisnummer" in request.GET
    form = WhyForm(request.GET if asked else None)
    answer: Why | None = None
    if form.is_valid():
        try:
            found = read_address(form.cleaned_data["straat"], form.cleaned_data["huisnummer"])
        except AddressError as error:
            form.add_error("huisnummer", str(error))
        else:
            answer = why(found, now=timezone.now())
            if found.number is None:
                form.add_error("huisnummer", "Vul ook een huisnummer in.")
    return render(request, "groups/platform/why_group.html", {"form": form, "answer": answer})
