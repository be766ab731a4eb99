"""Proving again who you are, in front of what matters most.

allauth's own check lets everybody pass who has neither a password nor a second factor, which is
how most beheerders log in. So we ask ourselves: a code by mail, a code of the app, a passkey or
the password.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import get_adapter
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from dorst_portal.accounts import limits, mailed_codes, services, sessions
from dorst_portal.accounts.letters import queue_code
from dorst_portal.accounts.models import User

View = Callable[..., HttpResponseBase]


def fresh_login_required(view: View) -> View:
    """Let a view be reached only by somebody who proved in the last ten minutes who they are."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not sessions.is_fresh(
            request.session, now=timezone.now()
        ):
            return to_fresh_login(page_to_come_back_to(request))
        return view(request, *args, **kwargs)

    return guarded


def to_fresh_login(page: str) -> HttpResponseRedirect:
    """Ask the person to prove who they are, and lead back to this page of ours afterwards."""
    return redirect(f"{reverse('fresh_login')}?{urlencode({REDIRECT_FIELD_NAME: page})}")


def page_to_come_back_to(request: HttpRequest) -> str:
    """This page, or the page with the button that was pressed: many a button has no page."""
    referer = request.headers.get("Referer", "")
    is_ours = referer and url_has_allowed_host_and_scheme(referer, {request.get_host()})
    if request.method in ("GET", "HEAD") or not is_ours:
        return request.get_full_path()
    pressed_on = urlsplit(referer)
    page = urlunsplit(("", "", pressed_on.path, pressed_on.query, ""))
    return request.get_full_path() if page.startswith("//") else page


def next_page(request: HttpRequest) -> str:
    """Where to go afterwards: a page of our own, else the start of the person who asks."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    # A word alone would be read as the name of a view, and break where there is none.
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    home: str = get_adapter(request).get_login_redirect_url(request)
    return home


def mail_code(session: SessionBase, user: User) -> None:
    """Mail a code; `mailed_codes` tells its rule."""
    limits.count_fresh_code_request(user)
    mailed_codes.ask(
        session,
        mailed_codes.FRESH,
        user.email,
        post=partial(queue_code, "account/email/fresh_code", user.email),
        may_repeat=lambda: True,
    )


def has_open_code(session: SessionBase, user: User) -> bool:
    """Tell whether a mailed code is waiting to be typed."""
    return mailed_codes.asked_by(session, mailed_codes.FRESH) == user.email


def is_password(user: User, password: str) -> bool:
    """Tell whether a typed password proves that this is the user."""
    limits.count_fresh_login(user)
    return user.check_password(password)


def check_code(session: SessionBase, user: User, code: str) -> None:
    """Let pass who typed a right code, mailed or of the app; a ValidationError says what is wrong.

    A right code of the app is no try of the mailed one.
    """
    limits.count_fresh_login(user)
    if services.use_app_code(user, code) is not None:
        return
    if not has_open_code(session, user):
        raise ValidationError(mailed_codes.WRONG, code="code")
    mailed_codes.use(session, mailed_codes.FRESH, code)
