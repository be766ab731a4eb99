"""A member moves house: another address in the same group, or from one group to the next."""

from datetime import datetime

from django.db import transaction

from dorst_portal.outbox.services import next_slot, queue
from groups.members.services import editing, ending
from groups.members.services.facts import MemberFacts
from groups.members.services.own_links import own_link
from groups.mine import emails
from groups.mine.services.membership import member, to_beheerders_of_who_left
from groups.models import LeaveReason, Membership, ResidentRequest
from groups.places.routing import Address
from groups.requests.services.form_limits import submit_within_limits
from groups.requests.services.joining import SignupData


def change_address(membership: Membership, address: Address, *, email: str, now: datetime) -> None:
    """The member stays in the group, and lives at another address. Raises Gone, or
    ChangedMeanwhile.
    """
    facts = MemberFacts(
        name=membership.name,
        organisation=membership.organisation,
        mobile=membership.mobile,
        email=membership.email,
        address=address,
    )
    editing.change_member(
        membership, facts, version=membership.version, actor=member(email), now=now
    )


def move_house(
    membership: Membership, data: SignupData, *, leaves: bool, client: str, now: datetime
) -> ResidentRequest:
    """Ask to join where the new address belongs, and either leave the old group at once or stay
    there with the new address: all of it or nothing. The same form sent again is one request.
    Raises Gone, ChangedMeanwhile, or TooOften.
    """
    with transaction.atomic():
        request = submit_within_limits(data, client=client, now=now)
        if request.created_at != now:
            return request
        drafts = []
        if leaves:
            reason = LeaveReason.MOVED_HOUSE
            ending.end_member(membership, reason=reason, actor=member(data.email), now=now)
            drafts += to_beheerders_of_who_left(membership, now=now)
        else:
            change_address(membership, data.address, email=data.email, now=now)
        due = next_slot(data.email, now=now)
        link = own_link(data.email, now=now)
        told = emails.moving_house(request, old=membership.group, left=leaves, link=link, due=due)
        queue([told, *drafts], now=now)
        return request
