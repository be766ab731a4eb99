"""A whole list that was taken over is taken back, within a week and while nobody touched it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from groups.members.pages.imports import UNDO_DAYS
from groups.members.services.imports.forgetting import WIPED
from groups.members.services.imports.lists import NotNow, NotYours, line_of_list, may_take_over
from groups.models import MemberImport, MemberImportRow, Membership, ResidentRequest
from groups.querysets.memberships import MembershipQuerySet
from groups.refusals import Refused
from groups.values.member_import_states import ListState, before


class Touched(Refused):
    """Somebody changed, ended, moved or confirmed some of these members since."""

    def __init__(self, number: int) -> None:
        text = ngettext(
            "Ongedaan maken kan niet meer: 1 lid van deze lijst veranderde al. Haal wie er niet "
            "hoort zelf van de ledenlijst.",
            "Ongedaan maken kan niet meer: {n} leden van deze lijst veranderde al. Haal wie er "
            "niet hoort zelf van de ledenlijst.",
            number,
        )
        super().__init__(text.format(n=number))


class TooLate(Refused):
    """More than a week ago."""

    def __init__(self) -> None:
        text = _("Ongedaan maken kan tot {days} dagen na het overnemen.")
        super().__init__(text.format(days=UNDO_DAYS))


def undo(batch: MemberImport, *, by: User | None, actor: str = "", now: datetime) -> int:
    """Take every member that came with this list off the list again, as if they never came; tells
    how many. All of them or none. Raises Refused: too late, or somebody touched one of them.
    """
    if not may_take_over(batch.group, by_platform=batch.by_platform, by=by):
        raise NotYours
    try:
        with transaction.atomic():
            return _undo(batch, by=by, actor=actor, now=now)
    except (IntegrityError, ProtectedError) as error:  # a request came to one of them just now
        raise Touched(1) from error


def _undo(batch: MemberImport, *, by: User | None, actor: str, now: datetime) -> int:
    recent = now - timedelta(days=UNDO_DAYS)
    if batch.state == ListState.DONE and batch.ended_at and batch.ended_at <= recent:
        raise TooLate
    done = MemberImport.objects.filter(
        pk=batch.pk, state__in=before(ListState.UNDONE), ended_at__gt=recent
    )
    if not done.update(state=ListState.UNDONE, touched_at=now, wiped_at=now, **WIPED):
        raise NotNow
    members = Membership.objects.filter(imported_by=batch)
    # Nobody changes them while they are looked at.
    numbers = list(members.select_for_update().order_by("pk").values_list("pk", flat=True))
    touched = len(numbers) - _untouched(members, batch).count()
    if touched:
        raise Touched(touched)
    members.delete()
    MemberImportRow.objects.filter(batch=batch).delete()
    line_of_list("members.list_undone", batch, by=by, actor=actor, now=now, members=len(numbers))
    return len(numbers)


def _untouched(members: MembershipQuerySet, batch: MemberImport) -> MembershipQuerySet:
    """Those that are as the list made them."""
    of_requests = ResidentRequest.objects.filter(membership=OuterRef("pk"))
    as_made = Q(until__isnull=True, version=1, to_confirm=batch.by_platform)
    return members.filter(as_made, ~Exists(of_requests))
