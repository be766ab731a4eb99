"""The files that machines ask for (HD-06)."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
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


def test_the_manifest_has_all_that_a_telephone_asks(client: Client) -> None:
    response = client.get("/manifest.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    found = response.json()
    assert (found["name"], found["short_name"]) == ("Buurtpreventie Dorst", "Buurtapp Dorst")
    assert "Dorst" in found["description"]
    assert (found["id"], found["scope"]) == ("/", "/")
    assert client.get(found["start_url"]).status_code == 200
    assert (found["display"], found["lang"], found["dir"]) == ("standalone", "nl", "ltr")
    assert {one.get("purpose", "any") for one in found["icons"]} == {"any", "maskable"}
    assert [one["name"] for one in found["shortcuts"]] == ["Alarmbericht", "Aanvragen"]


def test_every_picture_of_the_manifest_is_as_large_as_it_says(client: Client) -> None:
    found = client.get("/manifest.webmanifest").json()
    pictures = [*found["icons"], *(one for way in found["shortcuts"] for one in way["icons"])]
    drawn = [one for one in pictures if one["type"] == "image/png"]
    assert len(drawn) == 6
    for one in drawn:
        size = Image.open(Path(settings.BASE_DIR, one["src"].removeprefix("/"))).size
        assert one["sizes"] == "{}x{}".format(*size)


def test_a_maskable_picture_keeps_its_drawing_within_the_circle_that_is_left() -> None:
    """Outside the middle 80 % it is one colour, without holes."""
    picture = Image.open(Path(settings.BASE_DIR, "static/icons/maskable-512.png")).convert("RGBA")
    ground, middle, radius = picture.getpixel((0, 0)), 256, 0.4 * 512
    outside = {
        picture.getpixel((x, y))
        for x in range(0, 512, 4)
        for y in range(0, 512, 4)
        if (x - middle) ** 2 + (y - middle) ** 2 > radius**2
    }
    assert outside == {ground}
    assert ground[3] == 255  # type: ignore[index]


def test_an_iphone_finds_its_picture_where_it_looks(client: Client) -> None:
    answer = client.get("/apple-touch-icon.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (180, 180)


@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/readyz",
        "/robots.txt",
        "/.well-known/security.txt",
        "/manifest.webmanifest",
        "/apple-touch-icon.png",
        "/metrics",
    ],
)
def test_machines_can_only_ask(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
