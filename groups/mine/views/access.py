"""Who has the own page open in this browser."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from dorst_portal.kit.access import mailed_link
from groups.members.services.own_links import OWN_PAGE
from groups.mine.pages.own_page import memberships_of, requests_of
from groups.mine.services.visits import follow_language
from groups.models import Membership, OwnPage, ResidentRequest
from groups.models.own_pages import OPEN_MINUTES
from groups.requests.views.opened_link import MailedLinks

LINKS: Final = MailedLinks(OWN_PAGE, page="own_page_open", cookie_name="mijn_link")
_SALT: Final = "groups.own-page.open"

View = Callable[..., HttpResponseBase]


def cookie() -> str:
    """The name of the cookie that says which own page this browser opened."""
    return f"{settings.COOKIE_PREFIX}mijn"


def remember(response: HttpResponse, page: OwnPage) -> HttpResponse:
    """Note in the browser that it opened this page. The row says how long that lasts."""
    response.set_signed_cookie(
        cookie(),
        str(page.pk),
        salt=_SALT,
        max_age=OPEN_MINUTES * 60,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def opened_by(request: HttpRequest, *, now: datetime) -> OwnPage | None:
    """The own page that is open in this browser."""
    known = request.get_signed_cookie(cookie(), "", salt=_SALT, max_age=OPEN_MINUTES * 60)
    return OwnPage.objects.open_at(now).filter(pk=int(known)).first() if known else None


def with_own_page(view: View) -> View:
    """For who has the own page open; everybody else is told how to open it. Mails about what they
    have here follow the language in which they send something.
    """

    @mailed_link
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = opened_by(request, now=timezone.now())
        if page is not None:
            if request.method == "POST":
                follow_language(page.email)
            return view(request, page, *args, **kwargs)
        if request.method == "POST":
            return render(request, "groups/mine/public/closed.html", status=403)
        return redirect("own_page")

    return opened


def own_membership(page: OwnPage, pk: int) -> Membership:
    """A membership that the reader of this mail proved to be theirs; 404 for any other."""
    found = memberships_of(page.email).select_related("group").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def own_request(page: OwnPage, pk: int) -> ResidentRequest:
    """A request for which this address was confirmed; 404 for any other."""
    found = requests_of(page.email).select_related("group").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
