"""The log of alerts of the own groups: the list, a new one, correcting one, and the file."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alerts.forms.log import AlertForm, EditForm, typed_before
from alerts.models import Alert
from alerts.pages import files
from alerts.pages import log as pages
from alerts.pages.relaying import own_relays
from alerts.services import logging
from alerts.services.looks import note_alerts_exported, note_alerts_listed
from alerts.views.access import ONLY_A_BEHEERDER, own_alert
from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from dorst_portal.kit.rows.keyset import asked_key
from dorst_portal.kit.spreadsheets import csv_file, xlsx_file
from groups.api import WatchGroup, refused_leads_to

# So that composing a message can hand over what fits, without it being saved.
FROM_MESSAGE = "van_bericht"
FILES = {"csv": csv_file, "xlsx": xlsx_file}


@logged_in
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """The alerts of the own groups, or of all for staff, by month; a page by key. What other
    groups passed on stands above them. On the day of a drill one press takes part.
    """
    user, now, after = user_of(request), timezone.now(), asked_key(request)
    own = list(WatchGroup.objects.managed_by(user).order_by("name"))
    page = pages.log_page(Alert.objects.visible_to(user), own=own, after=after)
    if user.is_platform:
        note_alerts_listed(by=user, now=now)
    drills = pages.drills_ahead(own, now=now) if page.is_first else ()
    came = own_relays(user, now=now) if own and page.is_first else ()
    context = {"page": page, "own": own, "drills": drills, "came": came}
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
    messages.success(request, _("De melding is bewaard."))
    return redirect("alert", alert.pk)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("alert", "pk")
def alert_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the facts while it runs; when somebody else was first, what was typed stays."""
    user, now = user_of(request), timezone.now()
    alert = own_alert(user, pk)
    if alert.closed_at:
        raise logging.NotRunning
    form = EditForm(request.POST if request.method == "POST" else None, alert=alert, now=now)
    changed = False
    if form.is_valid():
        try:
            version = form.version_sent
            logging.change_alert(alert, form.facts(), version=version, by=user, now=now)
        except logging.ChangedMeanwhile:
            changed, alert = True, logging.as_it_is_now(alert)
            form.carry_on_from(alert.version)
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect("alert", pk)
    context = {"form": form, "alert": alert, "changed": changed}
    return render(request, "alerts/beheer/alert_edit.html", context)


@logged_in
@require_safe
def alerts_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The facts of a group as a file, without anybody's name; that leaves a line."""
    user = user_of(request)
    group = get_object_or_404(WatchGroup.objects.visible_to(user), slug=slug)
    make = FILES.get(form)
    if make is None:
        raise Http404
    note_alerts_exported(group, by=user, now=timezone.now())
    return make(f"meldingen-{group.slug}", files.HEADER, files.rows_of(group))
