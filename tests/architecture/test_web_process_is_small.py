"""What only the worker or one page needs is not loaded by each process of the web server."""

import os
import subprocess
import sys

SERVE = """
import sys
from django.test import Client
import dorst_portal.wsgi
assert Client().get("/privacy/").status_code == 200
assert Client().get("/inloggen/").status_code == 200
heavy = {
    "aiohttp", "celery", "fido2", "httpx", "numpy", "openpyxl", "pywebpush", "requests", "shapely",
    "weasyprint",
}
print(*sorted({name.partition(".")[0] for name in sys.modules} & heavy))
"""
FIND = """
from celery.app.utils import find_app
print(find_app("dorst_portal").main)
"""


def said_by(code: str) -> str:
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "dorst_portal.settings"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_pages_are_served_without_what_only_the_worker_or_one_page_needs() -> None:
    assert said_by(SERVE) == ""


def test_the_worker_finds_its_app_by_the_name_of_the_project() -> None:
    assert said_by(FIND) == "dorst_portal"
