"""How often somebody may try to get in; counted in rows, so it holds with any number of workers.

The tight limits are per account and address together: nobody can lock a stranger out by trying
from elsewhere. The wide ones stop trying from many addresses or on many accounts. A device on
which somebody logged in before (`devices`) has a count of its own, which no stranger uses up.
"""

from dataclasses import replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dorst_portal.accounts.devices import device_of
from dorst_portal.accounts.models import User
from dorst_portal.kit.ratelimit import Limit, client_address, hit

TOO_OFTEN = gettext_noop(
    "Je hebt het vaak geprobeerd. Wacht 15 minuten en probeer het opnieuw. Lukt het niet? Mail ons."
)
_QUARTER = 15 * 60
_HOUR = 60 * 60


def _count(*limits: Limit) -> None:
    raised = [replace(limit, most=limit.most * settings.LOGIN_TRIES_FACTOR) for limit in limits]
    if hit(raised) is not None:
        raise ValidationError(_(TOO_OFTEN), code="too_often")


def is_first_use(what: str, key: str, *, seconds: int) -> bool:
    """Tell whether something is used for the first time; of many at once one is the first.

    The row holds a keyed hash, and is removed after those seconds.
    """
    return hit([Limit(f"used-{what}", key, 1, seconds)]) is None


def is_within_tries(ticket: str) -> bool:
    """Count one try of a mailed code: three for each time that it was asked for."""
    return hit([Limit("code-tries", ticket, 3, _QUARTER)]) is None


def count_password(request: HttpRequest, email: str) -> None:
    """Count one password, right or wrong: 10 per account and address in a quarter of an hour."""
    if device := device_of(request, email):
        _count(Limit("password-device", device, 10, _QUARTER))
        return
    address = client_address(request)
    _count(
        Limit("password", f"{email}|{address}", 10, _QUARTER),
        Limit("password-address", address, 50, _QUARTER),
        Limit("password-account", email, 100, _HOUR),
    )


def count_code_request(request: HttpRequest, email: str) -> None:
    """Count one request for a code; how many mails come of it, `mailed_codes` says."""
    if device := device_of(request, email):
        _count(Limit("code-device", device, 5, _QUARTER))
        return
    address = client_address(request)
    _count(
        Limit("code", f"{email}|{address}", 5, _QUARTER),
        Limit("code-address", address, 30, _QUARTER),
    )


def may_repeat_code(request: HttpRequest, email: str) -> bool:
    """Count one mail with a code that was mailed already: strangers bring a mailbox ten an hour."""
    if device_of(request, email):
        return True
    again = (
        Limit("code-again", f"{email}|{client_address(request)}", 2, _HOUR),
        Limit("code-again-account", email, 10, _HOUR),
    )
    return hit(again) is None


def count_code(request: HttpRequest, email: str) -> None:
    """Count one typed code, beside the three tries of each asking.

    A code has eight digits: a hundred guesses an hour, from wherever they come, find one of an
    account in a million hours.
    """
    if device := device_of(request, email):
        _count(Limit("code-try-device", device, 15, _QUARTER))
        return
    address = client_address(request)
    _count(
        Limit("code-try", f"{email}|{address}", 15, _QUARTER),
        Limit("code-try-address", address, 90, _QUARTER),
        Limit("code-try-account", email, 100, _HOUR),
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
