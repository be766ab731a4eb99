"""Why an address has its group: how routing decided, for Platform Dorst."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import coordinator_only
from groups.coverage.forms.why_group import WhyForm
from groups.coverage.pages.why_group import Why, why
from groups.places.pages.typed import NO_NUMBER
from groups.values.addresses import AddressError


@coordinator_only
@require_safe
def why_group(request: HttpRequest) -> HttpResponse:
    """The steps of routing for an address; the form with its errors when we cannot read it."""
    asked = any(name in request.GET for name in ("straat", "huisnummer", "postcode"))
    form = WhyForm(request.GET if asked else None)
    answer: Why | None = None
    found = form.read(number_needed=False) if form.is_valid() else None
    if found:
        answer = why(found, now=timezone.now())
        if found.number is None:
            form.tell(AddressError(NO_NUMBER))
    return render(
        request, "groups/coverage/platform/why_group.html", {"form": form, "answer": answer}
    )
