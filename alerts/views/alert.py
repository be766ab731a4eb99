"""One alert: its page, how it ended, and with whom it was shared."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alerts.forms.log import CloseForm
from alerts.models import Alert, AlertShare, DetailsSwitch
from alerts.pages.alert import alert_page
from alerts.pages.connections import deliveries_about
from alerts.pages.live import live_block
from alerts.pages.relaying import relay_block
from alerts.services import logging, sharing
from alerts.services.looks import note_alert_seen
from alerts.values.choices import AlertState, SharedWith
from alerts.views.access import own_alert, visible_alert
from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.models import User
from dorst_portal.kit.access import logged_in
from groups.api import Refused, manages_group, refused_leads_to


@logged_in
@require_safe
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One alert; a look from outside the group leaves a line."""
    user = user_of(request)
    found = visible_alert(user, pk)
    is_own = manages_group(user, found.group)
    if not is_own:
        note_alert_seen(found, by=user, now=timezone.now())
    return _page(request, found, CloseForm(), is_own=is_own)


@logged_in
@require_POST
@refused_leads_to("alert", "pk")
def alert_over(request: HttpRequest, pk: int) -> HttpResponse:
    """It is over, with what came of it."""
    user = user_of(request)
    found = own_alert(user, pk)
    form = CloseForm(request.POST)
    if not form.is_valid() and found.closed_at is None:
        return _page(request, found, form, is_own=True)
    outcome = form.cleaned_data.get("outcome", "")
    return _close(request, found, AlertState.OVER, outcome=outcome, by=user)


@logged_in
@require_POST
@refused_leads_to("alert", "pk")
def alert_false(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing was the matter."""
    user = user_of(request)
    return _close(request, own_alert(user, pk), AlertState.FALSE_ALARM, by=user)


@logged_in
@require_POST
@refused_leads_to("alert", "pk")
def alert_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """A slip: it runs still."""
    user = user_of(request)
    logging.reopen_alert(own_alert(user, pk), by=user, now=timezone.now())
    messages.success(request, _("De melding loopt weer."))
    return redirect("alert", pk)


@logged_in
@require_POST
@refused_leads_to("alert", "pk")
def alert_shared(request: HttpRequest, pk: int) -> HttpResponse:
    """These people were told."""
    user = user_of(request)
    found = own_alert(user, pk)
    sent = request.POST.get("met", "")
    if sent not in SharedWith.values:
        raise Refused(_("Kies met wie je de melding deelde."))
    sharing.share_alert(found, SharedWith(sent), by=user, now=timezone.now())
    messages.success(request, _("We hebben het genoteerd."))
    return redirect("alert", pk)


@logged_in
@require_POST
@refused_leads_to("alert", "pk")
def alert_unshared(request: HttpRequest, pk: int, share: int) -> HttpResponse:
    """A slip: they were not told."""
    user = user_of(request)
    found = own_alert(user, pk)
    row = get_object_or_404(
        AlertShare.objects.select_related("alert__group"), alert=found, pk=share
    )
    sharing.take_back(row, by=user, now=timezone.now())
    messages.success(request, _("Dit staat weer op nog niet gedeeld."))
    return redirect("alert", pk)


def _close(
    request: HttpRequest, alert: Alert, state: AlertState, *, outcome: str = "", by: User
) -> HttpResponse:
    logging.close_alert(alert, state=state, outcome=outcome, by=by, now=timezone.now())
    said = _("{state}. Laat het nu de groep weten.").format(state=state.label)
    messages.success(request, said, extra_tags=reverse("alert_reopen", args=[alert.pk]))
    return redirect("alert", alert.pk)


def _page(request: HttpRequest, alert: Alert, form: CloseForm, *, is_own: bool) -> HttpResponse:
    user, now = user_of(request), timezone.now()
    page = alert_page(alert, is_own=is_own)
    context = {
        "page": page,
        "form": form,
        "live": live_block(alert, now=now) if is_own else None,
        "keeps_details": (is_own or user.is_platform) and DetailsSwitch.objects.is_on(),
        "sent": deliveries_about(alert) if is_own else (),
        "relayed": relay_block(alert, user=user, is_own=is_own),
    }
    return render(request, "alerts/beheer/alert.html", context)
