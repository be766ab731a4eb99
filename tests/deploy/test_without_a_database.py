"""The database is gone: pages for people, signs for machines (LG-07, LG-08, CF-10)."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

# Each line: path, cookie. Asked in one process whose database does not answer.
ASK = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.test import Client
settings.ROOT_URLCONF = "tests.kit.wire_urls"
told = {}
for path, cookie in json.loads(sys.argv[1]):
    client = Client(raise_request_exception=False)
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    answer = client.get(path, headers={"accept": "text/html"})
    told[path + cookie] = [answer.status_code, dict(answer.headers), answer.content.decode()]
settings.ROOT_URLCONF = "dorst_portal.urls"
for path, cookie, typed, headers in json.loads(sys.argv[2]):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.cookies[settings.CSRF_COOKIE_NAME] = "c" * 32
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    typed["csrfmiddlewaretoken"] = "c" * 32
    answer = client.post(path, typed, headers={"accept": "text/html", **headers})
    told["POST " + path + cookie + "".join(headers)] = [
        answer.status_code, dict(answer.headers), answer.content.decode()
    ]
print(json.dumps(told))
"""
STRANGER, KNOWN = "", "0123456789abcdefghijklmnopqrstuv"
ASKED = [
    ("/healthz", STRANGER),
    ("/readyz", STRANGER),
    ("/readyz", KNOWN),
    ("/nergens/", STRANGER),
    ("/nergens/", KNOWN),
    ("/forbidden/", STRANGER),
    ("/too-often/", STRANGER),
    ("/fails/", STRANGER),
    ("/user/", KNOWN),
]
TYPED = {
    "street": "Spoorstraat",
    "house_number": "12",
    "name": 'Voorbeeld "Bewoner"',
    "message": "Regel een\r\nRegel twee",
    "streets": ["a", "b"],
}
SENT: list[tuple[str, str, dict[str, Any], dict[str, str]]] = [
    ("/meedoen/?van=groep", STRANGER, TYPED, {}),
    ("/meedoen/", STRANGER, TYPED, {"Origin": "https://elders.example"}),
    ("/beheer/instellingen/", KNOWN, TYPED, {}),
    ("/inloggen/", STRANGER, {"email": "iemand@example.org"}, {}),
    ("/inloggen/wachtwoord/", STRANGER, {"login": "x@example.org", "password": "een geheim"}, {}),
    ("/beveiliging/wachtwoord/", KNOWN, {"password1": "een geheim", "password2": "een geheim"}, {}),
    ("/inloggen/opnieuw/", KNOWN, {"code": "123456"}, {}),
]


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What each page answered: status, headers, text."""
    child = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(ASKED), json.dumps(SENT)],
        env={
            **os.environ,
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert child.returncode == 0, child.stderr
    answers: dict[str, Any] = json.loads(child.stdout.splitlines()[-1])
    return answers


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nergens/", 404, "Deze pagina is er niet"),
        ("/forbidden/", 403, "Dit mag je niet doen"),
        ("/too-often/", 429, "Wacht even"),
        ("/fails/", 500, "Er is een storing"),
        # Whoever is logged in is not known without a database: that passes, and so says 503.
        ("/nergens/" + KNOWN, 503, "Er is een storing"),
        ("/user/" + KNOWN, 503, "Er is een storing"),
    ],
)
def test_lg_07_people_get_a_dutch_page(
    told: dict[str, Any], path: str, status: int, words: str
) -> None:
    answered, headers, text = told[path]
    assert answered == status
    assert f"<h1>{words}" in text
    assert '<html lang="nl"' in text
    assert "112" in text
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert ("Retry-After" in headers) is (status in (429, 503))


def test_lg_08_the_process_is_well_and_not_ready(told: dict[str, Any]) -> None:
    assert told["/healthz"][0] == 200
    assert told["/readyz"][0] == 503
    assert json.loads(told["/readyz"][2]) == {"ready": False}
    assert told["/readyz" + KNOWN][0] == 503


@pytest.mark.parametrize("path", ["/meedoen/?van=groep", "/beheer/instellingen/" + KNOWN])
def test_what_was_typed_is_kept_and_can_be_sent_again(told: dict[str, Any], path: str) -> None:
    status, headers, page = told["POST " + path]
    assert status == 503
    assert "robeer het zo nog eens" in page
    assert headers["Retry-After"]
    assert headers["Cache-Control"] == "no-store, private"
    assert f'<form method="post" action="{path.removesuffix(KNOWN)}">' in page
    assert 'name="name" value="Voorbeeld &quot;Bewoner&quot;"' in page
    assert "Regel een" in page
    assert "Regel twee" in page
    assert page.count('name="streets"') == 2
    assert page.count('name="csrfmiddlewaretoken"') == 1
    assert "c" * 32 not in page, "the token is masked anew in each page"
    assert "Verstuur opnieuw" in page


@pytest.mark.parametrize(
    "path",
    [
        "/inloggen/",
        "/inloggen/wachtwoord/",
        "/beveiliging/wachtwoord/" + KNOWN,
        "/inloggen/opnieuw/" + KNOWN,
    ],
)
def test_no_secret_and_no_log_in_is_kept_in_a_page(told: dict[str, Any], path: str) -> None:
    status, _, page = told["POST " + path]
    assert status == 503
    assert "robeer het zo nog eens" in page
    assert "<form" not in page
    assert "geheim" not in page
    assert "123456" not in page


def test_what_another_site_sent_does_not_become_a_form_of_ours(told: dict[str, Any]) -> None:
    status, _, page = told["POST /meedoen/Origin"]
    assert status in (403, 503)
    assert "Voorbeeld" not in page


def test_who_asked_for_a_page_is_told_to_try_again(told: dict[str, Any]) -> None:
    page = told["/user/" + KNOWN][2]
    assert "Probeer het zo nog eens" in page
    assert "aangekomen" not in page
