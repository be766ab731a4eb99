"""`/demo/`: who can log in to the example village, and with what."""

import time
from dataclasses import dataclass

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dorst_portal.accounts.allauth_internals import format_hotp_value, hotp_value
from dorst_portal.accounts.models import User
from dorst_portal.demo.people import DEMO_DOMAIN, demo_password
from dorst_portal.kit.access import demo

CODE_SECONDS = 30


@dataclass(frozen=True)
class DemoAccount:
    """One account as the page shows it; no code where there is no second factor."""

    email: str
    name: str
    role: str
    password: str
    code: str


def demo_accounts(*, at: float) -> list[DemoAccount]:
    """All accounts at example.org, staff of the platform first, with the code of that moment."""
    users = User.objects.active().filter(email__endswith=f"@{DEMO_DOMAIN}")
    apps = Authenticator.objects.filter(user__in=users, type=Authenticator.Type.TOTP)
    secrets = {app.user_id: app.data["secret"] for app in apps}
    return [
        DemoAccount(
            email=user.email,
            name=user.name,
            role=_role(user),
            password=demo_password(user.email) if user.has_usable_password() else "",
            code=_code(secrets[user.pk], at) if user.pk in secrets else "",
        )
        for user in users.order_by("-is_coordinator", "-is_superuser", "email")
    ]


def _role(user: User) -> str:
    if user.is_coordinator:
        return "coördinator"
    return "technisch beheerder" if user.is_superuser else "beheerder"


def _code(sealed_secret: str, at: float) -> str:
    secret = get_adapter().decrypt(sealed_secret)
    return str(format_hotp_value(hotp_value(secret, int(at) // CODE_SECONDS)))


@demo
def accounts_page(request: HttpRequest) -> HttpResponse:
    """Show the demo accounts with their passwords and current second-factor codes."""
    accounts = demo_accounts(at=time.time())
    return render(request, "demo/accounts.html", {"accounts": accounts})
