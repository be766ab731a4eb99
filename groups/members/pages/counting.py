"""How many people the chat should have: what the page of counting knows. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dorst_portal.accounts.models import User
from dorst_portal.kit.inputs.text import search_key
from groups.models import Appointment, Membership, WatchGroup


@dataclass(frozen=True)
class InChat:
    """Who should be in the chat: members on the list (`listed`), those who left the list and are
    in it still, and beheerders who are not on the list. `to_add`: on the list, and not in it yet.
    """

    listed: int
    to_add: int
    to_take_out: int
    beheerders: Sequence[User]

    def expected(self, beheerders: int) -> int:
        """How many the app shows when the list is right, with so many of these beheerders."""
        return self.listed + self.to_take_out + beheerders


def in_chat(group: WatchGroup, *, now: datetime) -> InChat:
    """The numbers of a group. Three queries."""
    here = Membership.objects.filter(group=group)
    rows = list(here.current().values_list("mobile", "email", "name", "to_confirm"))
    to_add = sum(to_confirm for *_, to_confirm in rows)
    known = {value for mobile, email, _, _ in rows for value in (mobile, email) if value}
    names = {search_key(name) for _, _, name, _ in rows}
    people = Appointment.objects.active(now).filter(group=group).select_related("user")
    return InChat(
        listed=len(rows) - to_add,
        to_add=to_add,
        to_take_out=here.to_take_out_of_chat().count(),
        beheerders=[
            one.user
            for one in people.order_by("role", "id")
            if not known & {one.user.mobile, one.user.email}
            and search_key(one.user.name) not in names
        ],
    )


@dataclass(frozen=True)
class Difference:
    """How the number in the app differs from what the list tells."""

    there: InChat
    counted: int
    beheerders: int

    def __bool__(self) -> bool:
        return self.counted != self.expected

    @property
    def expected(self) -> int:
        """How many the app shows when the list is right."""
        return self.there.expected(self.beheerders)

    @property
    def in_words(self) -> str:
        """ "Je mist er 2." """
        more = self.counted - self.expected
        if more > 0:
            return f"Je mist er {more}."
        return "Je hebt er 1 te veel." if more == -1 else f"Je hebt er {-more} te veel."
