"""Coming in and going out: by mailed code, by password, the second step, logging out."""

import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from allauth.account.mixins import NextRedirectMixin
from allauth.account.models import Login
from allauth.account.utils import (
    get_login_redirect_url,
    get_next_redirect_url,
    passthrough_next_redirect_url,
)
from allauth.account.views import LoginView, LogoutView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.forms import Form, HiddenInput
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from dorst_portal.accounts import devices, limits, mailed_codes, mailed_links, sessions
from dorst_portal.accounts.allauth_internals import perform_login, record_authentication
from dorst_portal.accounts.factors import app_of, passkeys_of
from dorst_portal.accounts.forms import (
    ConfirmCodeForm,
    PasswordLoginForm,
    RequestCodeForm,
    SecondFactorForm,
)
from dorst_portal.accounts.letters import queue_code
from dorst_portal.accounts.models import User
from dorst_portal.accounts.refusals import note_refused
from dorst_portal.kit.access import login_page
from dorst_portal.kit.inputs.emails import masked

View = Callable[..., HttpResponseBase]
# The button of the page that knows the address, and the way to one that does not.
KNOWN, ANOTHER = "bekend", "ander"


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


@login_page
@require_safe
def from_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail: to its page when somebody is logged in, else to the log-in, which then
    knows the address. Opening it changes nothing.
    """
    if request.user.is_authenticated:
        return redirect(get_next_redirect_url(request) or get_login_redirect_url(request))
    response = redirect(_with_next(request, reverse("account_request_login_code")))
    mailed_links.remember(response, token)
    return response


def _with_next(request: HttpRequest, url: str) -> str:
    page: str = passthrough_next_redirect_url(request, url, "next")
    return page


class _RequestCode(RequestLoginCodeView):
    form_class = RequestCodeForm
    known: User | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if ANOTHER not in request.GET:
            self.known = mailed_links.account_of(request)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if self.known and KNOWN in self.request.POST:
            kwargs["data"] = self.request.POST.copy()
            kwargs["data"]["email"] = self.known.email
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.known:
            # What is wrong is told above the form: the page has no box for the address.
            context["form"].fields["email"].widget = HiddenInput()
            context["known"] = masked(self.known.email)
            another = f"{reverse('account_request_login_code')}?{ANOTHER}=ja"
            context["another"] = _with_next(self.request, another)
        return context

    def form_valid(self, form: RequestCodeForm) -> HttpResponse:
        request, email = self.request, form.cleaned_data["email"]
        sessions.wish_to_be_remembered(request.session, form.cleaned_data["remember"])
        post = partial(queue_code, "account/email/login_code", email)
        mailed_codes.ask(
            request.session,
            mailed_codes.LOGIN,
            email,
            post=post if form.is_known else None,
            may_repeat=lambda: limits.may_repeat_code(request, email),
        )
        return redirect(self.get_success_url())


class _ConfirmCode(NextRedirectMixin, FormView):
    form_class = ConfirmCodeForm
    template_name = "account/confirm_login_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(get_login_redirect_url(request))
        self.email = mailed_codes.asked_by(request.session, mailed_codes.LOGIN)
        if not self.email:
            return redirect("account_request_login_code")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: ConfirmCodeForm) -> HttpResponse:
        record_authentication(self.request, form.user, method="code")
        login = Login(user=form.user, redirect_url=self.get_next_url())
        response: HttpResponse = perform_login(self.request, login)
        devices.remember(self.request, response, self.email)
        return response

    def form_invalid(self, form: ConfirmCodeForm) -> HttpResponse:
        note_refused("code")
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        again = self.passthrough_next_url(reverse("account_request_login_code"))
        known = mailed_links.account_of(self.request)
        # Whoever did not type the address does not get to read it.
        email = masked(self.email) if known and known.email == self.email else self.email
        return super().get_context_data(email=email, again=again, **kwargs)


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

    def form_invalid(self, form: Form) -> HttpResponse:
        note_refused("second step", user=self.stage.login.user.pk)
        response: HttpResponse = super().form_invalid(form)
        return response

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
