"""Unsafe production settings are errors before anything starts (HD-11)."""

from typing import Any

import pytest
from django.conf import settings as portal
from pytest_django import Settings

from dorst_portal.kit.checks import headers_come_first, safe_production

CACHE = "django.core.cache.backends"
SAFE: dict[str, Any] = {
    "PORTAL_MODE": "production",
    "DEBUG": False,
    "DEMO": False,
    "SITE_URL": "https://portal.example.org",
    "CACHES": {"default": {"BACKEND": f"{CACHE}.redis.RedisCache"}},
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_TIMEOUT": 10,
    "EMAIL_HOST": "mail.example.org",
    "EMAIL_USE_TLS": True,
    "EMAIL_USE_SSL": False,
    "SESSION_COOKIE_NAME": "__Host-session",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "CSRF_COOKIE_SECURE": True,
}
UNSAFE = [
    ("kit.E001", {"DEBUG": True}),
    ("kit.E002", {"DEMO": True}),
    ("kit.E003", {"CACHES": {"default": {"BACKEND": f"{CACHE}.locmem.LocMemCache"}}}),
    ("kit.E003", {"CACHES": {"default": {"BACKEND": f"{CACHE}.dummy.DummyCache"}}}),
    ("kit.E004", {"EMAIL_TIMEOUT": None}),
    ("kit.E005", {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}),
    ("kit.E006", {"SITE_URL": "http://portal.example.org"}),
    ("kit.E007", {"SESSION_COOKIE_NAME": "session"}),
    ("kit.E007", {"CSRF_COOKIE_SECURE": False}),
    ("kit.E007", {"SESSION_COOKIE_DOMAIN": "example.org"}),
    ("kit.E010", {"EMAIL_USE_TLS": False}),
    ("kit.E009", {"LOGIN_TRIES_FACTOR": 2}),
]  # fmt: skip


def found(settings: Settings, **values: Any) -> list[str | None]:
    for name, value in values.items():
        setattr(settings, name, value)
    return [message.id for message in safe_production(None)]


def test_safe_settings_pass(settings: Settings) -> None:
    assert found(settings, **SAFE) == []


@pytest.mark.parametrize(("number", "change"), UNSAFE)
def test_each_unsafe_setting_is_found(
    settings: Settings, number: str, change: dict[str, Any]
) -> None:
    assert found(settings, **{**SAFE, **change}) == [number]


@pytest.mark.parametrize(
    "change",
    [{"EMAIL_USE_SSL": True}, {"EMAIL_HOST": "localhost"}, {"EMAIL_HOST": "127.0.0.1"}],
)
def test_mail_may_do_without_tls_on_the_machine_itself_only(
    settings: Settings, change: dict[str, Any]
) -> None:
    assert found(settings, **{**SAFE, "EMAIL_USE_TLS": False, **change}) == []


def test_a_demo_may_be_a_demo(settings: Settings) -> None:
    assert found(settings, PORTAL_MODE="demo", DEMO=True, DEBUG=True) == []


def test_the_layers_with_headers_stand_outermost(settings: Settings) -> None:
    assert headers_come_first(None) == []
    settings.MIDDLEWARE = list(reversed(portal.MIDDLEWARE))
    assert [message.id for message in headers_come_first(None)] == ["kit.E008"]
