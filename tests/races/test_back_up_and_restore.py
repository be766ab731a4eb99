"""The example village is backed up and put back into another database, by the commands of the book;
restoring is killed twice on the way (BR-01, BR-03, BR-05).
"""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dorst_portal.backup.keys import new_pair
from tests.races.databases import own_database
from tests.races.processes import ROOT, RealSite, Template

# Every row of every table but those that running the portal changes by itself.
FINGERPRINTS = """
import hashlib, json
from django.db import connection
moving = {"audit_entry", "django_migrations", "django_session", "kit_beat", "kit_cache",
          "alerts_alertdetails", "alerts_alertphoto", "sqlite_sequence"}
told = {}
with connection.cursor() as cursor:
    for table in sorted(set(connection.introspection.table_names()) - moving):
        cursor.execute(f'SELECT * FROM "{table}"')
        rows = sorted(repr(row) for row in cursor.fetchall())
        told[table] = [len(rows), hashlib.sha256("".join(rows).encode()).hexdigest()]
print(json.dumps(told))
"""
ERASE = """
from django.utils import timezone
from groups.members.services.acting import Actor
from groups.models import Membership
from groups.privacy.services.erasing import erase_person
one = Membership.objects.exclude(email="").exclude(name="").filter(until=None).order_by("pk")[:1]
mine = Membership.objects.filter(pk__in=[row.pk for row in one])
member = mine.get()
print(member.pk, member.mobile, member.email)
erase_person(email="", memberships=mine, by=Actor(mine, word="member"), now=timezone.now())
"""
# Stops as a power cut would: while the rows come in, or when they are there and nothing else is.
WHILE_LOADING = """
once = restoring._database_in
def cut(*given):
    yield next(once(*given))
    os._exit(9)
restoring._database_in = cut
"""
WHEN_LOADED = "restoring.call_command = lambda *_, **__: os._exit(9)"
KILLED = """
import os
from django.core.management import call_command
from dorst_portal.backup import restoring
{where}
call_command("restore", "{file}", "--key", "{key}")
"""


@dataclass
class Village:
    """The example village, and the back-up that was made of it."""

    kind: str
    static: Path
    site: RealSite
    file: Path
    key: Path
    rows: dict[str, Any]

    @contextmanager
    def another(self, folder: Path, **env: str) -> Iterator[RealSite]:
        """A portal on an empty database, with the keys of the first."""
        with own_database(self.kind, folder) as url:
            (folder / "static").symlink_to(self.static)
            site = RealSite(folder, url, env)
            try:
                yield site
            finally:
                site.stop()

    def restore(self, site: RealSite) -> str:
        return site.manage("restore", str(self.file), "--key", str(self.key))


@pytest.fixture(scope="module")
def village(migrated: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    kind, static, empty = migrated
    folder = tmp_path_factory.mktemp("backed-up")
    public, private = new_pair()
    key = folder / "key"
    key.write_text(private)
    with own_database(kind, folder, empty) as url:
        backups = folder / "backups"
        backups.mkdir()
        given = {"BACKUP_PUBLIC_KEY": public, "BACKUP_DIR": str(backups)}
        site = RealSite(folder, url, given)
        site.manage("seed_dorst")
        site.manage("retain")  # restoring does it too, and would make a difference
        site.manage("backup")
        [file] = backups.iterdir()
        rows = json.loads(site.python(FINGERPRINTS))
        yield Village(kind, static / "static", site, file, key, rows)


def killed(site: RealSite, village: Village, where: str) -> None:
    code = KILLED.format(where=where, file=village.file, key=village.key)
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", code],
        cwd=ROOT, env=site.env, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 9, done.stderr


def refused(site: RealSite, village: Village) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "restore", str(village.file), "--key", str(village.key)],
        cwd=ROOT, env=site.env, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    return done.stderr


def status(site: RealSite, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{site.port}{path}", timeout=10) as page:
            return int(page.status)
    except urllib.error.HTTPError as answer:
        return answer.code


def test_br_01_everything_comes_back_though_restoring_is_killed_twice(
    village: Village, tmp_path: Path
) -> None:
    with village.another(tmp_path) as site:
        if village.kind == "postgresql":
            with psycopg.connect(site.database_url):
                assert "Stop the portal first" in refused(site, village)
        killed(site, village, WHILE_LOADING)
        killed(site, village, WHEN_LOADED)
        # All rows are there, and nobody gets to see them.
        site.start_web(workers=1)
        assert [status(site, path) for path in ("/", "/meedoen/", "/readyz")] == [503, 503, 503]
        assert "The site may open." in village.restore(site)
        assert status(site, "/meedoen/") == 200
        assert json.loads(site.python(FINGERPRINTS)) == village.rows
        assert not list(tmp_path.glob("*.restoring*"))
        # It is a portal of its own now: nothing goes over it.
        assert "nothing is overwritten" in refused(site, village)
        assert site.count("SELECT count(*) FROM audit_entry WHERE verb = 'backup.restored'") == 1


def test_br_03_who_was_erased_after_the_back_up_is_erased_in_what_comes_back(
    village: Village, tmp_path: Path
) -> None:
    pk, mobile, email = village.site.python(ERASE).split()
    beside = village.site.folder / "erasures"
    with village.another(tmp_path, ERASURES_DIR=str(beside)) as site:
        assert "1 erasures repeated" in village.restore(site)
        # The table of requests has the same columns.
        for table in ("groups_membership", "groups_residentrequest"):
            rows = site.rows(f"SELECT name, mobile, email FROM {table}")  # noqa: S608 - as above
            assert rows
            assert not [row for row in rows if mobile in row or email in row]
        this = f"SELECT name, mobile, email FROM groups_membership WHERE id = {pk}"  # noqa: S608
        assert site.rows(this) == [("", "", "")]
