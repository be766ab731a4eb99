"""The looks: contrast, weight, page furniture, and what no template may hold."""

import gzip
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.test import Client, RequestFactory
from pytest_django import Settings

from dorst_portal.kit import errors

ROOT = Path(portal.BASE_DIR)
CSS = (ROOT / "static" / "portal.css").read_text()
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
URLS = pytest.mark.urls("tests.kit.look_urls")


def tokens(selector: str) -> dict[str, str]:
    """The tokens that the first block of a selector sets."""
    block = re.search(re.escape(f"{selector} {{") + r"(.+?)\n *\}", CSS, re.DOTALL)
    assert block, selector
    return dict(re.findall(r"--dp-([\w-]+): (.+);", block.group(1)))


LIGHT = tokens(":root")
DARK = {**LIGHT, **tokens('[data-bs-theme="dark"]')}
# Text on ground, and the least ratio in the light and in the dark scheme.
ROUNDED = 0.1
CONTRASTS = [
    ("text", "bg", 16.7, 16.1),
    ("text", "surface-2", 13.7, 12.0),
    ("muted", "bg", 7.7, 10.0),
    ("muted", "surface-2", 6.4, 7.4),
    ("link", "bg", 8.8, 10.1),
    ("link", "surface", 8.1, 9.1),
    ("link-hover", "bg", 12.8, 12.8),
    ("visited", "bg", 10.1, 10.0),
    ("on-action", "action", 7.6, 9.1),
    ("on-action", "action-hover", 11.2, 11.2),
    ("danger", "bg", 7.0, 9.2),
    ("danger", "danger-bg", 6.2, 8.0),
    ("on-alarm", "alarm", 7.0, 5.6),
    ("warn", "warn-bg", 7.8, 10.3),
    ("ok", "ok-bg", 7.9, 9.3),
    ("info", "info-bg", 7.6, 9.1),
    ("control", "bg", 5.2, 6.0),
    ("control", "surface", 4.8, 5.4),
    ("focus", "bg", 16.7, 13.2),
    ("focus", "glow", 12.1, 13.2),
    # Used as well: these must reach 4.5.
    ("action", "bg", 4.5, 4.5),
    ("muted", "surface", 4.5, 4.5),
    ("visited", "surface", 4.5, 4.5),
    ("text", "surface", 4.5, 4.5),
    ("text", "warm-bg", 4.5, 4.5),
    ("link", "warm-bg", 4.5, 4.5),
    ("visited", "warm-bg", 4.5, 4.5),
    ("action", "warm-bg", 4.5, 4.5),
    ("on-warm", "warm", 4.5, 4.5),
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_measure_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("ink", "ground", "light", "dark"), CONTRASTS)
def test_contrast(ink: str, ground: str, light: float, dark: float) -> None:
    assert contrast(LIGHT[ink], LIGHT[ground]) > light - ROUNDED
    assert contrast(DARK[ink], DARK[ground]) > dark - ROUNDED


def test_phone_in_the_dark_gets_the_same_colours_as_the_choice_for_dark() -> None:
    by_phone = tokens('  :root:not([data-bs-theme="light"])')
    assert by_phone == tokens('[data-bs-theme="dark"]')
    assert len(by_phone) > 20


def zipped(path: str) -> int:
    return len(gzip.compress((ROOT / path).read_bytes(), 9, mtime=0))


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("static/vendor/bootstrap.css", 5_000),
        ("static/portal.css", 10_000),
        ("static/portal.js", 1_000),
        ("static/combobox.js", 2_640),
        ("static/alarm.js", 2_560),
        ("static/alarm-offline.js", 3_200),
        ("static/alarm-worker.js", 1_280),
        ("static/push-worker.js", 512),
        ("static/push.js", 1_536),
        ("static/icon.svg", 1_000),
    ],
)
def test_weight(path: str, most: int) -> None:
    assert zipped(path) <= most


@URLS
def test_first_visit_is_light_and_asks_nobody_else(client: Client) -> None:
    html = client.get("/weergave/").content.decode()
    parts = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"', html)
    files = [part.removeprefix("/") for part in parts if part.startswith("/static/")]
    assert 1 + len(parts) <= 5
    assert all(part.startswith("/") and not part.startswith("//") for part in parts)
    weight = len(gzip.compress(html.encode(), 6)) + sum(zipped(name) for name in files)
    assert weight <= 25_000


