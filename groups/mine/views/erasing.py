"""Having everything wiped: what goes and a tick, the same question once more, and then it is gone.

TK-12: the second button works only behind the first, on the own page that was open there.
"""

from typing import Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dorst_portal.kit.access import mailed_link, public
from groups.mine.forms.erasing import EraseForm
from groups.mine.pages.what_goes import what_goes
from groups.mine.services.erasing import erase_own
from groups.mine.views.access import cookie, opened_by, with_own_page
from groups.models import OwnPage
from groups.models.own_pages import OPEN_MINUTES
from groups.privacy.services.erasing import NothingToErase

_SALT: Final = "groups.own-page.erase"


@with_own_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_erase(request: HttpRequest, page: OwnPage) -> HttpResponse:
    """What goes and what stays; after the tick the question stands there once more."""
    goes = what_goes(page.email)
    if not goes:
        return redirect("own_page")
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = signing.dumps(page.pk, salt=_SALT)
        context = {"page": page, "goes": goes, "asked": asked}
        return render(request, "groups/mine/public/erase_sure.html", context)
    context = {"page": page, "goes": goes, "form": form}
    return render(request, "groups/mine/public/erase.html", context)


@mailed_link
@require_http_methods(["GET", "HEAD", "POST"])
def own_erase_sure(request: HttpRequest) -> HttpResponse:
    """The second button. Pressed twice, its page is gone and everything is wiped all the same."""
    now = timezone.now()
    pk = _asked_before(request)
    if request.method != "POST" or pk is None:
        return redirect("own_erase")
    page = opened_by(request, now=now)
    if page is None and OwnPage.objects.filter(pk=pk).exists():
        return render(request, "groups/mine/public/closed.html", status=403)
    if page is not None and page.pk != pk:
        return redirect("own_erase")
    if page is not None:
        try:
            erase_own(page, now=now)
        except NothingToErase:
            return redirect("own_page")
    response = redirect("own_erased")
    response.delete_cookie(cookie())
    return response


@public
@require_safe
def own_erased(request: HttpRequest) -> HttpResponse:
    """Everything is wiped: nothing of anybody stands here."""
    return render(request, "groups/mine/public/erased.html")


def _asked_before(request: HttpRequest) -> int | None:
    """Of which own page the first button was pressed."""
    try:
        known: object = signing.loads(
            request.POST.get("gevraagd", ""), salt=_SALT, max_age=OPEN_MINUTES * 60
        )
    except signing.BadSignature:
        return None
    return known if isinstance(known, int) else None
