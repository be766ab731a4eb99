"""What the list of members shows, and the page of one. Reads only.

On a list a number is masked; on the page of a member it is shown to who asks for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from dorst_portal.accounts.models import User
from dorst_portal.kit import dutch
from dorst_portal.kit.inputs.emails import masked
from groups.members.pages.lines import Listed, listed
from groups.models import Membership, WatchGroup, WayOfAdding
from groups.querysets.memberships import BY_ADDRESS
from groups.welcome import app_link, invite_link_of, welcome_message

PAGE: Final = 50


@dataclass(frozen=True)
class MembersPage:
    """Some lines of the list, how many there are in all, the key of those behind them, and how
    many were not told that they stand on it.
    """

    rows: Sequence[Listed]
    count: int
    next_key: str
    is_first: bool
    untold: int


@dataclass(frozen=True)
class MemberPage:
    """One member. `is_shown`: with number and address for mail, and the ways to get in touch."""

    member: Membership
    group: WatchGroup
    is_own: bool
    is_shown: bool
    number: str
    email: str
    chat_link: str = ""
    sends_welcome: bool = False


def members_page(group: WatchGroup, *, typed: str = "", after: str = "") -> MembersPage:
    """Who is in the group, by street and number; of what was typed only those who have it."""
    everybody = Membership.objects.filter(group=group)
    current = everybody.current()
    if typed:
        current = current.found_by(typed)
    page = BY_ADDRESS.page(listed(current), after=after, size=PAGE, among=everybody)
    numbers = current.aggregate(
        count=Count("pk"), untold=Count("pk", filter=Q(told_at__isnull=True))
    )
    return MembersPage(
        rows=[Listed._make(row) for row in page.rows],
        count=numbers["count"],
        next_key=page.next_key,
        is_first=page.is_first,
        untold=numbers["untold"],
    )


def member_page(
    member: Membership, *, is_own: bool, is_shown: bool = False, by: User | None = None
) -> MemberPage:
    """The page of a member. Who still has to be put into the chat gets the welcome text, where
    that is the way of the group; it is for the beheerders of the group alone.
    """
    group = member.group
    if not is_shown:
        number = dutch.masked_phone(member.mobile)
        email = masked(member.email) if member.email else ""
        return MemberPage(member, group, is_own, is_shown, number, email)
    wants_welcome = member.to_confirm and group.way_of_adding != WayOfAdding.CONTACT_CARD
    welcomes = is_own and wants_welcome and bool(invite_link_of(group))
    text = welcome_message(group, to_name=member.first_name, by_name=str(by)) if welcomes else ""
    return MemberPage(
        member,
        group,
        is_own,
        is_shown,
        number=member.mobile,
        email=member.email,
        chat_link=app_link(group.app, member.mobile, text),
        sends_welcome=welcomes,
    )


def card_name_of(member: Membership) -> str:
    """How the person stands in the beheerder's contacts: "Anja Jansen – Spoorstraat 12a"."""
    return f"{member.name} – {member.address}"
