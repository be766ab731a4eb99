"""Passkeys: logging in with one, and adding, renaming and removing one's own.

The two questions are asked by static/passkey.js, the one script that a page needs to do its work.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dorst_portal.accounts import limits, passkeys, services, sessions
from dorst_portal.accounts.allauth_internals import perform_passwordless_login
from dorst_portal.accounts.factors import passkeys_of, second_factors_of
from dorst_portal.accounts.forms import NewPasskeyForm, PasskeyLoginForm, PasskeyNameForm
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.accounts.models import User
from dorst_portal.accounts.views.login import steady
from dorst_portal.accounts.views.security import me, stay_logged_in
from dorst_portal.kit.access import logged_in, login_page


def _asked(count: Callable[[], None], ask: Callable[[], dict[str, Any]]) -> JsonResponse:
    """A question for the script, or the words that say why there is none."""
    try:
        count()
    except ValidationError as error:
        return JsonResponse({"problem": str(error.message)}, status=429)
    return JsonResponse(ask())


@login_page
@require_POST
def question(request: HttpRequest) -> HttpResponse:
    """Ask for a passkey, to log in or to prove again who you are; the same for everybody."""
    return _asked(
        lambda: limits.count_passkey_question(request), lambda: passkeys.ask_who(request.session)
    )


@login_page
@steady
@require_POST
def log_in(request: HttpRequest) -> HttpResponse:
    """Log in with a passkey alone; what does not work gets one answer, whatever is wrong."""
    form = PasskeyLoginForm(request.POST)
    if problem := _refusal(request, form):
        get_adapter().authentication_failed(request)
        messages.error(request, problem)
        back = reverse("account_request_login_code")
        return redirect(passthrough_next_redirect_url(request, back, REDIRECT_FIELD_NAME))
    passkey: Authenticator = form.cleaned_data["answer"]
    sessions.wish_to_be_remembered(request.session, form.cleaned_data["remember"])
    login = Login(user=passkey.user, redirect_url=get_next_redirect_url(request))
    response: HttpResponse = perform_passwordless_login(request, passkey, login)
    return response


def _refusal(request: HttpRequest, form: PasskeyLoginForm) -> str:
    """Why there is no way in; every try counts, also one that cannot be read."""
    try:
        limits.count_passkey(request)
    except ValidationError as error:
        return str(error.message)
    return "" if form.is_valid() else str(next(iter(form.errors.values()))[0])


@logged_in
@fresh_login_required
@require_POST
def new_question(request: HttpRequest) -> HttpResponse:
    """Ask the browser to make a passkey."""
    user = me(request)
    return _asked(
        lambda: limits.count_new_passkey(user), lambda: passkeys.ask_for_new(request.session, user)
    )


@logged_in
@fresh_login_required
def add(request: HttpRequest) -> HttpResponse:
    """Add a passkey; for staff of the platform it is a second factor, with spare codes."""
    user = me(request)
    form = NewPasskeyForm(request.POST if request.method == "POST" else None, user=user)
    if not form.is_valid():
        return render(request, "mfa/webauthn/add_form.html", {"form": form})
    with transaction.atomic():
        has_new_codes = services.add_passkey(
            user, name=form.cleaned_data["name"], credential=form.cleaned_data["answer"]
        )
        sessions.mark_second_factor(request.session, proved=True)
        stay_logged_in(request)
    if has_new_codes:
        messages.success(request, _("Je passkey staat klaar. Schrijf je reservecodes op."))
        return redirect("mfa_view_recovery_codes")
    messages.success(request, _("Je passkey staat klaar."))
    return redirect("mfa_index")


@logged_in
@fresh_login_required
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one of your own passkeys another name."""
    user = me(request)
    passkey = _own(user, pk)
    now = {"name": passkey.wrap().name}
    form = PasskeyNameForm(request.POST if request.method == "POST" else None, initial=now)
    if not form.is_valid():
        return render(request, "mfa/webauthn/edit_form.html", {"form": form, "passkey": passkey})
    services.rename_passkey(passkey, form.cleaned_data["name"], by=user)
    messages.success(request, _("De naam is veranderd."))
    return redirect("mfa_index")


@logged_in
@fresh_login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one of your own passkeys; staff of the platform who keep none must enrol again."""
    user = me(request)
    passkey = _own(user, pk)
    has_other = second_factors_of(user).exclude(pk=passkey.pk).exists()
    if request.method != "POST":
        context = {"passkey": passkey.wrap(), "is_last": user.is_platform and not has_other}
        return render(request, "mfa/webauthn/authenticator_confirm_delete.html", context)
    with transaction.atomic():
        services.remove_passkey(passkey, by=user)
        if not has_other:
            sessions.mark_second_factor(request.session, proved=False)
        stay_logged_in(request)
    messages.success(request, _("De passkey is weg."))
    return redirect("mfa_index")


def _own(user: User, pk: int) -> Authenticator:
    """One of somebody's own passkeys; another's is as good as none."""
    return get_object_or_404(passkeys_of(user), pk=pk)
