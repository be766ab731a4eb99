"""When the proof that a form is ours has gone stale: give back what was typed, and one button.

A page that stood open too long, or a browser that lost its cookie, must not cost anybody the
answers.
"""

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dorst_portal.kit.inputs.sent_again import sent_again

log = structlog.get_logger("portal.refused")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403; with the typed answers when a public form of our own site sent them, else without."""
    log.warning("csrf_refused")
    context = sent_again(request, {"public"})
    response = render(request, "csrf_failed.html", context, status=403)
    response.headers["Cache-Control"] = "no-store, private"
    return response