def test_vendored_files_are_what_npm_gave() -> None:
    result = subprocess.run(
        ["sha256sum", "--check", "--quiet", "checksums.sha256"],
        cwd=ROOT / "scripts" / "vendored",
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


# --- What no template may hold ---------------------------------------------------------------

FORBIDDEN = {
    "placeholder": r"placeholder",
    "inline style": r"\sstyle\s*=|<style",
    "inline script": r"<script(?![^>]*\ssrc=)|\son\w+\s*=\s*[\"']|javascript:",
    "asterisk behind a label": r"\*\s*</(label|legend|span)>|class=\"asterisk",
    "unescaped text": r"\|\s*safe\b|autoescape\s+off",
    "required": r"<(input|select|textarea)[^>]*\srequired[\s>=]",
    "other host": r"(src|href)=\"(https?:)?//(?!www\.|wa\.me|signal\.me|t\.me)",
}


@pytest.mark.parametrize("what", sorted(FORBIDDEN))
def test_no_template_holds(what: str) -> None:
    assert len(TEMPLATES) > 300
    rule = re.compile(FORBIDDEN[what], re.IGNORECASE)
    assert [str(one.relative_to(ROOT)) for one in TEMPLATES if rule.search(one.read_text())] == []


@pytest.mark.parametrize(
    ("what", "bad"),
    [
        ("placeholder", '<input placeholder="Naam">'),
        ("inline style", '<p style="color:red">'),
        ("inline script", "<script>alert(1)</script>"),
        ("inline script", '<a onclick="x()">'),
        ("asterisk behind a label", "<label>Naam *</label>"),
        ("unescaped text", "{{ text|safe }}"),
        ("required", '<input name="x" required>'),
        ("other host", '<link href="https://cdn.example.org/x.css">'),
    ],
)
def test_the_rules_above_find_a_slip(what: str, bad: str) -> None:
    assert re.search(FORBIDDEN[what], bad, re.IGNORECASE)


# --- Furniture -------------------------------------------------------------------------------


@URLS
def test_order_of_a_public_page(client: Client) -> None:
    html = client.get("/weergave/").content.decode()
    order = [
        '<html lang="nl"',
        "<title>Weergave - Buurtpreventie Dorst</title>",
        'href="#inhoud">Naar de inhoud',
        'href="tel:112"',
        'href="tel:09008844"',
        "<header",
        '<main class="dp-main dp-width " id="inhoud" tabindex="-1">',
        "<h1>Weergave</h1>",
        "<footer",
        "Hulp nodig? Mail",
        "Inloggen voor beheerders",
    ]
    places = [html.index(part) for part in order]
    assert places == sorted(places)
    assert html.count("<h1") == 1


@URLS
def test_title_says_that_something_is_wrong(client: Client) -> None:
    html = client.post("/weergave/", {"theme": "pink"}).content.decode()
    assert "<title>Fout: Weergave - Buurtpreventie Dorst</title>" in html
    assert 'tabindex="-1" autofocus' in html
    assert "portal.js" in html
    assert "portal.js" not in client.get("/weergave/").content.decode()


@URLS
def test_choice_of_colours_comes_back_with_the_page(client: Client) -> None:
    answer = client.post("/weergave/", {"theme": "dark"}, follow=True)
    html = answer.content.decode()
    assert '<html lang="nl" data-bs-theme="dark">' in html
    assert "Je keuze is bewaard." in html
    assert re.search(r'<input[^>]*value="dark" checked', html)
    client.post("/weergave/", {"theme": "auto"})
    assert "data-bs-theme" not in client.get("/weergave/").content.decode()


@URLS
def test_a_cookie_cannot_write_into_the_page(client: Client) -> None:
    client.cookies["theme"] = "dark'><script>"
    html = client.get("/weergave/").content.decode()
    assert "data-bs-theme" not in html
    assert "<script>" not in html


@URLS
@pytest.mark.parametrize("demo", [True, False])
def test_the_example_village_says_so(client: Client, settings: Settings, demo: bool) -> None:
    settings.DEMO = demo
    html = client.get("/weergave/").content.decode()
    assert ("Dit is een voorbeelddorp" in html) is demo


# --- When something goes wrong ---------------------------------------------------------------


@URLS
def test_page_that_is_not_there_offers_the_search(client: Client) -> None:
    answer = client.get("/bestaat-niet/")
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "<h1>Deze pagina is er niet</h1>" in html
    assert 'name="straat"' in html
    assert "Straat en huisnummer" in html


@URLS
def test_wait_page_says_how_long() -> None:
    answer = errors.too_many(RequestFactory().get("/"), minutes=5)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    assert "Wacht 5 minuten" in answer.content.decode()


@URLS
def test_page_for_a_fault_needs_no_database_and_no_menu() -> None:
    answer = errors.server_error(RequestFactory().get("/"))
    html = answer.content.decode()
    assert answer.status_code == 500
    assert "Wat je invulde, is niet verstuurd." in html
    assert 'href="tel:112"' in html


@URLS
@pytest.mark.parametrize("name", ["fouten", "niets"])
def test_gallery_shows_every_component(client: Client, name: str) -> None:
    html = client.get("/demo/onderdelen/", {name: ""}).content.decode()
    for css in re.findall(
        r"^\.(dp-(?:note|tag|card|sl|tasks|details|bar|pages|trap|112)) \{", CSS, re.M
    ):
        assert f'"{css}' in html, css
    assert ("dp-summary" in html) is (name == "fouten")
