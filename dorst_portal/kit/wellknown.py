"""The small files that machines ask for: robots.txt, security.txt, the web manifest and the
picture of a home screen.
"""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dorst_portal.identity.current import SHIPPED_COLOUR, here
from dorst_portal.kit.access import machine

A_DAY = 24 * 3600
# The size in pixels that a telephone asks of an icon.
ICON = 512
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
    names = here()
    shortcuts = (("Alarmbericht", "alarm", "alarm"), ("Aanvragen", "inbox", "requests"))
    return JsonResponse(
        {
            "id": "/",
            "name": names.watch,
            "short_name": names.short_name,
            "description": f"Je buurtgroep in {names.village}, en een alarmbericht in een minuut.",
            "lang": "nl",
            "dir": "ltr",
            "start_url": reverse("home"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": here().colour or SHIPPED_COLOUR,
            "categories": ["social", "utilities", "security"],
            "icons": _icons(),
            "shortcuts": [
                {
                    "name": name,
                    "url": reverse(page),
                    "icons": [_picture(f"icons/{icon}-96.png", 96)],
                }
                for name, page, icon in shortcuts
            ],
        },
        content_type="application/manifest+json",
    )


@machine
@require_safe
@cache_control(public=True, max_age=A_DAY)
def apple_touch_icon(request: HttpRequest) -> HttpResponse:
    """Where an iPhone looks for the picture of its home screen, so that no page names it."""
    found = Path(str(finders.find("icons/apple-touch-icon.png")))
    return HttpResponse(found.read_bytes(), content_type="image/png")


def _picture(name: str, size: int) -> dict[str, str]:
    return {"src": static(name), "type": "image/png", "sizes": f"{size}x{size}"}


def _icons() -> list[dict[str, str]]:
    """The logo where it fills the square that telephones want, else the sign that is shipped."""
    names = here()
    if names.logo_is_square and names.logo_width >= ICON:
        logo = reverse("logo_picture", args=[names.logo_code])
        return [{"src": logo, "type": "image/png", "sizes": f"{ICON}x{ICON}"}]
    return [
        {"src": static("icon.svg"), "type": "image/svg+xml", "sizes": "any"},
        *(_picture(f"icon-{size}.png", size) for size in (192, 512)),
        # For telephones that cut a circle or a drop out of it.
        *(
            _picture(f"icons/maskable-{size}.png", size) | {"purpose": "maskable"}
            for size in (192, 512)
        ),
    ]


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
