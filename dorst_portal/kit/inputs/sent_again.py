"""What somebody typed and sent, given back as a form with one button when it could not be taken in.

Nothing is stored here; the next press goes through every check again.
"""

import re
from collections.abc import Container
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404, resolve

from dorst_portal.kit.access import Audience, audience_of
from dorst_portal.kit.inputs.text import printable

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
NOTHING: dict[str, Any] = {"action": "", "fields": []}
# A form that asks one of these is typed anew: a secret stands in no page.
_SECRET = re.compile(r"password|^code$|credential", re.IGNORECASE)


def sent_again(request: HttpRequest, audiences: Container[Audience | None]) -> dict[str, Any]:
    """The path and the fields, for a page for these audiences that our own site sent; else nothing.

    Files and secrets are not given back. Asks no database.
    """
    if request.method != "POST" or not _is_from_here(request):
        return NOTHING
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_BODY_BYTES:
        return NOTHING  # a file, for which is asked who sends it
    try:
        # The match of the request is not there yet when a layer before the views had the trouble.
        audience = audience_of(resolve(request.path_info).func)
        if audience not in audiences or request.FILES or any(map(_SECRET.search, request.POST)):
            return NOTHING
        return {"action": request.get_full_path(), "fields": _typed(request)}
    except (Resolver404, UnreadablePostError, MultiPartParserError, SuspiciousOperation):
        return NOTHING


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (printable(name), printable(str(value)))
        for name, values in request.POST.lists()
        for value in values
        if name != TOKEN
    ]


def _is_from_here(request: HttpRequest) -> bool:
    """Whether no header says that another site sent this: a foreign or `null` Origin does."""
    own = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    referer = request.headers.get("Referer")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    if origin is not None:
        return origin in (own, settings.SITE_URL)
    return referer is None or referer.startswith(f"{own}/")
