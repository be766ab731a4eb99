"""A portal in production's own mode, for the tests that ask what it answers."""

from tests.races.processes import make_real_site, migrated

__all__ = ["make_real_site", "migrated"]
