"""Shut while a back-up is being put back."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from dorst_portal.backup.marker import is_restoring
from dorst_portal.kit.door import Application
from dorst_portal.kit.errors import try_again

SHUT: Final = "portal.shut"  # no header of a visitor can be called so
# What machines ask; they tell what is the matter.
_MACHINES: Final = ("/healthz", "/readyz")


def shut_while_restoring(application: Application) -> Application:
    """At the door of each web process: looks at the database until it knows that all is well, and
    then no more.
    """
    known = False

    def door(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        nonlocal known
        if not known:
            shut = is_restoring()
            known = shut is False
            environ[SHUT] = bool(shut)
        return application(environ, start_response)

    return door


class ShutWhileRestoring:
    """Answers 503 where the door said so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse | HttpResponseBase:
        if request.META.get(SHUT) and request.path not in _MACHINES:
            return try_again(request)
        return self.get_response(request)
