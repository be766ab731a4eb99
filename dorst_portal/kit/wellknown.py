"""The small files that machines ask for: robots.txt, security.txt and the web manifest."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dorst_portal.identity.current import here
from dorst_portal.kit.access import machine

A_DAY = 24 * 3600
# Less than a year ahead; a test fails from 30 days before, so that somebody looks again.
SECURITY_TXT_EXPIRES = datetime(2027, 10, 31, tzinfo=UTC)


@machine
@require_safe
@cache_control(public=True, max_age=A_DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: everything in a demo, else what is not for everybody."""
    closed = ["/"] if settings.DEMO else settings.ROBOTS_DISALLOW
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return _text(lines)


@machine
@require_safe
@cache_control(public=True, max_age=A_DAY)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a leak (RFC 9116)."""
    return _text(
        [
            f"Contact: mailto:{here().help_email}",
            f"Expires: {SECURITY_TXT_EXPIRES:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: nl, en",
            f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
        ]
    )


@machine
@require_safe
@cache_control(public=True, max_age=A_DAY)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone needs to put the site on its home screen."""
    return JsonResponse(
        {
            "name": here().watch,
            "short_name": here().short_name,
            "lang": "nl",
            "start_url": reverse("home"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#17603a",
            "icons": [
                {"src": static("icon.svg"), "type": "image/svg+xml", "sizes": "any"},
                {"src": static("icon-192.png"), "type": "image/png", "sizes": "192x192"},
                {"src": static("icon-512.png"), "type": "image/png", "sizes": "512x512"},
            ],
            "shortcuts": [
                {"name": "Alarmbericht", "url": reverse("alarm")},
                {"name": "Aanvragen", "url": reverse("inbox")},
            ],
        },
        content_type="application/manifest+json",
    )


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
