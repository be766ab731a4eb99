"""What partners are told of alerts, and what the police asked."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alerts.forms.partner_reports import OfficerForm, OverviewForm, PoliceRequestForm
from alerts.models import Alert
from alerts.pages import partner_reports as pages
from alerts.services import partner_reports
from alerts.services.looks import note_look_from_outside
from alerts.services.relaying import check_running
from alerts.views.access import visible_alert
from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only, logged_in
from groups.api import refused_leads_to, see_group


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("alert_partners")
def alert_partners(request: HttpRequest) -> HttpResponse:
    """The counts of a month for a partner: chosen, seen as they will be sent, and sent."""
    user, now = user_of(request), timezone.now()
    asked = request.POST if request.method == "POST" else request.GET or None
    form = OverviewForm(asked, now=now)
    context: dict[str, object] = {"form": form, "page": None}
    if form.is_valid():
        contact, month = form.chosen_contact, form.month
        if request.method == "POST":
            seen = form.cleaned_data["gezien"]
            partner_reports.send_overview(contact, month, seen=seen, by=user, now=now)
            messages.success(request, _("Verstuurd aan {name}.").format(name=contact.name))
            return redirect("alert_partners")
        context["page"] = pages.overview_page(contact, month, now=now)
    return render(request, "alerts/platform/partners.html", context)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("alert", "pk")
def alert_officer(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts of an alert that runs for the police: seen as they will be sent, and sent."""
    user, now = user_of(request), timezone.now()
    found = visible_alert(user, pk)
    if not see_group(user, found.group):
        raise Http404
    check_running(found)
    page = pages.officer_page(found, now=now)
    form = OfficerForm(request.POST if request.method == "POST" else None, page.contacts)
    if form.is_valid():
        contact = form.chosen_contact
        partner_reports.tell_officer(found, contact, by=user, now=now)
        messages.success(request, _("Verstuurd aan {name}.").format(name=contact.name))
        return redirect("alert", pk)
    note_look_from_outside(found, by=user, now=now)
    context = {"page": page, "form": form}
    return render(request, "alerts/beheer/officer.html", context)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("alert", "pk")
def alert_police(request: HttpRequest, pk: int) -> HttpResponse:
    """The police asked for what was described: the number of the case is noted, nothing is sent."""
    found = get_object_or_404(Alert.objects.select_related("group", "street"), pk=pk)
    form = PoliceRequestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        number, by = form.cleaned_data["reference"], user_of(request)
        partner_reports.note_police_request(found, number, by=by, now=timezone.now())
        messages.success(request, _("De vraag van de politie is genoteerd. Er is niets verstuurd."))
        return redirect("alert", pk)
    note_look_from_outside(found, by=user_of(request), now=timezone.now())
    return render(request, "alerts/platform/police.html", {"alert": found, "form": form})
