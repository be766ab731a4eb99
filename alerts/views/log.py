"""The log of alerts of the own groups: the list, a new one, its page, and how it ended."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alerts.forms.log import AlertForm, CloseForm, typed_before
from alerts.models import Alert
from alerts.pages import log as pages
from alerts.services import logging
from alerts.services.looks import note_alert_seen, note_alerts_listed
from alerts.values.choices import AlertState
from alerts.views.access import ONLY_A_BEHEERDER, own_alert, visible_alert
from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from dorst_portal.kit.rows.keyset import asked_key
from groups.api import WatchGroup, manages_group, refused_leads_to

FROM_MESSAGE = "van_bericht"


@logged_in
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """The alerts of the own groups, or of all for staff, by month; a page by key."""
    user = user_of(request)
    own = list(WatchGroup.objects.managed_by(user).order_by("name"))
    page = pages.log_page(Alert.objects.visible_to(user), after=asked_key(request))
    if user.is_platform:
        note_alerts_listed(by=user, now=timezone.now())
    context = {"page": page, "own": own, "names_group": user.is_platform or len(own) > 1}
    return render(request, "alerts/beheer/alerts.html", context)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def alert_new(request: HttpRequest) -> HttpResponse:
    """Keep an alert of an own group. After composing a message the form begins with its facts."""
    user, now = user_of(request), timezone.now()
    groups = list(WatchGroup.objects.managed_by(user).order_by("name"))
    if not groups:
        raise PermissionDenied(ONLY_A_BEHEERDER)
    begin, sent = {}, request.POST if request.method == "POST" else None
    if sent is not None and FROM_MESSAGE in sent:
        begin, sent = typed_before(sent.dict(), groups=groups), None
    form = AlertForm(sent, groups=groups, now=now, initial=begin)
    if not form.is_valid():
        return render(request, "alerts/beheer/alert_new.html", {"form": form})
    alert = logging.log_alert(form.chosen_group, form.facts(), by=user, now=now)
    messages.success(request, "De melding staat in het logboek.")
    return redirect("alert", alert.pk)


@logged_in
@require_safe
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One alert; a look from outside the group leaves a line."""
    user = user_of(request)
    found = visible_alert(user, pk)
    is_own = manages_group(user, found.group)
    if not is_own:
        note_alert_seen(found, by=user, now=timezone.now())
    return _alert_page(request, found, CloseForm(), is_own=is_own)


@logged_in
@require_POST
@refused_leads_to("alert", "pk")
def alert_over(request: HttpRequest, pk: int) -> HttpResponse:
    """It is over, with what came of it."""
    user = user_of(request)
    found = own_alert(user, pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _alert_page(request, found, form, is_own=True)
    outcome = form.cleaned_data["outcome"]
    logging.close_alert(found, state=AlertState.OVER, outcome=outcome, by=user, now=timezone.now())
    messages.success(request, "De melding is afgesloten. Laat het nu de groep weten.")
    return redirect("alert", pk)


@logged_in
@require_POST
@refused_leads_to("alert", "pk")
def alert_false(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing was the matter."""
    user = user_of(request)
    found = own_alert(user, pk)
    logging.close_alert(found, state=AlertState.FALSE_ALARM, by=user, now=timezone.now())
    messages.success(request, "De melding was loos alarm. Laat het nu de groep weten.")
    return redirect("alert", pk)


def _alert_page(
    request: HttpRequest, alert: Alert, form: CloseForm, *, is_own: bool
) -> HttpResponse:
    context = {"page": pages.alert_page(alert, is_own=is_own), "form": form}
    return render(request, "alerts/beheer/alert.html", context)
