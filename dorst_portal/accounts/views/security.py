"""Somebody's own security: password, second step, spare codes, other devices.

Passkeys are in `passkeys`.
"""

from typing import Any

from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dorst_portal.accounts import services, sessions
from dorst_portal.accounts.factors import passkeys_of, second_factors_of
from dorst_portal.accounts.forms import ActivateForm, NewPasswordForm
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.accounts.models import User
from dorst_portal.kit.access import logged_in


def me(request: HttpRequest) -> User:
    """Give who is logged in."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("only somebody who is logged in gets here")
    return user


def stay_logged_in(request: HttpRequest) -> None:
    """Let this session go on under a new key, where all those of the account have ended."""
    update_session_auth_hash(request, me(request))


class _Activate(ActivateTOTPView):
    form_class = ActivateForm

    @transaction.atomic
    def form_valid(self, form: ActivateForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        sessions.mark_second_factor(self.request.session, proved=True)
        services.note_second_factor(me(self.request), change="activated")
        stay_logged_in(self.request)
        return response


class _Deactivate(DeactivateTOTPView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"has_passkey": passkeys_of(me(self.request)).exists()}

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if not second_factors_of(me(self.request)).exists():
            sessions.mark_second_factor(self.request.session, proved=False)
        services.note_second_factor(me(self.request), change="deactivated")
        stay_logged_in(self.request)
        return response


class _GenerateCodes(GenerateRecoveryCodesView):
    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        services.note_second_factor(me(self.request), change="new spare codes")
        stay_logged_in(self.request)
        return response


class _Index(IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        mine = context["authenticators"]
        spare = mine.get("recovery_codes")
        return context | {
            "spare_codes": len(spare.get_unused_codes()) if spare else 0,
            "passkeys": sorted(mine.get("webauthn", []), key=lambda one: one.instance.pk),
        }


index = logged_in(_Index.as_view())
activate = logged_in(fresh_login_required(_Activate.as_view()))
deactivate = logged_in(fresh_login_required(_Deactivate.as_view()))
spare_codes = logged_in(fresh_login_required(ViewRecoveryCodesView.as_view()))
new_spare_codes = logged_in(fresh_login_required(_GenerateCodes.as_view()))


@logged_in
@fresh_login_required
def set_password(request: HttpRequest) -> HttpResponse:
    """Set the first or another password; who proved who they are need not know the old one."""
    user = me(request)
    form = NewPasswordForm(request.POST or None, user=user)
    if form.is_valid():
        services.change_password(user, form.cleaned_data["password1"])
        stay_logged_in(request)
        messages.success(request, _("Je nieuwe wachtwoord staat klaar."))
        return redirect("mfa_index")
    return render(request, "account/password_set.html", {"form": form})


@logged_in
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Log out every other device."""
    user = me(request)
    services.end_sessions(user, by=user)
    stay_logged_in(request)
    messages.success(request, _("Alle andere apparaten zijn uitgelogd."))
    return redirect("mfa_index")
