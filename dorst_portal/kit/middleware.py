"""What holds for every answer: a log line, safe headers, caching, and no fear of bad input."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from dorst_portal.kit.access import audience_of
from dorst_portal.kit.display import chosen_language, is_translated
from dorst_portal.kit.errors import bad_request, method_not_allowed
from dorst_portal.kit.running.metrics import route_of
from dorst_portal.languages.current import DUTCH

Answer = Callable[[HttpRequest], HttpResponseBase]

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# %00 itself, and the over-long form in which some readers see a NUL as well.
_NUL = re.compile(r"\x00|%00|%C0%80", re.IGNORECASE)

log = structlog.get_logger("portal.request")


class RequestLine:
    """Gives each request an id and writes one line about it: no address, path, query or person."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.monotonic()
        request_id = uuid.uuid4().hex
        vars(request)["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        log.info(
            "request",
            method=request.method if request.method in METHODS else "OTHER",
            route=route_of(request),
            status=response.status_code,
            ms=round((time.monotonic() - begun) * 1000),
            # Only who was looked up already: a log line asks the database nothing.
            user=getattr(vars(request).get("_cached_user"), "pk", None),
        )
        structlog.contextvars.clear_contextvars()
        return response


class HeadersEverywhere(SecurityMiddleware):
    """Django's security headers on every answer, also on those of the layers further in.

    The stock SecurityMiddleware redirects to https and refuses strange hosts; an answer like that
    leaves without its own headers. This layer stands outside it and only adds headers.
    """

    def process_request(self, request: HttpRequest) -> None:
        return None

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        response = super().process_response(request, response)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class LanguageOfVisitor:
    """Says a page in the language that the visitor chose, where it is translated; else in Dutch."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override(chosen_language(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Once it is known which page it is."""
        if not is_translated(request):
            translation.activate(DUTCH)


class BadInput:
    """Refuses what no page can mean: NUL, strange charsets and methods, bodies that are too big.

    SQLite stores a NUL that PostgreSQL refuses; refused here, both answer alike.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return _kept_by_nobody(method_not_allowed(request, sorted(METHODS)))
        try:
            _refuse_bad_input(request)
        except (BadRequest, RequestDataTooBig) as error:
            return _kept_by_nobody(bad_request(request, error))
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            allowed = response.headers["Allow"].split(", ")
            return _kept_by_nobody(method_not_allowed(request, allowed))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A value that the database cannot hold is bad input that a form of ours let through."""
        if not isinstance(error, DataError | OverflowError):
            return None
        log.error("bad_value", exc_info=error)
        return bad_request(request, error)


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """A page that is made out here, where CachePolicy does not come by."""
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _refuse_bad_input(request: HttpRequest) -> None:
    if _NUL.search(request.path_info) or _NUL.search(request.META.get("QUERY_STRING", "")):
        raise BadRequest("NUL in the address")
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.strip("\"'").lower() not in ("utf-8", "utf8"):
        raise BadRequest("charset is not UTF-8")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise BadRequest("length is no number")
    if len(length) > 12 or int(length) > _most_bytes(request.path_info, int(length)):
        raise RequestDataTooBig("body is too big")


def _most_bytes(path: str, length: int) -> int:
    """How much may be sent to a path; most that is sent is small, and asks no more."""
    if length <= settings.MAX_BODY_BYTES:
        return length
    takes_files = re.fullmatch(settings.UPLOAD_PATHS, path)
    return settings.UPLOAD_BYTES if takes_files else settings.MAX_BODY_BYTES


class CachePolicy:
    """Says who may keep an answer: personal ones nobody, public ones the browser's Back button.

    docs/adr/0005-back-keeps-what-was-typed.md tells why public forms are not `no-store`.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 503:
            # The database is away: asking it who this is would make them wait once more.
            response.headers["Cache-Control"] = "no-store, private"
            return response
        match = request.resolver_match
        # Without an audience are only Django's own admin pages, which superusers alone may see.
        audience = (audience_of(match.func) or "superuser") if match else None
        if audience == "machine":
            response.headers.setdefault("Cache-Control", "no-store")
            return response
        if audience not in (None, "public"):
            response.headers["X-Robots-Tag"] = "noindex"
        if audience not in (None, "public", "demo") or _is_logged_in(request):
            response.headers["Cache-Control"] = "no-store, private"
        else:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Cookie"])
        return response


def _is_logged_in(request: HttpRequest) -> bool:
    """Whether the session names a user; strangers without its cookie cost no query."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session
