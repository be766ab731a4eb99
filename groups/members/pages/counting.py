"""How many people the chat should have: what the page of counting knows. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from dorst_portal.kit.inputs.text import search_key
from groups.members.pages.lines import Listed, listed
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
    members = [Listed._make(row) for row in listed(here.current())]
    to_add = sum(one.to_confirm for one in members)
    return InChat(
        listed=len(members) - to_add,
        to_add=to_add,
        to_take_out=here.to_take_out_of_chat().count(),
        beheerders=beheerders_beside(group, members, now=now),
    )


def beheerders_beside(
    group: WatchGroup, members: Sequence[Listed], *, now: datetime
) -> Sequence[User]:
    """Who runs the group and is none of its members, by number, e-mail address or name."""
    known = {value for one in members for value in (one.mobile, one.email) if value}
    people = Appointment.objects.active(now).filter(group=group).select_related("user")
    beside = [
        one.user
        for one in people.order_by("role", "id")
        if not known & {one.user.mobile, one.user.email}
    ]
    names = {search_key(one.name) for one in members} if beside else set()
    return [user for user in beside if search_key(user.name) not in names]


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
            return ngettext("Je mist er {n}.", "Je mist er {n}.", more).format(n=more)
        return ngettext("Je hebt er 1 te veel.", "Je hebt er {n} te veel.", -more).format(n=-more)
