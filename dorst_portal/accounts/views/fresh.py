"""The page that asks somebody who is logged in to prove again who they are."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dorst_portal.accounts import freshness, sessions
from dorst_portal.accounts.factors import passkeys_of
from dorst_portal.accounts.forms import FreshCodeForm, FreshPasskeyForm, FreshPasswordForm
from dorst_portal.accounts.models import User
from dorst_portal.accounts.refusals import note_refused
from dorst_portal.accounts.views.security import me
from dorst_portal.kit.access import logged_in


class Forms(NamedTuple):
    """The ways to prove it; at most the one that was sent is filled in."""

    code: FreshCodeForm
    password: FreshPasswordForm
    passkey: FreshPasskeyForm


@logged_in
def fresh_login(request: HttpRequest) -> HttpResponse:
    """Ask for a code by mail or of the app, a passkey or the password; ten tries in all."""
    user = me(request)
    forms = _forms(request, user)
    problem = ""
    try:
        if request.method == "POST" and "mail" in request.POST:
            freshness.mail_code(request.session, user)
        elif _proves(request, user, forms):
            request.session.cycle_key()  # whoever had the old one has not got this one
            sessions.mark_fresh(request.session, now=timezone.now())
            return redirect(freshness.next_page(request))
        elif request.method == "POST":
            note_refused("fresh log-in", user=user.pk)
    except ValidationError as error:
        problem = str(error.message)
    context = {
        "code_form": forms.code,
        "password_form": forms.password,
        "passkey_form": forms.passkey,
        "has_errors": bool(problem or any(form.errors for form in forms)),
        "problem": problem,
        "mailed": freshness.has_open_code(request.session, user),
        "has_passkey": passkeys_of(user).exists(),
        "next": freshness.next_page(request),
    }
    return render(request, "account/fresh_login.html", context)


def _forms(request: HttpRequest, user: User) -> Forms:
    sent = request.POST if request.method == "POST" and "mail" not in request.POST else None
    way = next((name for name in ("password", "answer") if sent and name in sent), "code")
    return Forms(
        FreshCodeForm(sent if way == "code" else None),
        FreshPasswordForm(sent if way == "password" else None),
        FreshPasskeyForm(sent if way == "answer" else None, user=user),
    )


def _proves(request: HttpRequest, user: User, forms: Forms) -> bool:
    if forms.passkey.is_valid():
        forms.passkey.cleaned_data["answer"].record_usage()
        return True
    if forms.password.is_valid():
        if freshness.is_password(user, forms.password.cleaned_data["password"]):
            return True
        forms.password.add_error("password", _("Dit wachtwoord klopt niet."))
    elif forms.code.is_valid():
        try:
            freshness.check_code(request.session, user, forms.code.cleaned_data["code"])
        except ValidationError as error:
            forms.code.add_error("code", error)
        else:
            return True
    return False
