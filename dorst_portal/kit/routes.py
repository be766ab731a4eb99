"""Every URL of the site, read from the resolver: what it is called, and who it is for."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from dorst_portal.kit.access import audience_of

ANY_METHOD = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


@dataclass(frozen=True)
class Route:
    """One URL; `audience` is None when its view says no audience."""

    path: str
    name: str
    methods: tuple[str, ...]
    audience: str | None


def routes(patterns: Iterable[URLPattern | URLResolver] | None = None) -> list[Route]:
    """List every URL below these patterns, of the whole site when none are given."""
    return list(_walk(get_resolver().url_patterns if patterns is None else patterns))


def _walk(
    patterns: Iterable[URLPattern | URLResolver],
    path: str = "/",
    namespace: str = "",
    audience: str | None = None,
) -> Iterator[Route]:
    for pattern in patterns:
        here = path + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            # The admin's own pages let in nobody but superusers (User.is_staff).
            whose = "superuser" if pattern.app_name == "admin" else audience
            yield from _walk(pattern.url_patterns, here, inner, whose)
        else:
            yield Route(
                path=here,
                name=f"{namespace}{pattern.name or ''}",
                methods=_methods(pattern.callback),
                audience=audience_of(pattern.callback) or audience,
            )


def _methods(view: Callable[..., Any]) -> tuple[str, ...]:
    """The methods that a view says it takes; all of them when it does not say."""
    if view_class := getattr(view, "view_class", None):
        names = {name for name in view_class.http_method_names if hasattr(view_class, name)}
        if "get" in names:
            names.add("head")  # Django answers it with get
        return tuple(sorted(name.upper() for name in names))
    layer: Any = view
    while layer is not None:
        # Django's require_http_methods keeps its list in a closure and nowhere else.
        if inspect.isfunction(layer):
            said = inspect.getclosurevars(layer).nonlocals.get("request_method_list")
            if said:
                return tuple(sorted(said))
        layer = getattr(layer, "__wrapped__", None)
    return ANY_METHOD
