"""Passing an alert on to groups that lie beside, and what a group does with one that came."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alerts.forms.relaying import DIRECTION, DirectionForm, GroupsForm
from alerts.models import Alert, Relay
from alerts.pages import relaying as pages
from alerts.services import relaying
from alerts.services.looks import note_alert_seen, note_look_from_outside
from alerts.views.access import own_alert
from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.models import User
from dorst_portal.kit.access import coordinator_only, logged_in
from groups.api import Refused, WatchGroup, refused_leads_to


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("alert", "pk")
def alert_relay(request: HttpRequest, pk: int) -> HttpResponse:
    """The group of the alert tells groups that lie beside it."""
    found = own_alert(user_of(request), pk)
    return _pass_on(request, found, found.group, back=("alert", pk))


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("relay", "pk")
def relay_on(request: HttpRequest, pk: int) -> HttpResponse:
    """A group that took it over tells groups that lie beside it in turn."""
    found = _own_relay(user_of(request), pk)
    if found.accepted_at is None:
        raise Refused(relaying.NOT_TAKEN)
    return _pass_on(request, found.alert, found.to_group, back=("relay", pk))


@logged_in
@require_safe
def relay(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts of an alert of another group, for who was told of it; a look leaves a line."""
    user = user_of(request)
    found = _own_relay(user, pk)
    note_alert_seen(found.alert, by=user, now=timezone.now())
    return render(request, "alerts/beheer/relay.html", {"page": pages.relay_page(found)})


@logged_in
@require_POST
@refused_leads_to("relay", "pk")
def relay_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap: the group takes it over."""
    user = user_of(request)
    relaying.accept(_own_relay(user, pk), by=user, now=timezone.now())
    messages.success(request, _("Je groep neemt de melding over. Deel nu de tekst."))
    return redirect("relay", pk)


@logged_in
@require_POST
@refused_leads_to("relay", "pk")
def relay_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The group need not do anything."""
    user = user_of(request)
    relaying.decline(_own_relay(user, pk), by=user, now=timezone.now())
    messages.success(request, _("Dank je. Je hoeft niets te doen."))
    return redirect("relay", pk)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("alert", "pk")
def alert_village(request: HttpRequest, pk: int) -> HttpResponse:
    """To the whole village: first how many that are, then a button."""
    user, now = user_of(request), timezone.now()
    found = get_object_or_404(Alert.objects.select_related("group", "street"), pk=pk)
    relaying.check_running(found)
    if request.method == "POST":
        told = relaying.tell_village(found, by=user, now=now)
        messages.success(request, _sent(told))
        return redirect("alert", pk)
    everybody = WatchGroup.objects.shown_to_everybody().order_by("name")
    plan = pages.plan(found, everybody, by=user, now=now)
    note_look_from_outside(found, by=user, now=now)
    context = {"alert": found, "plan": plan, "where": found.where}
    return render(request, "alerts/platform/village.html", context)


def _pass_on(
    request: HttpRequest, alert: Alert, group: WatchGroup, *, back: tuple[str, int]
) -> HttpResponse:
    user, now = user_of(request), timezone.now()
    relaying.check_running(alert)
    form = GroupsForm(request.POST if request.method == "POST" else None, pages.beside(group))
    if form.is_valid():
        told = relaying.pass_on(alert, form.chosen, from_group=group, by=user, now=now)
        messages.success(request, _sent(told))
        return redirect(*back)
    ask = DirectionForm(request.GET if DIRECTION in request.GET else None)
    way = ask.cleaned_data["kant"] if ask.is_valid() else None
    page = pages.pass_on_page(alert, group, direction=way, by=user, now=now)
    on_the_way = [one.group for one in page.offers if one.on_the_way]
    form.offer([one.group for one in page.offers], ticked=on_the_way)
    context = {"page": page, "form": form, "ask": ask, "way": way, "back": back}
    return render(request, "alerts/beheer/pass_on.html", context)


def _own_relay(user: User, pk: int) -> Relay:
    visible = Relay.objects.visible_to(user, now=timezone.now())
    with_facts = visible.select_related("alert__group", "alert__street", "to_group", "from_group")
    return get_object_or_404(with_facts, pk=pk)


def _sent(told: pages.Plan) -> str:
    groups, people = len(told.groups), len(told.people)
    said = (
        ngettext("Doorgegeven aan 1 groep.", "Doorgegeven aan {n} groepen.", groups),
        ngettext("1 beheerder krijgt een e-mail.", "{n} beheerders krijgen een e-mail.", people),
    )
    return " ".join(one.format(n=n) for one, n in zip(said, (groups, people), strict=True))
