"""For who has a link that stopped working: ask for a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dorst_portal.accounts.views.login import steady
from dorst_portal.kit.access import public
from dorst_portal.kit.errors import too_many
from dorst_portal.kit.ratelimit import client_address
from groups.requests.forms.answering import NewLinkForm
from groups.requests.services.form_limits import TooOften
from groups.requests.services.new_link import mail_new_links


@public
@steady
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest) -> HttpResponse:
    """Always gives the same answer in the same time, whether the address is known or not."""
    if "verstuurd" in request.GET and request.method != "POST":
        return render(request, "groups/requests/public/new_link_sent.html")
    form = NewLinkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "groups/requests/public/new_link.html", {"form": form})
    try:
        mail_new_links(
            form.cleaned_data["email"], client=client_address(request), now=timezone.now()
        )
    except TooOften:
        return too_many(request, minutes=60)
    response = redirect("new_link")
    response["Location"] += "?verstuurd"
    return response
