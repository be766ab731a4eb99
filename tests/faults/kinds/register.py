"""The list of all kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.world import World

# Does it, and gives back when it is over; the second is for how many seconds it lasts.
Act = Callable[["World", float], None]
SQLITE, POSTGRESQL = "sqlite", "postgresql"
BOTH = (SQLITE, POSTGRESQL)


@dataclass(frozen=True)
class Kind:
    """One way in which things break. With `cuts` a mail may have been on its way when its sender,
    its row or its server was cut off: it may then leave once more, under the same Message-ID.
    """

    name: str
    act: Act
    databases: tuple[str, ...] = BOTH
    cuts: bool = False
    own_disk: bool = False
    brief: bool = False  # part of what CI does


KINDS: dict[str, Kind] = {}


def kind(
    name: str,
    *,
    databases: tuple[str, ...] = BOTH,
    cuts: bool = False,
    own_disk: bool = False,
    brief: bool = False,
) -> Callable[[Act], Act]:
    """Puts a fault on the list."""

    def put(act: Act) -> Act:
        assert name not in KINDS, name
        KINDS[name] = Kind(name, act, databases, cuts, own_disk, brief)
        return act

    return put
