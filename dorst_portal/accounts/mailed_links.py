"""The link of a mail to somebody with an account: it knows whose account it is, and opens nothing.

Whoever follows it without being logged in presses one button for a code, and types no address. It
tells nobody an address: the page shows the first and the last sign. What it may do, whoever knows
the address may do as well: have a code sent there, within the same limits.
"""

import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from dorst_portal.accounts.models import User
from dorst_portal.kit.links import read_signed_number
from dorst_portal.outbox.models import ACCOUNT

# Only sent to the log-in, so it has a path of its own, which a __Host- cookie cannot have.
COOKIE: Final = "__Secure-inloggen" if settings.HTTPS else "inloggen"
_PATH: Final = "/inloggen/"
_SALT: Final = "dorst_portal.accounts.mailed_links"
_HALF_AN_HOUR: Final = 30 * 60
# What mail programs leave behind a link: a full stop, a bracket, a blank, a soft line break.
_NOT_OF_A_TOKEN: Final = re.compile(r"[^A-Za-z0-9_-]")


def remember(response: HttpResponseBase, token: str) -> None:
    """Let the browser keep for half an hour whose account a link is of; a bad one is nobody's."""
    number = read_signed_number(ACCOUNT, _NOT_OF_A_TOKEN.sub("", token))
    if number is None:
        return
    response.set_signed_cookie(
        COOKIE,
        str(number),
        salt=_SALT,
        max_age=_HALF_AN_HOUR,
        path=_PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def account_of(request: HttpRequest) -> User | None:
    """The account of the link that this browser followed, while it may log in."""
    number = request.get_signed_cookie(COOKIE, "", salt=_SALT, max_age=_HALF_AN_HOUR)
    return User.objects.active().filter(pk=int(number)).first() if number else None
