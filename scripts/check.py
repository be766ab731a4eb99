"""Everything that can be said of the code without running it. All of it runs, then it sums up."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable
MANAGE = (PYTHON, "manage.py")


def checks(folder: str) -> list[tuple[str, tuple[str | Path, ...], dict[str, str]]]:
    """The checks: name, command and environment. `folder` is a place to leave things in."""
    harmless = {"PORTAL_MODE": "test", "SECRET_KEY": secrets.token_hex(40), "VAR_DIR": folder}
    production = {
        "PORTAL_MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITE_URL": "https://portal.example.org",
        "ALLOWED_HOSTS": "portal.example.org",
        "DATABASE_URL": "postgres://portal:unused@127.0.0.1:5432/portal",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "EMAIL_URL": "smtp+tls://portal:unused@mail.example.org:587",
        "MAIL_FROM": "buurtpreventie@example.org",
        "TRUSTED_PROXIES": "1",
        "VAR_DIR": folder,
    }
    return [
        ("format", (BIN / "ruff", "format", "--check", "."), {}),
        ("lint", (BIN / "ruff", "check", "."), {}),
        ("types", (BIN / "mypy",), harmless),
        ("import contracts", (BIN / "lint-imports",), harmless),
        ("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run"), harmless),
        ("template lint", (BIN / "djlint", "templates", "--lint", "--quiet"), {}),
        ("templates compile", (PYTHON, "-m", "scripts.check_templates"), harmless),
        ("translations", (PYTHON, "-m", "scripts.messages", "--check"), {}),
        ("plain Dutch", (PYTHON, "-m", "scripts.plain_dutch"), harmless),
        (
            "production settings",
            (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
            production,
        ),
        # Their imports are seen here in seconds, before the tests run for most of an hour.
        ("tests collect", (PYTHON, "-m", "pytest", "--collect-only", "-qq", "-n", "0"), {}),
        ("locked lists", (PYTHON, "-m", "scripts.check_locks"), {}),
    ]


def main() -> int:
    """Runs every check and fails when one of them does."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE")
    }
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        for name, command, environment in checks(folder):
            start = time.monotonic()
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=inherited | environment,
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            verdict = "FAILED" if done.returncode else "ok"
            print(f"{name:<20} {verdict:<6} {time.monotonic() - start:5.1f} s", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout, flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
