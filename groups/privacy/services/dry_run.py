"""What the next night would wipe, without wiping anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from groups.models import HeldPurge
from groups.privacy.services.holds import shares
from groups.privacy.services.purges import PURGES


@dataclass(frozen=True)
class WouldGo:
    """One kind: how many rows, and the question to the coordinators where it is too much."""

    kind: str
    words: str
    rows: int
    is_much: bool = False
    held: HeldPurge | None = None


def dry_run(*, at: datetime) -> Sequence[WouldGo]:
    """Each kind, and how many rows of it would go at this moment. Reads only."""
    waiting = {held.kind: held for held in HeldPurge.objects.filter(ended_at__isnull=True)}
    return [_would_go(kind, waiting.get(kind), at=at) for kind in PURGES]


def _would_go(kind: str, held: HeldPurge | None, *, at: datetime) -> WouldGo:
    purge = PURGES[kind]
    each = shares(purge.finds(now=at)).values()
    return WouldGo(
        kind,
        _(purge.words),
        rows=sum(share.rows for share in each),
        is_much=purge.asks and any(share.is_much for share in each),
        held=held,
    )
