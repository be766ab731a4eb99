"""Devices on which somebody logged in before: a signed cookie that opens nothing.

It only says that this browser once proved this address. What strangers ask and try for the
address is counted apart from what is asked and tried here, so that they lock nobody out.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string, salted_hmac

COOKIE = f"{settings.COOKIE_PREFIX}device"
REMEMBERED_FOR = 365 * 24 * 60 * 60
# Those who share a computer; who comes after them is remembered instead of the first.
MOST_ACCOUNTS = 5
_SALT = "dorst_portal.accounts.devices"


def device_of(request: HttpRequest, email: str) -> str:
    """Give the name of this device when somebody logged in here with that address, else nothing."""
    return _known(request).get(_hash(email), "")


def remember(request: HttpRequest, response: HttpResponseBase, email: str) -> None:
    """Let the browser keep that this address was proved here."""
    known, whose = _known(request), _hash(email)
    name = known.pop(whose, "") or get_random_string(22)
    newest = dict([*known.items(), (whose, name)][-MOST_ACCOUNTS:])
    response.set_cookie(
        COOKIE,
        signing.dumps(newest, salt=_SALT),
        max_age=REMEMBERED_FOR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        known: dict[str, str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=REMEMBERED_FOR
        )
    except signing.BadSignature:
        return {}
    return known


def _hash(email: str) -> str:
    # Half of it is long enough to tell addresses apart, and keeps the cookie short.
    return salted_hmac(_SALT, email, algorithm="sha256").hexdigest()[:32]
