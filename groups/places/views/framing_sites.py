"""Which sites may show our search, as the coordinators keep them."""

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from groups.models import FramingSite
from groups.places.forms.framing_sites import FrameLooksForm, FramingSiteForm
from groups.places.pages.framing_sites import framing_page
from groups.places.services import framing_sites as keeping
from groups.refusals import refused_leads_to


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@csp_update({"frame-src": ["'self'"]})  # the example on this page
def framing_sites(request: HttpRequest) -> HttpResponse:
    """The list with a box for one more, what to give to the other site, and how it looks."""
    form = FramingSiteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        origin = form.cleaned_data["site"]
        try:
            keeping.add_site(origin, by=user_of(request), now=timezone.now())
        except keeping.SiteRefused as refusal:
            form.add_error("site", str(refusal))
        else:
            messages.success(request, _("{site} mag ons zoekvak nu tonen.").format(site=origin))
            return redirect("framing_sites")
    choice = FrameLooksForm(request.GET)
    context = {"form": form, "choice": choice, "page": framing_page(choice.looks())}
    return render(request, "groups/places/platform/framing_sites.html", context)


@coordinator_only
@require_POST
@refused_leads_to("framing_sites")
def framing_site_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a site off the list: its frame stays empty from now on."""
    site = get_object_or_404(FramingSite, pk=pk)
    keeping.remove_site(site, by=user_of(request), now=timezone.now())
    messages.success(request, _("{site} staat niet meer op de lijst.").format(site=site.origin))
    return redirect("framing_sites")
