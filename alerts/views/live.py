"""The live page of an alert, for everybody with its link: who calls 112.

The address holds the token and stays in the bar: it is opened again and again from the chat, by
people without an account, and what it opens is about nobody (docs/security.md).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alerts.models import Alert
from alerts.pages.live import find_live, live_page, works
from alerts.services import calls
from alerts.values.script_words import LIVE
from alerts.views.access import own_alert
from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in, mailed_link
from dorst_portal.kit.errors import too_many
from dorst_portal.kit.nonces import new_nonce, read_nonce
from dorst_portal.kit.ratelimit import Limit, client_address, hit
from dorst_portal.languages.script_words import words_for_script
from groups.api import refused_leads_to

BAD_TRIES: Final = 20
BAD_TRIES_SECONDS: Final = 15 * 60
REMEMBERED: Final = 15 * 60
_PURPOSE: Final = "alert-call"
_SALT: Final = "alerts.call"
_TOO_OFTEN_MINUTES: Final = calls.SECONDS // 60


@mailed_link
@require_safe
def alert_live(request: HttpRequest, token: str) -> HttpResponse:
    """The facts of the alert, who calls, and the buttons."""
    now = timezone.now()
    alert = find_live(token)
    if alert is None and hit([_bad_tries(request)], now=now):
        return too_many(request)
    return _shown(request, _working(alert, now=now), "live", now=now)


@mailed_link
@require_safe
def alert_live_state(request: HttpRequest, token: str) -> HttpResponse:
    """The part of the page that changes; 304 while it does not. It writes nothing."""
    now = timezone.now()
    alert = _working(find_live(token), now=now)
    etag = live_page(alert, code=_code_of(request), now=now).etag
    unchanged = get_conditional_response(request, etag=etag)
    if isinstance(unchanged, HttpResponse):
        return unchanged
    response = _shown(request, alert, "live_state", now=now)
    response.headers["ETag"] = etag
    return response


@mailed_link
@require_POST
def alert_live_claim(request: HttpRequest, token: str) -> HttpResponse:
    """I call 112 now."""
    code = read_nonce(_PURPOSE, request.POST.get("beurt"))

    def claim(alert: Alert, now: datetime) -> bool:
        return code is not None and calls.claim_call(alert, code=code.value, now=now)

    response, is_mine = _acted(request, token, claim)
    if code and is_mine:
        _remember(response, code.value)
    return response


@mailed_link
@require_POST
def alert_live_called(request: HttpRequest, token: str) -> HttpResponse:
    """112 was called."""
    code = _code_of(request)
    response, _ = _acted(
        request, token, lambda alert, now: calls.say_called(alert, code=code, now=now)
    )
    return response


@mailed_link
@require_POST
def alert_live_give_back(request: HttpRequest, token: str) -> HttpResponse:
    """Calling does not work."""
    code, now = _code_of(request), timezone.now()
    alert = _working(find_live(token), now=now)
    if code and code == alert.call_code and calls.gives_back_too_often(alert, now=now):
        return too_many(request, minutes=_TOO_OFTEN_MINUTES)
    response, _ = _acted(
        request, token, lambda alert, now: calls.give_back(alert, code=code, now=now)
    )
    return response


@logged_in
@require_POST
@refused_leads_to("alert", "pk")
def alert_link_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Another link, for the beheerder of the group; the old one works no more."""
    user = user_of(request)
    calls.renew_link(own_alert(user, pk), by=user, now=timezone.now())
    messages.success(request, _("De oude link werkt niet meer. Deel de nieuwe link."))
    return redirect("alert", pk)


def _acted(
    request: HttpRequest, token: str, act: Callable[[Alert, datetime], bool]
) -> tuple[HttpResponse, bool]:
    """Do it, and lead to the page, which tells how it stands whoever was first."""
    now = timezone.now()
    alert = _working(find_live(token), now=now)
    if calls.acts_too_often(alert, client=client_address(request), now=now):
        return too_many(request, minutes=_TOO_OFTEN_MINUTES), False
    done = act(alert, now)
    return redirect("alert_live", token), done


def _working(alert: Alert | None, *, now: datetime) -> Alert:
    if alert is None or not works(alert, now=now):
        raise Http404
    return alert


def _shown(request: HttpRequest, alert: Alert, name: str, *, now: datetime) -> HttpResponse:
    page = live_page(alert, code=_code_of(request), now=now)
    words = words_for_script(LIVE)
    context = {"page": page, "turn": new_nonce(_PURPOSE), "script_words": words}
    return render(request, f"alerts/public/{name}.html", context)


def _bad_tries(request: HttpRequest) -> Limit:
    return Limit("alert-live", client_address(request), BAD_TRIES, BAD_TRIES_SECONDS)


def _cookie() -> str:
    return f"{settings.COOKIE_PREFIX}ik_bel"


def _code_of(request: HttpRequest) -> str:
    """Which turn this browser took in the last quarter of an hour."""
    return request.get_signed_cookie(_cookie(), "", salt=_SALT, max_age=REMEMBERED) or ""


def _remember(response: HttpResponse, code: str) -> None:
    """The code of this one turn, which tells nothing else of the browser."""
    response.set_signed_cookie(
        _cookie(),
        code,
        salt=_SALT,
        max_age=REMEMBERED,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
