"""Who was approved for a group and is not in its chat yet. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from groups.models import ResidentRequest, WatchGroup
from groups.values.states import Owner

MOST: Final = 20


@dataclass(frozen=True)
class RequestLine:
    """Somebody to add, and their request."""

    pk: int
    name: str


def approved_to_add(group: WatchGroup) -> Sequence[RequestLine]:
    """The first of them, longest ago first."""
    approved = ResidentRequest.objects.approved().filter(group=group, owner=Owner.GROUP)
    rows = approved.order_by("decided_at", "pk").values_list("pk", "name")[:MOST]
    return [RequestLine(pk, name) for pk, name in rows]
