"""How an answer of the open data goes out: for every origin, without credentials, kept a while.

These routes are the one exception to the rule that no other site may read ours (docs/security.md).
"""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from dorst_portal.kit.access import View as GuardedView
from dorst_portal.kit.access import machine
from dorst_portal.kit.unchanged import unless_known

JSON: Final = "application/json; charset=utf-8"
KEPT_SECONDS: Final = 300
_A_DAY: Final = 24 * 3600

View = Callable[..., HttpResponse]


def open_to_every_origin(view: View) -> GuardedView:
    """The view of something that any program may read: GET and HEAD, and OPTIONS for a browser that
    asks first. Never with credentials: no answer depends on who asks.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Allow"] = "GET, HEAD, OPTIONS"
            response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            # A browser asks first where a page sends back an ETag that it kept.
            response["Access-Control-Allow-Headers"] = "If-None-Match"
            response["Access-Control-Max-Age"] = str(_A_DAY)
        else:
            response = view(request, *args, **kwargs)
            response["Access-Control-Expose-Headers"] = "ETag"
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return machine(require_http_methods(["GET", "HEAD", "OPTIONS"])(answered))


def answer(request: HttpRequest, document: Mapping[str, Any]) -> HttpResponse:
    """The document with an ETag made of all of it, or 304 where the asker has the same one."""
    response = HttpResponse(_written(document), content_type=JSON)
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return unless_known(request, response)


def refused(document: Mapping[str, Any]) -> HttpResponse:
    """400, with what is wrong as a document."""
    return HttpResponse(_written(document), status=400, content_type=JSON)


def _written(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
