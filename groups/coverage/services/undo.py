"""Undoing a move, a split or a merge: what nobody touched since goes back as it was."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.outbox.services import queue
from groups.coverage import emails
from groups.coverage.pages.changes import Undone, in_time
from groups.coverage.services.requests import take_back
from groups.coverage.services.telling import take_back as take_back_mails
from groups.models import (
    CoverageChange,
    CoverageRule,
    GroupStatus,
    LeaveReason,
    Membership,
    ResidentRequest,
    WatchGroup,
)
from groups.notices import everybody_there, leaves_at
from groups.refusals import Refused


class ChangeStands(Refused):
    """Too late, undone already, or the numbers went on since."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ongedaan maken kan niet meer. De nummers zijn intussen anders verdeeld, of het is "
                "meer dan 7 dagen geleden."
            )
        )


def may_undo(change: CoverageChange, now: datetime) -> bool:
    """Whether it can be taken back: within 7 days, while the rules that it made are in force."""
    return in_time(change, now) and not change.rules_made.filter(ended_at__isnull=False).exists()


def undo_change(change: CoverageChange, *, by: User, now: datetime) -> Undone:
    """Put rules, members and requests back. What a beheerder confirmed, changed or decided since
    stays and is counted. Raises ChangeStands.
    """
    try:
        with transaction.atomic():
            _lock(change)
            mine = CoverageChange.objects.filter(pk=change.pk, undone_at__isnull=True)
            if not mine.update(undone_at=now, undone_by=by) or not may_undo(change, now):
                raise ChangeStands
            _rules_back(change, now=now)
            _group_back(change)
            members, kept = _members_back(change)
            handovers = change.handovers.filter(undone_at__isnull=True)
            rows = list(handovers.select_related("request__group").order_by("pk"))
            requests = sum(take_back(row, by=by, now=now) for row in rows)
            undone = Undone(members, requests, kept + len(rows) - requests)
            _leave_lines(change, undone, by=by, now=now)
            take_back_mails(change)
            tell_both(change, undone=True, now=now)
            return undone
    except IntegrityError as error:
        raise ChangeStands from error  # the numbers that were freed have another group by now


def tell_both(change: CoverageChange, *, undone: bool, now: datetime) -> None:
    """One mail to each who runs one of both groups: how many came or went, and no person."""
    drafts = []
    for group, mail in (
        (change.from_group, emails.addresses_left),
        (change.to_group, emails.addresses_came),
    ):
        if group is not None:
            drafts += [
                mail(change, to=user, group=group, undone=undone, due=leaves_at(user, now=now))
                for user in everybody_there(group, now=now)
            ]
    queue(drafts, now=now)


def _lock(change: CoverageChange) -> None:
    """Neither group ends meanwhile, and no beheerder confirms somebody who goes back."""
    groups = WatchGroup.objects.filter(pk__in=[group.pk for group in _groups_of(change)])
    list(groups.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    made = Membership.objects.filter(moved_by=change).order_by("pk")
    list(made.select_for_update().values_list("pk"))


def _rules_back(change: CoverageChange, *, now: datetime) -> None:
    made = [rule.pk for rule in change.rules_made.all()]
    in_force = CoverageRule.objects.in_force().filter(pk__in=made)
    if in_force.update(ended_at=now) != len(made):
        raise ChangeStands
    ended = CoverageRule.objects.filter(pk__in=change.rules_ended.values("pk"))
    ended.filter(ended_at=change.at).update(ended_at=None)


def _group_back(change: CoverageChange) -> None:
    if change.from_group is None:
        return
    group = WatchGroup.objects.filter(pk=change.from_group.pk, status=GroupStatus.ARCHIVED)
    if change.from_status:
        group.update(status=change.from_status)
        change.from_group.refresh_from_db()
    elif group.exists():
        raise ChangeStands  # it was archived since: it owns no addresses


def _members_back(change: CoverageChange) -> tuple[int, int]:
    """How many are back in their old group, and how many a beheerder dealt with already."""
    left = Membership.objects.filter(
        group=change.from_group, until=change.at, end_reason=LeaveReason.OTHER_GROUP
    )
    olds = list(left.select_related("moved_to").order_by("pk"))
    made = [old.moved_to.pk for old in olds if hasattr(old, "moved_to")]
    # Somebody who was added to the other group since, from a request, is in its chat.
    with_request = ResidentRequest.objects.filter(membership__in=made)
    added = set(with_request.values_list("membership", flat=True))
    back = [old for old in olds if _is_untouched(old, change, added=added)]
    new = [old.moved_to.pk for old in back if hasattr(old, "moved_to")]
    Membership.objects.filter(pk__in=new).delete()
    again = Membership.objects.current().filter(group=change.from_group)
    here = set(
        again.filter(mobile__in=[old.mobile for old in back]).values_list("mobile", flat=True)
    )
    for old in back:
        if old.mobile not in here:
            old.until, old.end_reason = None, ""
            # Who was taken out of the chat has to be put in again.
            old.to_confirm, old.left_chat_at = old.to_confirm or bool(old.left_chat_at), None
    fields = ("until", "end_reason", "to_confirm", "left_chat_at")
    Membership.objects.bulk_update(back, fields)
    return len(back), len(olds) - len(back)


def _is_untouched(old: Membership, change: CoverageChange, *, added: set[int]) -> bool:
    """Whether nobody of the new group did anything with who came from here."""
    if old.anonymised_at is not None or old.erased_at is not None:
        return False
    new: Membership | None = getattr(old, "moved_to", None)
    if new is None:
        return True  # was a member of the other group already
    if new.moved_by_id != change.pk or not new.to_confirm or new.until is not None:
        return False
    same = all(getattr(new, name) == getattr(old, name) for name in _FACTS)
    return same and new.pk not in added


_FACTS = (
    "name",
    "organisation",
    "mobile",
    "email",
    "street_id",
    "street_text",
    "house_number",
    "house_letter",
    "house_number_addition",
)


def _leave_lines(change: CoverageChange, undone: Undone, *, by: User, now: datetime) -> None:
    facts = {
        "members": undone.members_back,
        "requests": undone.requests_back,
        "left": undone.left,
    }
    for group in _groups_of(change):
        record(
            "coverage.undone",
            by=by,
            scope=f"group:{group.pk}",
            subject=f"change:{change.pk}",
            facts=facts,
            now=now,
        )


def _groups_of(change: CoverageChange) -> Sequence[WatchGroup]:
    return [group for group in (change.from_group, change.to_group) if group]
