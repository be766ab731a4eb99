"""Production starts with secrets from files, and not at all without them (DE-07, HD-11)."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from dorst_portal import env

ROOT = Path(__file__).resolve().parents[2]
SECRETS = {
    "SECRET_KEY": secrets.token_urlsafe(60),
    "DATABASE_URL": "postgres:///dorst",
    "REDIS_URL": "redis://:geheim@127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://iemand:geheim@mail.example.org:587",
}


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """The settings of .env.example, with its secrets in files."""
    given = {"PATH": os.environ["PATH"]}
    for line in (ROOT / ".env.example").read_text().splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            given[name] = value
    given["VAR_DIR"] = str(tmp_path / "var")
    del given["DATABASE_URL"]
    for name, value in SECRETS.items():
        path = tmp_path / name.lower()
        path.write_text(f"{value}\n")
        given[f"{name}_FILE"] = str(path)
    return given


def check(settings: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


def test_hd_11_nothing_is_said_of_the_example_settings(production: dict[str, str]) -> None:
    assert check(production) == (0, "")


def test_hd_11_nothing_is_said_of_what_may_be_switched_on(production: dict[str, str]) -> None:
    switched_on = {"METRICS_TOKEN": secrets.token_urlsafe(40), "ERROR_REPORTS_TO": "o@example.org"}
    assert check(production | switched_on) == (0, "")


def test_de_05_the_demo_does_not_go_along(production: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "seed_dorst"],
        cwd=ROOT,
        env=production,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Unknown command: 'seed_dorst'" in done.stderr


def test_production_is_told_who_sends_its_mails(production: dict[str, str]) -> None:
    code, told = check(production | {"MAIL_FROM": ""})
    assert code != 0
    assert "MAIL_FROM must be set in production" in told


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "", "SECRET_KEY must be set"),
        ("SECRET_KEY", "kort", "SECRET_KEY must be at least 50 random characters"),
        ("DATABASE_URL", "", "DATABASE_URL must be set"),
        ("EMAIL_URL", "", "EMAIL_URL must be set"),
    ],
)
def test_de_07_a_secret_that_is_missing_or_weak_stops_the_start(
    production: dict[str, str], name: str, value: str, words: str
) -> None:
    Path(production[f"{name}_FILE"]).write_text(value)
    code, told = check(production)
    assert code != 0
    assert words in told
    assert "geheim" not in told


SAYS_HSTS = """
from django.http import HttpResponse
from django.test import RequestFactory
from django.middleware.security import SecurityMiddleware as layer
answer = layer(lambda request: HttpResponse())(RequestFactory().get("/", secure=True))
print(answer.headers["Strict-Transport-Security"])
"""


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "max-age=31536000"),
        ({"HSTS_SUBDOMAINS": ""}, "max-age=31536000"),
        ({"HSTS_SUBDOMAINS": "yes"}, "max-age=31536000; includeSubDomains"),
        (
            {"HSTS_SUBDOMAINS": "yes", "HSTS_PRELOAD": "yes"},
            "max-age=31536000; includeSubDomains; preload",
        ),
    ],
)
def test_hsts_speaks_for_other_sites_of_the_domain_only_when_asked(
    production: dict[str, str], asked: dict[str, str], told: str
) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", SAYS_HSTS],
        cwd=ROOT,
        env=production | asked,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == told, done.stderr
    assert check(production | asked) == (0, "")


@pytest.mark.parametrize(
    "asked", [{"HSTS_SUBDOMAINS": "ja"}, {"HSTS_PRELOAD": "1"}, {"HSTS_PRELOAD": "yes"}]
)
def test_hsts_that_is_asked_in_half_or_in_other_words_stops_the_start(
    production: dict[str, str], asked: dict[str, str]
) -> None:
    code, words = check(production | asked)
    assert code != 0
    assert next(iter(asked)) in words


def test_a_file_wins_from_the_variable_and_its_last_line_end_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "help").write_text("uit het bestand\n")
    monkeypatch.setenv("HELP_EMAIL", "uit de omgeving")
    assert env.text("HELP_EMAIL") == "uit de omgeving"
    monkeypatch.setenv("HELP_EMAIL_FILE", str(tmp_path / "help"))
    assert env.text("HELP_EMAIL") == "uit het bestand"


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "help").write_bytes(content)
    monkeypatch.setenv("HELP_EMAIL_FILE", str(tmp_path / "help"))
    with pytest.raises(ImproperlyConfigured, match="HELP_EMAIL_FILE cannot be read"):
        env.text("HELP_EMAIL")


@pytest.mark.parametrize("debug", ["1", "true", "True"])
def test_production_shows_no_stranger_its_code_whatever_the_environment_says(
    production: dict[str, str], debug: str
) -> None:
    ask = "from dorst_portal.settings import DEBUG, DEMO; print(DEBUG, DEMO)"

    for mode, answer in (("production", "False False"), ("dev", "True True")):
        done = subprocess.run(
            [sys.executable, "-c", ask],
            cwd=ROOT,
            env=production | {"PORTAL_MODE": mode, "DEBUG": debug, "DJANGO_DEBUG": debug},
            capture_output=True,
            text=True,
        )
        assert done.stdout.strip() == answer, done.stderr
