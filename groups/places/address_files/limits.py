"""How much of a file with addresses we read."""

from typing import Final

from dorst_portal.kit.tables import limits

LIMITS: Final = limits.Limits(most_bytes=10 * 1024 * 1024, most_rows=100_000, longest_cell=200)
MOST_BYTES: Final = LIMITS.most_bytes
MOST_COLUMNS: Final = LIMITS.most_columns
LONGEST_CELL: Final = LIMITS.longest_cell
TOO_BIG: Final = LIMITS.too_big


def refuse_at_sight(content: bytes) -> None:
    """What can be seen without reading a file. Raises Unreadable."""
    limits.refuse_at_sight(content, LIMITS)
