"""Changing what the list holds of a member: name, organisation, number, e-mail, address."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from dorst_portal.kit.inputs.text import search_key
from groups.members.services.acting import (
    Actor,
    ChangedMeanwhile,
    Gone,
    NumberTaken,
    line_of_member,
)
from groups.members.services.blocking import refuse_blocked
from groups.members.services.facts import NUMBER, MemberFacts
from groups.models import Membership
from groups.values.member_search import LONGEST_KEY


def change_member(
    member: Membership, facts: MemberFacts, *, version: int, actor: Actor, now: datetime
) -> Sequence[str]:
    """Store what was made of this version of a member, and tell in words what is different.

    Nothing is written over what somebody else stored since. Raises Gone, ChangedMeanwhile, or
    NumberRefused.
    """
    try:
        with transaction.atomic():
            row = actor.memberships.current().filter(pk=member.pk).first()
            if row is None:
                raise Gone
            changed = facts.differences(row)
            if row.version != version:
                raise ChangedMeanwhile
            if not changed:
                return []
            if NUMBER in changed:
                refuse_blocked(row.group, facts.mobile, now=now)
            _store(row, facts, version=version, actor=actor)
            line_of_member("member.changed", row, actor=actor, now=now, changed=in_words(changed))
            return changed
    except IntegrityError as error:
        raise NumberTaken from error


def in_words(parts: Sequence[str]) -> str:
    """ "de naam, het nummer en het adres", as the audit trail keeps it (`listed_again`)."""
    *first, last = parts
    return f"{', '.join(first)} en {last}" if first else last


def _store(row: Membership, facts: MemberFacts, *, version: int, actor: Actor) -> None:
    columns = facts.columns()
    if facts.email != row.email:  # nobody proved to read the mail of the new one
        columns |= {"email_confirmed_at": None, "email_failed_at": None}
    for name, value in columns.items():
        setattr(row, name, value)
    key = search_key(row.searched)[:LONGEST_KEY]
    same = actor.memberships.current().filter(pk=row.pk, version=version)
    if not same.update(**columns, search_key=key, version=F("version") + 1):
        raise ChangedMeanwhile
