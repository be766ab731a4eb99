"""The page that asks somebody who is logged in to prove again who they are."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dorst_portal.accounts import freshness, sessions
from dorst_portal.accounts.adapter import WRONG_CODE
from dorst_portal.accounts.forms import FreshCodeForm, FreshPasswordForm
from dorst_portal.accounts.models import User
from dorst_portal.kit.access import logged_in

WRONG_PASSWORD = "Dit wachtwoord klopt niet."  # noqa: S105 - what the page says, not one


@logged_in
def fresh_login(request: HttpRequest) -> HttpResponse:
    """Ask for a code by mail or of the app, or the password; three tries a code, ten in all."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("only somebody who is logged in gets here")
    code_form, password_form = _forms(request)
    problem = ""
    try:
        if request.method == "POST" and "mail" in request.POST:
            freshness.mail_code(request.session, user)
        elif _proves(request, user, code_form, password_form):
            sessions.mark_fresh(request.session, now=timezone.now())
            return redirect(freshness.next_page(request))
    except ValidationError as error:
        problem = str(error.message)
    context = {
        "code_form": code_form,
        "password_form": password_form,
        "has_errors": bool(problem or code_form.errors or password_form.errors),
        "problem": problem,
        "mailed": freshness.has_open_code(request.session),
        "next": freshness.next_page(request),
    }
    return render(request, "account/fresh_login.html", context)


def _forms(request: HttpRequest) -> tuple[FreshCodeForm, FreshPasswordForm]:
    """Both forms of the page, the one that was sent filled in."""
    sent = request.POST if request.method == "POST" and "mail" not in request.POST else None
    by_password = sent is not None and "password" in sent
    return (
        FreshCodeForm(None if by_password else sent),
        FreshPasswordForm(sent if by_password else None),
    )


def _proves(
    request: HttpRequest, user: User, code_form: FreshCodeForm, password_form: FreshPasswordForm
) -> bool:
    if password_form.is_valid():
        if freshness.is_password(user, password_form.cleaned_data["password"]):
            return True
        password_form.add_error("password", WRONG_PASSWORD)
    elif code_form.is_valid():
        if freshness.is_code(request.session, user, code_form.cleaned_data["code"]):
            return True
        code_form.add_error("code", WRONG_CODE)
    return False
