"""Pages for when something goes wrong. The roof names the handlers; views call `too_many`."""

import sys
from collections.abc import Sequence

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import get_template

from dorst_portal.kit.inputs.sent_again import sent_again

WAIT_MINUTES = 15


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when more was sent than we read. A session that could not be written since the
    database went away is nobody's mistake: 503, as that passes.
    """
    if isinstance(exception, SessionInterrupted) and _database_was_away(exception):
        return try_again(request)
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason that our own code gave."""
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return render(request, "403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: what is another group's looks the same as what is not there, to the letter: without a
    switch of languages, which would lead back to this address.
    """
    return render(request, "404.html", {"other_languages": ()}, status=404)


def method_not_allowed(request: HttpRequest, allowed: Sequence[str]) -> HttpResponse:
    """405, with the methods that do work."""
    response = render(request, "405.html", status=405)
    response["Allow"] = ", ".join(allowed)
    return response


def too_many(request: HttpRequest, *, minutes: int = WAIT_MINUTES) -> HttpResponse:
    """429: tried too often; says how long to wait, to people and to machines."""
    response = render(request, "429.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: neither the request nor the database is asked, since one of them may be the trouble.

    When the database did not answer or was too busy: 503, as that passes.
    """
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return try_again(request)
    return HttpResponse(
        get_template("500.html").render({"request_id": _id_of(request)}), status=500
    )


def try_again(request: HttpRequest) -> HttpResponse:
    """503, with what was typed as a form that can be sent again; made without the database."""
    context = {
        "request_id": _id_of(request),
        "is_sent": request.method not in ("GET", "HEAD"),
        "csrf_token": get_token(request),
        **sent_again(request, {"public", "link", "user", "coordinator", "superuser"}),
    }
    page = get_template("503.html").render(context)
    return HttpResponse(
        page, status=503, headers={"Retry-After": "60", "Cache-Control": "no-store, private"}
    )


def _database_was_away(error: BaseException | None) -> bool:
    """Whether that stands behind an error; Django tells it as a session that was deleted."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _id_of(request: HttpRequest) -> str:
    """The log holds it too."""
    return str(vars(request).get("request_id", ""))
