"""Real processes for everything in this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races.databases import make_template, own_database
from tests.races.processes import (
    MakeSite,
    RealSite,
    Template,
    make_real_site,
    migrated,
    real_site,
    sites,
)

__all__ = ["make_real_site", "migrated", "real_site"]

PREPARE = "from tests.races.village_acts import prepare; prepare()"


@pytest.fixture(scope="session")
def with_village(
    migrated: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Template]:
    """As `migrated`, with the small village of `village_acts` in it."""
    kind, static, empty = migrated
    folder = tmp_path_factory.mktemp("village")
    with own_database(kind, folder, empty) as url:
        RealSite(folder, url).python(PREPARE)
        make_template(url)
        yield kind, static, url


@pytest.fixture
def make_village_site(
    with_village: Template, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[MakeSite]:
    """As `make_real_site`, with the small village in it."""
    with sites(with_village, tmp_path, request) as make:
        yield make
