"""The files that machines ask for (HD-06)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from dorst_portal.kit.wellknown import SECURITY_TXT_EXPIRES

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kit.wire_urls")]


def test_hd_06_security_txt_says_whom_to_tell(client: Client, settings: Settings) -> None:
    settings.SITE_URL = "https://portal.example.org"
    response = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert lines == {
        "Contact": f"mailto:{settings.HELP_EMAIL}",
        "Expires": f"{SECURITY_TXT_EXPIRES:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages": "nl, en",
        "Canonical": "https://portal.example.org/.well-known/security.txt",
    }


def test_hd_06_security_txt_is_looked_at_again_before_it_expires() -> None:
    left = SECURITY_TXT_EXPIRES - datetime.now(tz=UTC)
    assert timedelta(days=30) < left < timedelta(days=365), "set SECURITY_TXT_EXPIRES anew"


def test_robots_stay_out_of_what_is_personal(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /beheer/", "Disallow: /bevestig/", "Disallow: /platform/"} <= set(lines)
    assert "Disallow: /" not in lines


def test_robots_stay_out_of_a_demo_altogether(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_the_manifest_names_the_site(client: Client) -> None:
    response = client.get("/manifest.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    assert response.json()["short_name"] == "Buurtapp Dorst"


@pytest.mark.parametrize(
    "path",
    ["/healthz", "/readyz", "/robots.txt", "/.well-known/security.txt", "/manifest.webmanifest"],
)
def test_machines_can_only_ask(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
