"""Platform Dorst: whether details are kept at all, and who objects to them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alerts.forms.objections import AnswerForm, SwitchForm, WhichAlertForm
from alerts.models import AlertObjection, DetailsSwitch
from alerts.pages.objections import alerts_with_details, objection_page, objections_page
from alerts.services import objections as services
from alerts.services.switching import switch_off, switch_on
from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.kit.access import coordinator_only
from groups.api import refused_leads_to


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_login_required
@refused_leads_to("details_switch")
def details_switch(request: HttpRequest) -> HttpResponse:
    """Whether details may be kept, since when, and by which assessment; and the button."""
    rows = DetailsSwitch.objects.select_related("by").order_by("-pk")[:20]
    form = SwitchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and request.POST.get("zet") == "uit":
        switch_off(by=user_of(request), now=timezone.now())
        messages.success(request, _("Bijzonderheden bewaren staat uit. Alles is gewist."))
        return redirect("details_switch")
    if form.is_valid():
        switch_on(form.cleaned_data["reference"], by=user_of(request), now=timezone.now())
        messages.success(request, _("Bijzonderheden bewaren staat aan."))
        return redirect("details_switch")
    history = list(rows)
    context = {"form": form, "history": history, "last": history[0] if history else None}
    return render(request, "alerts/platform/details_switch.html", context)


@coordinator_only
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """Who waits for an answer, the one that is due first on top."""
    context = {"page": objections_page(now=timezone.now())}
    return render(request, "alerts/platform/objections.html", context)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("objection", "pk")
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection, and what was answered."""
    found = _found(pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        text = form.cleaned_data["answer"]
        services.answer(found, text, by=user_of(request), now=timezone.now())
        messages.success(request, _("Het bezwaar is afgehandeld."))
        return redirect("objections")
    return _objection_page(request, found, form, WhichAlertForm(alerts=alerts_with_details()))


@coordinator_only
@require_POST
@refused_leads_to("objection", "pk")
def objection_take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is kept of the alert goes, at once and everywhere."""
    found = _found(pk)
    alert = found.alert
    if alert is None:
        which = WhichAlertForm(request.POST, alerts=alerts_with_details())
        if not which.is_valid():
            return _objection_page(request, found, AnswerForm(), which)
        alert = which.cleaned_data["melding"]
    services.take_down(found, alert, by=user_of(request), now=timezone.now())
    messages.success(request, _("Alles bij deze melding is weg. Antwoord nu wie bezwaar maakte."))
    return redirect("objection", pk)


def _found(pk: int) -> AlertObjection:
    rows = AlertObjection.objects.select_related("alert__group", "alert__street", "handled_by")
    return get_object_or_404(rows, pk=pk)


def _objection_page(
    request: HttpRequest, found: AlertObjection, form: AnswerForm, which: WhichAlertForm
) -> HttpResponse:
    page = objection_page(found, now=timezone.now())
    context = {"page": page, "objection": found, "form": form, "which": which}
    return render(request, "alerts/platform/objection.html", context)
