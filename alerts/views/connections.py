"""The connections of an own group: the page, and setting one up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alerts.forms.connections import SignalForm, WebhookForm
from alerts.models import Connection
from alerts.pages.connections import connections_page
from alerts.services import connecting
from alerts.values.signing import new_secret
from alerts.views.access import own_connection, own_group
from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.kit.access import logged_in
from groups.api import WatchGroup, refused_leads_to

PAGE = "alerts/beheer/connections.html"


@logged_in
@require_safe
def connections(request: HttpRequest, slug: str) -> HttpResponse:
    """What is set up, who knocks, and what was sent."""
    return _page(request, own_group(user_of(request), slug))


@logged_in
@require_POST
@fresh_login_required
@never_cache
@refused_leads_to("connections", "slug")
def connection_code(request: HttpRequest, slug: str) -> HttpResponse:
    """A code that ties a Telegram chat; shown in this answer and nowhere else."""
    user, now = user_of(request), timezone.now()
    group = own_group(user, slug)
    code = connecting.new_code(group, by=user, now=now)
    return _page(request, group, code=f"{code[:4]}-{code[4:]}")


@logged_in
@fresh_login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("connections", "slug")
def connection_webhook(request: HttpRequest, slug: str) -> HttpResponse:
    """Where messages are sent to; its secret is shown in this answer and nowhere else."""
    user = user_of(request)
    group = own_group(user, slug)
    form = WebhookForm(request.POST if request.method == "POST" else None)
    secret = ""
    if form.is_valid():
        url, secret = form.cleaned_data["address"], new_secret()
        connecting.set_webhook(group, url=url, secret=secret, by=user, now=timezone.now())
    context = {"group": group, "form": form, "secret": secret}
    return render(request, "alerts/beheer/connection_webhook.html", context)


@logged_in
@fresh_login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("connections", "slug")
def connection_signal(request: HttpRequest, slug: str) -> HttpResponse:
    """Which Signal group, where the operator runs a service for it."""
    user = user_of(request)
    group = own_group(user, slug)
    form = SignalForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(
            request, "alerts/beheer/connection_signal.html", {"group": group, "form": form}
        )
    address = form.cleaned_data["address"]
    connecting.set_signal(group, address=address, by=user, now=timezone.now())
    messages.success(request, _("De Signal-groep is gekoppeld. Stuur een proefbericht."))
    return redirect("connections", slug)


@logged_in
@require_POST
@refused_leads_to("connections", "slug")
def connection_try(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Send a message that says that it is a test."""
    user = user_of(request)
    connecting.try_out(own_connection(user, slug, kind), by=user, now=timezone.now())
    messages.success(request, _("Het proefbericht is onderweg. Kijk over een minuut of het er is."))
    return redirect("connections", slug)


@logged_in
@require_POST
@refused_leads_to("connections", "slug")
def connection_off(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Nothing goes this way any more."""
    return _switch(request, own_connection(user_of(request), slug, kind), on=False)


@logged_in
@require_POST
@refused_leads_to("connections", "slug")
def connection_on(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Messages go this way again."""
    return _switch(request, own_connection(user_of(request), slug, kind), on=True)


def _switch(request: HttpRequest, connection: Connection, *, on: bool) -> HttpResponse:
    connecting.switch(connection, on=on, by=user_of(request), now=timezone.now())
    name = connection.get_kind_display()
    said = _("{name} staat weer aan.") if on else _("{name} staat uit.")
    messages.success(request, said.format(name=name))
    return redirect("connections", connection.group.slug)


def _page(request: HttpRequest, group: WatchGroup, *, code: str = "") -> HttpResponse:
    page = connections_page(group, now=timezone.now())
    return render(request, PAGE, {"page": page, "group": group, "code": code})
