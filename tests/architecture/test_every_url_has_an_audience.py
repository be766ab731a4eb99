"""A page without an audience has no known audience: it fails here before it can leak (AZ-01)."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from dorst_portal.kit.access import logged_in, public
from dorst_portal.kit.routes import routes


def bare(request: HttpRequest) -> HttpResponse:
    """A view that says nothing about who it is for."""
    return HttpResponse("")


def without_badge(patterns: list[URLPattern | URLResolver] | None = None) -> list[str]:
    return [route.path for route in routes(patterns) if route.audience is None]


def test_every_url_of_the_site_wears_a_badge() -> None:
    assert without_badge() == []


def test_every_url_of_the_site_has_a_name_of_its_own() -> None:
    named = [route.name for route in routes() if not route.name.startswith("admin:")]
    assert all(named)
    assert len(named) == len(set(named))


def test_a_url_without_a_badge_is_found_wherever_it_stands() -> None:
    patterns: list[URLPattern | URLResolver] = [
        path("open/", public(bare)),
        path("bare/", bare),
        path("deep/", include([path("closed/", logged_in(bare)), path("<int:pk>/bare/", bare)])),
        path("admin/", admin.site.urls),
    ]
    assert without_badge(patterns) == ["/bare/", "/deep/<int:pk>/bare/"]
