"""What the tests of the example village share."""

from collections.abc import Iterator

import pytest
from zeal import zeal_ignore


@pytest.fixture
def many_visits(no_repeated_queries: None) -> Iterator[None]:
    """The seed plays the work of weeks: its queries are those of many requests."""
    with zeal_ignore():
        yield
