"""When the proof that a form is ours has gone stale: give back what was typed, and one button.

A page that stood open too long, or a browser that lost its cookie, must not cost anybody the
answers. Nothing is stored here; the next press goes through every check again.
"""

from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dorst_portal.kit.access import audience_of
from dorst_portal.kit.text import printable

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field

log = structlog.get_logger("portal.refused")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403; with the typed answers when a public form of our own site sent them, else without."""
    log.warning("csrf_refused")
    context: dict[str, Any] = {"action": "", "fields": []}
    match = request.resolver_match
    if match and audience_of(match.func) == "public" and _is_from_here(request):
        context = {"action": request.get_full_path(), "fields": _typed(request)}
    response = render(request, "csrf_failed.html", context, status=403)
    response.headers["Cache-Control"] = "no-store, private"
    return response


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
