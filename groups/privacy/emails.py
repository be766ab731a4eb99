"""The mails about forgetting: to the coordinators and to the beheerders of a group."""

from datetime import date, datetime

from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.outbox.services import MailDraft
from groups.models import WatchGroup
from groups.wording.drafting import draft


def purge_waits(to: User, *, kind: str, day: date, due: datetime) -> MailDraft:
    """A purge would take much of a table, and waits for a coordinator."""
    return draft(
        "purge_waits",
        to=to,
        key=f"purge-{kind}-{to.pk}-{day:%Y-%m-%d}",
        link_path=reverse("retention"),
        due=due,
    )


def member_erased(group: WatchGroup, *, to: User, event: str, due: datetime) -> MailDraft:
    """Somebody of the group had everything wiped, and is to be taken out of the chat."""
    return draft(
        "member_erased",
        to=to,
        key=f"erased-{group.pk}-{to.pk}-{event}",
        link_path=reverse("members", args=[group.slug]),
        due=due,
        group=group,
    )
