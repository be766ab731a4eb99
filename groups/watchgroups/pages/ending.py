"""What the page of ending a group speaks of. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dorst_portal.accounts.models import User
from groups.models import ResidentRequest, WatchGroup
from groups.requests.pages.titles import title_of
from groups.values.states import Kind, State

MOST_SHOWN: Final = 10


@dataclass(frozen=True)
class Named:
    """A request as a link: what it is called, and by which reference."""

    pk: int
    title: str
    reference: str


def requests_of(group: WatchGroup, user: User, *, approved: bool) -> Sequence[Named]:
    """The first requests of which the page tells how many there are, as far as this user may see
    them: who is approved and not in the group yet, or what is open.
    """
    kinds = (Kind.JOIN, Kind.QUESTION)
    states = (State.APPROVED,) if approved else (State.OPEN, State.WAITING)
    rows = ResidentRequest.objects.visible_to(user).filter(group=group, state__in=states)
    found = rows.filter(kind__in=kinds).order_by("created_at", "pk")[:MOST_SHOWN]
    return [Named(one.pk, title_of(one), one.reference) for one in found]
