"""Proving again who you are, in front of what matters most.

allauth's own check lets everybody pass who has neither a password nor a second factor, which is
how most beheerders log in. So we ask ourselves: a code by mail, a code of the app, a passkey or
the password.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from dorst_portal.accounts import limits, sessions
from dorst_portal.accounts.factors import app_of
from dorst_portal.accounts.letters import queue_letter
from dorst_portal.accounts.models import User

View = Callable[..., HttpResponseBase]
_CODE = "fresh_code"
_GOOD_FOR_SECONDS = 10 * 60
_TRIES = 3


def fresh_login_required(view: View) -> View:
    """Let a view be reached only by somebody who proved in the last ten minutes who they are."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not sessions.is_fresh(
            request.session, now=timezone.now()
        ):
            back = urlencode({REDIRECT_FIELD_NAME: _page_of(request)})
            return redirect(f"{reverse('fresh_login')}?{back}")
        return view(request, *args, **kwargs)

    return guarded


def next_page(request: HttpRequest) -> str:
    """Where to go afterwards: a page of our own, else the start of the person who asks."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    home: str = get_adapter(request).get_login_redirect_url(request)
    return home


def mail_code(session: SessionBase, user: User) -> None:
    """Mail a new code; the one before stops working. The session holds only its keyed hash."""
    limits.count_fresh_code_request(user)
    code = get_adapter().generate_login_code()
    session[_CODE] = {"hash": _hash(user, code), "at": timezone.now().timestamp(), "tries": 0}
    queue_letter("account/email/fresh_code", to=user.email, context={"code": code})


def has_open_code(session: SessionBase) -> bool:
    """Tell whether a mailed code is waiting to be typed."""
    return _CODE in session


def is_password(user: User, password: str) -> bool:
    """Tell whether a typed password proves that this is the user."""
    limits.count_fresh_login(user)
    return user.check_password(password)


def is_code(session: SessionBase, user: User, code: str) -> bool:
    """Tell whether a typed code, mailed or of the app, proves that this is the user."""
    limits.count_fresh_login(user)
    return _is_mailed_code(session, user, code) or _is_app_code(user, code)


def _is_mailed_code(session: SessionBase, user: User, code: str) -> bool:
    sent = session.get(_CODE)
    if sent is None:
        return False
    age = timezone.now().timestamp() - sent["at"]
    if not 0 <= age < _GOOD_FOR_SECONDS or sent["tries"] >= _TRIES:
        del session[_CODE]
        return False
    if constant_time_compare(_hash(user, code), sent["hash"]):
        del session[_CODE]
        return True
    session[_CODE] = sent | {"tries": sent["tries"] + 1}
    return False


def _is_app_code(user: User, code: str) -> bool:
    app = app_of(user)
    return app is not None and bool(app.wrap().validate_code(code))


def _hash(user: User, code: str) -> str:
    text = f"{user.pk}:{normalize_user_code(code)}"
    return salted_hmac("accounts.fresh-code", text, algorithm="sha256").hexdigest()


def _page_of(request: HttpRequest) -> str:
    """The page to return to: this one, or the page with the button that was pressed."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    if referer and url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return referer
    return request.get_full_path()
