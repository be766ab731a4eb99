"""What `move_database` refuses before it does anything; the move itself is in tests/races/."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from dorst_portal.backup import moving

pytestmark = pytest.mark.django_db


@pytest.mark.sqlite
def test_it_goes_to_postgresql_only(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("move_database", str(tmp_path / "portal.sqlite3"))


@pytest.mark.postgres
def test_nothing_is_overwritten(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nothing is overwritten"):
        call_command("move_database", str(tmp_path / "portal.sqlite3"))
    assert moving.SOURCE not in connections.databases
