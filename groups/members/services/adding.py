"""Putting somebody on the list who came by telephone, on paper or at the door."""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from dorst_portal.accounts.models import User
from groups.members.services.acting import Gone, NumberTaken, beheerder, line_of_member
from groups.members.services.blocking import refuse_blocked
from groups.members.services.facts import MemberFacts
from groups.models import GroupStatus, HouseRules, Membership, MembershipSource, WatchGroup
from groups.permissions import manages_group

# Within this time the same facts are the same form, sent twice.
_TWICE: Final = timedelta(minutes=10)


def add_member(
    group: WatchGroup,
    facts: MemberFacts,
    *,
    told_rules: bool,
    in_chat: bool,
    by: User,
    now: datetime,
) -> Membership:
    """A member of this day, by a beheerder or deputy of the group and nobody else. `told_rules`:
    the rules of now are kept with it, as what this person agreed to, and the person heard of the
    list; who did not is still to be told. Who is not in the chat is to
    be confirmed. The same form sent again gives the member that is there. Raises NumberRefused,
    or Gone.
    """
    try:
        with transaction.atomic():
            if not manages_group(by, group) or group.status == GroupStatus.ARCHIVED:
                raise Gone
            refuse_blocked(group, facts.mobile, now=now)
            waaksamen = group.uses_waaksamen
            rules = HouseRules.objects.current(waaksamen=waaksamen) if told_rules else None
            member = Membership.objects.create(
                group=group,
                since=now,
                source=MembershipSource.BEHEERDER,
                house_rules=rules,
                told_at=now if told_rules else None,
                to_confirm=not in_chat,
                **facts.columns(),
            )
            line_of_member("member.added", member, actor=beheerder(by, now=now), now=now)
            return member
    except IntegrityError as error:
        there = Membership.objects.current().filter(group=group, mobile=facts.mobile).first()
        if there is None or not _is_same(there, facts, now=now):
            raise NumberTaken from error
        return there


def _is_same(there: Membership, facts: MemberFacts, *, now: datetime) -> bool:
    by_hand = there.source == MembershipSource.BEHEERDER and now - there.since < _TWICE
    return by_hand and not facts.differences(there)
