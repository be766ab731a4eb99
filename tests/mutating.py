"""A plugin for `make mutation`: each test asks everything anew, and the same each time.

A process remembers answers and queries that it made once. A mutant would be seen only by the first
test that asks, and mutmut, which runs those tests that reached the function, would run no other.
And a mutant is killed by what it does, not by a machine that was busy or by another random example.
"""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

from dorst_portal.kit.rows.prepared import Prepared

_PARTS = ("alerts", "dorst_portal", "groups")
_forget: list[Callable[[], Any]] = []

settings.register_profile("mutating", deadline=None, derandomize=True, database=None)


def pytest_configure(config: pytest.Config) -> None:
    """Properties have all the time they need and ask of the same examples."""
    settings.load_profile("mutating")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Find what remembers, once all of the portal that is tested is loaded."""
    _forget.clear()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in _PARTS:
            for one in list(vars(module).values()):
                if isinstance(one, Prepared):
                    _forget.append(lambda one=one: setattr(one, "_ready", None))
                elif callable(getattr(one, "cache_clear", None)):
                    _forget.append(one.cache_clear)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Forget all of it."""
    for forget in _forget:
        forget()
