"""What a query added to a row is read by name, and what it did not add is an error."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from dorst_portal.kit.rows.added import Added


@dataclass(frozen=True)
class Counted(Added):
    members: int


def test_what_a_query_added_is_read_by_name() -> None:
    assert Counted.of(SimpleNamespace(pk=1, members=12)).members == 12


def test_a_row_whose_query_did_not_add_it_is_an_error() -> None:
    with pytest.raises(KeyError):
        Counted.of(SimpleNamespace(pk=1))
