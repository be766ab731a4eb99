"""What would be wiped of an address, and of whom: a household may share one. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from dorst_portal.accounts.models import User
from groups.models import Membership, ResidentRequest, WatchGroup
from groups.privacy.services.erasing import Person, find_person
from groups.requests.pages.progress import NAMES
from groups.values.states import ENDED


@dataclass(frozen=True)
class WhatGoes:
    """`names` are of who gave this address; of what has the same number and another address
    nothing is said but how much it is (`beside`).
    """

    names: Sequence[str]
    groups: Sequence[WatchGroup]
    open_requests: Sequence[str]
    requests: int
    beside: int
    has_account: bool

    def __bool__(self) -> bool:
        return bool(self.names)


def what_goes(email: str) -> WhatGoes:
    """All that a press on the button would wipe."""
    person = find_person(email=email, memberships=Membership.objects.none())
    own = [row for row in person.rows if row.email == email]
    return WhatGoes(
        names=list({row.name.casefold(): row.name for row in own if row.name}.values()),
        groups=_groups(person),
        open_requests=[_called(row) for row in person.requests if _is_open(row, email)],
        requests=sum(row.email == email for row in person.requests),
        beside=sum(row.email != email for row in person.rows),
        has_account=User.objects.with_email(email).exists(),
    )


def _groups(person: Person) -> list[WatchGroup]:
    """Where somebody is still in the chat, perhaps."""
    inside = [row for row in person.memberships if row.left_chat_at is None]
    return list({row.group_id: row.group for row in inside}.values())


def _is_open(row: ResidentRequest, email: str) -> bool:
    return row.email == email and row.state not in ENDED


def _called(row: ResidentRequest) -> str:
    return f"{NAMES[row.kind]} {row.reference}"
