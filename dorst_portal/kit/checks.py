"""System checks: what would be unsafe in production is an error before anything starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

OWN_TO_A_PROCESS = (
    "django.core.cache.backends.locmem.LocMemCache",
    "django.core.cache.backends.dummy.DummyCache",
)
SENDS_NOTHING = ("dummy", "locmem", "console", "filebased")
OUTERMOST = (
    "dorst_portal.kit.middleware.RequestLine",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "dorst_portal.kit.middleware.HeadersEverywhere",
)
SAFE_COOKIES = ("SESSION_COOKIE", "CSRF_COOKIE")


@register(Tags.security)
def safe_production(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """In production nothing may be set that belongs to a demo or a test."""
    if settings.PORTAL_MODE != "production":
        return []
    return [
        *_error("E001", settings.DEBUG, "DEBUG shows code and settings to strangers"),
        *_error("E002", settings.DEMO, "the demo shows passwords and mails to strangers"),
        *_error(
            "E003",
            any(cache["BACKEND"] in OWN_TO_A_PROCESS for cache in settings.CACHES.values()),
            "a cache of one process lets every worker count log-in tries on its own",
        ),
        *_error("E004", not settings.EMAIL_TIMEOUT, "mail without a time limit can hang for ever"),
        *_error(
            "E005",
            settings.EMAIL_BACKEND.split(".")[-2] in SENDS_NOTHING,
            "the mail backend sends nothing",
        ),
        *_error(
            "E006",
            not settings.SITE_URL.startswith("https://"),
            "SITE_URL must be https: it stands in every mailed link",
        ),
        *_error("E007", not _cookies_are_safe(), "cookies must be secure __Host- ones"),
        *_error(
            "E010",
            not _mail_is_encrypted(),
            "mails with codes and links leave this machine unencrypted: use smtp+tls or smtp+ssl",
        ),
        *_error("E009", settings.LOGIN_TRIES_FACTOR != 1, "the limits on log-in tries are raised"),
    ]


@register(Tags.security)
def headers_come_first(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The layers that add headers stand outside all others, so that every answer passes them."""
    ours = [name for name in settings.MIDDLEWARE if not name.startswith("zeal.")]
    in_order = tuple(ours[: len(OUTERMOST)]) == OUTERMOST
    return _error("E008", not in_order, f"MIDDLEWARE must begin with {', '.join(OUTERMOST)}")


def _cookies_are_safe() -> bool:
    return all(
        getattr(settings, f"{cookie}_NAME").startswith("__Host-")
        and getattr(settings, f"{cookie}_SECURE")
        and getattr(settings, f"{cookie}_HTTPONLY")
        and getattr(settings, f"{cookie}_DOMAIN") is None
        and getattr(settings, f"{cookie}_PATH") == "/"
        for cookie in SAFE_COOKIES
    )


def _mail_is_encrypted() -> bool:
    """With TLS to another machine. One on this machine, which sends them on, needs none."""
    stays = settings.EMAIL_HOST in ("localhost", "127.0.0.1", "::1")
    return bool(stays or settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL)


def _error(number: str, wrong: object, why: str) -> list[CheckMessage]:
    return [Error(f"Unsafe setting: {why}.", id=f"kit.{number}")] if wrong else []
