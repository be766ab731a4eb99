"""Audiences: every view says who it is for, once.

Log-in is required unless an audience says otherwise (Django's LoginRequiredMiddleware). A test
walks all URLs and fails on a view without one, so that forgetting it cannot open a page.
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
ForAudience = Callable[[View], View]
Right = Callable[[Any], bool]


def _may_coordinate(user: Any) -> bool:
    return bool(getattr(user, "is_coordinator", False) or user.is_superuser) and user.is_active


def _is_superuser(user: Any) -> bool:
    return bool(user.is_superuser and user.is_active)


def _for(audience: Audience, *, open_door: bool = False, right: Right | None = None) -> ForAudience:
    def say(view: View) -> View:
        before = audience_of(view)
        if before is not None:
            raise TypeError(f"{view.__name__} has the audience {before!r} already")

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if right is not None and not right(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        vars(guarded)["audience"] = audience
        return login_not_required(guarded) if open_door else guarded

    return say


public = _for("public", open_door=True)
mailed_link = _for("link", open_door=True)
login_page = _for("login", open_door=True)
machine = _for("machine", open_door=True)
demo = _for("demo", open_door=True)
logged_in = _for("user")
coordinator_only = _for("coordinator", right=_may_coordinate)
superuser_only = _for("superuser", right=_is_superuser)


def audience_of(view: Callable[..., Any]) -> Audience | None:
    """Tell who a view is for, or None when it says no audience."""
    audience: Audience | None = getattr(view, "audience", None)
    return audience


def patterns_for(
    audience: ForAudience,
    patterns: Iterable[URLPattern | URLResolver],
    *,
    names: Iterable[str] = (),
) -> list[URLPattern]:
    """Copy somebody else's flat URL patterns (of a package) with an audience on each view.

    With `names` only the patterns of those names are taken over; the rest is left out.
    """
    wanted = set(names)
    found: list[URLPattern] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            raise TypeError(f"{pattern} is no single page: give its patterns one by one")
        if not wanted or pattern.name in wanted:
            view = audience(pattern.callback)
            found.append(URLPattern(pattern.pattern, view, pattern.default_args, pattern.name))
    return found
