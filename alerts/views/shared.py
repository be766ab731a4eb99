"""The link that shows details for some days, and objecting to them."""

from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alerts.forms.objections import PURPOSE, ObjectionForm
from alerts.models import Alert, AlertPhoto
from alerts.pages.details import SharedPage, shared_page
from alerts.services.objections import make_objection
from alerts.services.wiping import SHARED
from alerts.views.photos import picture
from dorst_portal.kit.access import mailed_link, public
from dorst_portal.kit.errors import too_many
from dorst_portal.kit.nonces import Nonce, new_nonce, read_nonce
from dorst_portal.kit.ratelimit import Limit, client_address, hit
from groups.api import MailedLinks, link_works

LINKS: Final = MailedLinks(SHARED, page="shared_details", cookie_name="bijzonderheden")
_HOUR: Final = 60 * 60
_PER_CLIENT: Final = 10


@mailed_link
@require_safe
def shared_details_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link itself: its token leaves the address, and the page opens."""
    return LINKS.lead_on(request, token, now=timezone.now(), gone=_gone)


@mailed_link
@require_safe
def shared_details(request: HttpRequest) -> HttpResponse:
    """What is kept beside the facts; of a false alarm only that it was one."""
    page = _opened(request)
    if page is None:
        return _gone(request)
    return render(request, "alerts/public/shared.html", {"page": page})


@mailed_link
@require_safe
def shared_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """An approved photo of the alert whose link this browser opened."""
    page = _opened(request)
    if page is None or pk not in [photo.pk for photo in page.photos]:
        raise Http404
    return picture(
        AlertPhoto.objects.approved().values_list("covered", flat=True).filter(pk=pk).first()
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def details_object(request: HttpRequest) -> HttpResponse:
    """Somebody who is described wants it gone; from the page of the link it is known of what."""
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    page = _opened(request)
    context: dict[str, Any] = {"form": form, "page": page, "nonce": request.POST.get("nonce", "")}
    nonce = read_nonce(PURPOSE, request.POST.get("nonce"))
    if nonce is None:
        context["nonce"] = new_nonce(PURPOSE)
    if not form.is_valid():
        return render(request, "alerts/public/object.html", context)
    if nonce is None or _looks_automatic(request, form, nonce):
        context |= {"asks_again": True, "again": "ja"}
        return render(request, "alerts/public/object.html", context)
    if hit([Limit("objection", client_address(request), _PER_CLIENT, _HOUR)]):
        return too_many(request, minutes=60)
    typed = form.cleaned_data
    make_objection(
        typed["what"],
        contact=typed["contact"],
        alert=page.alert if page else None,
        key=nonce.value,
        now=timezone.now(),
    )
    return redirect("details_objected")


@public
@require_safe
def details_objected(request: HttpRequest) -> HttpResponse:
    """It was sent, and what happens now."""
    return render(request, "alerts/public/objected.html")


def _looks_automatic(request: HttpRequest, form: ObjectionForm, nonce: Nonce) -> bool:
    """Too fast for a person, or the trap is filled in; who presses once more goes through."""
    if request.POST.get("again") == "ja":
        return False
    fast = (timezone.now() - nonce.issued_at).total_seconds() < settings.FORM_MIN_SECONDS
    return fast or bool(form.cleaned_data["website"])


def _opened(request: HttpRequest) -> SharedPage | None:
    """What the link of this browser shows now; None when it does not work (any more)."""
    now = timezone.now()
    link = LINKS.opened_by(request)
    if link is None or not link_works(link, now=now):
        return None
    alert = Alert.objects.filter(pk=link.subject_id).first()
    return shared_page(alert, now=now) if alert else None


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "alerts/public/gone.html", status=404)
