"""What the MDN HTTP Observatory would say of the portal as production answers (HD-04)."""

import json
from http.cookies import Morsel, SimpleCookie

import pytest

from tests.deploy.observatory import Visit, points, score
from tests.races.processes import MakeSite

HOST = "portal.example.org"
PRODUCTION = {
    "PORTAL_MODE": "production",
    "SITE_URL": f"https://{HOST}",
    "ALLOWED_HOSTS": HOST,
    "EMAIL_URL": "smtp+tls://portal:unused@mail.example.org:587",
    "MAIL_FROM": "buurtpreventie@example.org",
    "TRUSTED_PROXIES": "1",
    "PORTAL_PROCESS": "web",
}
# What everybody sees first, both forms that strangers fill in, and what staff open first.
PAGES = {
    "/": "",
    "/meedoen/": "",
    "/inloggen/": "",
    "/platform/": "coordinator",
    "/beheer/": "beheerder",
}
# The proxy says that the visitor came by https; without that word it was plain http.
ASK = """
import json
from django.test import Client
from dorst_portal.accounts.models import User
from tests.logins import log_in
coordinator = User.objects.create_user("coordinator@example.org", name="Cor", is_coordinator=True)
beheerder = User.objects.create_user("beheerder@example.org", name="Bea")
people = {"coordinator": coordinator, "beheerder": beheerder}
told = {}
for path, who in PAGES.items():
    client = Client(headers={"host": HOST, "origin": "https://elders.example"})
    plain = client.get(path)
    if who:
        log_in(client, people[who], second_factor=True)
    page = client.get(path, headers={"x-forwarded-proto": "https"})
    told[path] = {
        "status": page.status_code,
        "headers": dict(page.headers),
        "cookies": page.cookies.output(header="", sep=chr(10)),
        "html": page.content.decode(),
        "sent_to": plain.headers.get("Location", ""),
    }
print(json.dumps(told))
"""


# A page without a cookie. Each rule gives and takes its points from what is different.
FINE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CSP, CORS = "Content-Security-Policy", "Access-Control-Allow-Origin"


def cookies_of(text: str) -> "list[Morsel[str]]":
    """What stands in each line of Set-Cookie."""
    return [one for line in text.splitlines() for one in SimpleCookie(line).values()]


def visit_of(
    headers: dict[str, str] | None = None,
    *,
    cookies: str = "",
    html: str = "",
    sent_to: str = f"https://{HOST}/",
) -> Visit:
    """A fine answer but for what is said; a header that is empty is not there."""
    return Visit(HOST, FINE | (headers or {}), cookies_of(cookies), html, sent_to)


@pytest.fixture
def visits(make_real_site: MakeSite) -> dict[str, Visit]:
    """Each page as production gives it."""
    site = make_real_site(**PRODUCTION)
    said = site.python(f"PAGES, HOST = {PAGES!r}, {HOST!r}\n{ASK}")
    answers = json.loads(said.splitlines()[-1])
    assert {path: one["status"] for path, one in answers.items()} == dict.fromkeys(PAGES, 200)
    return {
        path: Visit(
            host=HOST,
            headers=one["headers"],
            cookies=cookies_of(one["cookies"]),
            html=one["html"],
            sent_to=one["sent_to"],
        )
        for path, one in answers.items()
    }


def test_hd_04_every_page_has_130_points_and_no_rule_takes_any(visits: dict[str, Visit]) -> None:
    for path, visit in visits.items():
        assert min(points(visit).values()) >= 0, (path, points(visit))
        assert score(visit) >= 130, (path, points(visit))


def test_a_fine_page_has_130_points_and_a_fine_cookie_gives_five() -> None:
    assert score(visit_of()) == 130
    assert score(visit_of(cookies="__Host-session=x; Secure; HttpOnly; SameSite=Lax")) == 135


@pytest.mark.parametrize(
    ("headers", "left"),
    [
        ({CSP: ""}, 55),  # frames are forbidden no more, so twenty more
        ({CSP: "default-src 'self'; frame-ancestors 'none'"}, 125),
        ({CSP: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}, 120),
        ({CSP: "default-src 'none'; script-src 'unsafe-eval'; frame-ancestors 'none'"}, 110),
        ({CSP: "default-src 'none'; img-src http:; frame-ancestors 'none'"}, 110),
        ({CSP: "default-src 'none'; script-src 'unsafe-inline'; frame-ancestors 'none'"}, 80),
        ({CSP: "script-src 'self'; frame-ancestors 'none'"}, 80),
        ({CSP: "default-src 'none'; connect-src http://x.example; frame-ancestors 'none'"}, 80),
        ({CSP: "default-src 'none'", "X-Frame-Options": "DENY"}, 125),
        ({CSP: "default-src 'none'"}, 80),
        ({CORS: "https://elders.example", "Access-Control-Allow-Credentials": "true"}, 50),
        ({CORS: "*"}, 130),
        ({"Referrer-Policy": ""}, 125),
        ({"Referrer-Policy": "unsafe-url"}, 120),
        ({"Strict-Transport-Security": ""}, 80),
        ({"Strict-Transport-Security": "max-age=86400"}, 120),
        ({"X-Content-Type-Options": ""}, 125),
        ({"Cross-Origin-Resource-Policy": ""}, 120),
        ({"Cross-Origin-Resource-Policy": "nobody"}, 115),
    ],
)
def test_a_header_that_is_missing_or_weak_costs_what_the_table_says(
    headers: dict[str, str], left: int
) -> None:
    assert score(visit_of(headers)) == left


@pytest.mark.parametrize(
    ("cookie", "left"),
    [
        ("session=x; Secure; HttpOnly", 130),
        ("session=x; Secure; SameSite=Lax", 70),
        ("session=x; HttpOnly; SameSite=Lax", 120),
        ("taal=x; HttpOnly; SameSite=Lax", 125),
        ("csrf=x; Secure; HttpOnly", 80),
        ("taal=x; Secure; SameSite=Wat", 80),
    ],
)
def test_a_weak_cookie_costs_what_the_table_says(cookie: str, left: int) -> None:
    assert score(visit_of(cookies=cookie)) == left


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<script src="/static/portal.js" defer></script>', 130),
        (f'<script src="https://{HOST}/static/portal.js"></script>', 130),
        ('<script src="https://elders.example/x.js" integrity="sha384-x"></script>', 130),
        ('<script src="https://elders.example/x.js"></script>', 125),
        ('<script src="http://elders.example/x.js" integrity="sha384-x"></script>', 80),
        ('<script src="//elders.example/x.js"></script>', 50),
    ],
)
def test_a_script_of_another_host_costs_what_the_table_says(html: str, left: int) -> None:
    assert score(visit_of(html=html)) == left


@pytest.mark.parametrize(
    ("sent_to", "left"), [("", 80), ("http://x.example/", 120), ("https://x.example/", 125)]
)
def test_a_way_to_https_that_is_missing_or_a_detour_costs_what_the_table_says(
    sent_to: str, left: int
) -> None:
    assert score(visit_of(sent_to=sent_to)) == left
