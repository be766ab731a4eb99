"""A drill of the whole village: a coordinator plans it, groups take part."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alerts.forms.drills import DrillForm
from alerts.models import Drill
from alerts.pages import drills as pages
from alerts.services import drills as service
from alerts.views.access import ONLY_A_BEHEERDER
from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only, logged_in
from dorst_portal.kit.rows.keyset import asked_key
from groups.api import Refused, WatchGroup, manages_group, refused_leads_to


@coordinator_only
@require_safe
def drills(request: HttpRequest) -> HttpResponse:
    """All drills, the latest first."""
    page = pages.drills_page(after=asked_key(request))
    return render(request, "alerts/platform/drills.html", {"page": page, "now": timezone.now()})


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def drill_new(request: HttpRequest) -> HttpResponse:
    """Plan a drill; everybody who runs a group gets a mail."""
    now = timezone.now()
    form = DrillForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        try:
            drill = service.plan_drill(form.facts(), by=user_of(request), now=now)
        except Refused as refusal:
            form.add_error("at", str(refusal))
        else:
            messages.success(request, _("Gepland. De beheerders krijgen een e-mail."))
            return redirect("drill", drill.pk)
    return render(request, "alerts/platform/drill_new.html", {"form": form})


@coordinator_only
@require_safe
def drill(request: HttpRequest, pk: int) -> HttpResponse:
    """One drill: which groups took part, and how soon they were done."""
    found = get_object_or_404(Drill.objects.select_related("by"), pk=pk)
    page = pages.drill_page(found, after=asked_key(request))
    context = {"page": page, "is_ahead": found.at > timezone.now() and not found.called_off_at}
    return render(request, "alerts/platform/drill.html", context)


@coordinator_only
@require_POST
@refused_leads_to("drill", "pk")
def drill_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not going to be; who was told gets a mail."""
    service.call_off(get_object_or_404(Drill, pk=pk), by=user_of(request), now=timezone.now())
    messages.success(request, _("De oefening is afgezegd. De beheerders krijgen een e-mail."))
    return redirect("drill", pk)


@logged_in
@require_POST
@refused_leads_to("alerts")
def drill_join(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """ "Wij doen mee": a drill in the log of the own group."""
    user = user_of(request)
    group = get_object_or_404(WatchGroup.objects.visible_to(user), slug=slug)
    if not manages_group(user, group):
        raise PermissionDenied(ONLY_A_BEHEERDER)
    drill = get_object_or_404(Drill, pk=pk)
    alert = service.join_drill(drill, group, by=user, now=timezone.now())
    said = _("Groep {group} doet mee. Sluit de oefening straks af.")
    messages.success(request, said.format(group=group.name))
    return redirect("alert", alert.pk)
