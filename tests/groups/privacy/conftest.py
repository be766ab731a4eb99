"""The folder beside the database, for the tests that are about it."""

from pathlib import Path

import pytest
from django.conf import LazySettings


@pytest.fixture
def erasures(settings: LazySettings, tmp_path: Path) -> Path:
    """Where the tombstones lie beside the database."""
    settings.ERASURES_DIR = tmp_path / "erasures"
    return tmp_path / "erasures"
