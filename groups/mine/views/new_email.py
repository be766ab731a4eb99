"""Another e-mail address: asked for on the own page, confirmed behind the link in its own mail."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.kit.access import mailed_link
from dorst_portal.kit.errors import too_many
from dorst_portal.kit.ratelimit import client_address
from groups.mine.emails import NEW_EMAIL
from groups.mine.forms.new_email import NewEmailForm
from groups.mine.services import new_email as services
from groups.mine.views.access import with_own_page
from groups.mine.views.visits import back_to_own_page
from groups.models import EmailChange, OwnPage
from groups.refusals import Refused
from groups.requests.services.form_limits import TooOften
from groups.requests.views.opened_link import MailedLinks, is_about, works

LINKS: Final = MailedLinks(NEW_EMAIL, page="own_email_confirm", cookie_name="mijn_email")


@with_own_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_email(request: HttpRequest, page: OwnPage) -> HttpResponse:
    """Type the new address; then it is shown with what is still to be done. The answer is the same
    whether we know that address or not.
    """
    now = timezone.now()
    form = NewEmailForm(request.POST if request.method == "POST" else None, old=page.email)
    if form.is_valid():
        new, client = form.cleaned_data["email"], client_address(request)
        try:
            services.ask(page.email, new, client=client, now=now)
        except TooOften:
            return too_many(request, minutes=60)
        except Refused:
            return back_to_own_page("niet")
        return redirect("own_email")
    since = now - timedelta(days=settings.LINK_DAYS)
    waits = EmailChange.objects.filter(old=page.email, asked_at__gt=since).first()
    context = {"form": form, "page": page, "waits": waits, "days": settings.LINK_DAYS}
    return render(request, "groups/mine/public/email.html", context)


@with_own_page
@require_POST
def own_email_keep(request: HttpRequest, page: OwnPage) -> HttpResponse:
    """Not change it after all."""
    services.let_go(page.email, now=timezone.now())
    return back_to_own_page("zelfde-e-mail")


@mailed_link
@require_safe
def own_email_link(request: HttpRequest, token: str) -> HttpResponse:
    """Leads a good link on to its button, without the token in the address."""
    return LINKS.lead_on(request, token, now=timezone.now(), gone=gone)


@mailed_link
@require_http_methods(["GET", "HEAD", "POST"])
def own_email_confirm(request: HttpRequest) -> HttpResponse:
    """The button by which the new address is used from now on."""
    now = timezone.now()
    link = LINKS.opened_by(request)
    if link is None:
        return gone(request)
    if request.method == "POST":
        if not is_about(request, link) or not works(link, now=now):
            return gone(request)
        if not services.take_over(link, now=now):
            return gone(request)
        response = redirect("own_email_confirm")
        response["Location"] += "?klaar"
        return response
    if "klaar" in request.GET and link.used_at is not None:
        return render(request, "groups/mine/public/email_changed.html")
    if not works(link, now=now):
        return gone(request)
    return render(request, "groups/mine/public/email_confirm.html", {"link": link})


def gone(request: HttpRequest) -> HttpResponse:
    """One page for every link of a new address that does not work (any more)."""
    context = {"days": settings.LINK_DAYS}
    return render(request, "groups/mine/public/email_gone.html", context, status=404)
