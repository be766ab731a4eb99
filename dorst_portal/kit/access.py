"""Badges: every view says who it is for, and wears exactly one.

Log-in is required unless a badge says otherwise (Django's LoginRequiredMiddleware). A test walks
all URLs and fails on a view without a badge, so that forgetting one cannot open a page.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Literal

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver

Audience = Literal["public", "link", "user", "coordinator", "superuser", "machine", "demo", "login"]
View = Callable[..., HttpResponseBase]
Badge = Callable[[View], View]
Right = Callable[[Any], bool]


def _may_coordinate(user: Any) -> bool:
    return bool(getattr(user, "is_coordinator", False) or user.is_superuser) and user.is_active


def _is_superuser(user: Any) -> bool:
    return bool(user.is_superuser and user.is_active)


def _badge(audience: Audience, *, open_door: bool = False, right: Right | None = None) -> Badge:
    def wear(view: View) -> View:
        worn = audience_of(view)
        if worn is not None:
            raise TypeError(f"{view.__name__} wears the badge {worn!r} already")

        @wraps(view)
        def badged(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if right is not None and not right(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        vars(badged)["audience"] = audience
        return login_not_required(badged) if open_door else badged

    return wear


public = _badge("public", open_door=True)
mailed_link = _badge("link", open_door=True)
login_page = _badge("login", open_door=True)
machine = _badge("machine", open_door=True)
demo = _badge("demo", open_door=True)
logged_in = _badge("user")
coordinator_only = _badge("coordinator", right=_may_coordinate)
superuser_only = _badge("superuser", right=_is_superuser)


def audience_of(view: Callable[..., Any]) -> Audience | None:
    """Tell who a view is for, or None when it wears no badge."""
    audience: Audience | None = getattr(view, "audience", None)
    return audience


def wearing(
    badge: Badge, patterns: Iterable[URLPattern | URLResolver], *, names: Iterable[str] = ()
) -> list[URLPattern]:
    """Copy somebody else's flat URL patterns (of a package) with a badge on each view.

    With `names` only the patterns of those names are taken over; the rest is left out.
    """
    wanted = set(names)
    badged: list[URLPattern] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            raise TypeError(f"{pattern} is no single page: give its patterns one by one")
        if not wanted or pattern.name in wanted:
            view = badge(pattern.callback)
            badged.append(URLPattern(pattern.pattern, view, pattern.default_args, pattern.name))
    return badged
