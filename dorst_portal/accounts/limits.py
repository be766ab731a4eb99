"""How often somebody may try to get in; counted in rows, so it holds with any number of workers.

The tight limits are per account and address together: nobody can lock a stranger out by trying
from elsewhere. The wide ones stop trying from many addresses or on many accounts.
"""

from dataclasses import replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from dorst_portal.accounts.models import User
from dorst_portal.kit.ratelimit import Limit, client_address, hit

TOO_OFTEN = (
    "Je hebt het vaak geprobeerd. Wacht 15 minuten en probeer het opnieuw. Lukt het niet? Mail ons."
)
_QUARTER = 15 * 60
_HOUR = 60 * 60


def _count(*limits: Limit) -> None:
    raised = [replace(limit, most=limit.most * settings.LOGIN_TRIES_FACTOR) for limit in limits]
    if hit(raised) is not None:
        raise ValidationError(TOO_OFTEN, code="too_often")


def count_password(request: HttpRequest, email: str) -> None:
    """Count one password, right or wrong: 10 per account and address in a quarter of an hour."""
    address = client_address(request)
    _count(
        Limit("password", f"{email}|{address}", 10, _QUARTER),
        Limit("password-address", address, 50, _QUARTER),
        Limit("password-account", email, 100, _HOUR),
    )


def count_code_request(request: HttpRequest, email: str) -> None:
    """Count one request for a code: a mailbox gets at most 12 an hour."""
    address = client_address(request)
    _count(
        Limit("code", f"{email}|{address}", 5, _QUARTER),
        # Below that of the account: one computer cannot use up what its owner may ask.
        Limit("code-hour", f"{email}|{address}", 6, _HOUR),
        Limit("code-address", address, 30, _QUARTER),
        Limit("code-account", email, 12, _HOUR),
    )


def count_code(request: HttpRequest, email: str) -> None:
    """Count one typed code, beside the three tries of each code."""
    address = client_address(request)
    _count(
        Limit("code-try", f"{email}|{address}", 15, _QUARTER),
        Limit("code-try-address", address, 90, _QUARTER),
    )


def count_second_factor(user: User) -> None:
    """Count one code of the second step; only who passed the first step gets here."""
    _count(Limit("second-factor", str(user.pk), 10, _QUARTER))


def count_passkey_question(request: HttpRequest) -> None:
    """Count one question for a passkey, which keeps a row for its answer."""
    _count(Limit("passkey-question", client_address(request), 60, _QUARTER))


def count_passkey(request: HttpRequest) -> None:
    """Count one answer. Per address only: whose passkey it is, is known when it is right."""
    _count(Limit("passkey", client_address(request), 30, _QUARTER))


def count_new_passkey(user: User) -> None:
    """Count one question for a new passkey."""
    _count(Limit("passkey-new", str(user.pk), 20, _QUARTER))


def count_fresh_login(user: User) -> None:
    """Count one try to prove again who you are."""
    _count(Limit("fresh-login", str(user.pk), 10, _QUARTER))


def count_fresh_code_request(user: User) -> None:
    """Count one mail with a code for logging in again."""
    _count(Limit("fresh-code", str(user.pk), 5, _QUARTER))
