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


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What each page answered: status, headers, text."""
    child = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(ASKED)],
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
