"""The mailed link of a resident: yes, this is my address, or no, this is not me.

Opening the link changes nothing. It leads on to a page without the token, so that no token stays in
the address bar; which link was opened stands in a signed cookie for half an hour.
"""

import re
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dorst_portal.kit.access import mailed_link
from dorst_portal.kit.errors import too_many
from dorst_portal.kit.links import read_token
from dorst_portal.kit.models import Link
from dorst_portal.kit.ratelimit import Limit, client_address, hit
from groups.emails import CONFIRM
from groups.models import ResidentRequest
from groups.services.confirm import confirm_email, refuse_email
from groups.services.progress import masked, progress_of

COOKIE = f"{settings.COOKIE_PREFIX}bevestig"
_SALT = "groups.confirm"
HALF_AN_HOUR = 30 * 60
BAD_TRIES = 20
BAD_TRIES_SECONDS = 15 * 60
# What mail programs leave behind a link: a full stop, a bracket, a blank, a soft line break.
_NOT_OF_A_TOKEN = re.compile(r"[^A-Za-z0-9_-]")


@mailed_link
@require_safe
def confirm_link(request: HttpRequest, token: str) -> HttpResponse:
    """Leads a good link on to its page; only bad tries are counted, so this writes nothing."""
    link = read_token(CONFIRM, _NOT_OF_A_TOKEN.sub("", token), now=timezone.now())
    if link is None:
        tries = Limit("confirm", client_address(request), BAD_TRIES, BAD_TRIES_SECONDS)
        return too_many(request) if hit([tries]) else _gone(request)
    response = redirect("confirm")
    response.set_signed_cookie(
        COOKIE,
        str(link.pk),
        salt=_SALT,
        max_age=HALF_AN_HOUR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


@mailed_link
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Shows how far the request is, and acts on one of two buttons."""
    now = timezone.now()
    link = _opened_link(request)
    asked = ResidentRequest.objects.filter(pk=link.subject_id).first() if link else None
    if link is None or asked is None:
        return _gone(request)
    if request.method == "POST":
        return _act(request, link, now=now)
    if asked.email_refused_at and not asked.email:
        return render(request, "groups/public/confirm_refused.html", {"asked": asked})
    if not asked.email or not _works(link, now=now):
        return _gone(request)
    context = {
        "asked": asked,
        "link": link,
        "email": masked(asked.email),
        "progress": progress_of(asked, now=now),
        "done": request.GET.get("klaar", ""),
    }
    return render(request, "groups/public/confirm.html", context)


def _act(request: HttpRequest, link: Link, *, now: datetime) -> HttpResponse:
    # Another tab may have opened another link since: the button is about its own page only.
    if request.POST.get("link") != str(link.pk):
        return _gone(request)
    if not _works(link, now=now):
        return redirect("confirm")  # tells what became of it
    answer = request.POST.get("antwoord")
    if answer == "nee":
        refuse_email(link, now=now)
        return redirect("confirm")
    if answer != "ja":
        return redirect("confirm")
    done = "ja" if confirm_email(link, now=now) else "al"
    response = redirect("confirm")
    response["Location"] += f"?klaar={done}"
    return response


def _opened_link(request: HttpRequest) -> Link | None:
    """The link that this browser opened in the last half hour."""
    opened = request.get_signed_cookie(COOKIE, "", salt=_SALT, max_age=HALF_AN_HOUR)
    if not opened:
        return None
    return Link.objects.filter(pk=int(opened), purpose=CONFIRM).first()


def _works(link: Link, *, now: datetime) -> bool:
    return link.used_at is None and link.issued_at <= now < link.expires_at


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "groups/public/link_gone.html", status=404)
