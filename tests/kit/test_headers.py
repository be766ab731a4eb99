"""Headers on every kind of answer (HD-01, HD-02, HD-07, HD-08, HD-09)."""

import re
from importlib import reload
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from dorst_portal.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kit.wire_urls")]

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; manifest-src 'self'; worker-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
KINDS = [
    ("/public/", 200), ("/user/", 302), ("/public", 301), ("/public/?q=%00", 400),
    ("/forbidden/", 403), ("/nowhere/", 404), ("/only-post/", 405), ("/too-often/", 429),
    ("/fails/", 500), ("/healthz", 200), ("/admin/login/", 200), ("/static/portal.css", 200),
    ("/static/nowhere.css", 404), ("/robots.txt", 200),
]  # fmt: skip


@pytest.fixture
def asker(settings: Settings, tmp_path: Path) -> Client:
    """Asks over https, gets pages for errors as a stranger does, and finds the static files."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
    return Client(raise_request_exception=False)


def policies(header: str) -> set[str]:
    return {part.strip() for part in header.split(";")}


def check(response: HttpResponseBase) -> None:
    for name, value in ALWAYS.items():
        assert response.headers[name] == value, name
    assert policies(response.headers["Content-Security-Policy"]) == policies(CSP)
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    assert re.fullmatch(r"[0-9a-f]{32}", response.headers["X-Request-ID"])
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Server" not in response.headers


@pytest.mark.parametrize(("path", "status"), KINDS)
def test_hd_01_hd_02_every_kind_of_answer_has_the_headers(
    asker: Client, path: str, status: int
) -> None:
    response = asker.get(path, secure=True, headers={"Origin": "https://evil.example"})
    assert response.status_code == status
    check(response)
    hsts = response.headers["Strict-Transport-Security"]
    assert hsts.startswith("max-age=31536000; includeSubDomains")


def test_hd_01_a_body_that_is_too_big_gets_them_too(asker: Client) -> None:
    response = asker.post("/form/", {"name": "x" * 300_000}, secure=True)
    assert response.status_code == 413
    check(response)


def test_hd_01_a_strange_host_and_the_redirect_to_https_get_them_too(
    asker: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    redirected = asker.get("/public/")
    assert redirected.status_code == 301
    check(redirected)
    refused = asker.get("/public/", headers={"host": "evil.example"})
    assert refused.status_code == 400
    check(refused)


def test_hd_01_no_hsts_over_plain_http(asker: Client) -> None:
    assert "Strict-Transport-Security" not in asker.get("/public/").headers


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_tk_08_an_evil_host_gets_nowhere(asker: Client, header: str) -> None:
    response = asker.get("/user/", headers={header: "evil.example"})
    assert response.status_code in (400, 302)
    assert "evil" not in response.headers.get("Location", "") + response.content.decode()
    assert (response.status_code == 400) is (header == "Host")


def cache_of(response: HttpResponse) -> set[str]:
    return {part.strip() for part in response.headers["Cache-Control"].split(",")}


PRIVATE, KEPT = {"no-store", "private"}, {"no-cache", "private"}


def test_hd_08_public_pages_are_kept_for_the_back_button_only(client: Client) -> None:
    for path in ("/public/", "/form/", "/nowhere/"):
        response = client.get(path)
        assert cache_of(response) == KEPT, path
        assert "Cookie" in response.headers["Vary"], path


def test_hd_08_log_in_and_link_pages_are_kept_by_nobody(client: Client) -> None:
    for path in ("/login/", "/link/secret/", "/user/"):
        response = client.get(path)
        assert cache_of(response) == PRIVATE, path
        assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "path", ["/public/", "/user/", "/nowhere/", "/cacheable/", "/greeting/", "/form/"]
)
def test_hd_08_nothing_that_a_logged_in_person_sees_is_kept(
    client: Client, beheerder: User, path: str
) -> None:
    client.force_login(beheerder)
    response = client.get(path)
    assert cache_of(response) == PRIVATE
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("path", "policy"), [("/robots.txt", {"public", "max-age=86400"}), ("/healthz", {"no-store"})]
)
def test_machines_may_keep_what_is_the_same_for_everybody(
    client: Client, beheerder: User, path: str, policy: set[str]
) -> None:
    client.force_login(beheerder)
    assert cache_of(client.get(path)) == policy


def test_hd_07_a_stranger_who_reads_gets_no_cookie(client: Client) -> None:
    for path in ("/public/", "/nowhere/", "/healthz", "/robots.txt"):
        assert not client.get(path).cookies, path


def test_hd_07_the_cookie_of_a_form_is_closed(client: Client, settings: Settings) -> None:
    client.get("/account_request_login_code/")
    response = client.get("/admin/login/")
    for name, cookie in response.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert cookie["path"] == "/", name
        assert not cookie["domain"], name


def test_hd_07_cookies_have_the_host_prefix_when_the_site_is_https(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from dorst_portal import settings as module  # noqa: PLC0415 - read anew, with another address

    monkeypatch.setenv("SITE_URL", "https://portal.example.org")
    try:
        secure = reload(module)
        names = (secure.SESSION_COOKIE_NAME, secure.CSRF_COOKIE_NAME)
        assert all(name.startswith("__Host-") for name in names)
        assert secure.SESSION_COOKIE_SECURE
        assert secure.CSRF_COOKIE_SECURE
        assert secure.SECURE_HSTS_SECONDS >= 31_536_000
    finally:
        monkeypatch.undo()
        reload(module)
    assert module.SITE_URL == portal.SITE_URL


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "BREW"])
def test_hd_09_strange_methods_are_refused(client: Client, method: str) -> None:
    response = client.generic(method, "/public/")
    assert response.status_code == 405
    check(response)


@pytest.mark.parametrize(
    "path", ["/.git/config", "/.env", "/static/../manage.py", "/static/%2e%2e/manage.py",
             "/var/portal.sqlite3", "/portal.sqlite3", "/media/", "/media/foto.jpg"]
)  # fmt: skip
def test_hd_09_nothing_of_the_machine_is_served(asker: Client, path: str) -> None:
    assert asker.get(path).status_code == 404
