"""The two small projects beside which the portal is measured do what they are compared for."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# In a process of its own: the projects have settings of their own.
TRY_BARE = """
import django; django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", run_syncdb=True, verbosity=0)
client = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
page = client.get("/form/").content.decode()
token = page.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
typed = {"name": "Rika", "mobile": "06 0000 9001", "email": "rika@example.org"}
print(client.post("/form/", typed).status_code)
print(client.post("/form/", typed | {"csrfmiddlewaretoken": token}).status_code)
from bench.bare.models import Row
print(Row.objects.count())
"""
TRY_LEAST = """
import sys
from bench import fill_least
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from bench.least.models import Mail, Request
fill_least.tables()
fill_least.requests(100)
client = Client(SERVER_NAME="127.0.0.1")
typed = {"street": "straat 1 1", "house_number": "12", "name": "Rika", "mobile": "06 0000 9001",
         "email": "rika@example.org", "agree": "on"}
print(client.post("/join/groep-1/", typed).status_code)
print(Request.objects.filter(name="Rika").count(), Mail.objects.count())
print(b"Groep 1" in client.get("/find/", {"straat": "straat 1 1", "huisnummer": "9"}).content)
print(client.get("/inbox/").status_code)
row = Request.objects.filter(group=1).earliest("created_at", "id")
client.force_login(row.group.beheerder)
with CaptureQueriesContext(connection) as queries:
    print(row.name in client.get("/inbox/").content.decode(), len(queries))
for _ in range(2):
    print(client.post(f"/request/{row.pk}/approve/").status_code)
print(Request.objects.get(pk=row.pk).state, Mail.objects.count())
"""


def said_by(code: str, settings: str, folder: Path) -> list[str]:
    """What a piece of code prints in a process with these settings, on a database of its own."""
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": f"sqlite:///{folder / 'small.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.sqlite
def test_the_bare_view_checks_the_token_and_makes_one_row(tmp_path: Path) -> None:
    assert said_by(TRY_BARE, "bench.bare.settings", tmp_path) == ["403", "302", "1"]


@pytest.mark.sqlite
def test_the_least_project_joins_finds_lists_and_decides_once(tmp_path: Path) -> None:
    said = said_by(TRY_LEAST, "bench.least.settings", tmp_path)
    joined = ["302", "1", "1", "True", "302"]
    assert said == [*joined, "True", "4", "302", "302", "approved", "2"]


def test_results_are_there_and_say_when_and_where_they_were_measured() -> None:
    results = (ROOT / "bench" / "results.md").read_text()
    assert re.search(r"- Date: \d{4}-\d{2}-\d{2} ", results)
    assert "- Machine: " in results
    for database in ("## PostgreSQL", "## SQLite"):
        assert database in results
