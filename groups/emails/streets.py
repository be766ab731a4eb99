"""The mails about numbers that went to another group."""

from datetime import datetime

from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.outbox.services import MailDraft
from groups.emails.drafting import draft
from groups.models import CoverageChange, WatchGroup


def addresses_came(
    change: CoverageChange, *, to: User, group: WatchGroup, undone: bool, due: datetime
) -> MailDraft:
    """To a beheerder of the group that has the addresses now: how many members to confirm."""
    return _moved("came", change, to=to, group=group, undone=undone, due=due)


def addresses_left(
    change: CoverageChange, *, to: User, group: WatchGroup, undone: bool, due: datetime
) -> MailDraft:
    """To a beheerder of the group that had the addresses: how many members to take out."""
    return _moved("left", change, to=to, group=group, undone=undone, due=due)


def _moved(
    what: str, change: CoverageChange, *, to: User, group: WatchGroup, undone: bool, due: datetime
) -> MailDraft:
    times = "-undone" if undone else ""
    return draft(
        f"addresses_{what}",
        to=to.email,
        key=f"coverage-{change.pk}-{what}-{to.pk}{times}",
        link_path=reverse("members", args=[group.slug]),
        due=due,
        change=change,
        group=group,
        undone=undone,
    )
