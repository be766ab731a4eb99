"""A portal goes from SQLite to PostgreSQL by a real process, which is killed once on the way."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.races.databases import own_database
from tests.races.processes import ROOT, RealSite

pytestmark = pytest.mark.postgres

PREPARE = "from tests.races.village_acts import prepare; prepare()"
# When all rows are there, and nothing of it is sure yet.
KILLED = """
import os
from django.core.management import call_command
from dorst_portal.backup import moving
moving._sum_of = lambda *_: os._exit(9)
call_command("move_database", "{file}")
"""
# A row that came over otherwise than it was.
CHANGED = """
from pathlib import Path
from dorst_portal.backup import moving
once = moving._sum_of
moving._sum_of = lambda table, alias: (once(table, alias)[0], 0 if alias == "default" else 1)
moving.move(Path("{file}"))
"""
SHUT = "from dorst_portal.backup.marker import is_restoring; print(is_restoring())"
ADD = """
from dorst_portal.accounts.models import User
print(User.objects.create_user("later@example.org").pk)
"""


def test_every_row_goes_along_though_moving_is_killed(tmp_path: Path) -> None:
    """BR-06"""
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    file = tmp_path / "old" / "portal.sqlite3"
    with own_database("postgresql", tmp_path) as url:
        old = RealSite(tmp_path / "old", f"sqlite:///{file}")
        new = RealSite(tmp_path / "new", url)
        old.manage("migrate", "--verbosity=0")
        old.python(PREPARE)
        for code, exit_code in ((KILLED, 9), (CHANGED, 1)):
            done = subprocess.run(
                [sys.executable, "manage.py", "shell", "--no-imports", "--command",
                 code.format(file=file)],
                cwd=ROOT, env=new.env, capture_output=True, text=True,
            )  # fmt: skip
            assert done.returncode == exit_code, done.stderr
            assert new.python(SHUT).strip() == "True"
            assert new.count("SELECT count(*) FROM accounts_user") == 0
        assert "Not every row came over" in done.stderr
        told = new.manage("move_database", str(file))
        assert "each table is the same" in told
        for table in ("accounts_user", "groups_residentrequest", "alerts_alert", "outbox_mail"):
            counted = f"SELECT count(*) FROM {table}"  # noqa: S608 - as above
            assert new.count(counted) == old.count(counted) > 0
        assert new.python(SHUT).strip() == "False"
        highest = new.count("SELECT max(id) FROM accounts_user")
        assert int(new.python(ADD)) > highest
        assert new.manage("health", "database", "restored")
