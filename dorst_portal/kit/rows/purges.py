"""What a kind of row that is kept for a term tells of itself to who wipes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dorst_portal.kit.rows.batches import Due


class Finds(Protocol):
    """The rows of a kind whose term is over at a moment."""

    def __call__(self, *, now: datetime) -> Sequence[Due]: ...


@dataclass(frozen=True)
class Purge:
    """One kind of row. `words` says what goes, for a coordinator. `asks`: much at once waits for a
    coordinator. Not asked is where nearly all goes each time by its nature, and nothing of it could
    be missed: what lives for hours, the preview of a file, and the text of mails that arrived, of
    which a village that begins has nothing else.
    """

    words: str
    finds: Finds
    asks: bool = True
