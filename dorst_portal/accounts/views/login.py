"""Coming in and going out: by mailed code, by password, the second step, logging out."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import (
    ConfirmLoginCodeView,
    LoginView,
    LogoutView,
    RequestLoginCodeView,
)
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from dorst_portal.accounts import sessions
from dorst_portal.accounts.factors import app_of, passkeys_of
from dorst_portal.accounts.forms import (
    ConfirmCodeForm,
    PasswordLoginForm,
    RequestCodeForm,
    SecondFactorForm,
)
from dorst_portal.kit.access import login_page

View = Callable[..., HttpResponseBase]


def steady(view: View) -> View:
    """Let a view take the same time for every address, so that the time tells nobody who is known.

    Looking somebody up and queueing a mail takes milliseconds; both vanish below this floor.
    """

    @wraps(view)
    def slowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        ready = time.monotonic() + settings.LOGIN_ANSWER_SECONDS
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0.0, ready - time.monotonic()))
        return response

    return slowed


class _RequestCode(RequestLoginCodeView):
    form_class = RequestCodeForm

    def form_valid(self, form: RequestCodeForm) -> HttpResponse:
        sessions.wish_to_be_remembered(self.request.session, form.cleaned_data["remember"])
        response: HttpResponse = super().form_valid(form)
        return response


class _ConfirmCode(ConfirmLoginCodeView):
    form_class = ConfirmCodeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return kwargs | {"email": self._process.state["email"]}


class _PasswordLogin(LoginView):
    form_class = PasswordLoginForm

    def form_valid(self, form: PasswordLoginForm) -> HttpResponse:
        sessions.wish_to_be_remembered(self.request.session, form.cleaned_data["remember"])
        response: HttpResponse = super().form_valid(form)
        return response


class _SecondFactor(AuthenticateView):
    form_class = SecondFactorForm

    def _build_forms(self) -> Form:
        # A passkey is sent to `passkeys.log_in`, which needs no first step.
        data = self.request.POST if self.request.method == "POST" else None
        user = self.stage.login.user
        self.webauthn_form = None
        self.auth_form = self.get_form_class()(data, user=user, has_app=app_of(user) is not None)
        return self.auth_form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.stage.login.user
        return context | {
            "has_app": app_of(user) is not None,
            "has_passkey": passkeys_of(user).exists(),
            "next": self.stage.login.redirect_url or "",
        }


class _Logout(LogoutView):
    http_method_names = ["post"]

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


request_code = login_page(steady(_RequestCode.as_view()))
confirm_code = login_page(steady(_ConfirmCode.as_view()))
password_login = login_page(steady(_PasswordLogin.as_view()))
second_factor = login_page(_SecondFactor.as_view())
log_out = login_page(_Logout.as_view())
