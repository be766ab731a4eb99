"""What allauth does our way: closed to new accounts, Dutch, mails through the outbox."""

import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext_lazy

from dorst_portal.accounts import devices, limits, services, sessions
from dorst_portal.accounts.letters import queue_letter
from dorst_portal.accounts.models import User
from dorst_portal.accounts.refusals import note_refused
from dorst_portal.accounts.sealing import seal, unseal
from dorst_portal.identity.current import here
from dorst_portal.kit.ratelimit import client_address

WRONG_PAIR = gettext_lazy("Dit e-mailadres en wachtwoord horen niet bij elkaar.")
WRONG_FACTOR = gettext_lazy(
    "Deze code klopt niet. Wacht op de volgende code en probeer het opnieuw."
)
NEEDS_APP = gettext_lazy("Zet eerst de app voor je tweede stap aan.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only, and log in by mailed code or password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG_PAIR,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        # One kind of answer: allauth would else tell a program more than a person.
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        queue_letter(template_prefix, to=user.email)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        limits.count_password(request, str(credentials.get("email", "")))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_refused("password" if credentials else "passkey")

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return redirect(settings.LOGIN_URL)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        records = get_authentication_records(request, user)
        # A passkey is both at once: the device, and the finger, face or PIN that it asked for.
        second_factor = any(record["method"] == "mfa" for record in records)
        sessions.begin(request.session, user, second_factor=second_factor, now=timezone.now())
        services.note_login(user, method=_method(records), factor=second_factor)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user.email)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user = request.user
        at_platform = isinstance(user, User) and user.is_platform
        return resolve_url(
            settings.LOGIN_REDIRECT_URL_PLATFORM if at_platform else settings.LOGIN_REDIRECT_URL
        )

    def is_safe_url(self, url: str) -> bool:
        # A word alone would be read as the name of a view, and break where there is none.
        return url.startswith("/") and bool(super().is_safe_url(url))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        # `fresh_login_required` stands in front of every one of these pages: allauth's own
        # check lets everybody pass who has neither a password nor a second factor.
        return False


def _method(records: Sequence[dict[str, Any]]) -> str:
    """The way in that came first."""
    if not records:
        return ""
    first = records[0]
    return "passkey" if first.get("type") == Authenticator.Type.WEBAUTHN else str(first["method"])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of the second step encrypted, with a key made from SECRET_KEY."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_FACTOR,
        "cannot_generate_recovery_codes": NEEDS_APP,
    }

    def build_totp_svg(self, url: str) -> str:
        # On white: allauth's own has no ground, and a dark page makes it unreadable.
        picture = io.BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", light="white", omitsize=True)
        return picture.getvalue().decode()

    def get_totp_issuer(self) -> str:
        return here().watch

    def is_mfa_enabled(self, user: User, types: Sequence[str] | None = None) -> bool:
        # A beheerder's passkey is one more way in: it makes no second step of a mailed code.
        if types is not None and not user.is_platform:
            types = [kind for kind in types if kind != Authenticator.Type.WEBAUTHN]
        return bool(super().is_mfa_enabled(user, types))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        # Not the host of the request: a passkey belongs to the one address of the site.
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        return {"id": host, "name": here().watch}

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
