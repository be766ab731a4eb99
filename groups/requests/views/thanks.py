"""After sending: the browser that sent the form reads what happens now in its own words; for
everybody else there is one page, which tells neither the kind of request nor its group.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from groups.models import ResidentRequest
from groups.requests.pages.thanks import thanks_for
from groups.values.references import looks_like_reference
from groups.values.states import Kind

# Not sent to the form: pages vary on cookies, so a new one there would make Back forget the form.
# That is why it has a path of its own, which a __Host- cookie cannot have; its value is signed.
COOKIE = "__Secure-aanmelding" if settings.HTTPS else "aanmelding"
_PATH = "/bedankt/"
_SALT = "groups.thanks"
AN_HOUR = 60 * 60


def thank(request: ResidentRequest) -> HttpResponse:
    """Lead to the page of thanks. For an hour this browser, and no other that has the address of
    the page, reads whose request it is, and may take street and number along for a second person.
    Of two forms it is the last one.
    """
    response = redirect("thanks", reference=request.reference)
    response.set_signed_cookie(
        COOKIE,
        request.reference,
        salt=_SALT,
        max_age=AN_HOUR,
        path=_PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


@public
@require_safe
def thanks(request: HttpRequest, reference: str) -> HttpResponse:
    """The reference and what happens now."""
    if not looks_like_reference(reference):
        raise Http404
    sent = ResidentRequest.objects.filter(reference=reference).select_related("group").first()
    if sent is None:
        raise Http404
    sent_here = request.get_signed_cookie(COOKIE, "", salt=_SALT, max_age=AN_HOUR) == reference
    joined_here = sent_here and sent.kind == Kind.JOIN
    same_house = sent if joined_here and sent.number else None
    told = thanks_for(sent) if sent_here and sent.anonymised_at is None else None
    context = {"reference": reference, "same_house": same_house, "told": told}
    response = render(request, "groups/requests/public/thanks.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
