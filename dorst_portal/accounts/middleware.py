"""What every request of somebody who is logged in must pass before a view sees it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone

from dorst_portal.accounts import sessions
from dorst_portal.accounts.factors import second_factors_of
from dorst_portal.accounts.freshness import page_to_come_back_to
from dorst_portal.accounts.models import User

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., Any]

# Where staff of the platform may be before they have a second factor.
OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "new_passkey_question",
        "passkey_question",
        "account_logout",
        "account_set_password",
        "fresh_login",
    }
)


def _who_is_logged_in(request: HttpRequest) -> User | None:
    # Without the cookie nobody is; not asking keeps public pages the same for everybody.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if isinstance(request.user, User) else None


class SessionAgeMiddleware:
    """Ends a session that is too old or was idle too long."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = _who_is_logged_in(request)
        if user is not None:
            now = timezone.now()
            if sessions.is_over(request.session, user, now=now):
                logout(request)
            else:
                sessions.see(request.session, now=now)
        return self.get_response(request)


class LoginMiddleware(LoginRequiredMiddleware):
    """Sends a stranger to log in, and afterwards to the page with the button that was pressed."""

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponseRedirect:
        return redirect_to_login(page_to_come_back_to(request))


class SecondFactorMiddleware:
    """Coordinators and superusers get nowhere in a session that did not prove a second factor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        user = _who_is_logged_in(request)
        if user is None or not user.is_platform or sessions.has_second_factor(request.session):
            return None
        if second_factors_of(user).exists():
            # They have one, and this session came in without it: begin again.
            logout(request)
            return redirect_to_login(page_to_come_back_to(request))
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_WITHOUT_SECOND_FACTOR:
            return None
        return redirect("mfa_activate_totp")


class AdminMiddleware:
    """Django's admin is for superusers: it answers anybody else who is logged in as no page does.

    On its own it would lead them to a log-in, which says that there is something.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        if match is not None and "admin" in match.app_names:
            user = _who_is_logged_in(request)
            if user is not None and not user.is_superuser:
                raise Http404
