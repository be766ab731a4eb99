"""The details of an alert, for who runs its group; Platform Dorst looks, and leaves a line."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alerts.forms.details import DescribeForm
from alerts.models import Alert
from alerts.pages.details import details_page
from alerts.services import describing
from alerts.services.looks import note_details_seen
from alerts.services.wiping import SHARED, Why, wipe_details
from alerts.values.details import moment_seen
from alerts.views.access import own_alert, visible_alert
from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from groups.api import Refused, refused_leads_to


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def alert_details(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept beside the facts, and the form for it."""
    if request.method != "POST":
        return _page(request, visible_alert(user_of(request), pk))
    user, now = user_of(request), timezone.now()
    alert = own_alert(user, pk)
    form = DescribeForm(request.POST)
    if not form.is_valid():
        return _page(request, alert, form)
    seen = moment_seen(request.POST.get("seen", ""))
    try:
        describing.describe(alert, form.described(), seen=seen, by=user, now=now)
    except describing.ChangedMeanwhile as refusal:
        form.add_error("description", str(refusal))
        return _page(request, alert, form)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("De bijzonderheden staan erbij."))
    return redirect("alert_details", pk)


@logged_in
@require_POST
@refused_leads_to("alert_details", "pk")
def alert_share(request: HttpRequest, pk: int) -> HttpResponse:
    """A link that shows them for some days."""
    user = user_of(request)
    describing.share(own_alert(user, pk), by=user, now=timezone.now())
    messages.success(request, _("De link is klaar. Deel hem alleen in je groep."))
    return redirect("alert_details", pk)


@logged_in
@require_POST
@refused_leads_to("alert_details", "pk")
def alert_unshare(request: HttpRequest, pk: int) -> HttpResponse:
    """The link stops."""
    user = user_of(request)
    describing.unshare(own_alert(user, pk), by=user, now=timezone.now())
    messages.success(request, _("De link werkt niet meer."))
    return redirect("alert_details", pk)


@logged_in
@require_POST
@refused_leads_to("alert_details", "pk")
def alert_wipe(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it goes, and only the facts stay."""
    user = user_of(request)
    wipe_details(own_alert(user, pk), why=Why.ASKED, by=user, now=timezone.now())
    messages.success(request, _("De bijzonderheden zijn gewist."))
    return redirect("alert_details", pk)


def _page(request: HttpRequest, alert: Alert, form: DescribeForm | None = None) -> HttpResponse:
    user, now = user_of(request), timezone.now()
    page = details_page(alert, user=user, now=now, shared=SHARED)
    if page.has_anything and not page.is_own:
        note_details_seen(alert, by=user, now=now)
    form = form or DescribeForm(initial=vars(page.described))
    context = {"page": page, "alert": alert, "form": form}
    return render(request, "alerts/beheer/details.html", context)
