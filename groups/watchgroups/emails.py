"""The mails about a group itself, to its beheerders."""

from datetime import date, datetime

from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.outbox.services import MailDraft
from groups.models import WatchGroup
from groups.wording.drafting import draft


def does_it_live(group: WatchGroup, *, to: User, day: date, due: datetime) -> MailDraft:
    """Every half year: does the group still live? One tap on the page of the group answers."""
    return draft(
        "does_it_live",
        to=to,
        key=f"group-{group.pk}-alive-{to.pk}-{day}",
        link_path=reverse("my_group", args=[group.slug]),
        due=due,
        group=group,
    )


def is_list_right(group: WatchGroup, *, to: User, day: date, due: datetime) -> MailDraft:
    """Every quarter: is the list of members right? The page of counting answers in seconds."""
    return draft(
        "is_list_right",
        to=to,
        key=f"group-{group.pk}-list-{to.pk}-{day}",
        link_path=reverse("list_count", args=[group.slug]),
        due=due,
        group=group,
    )


def group_paused(group: WatchGroup, *, to: User, at: datetime, due: datetime) -> MailDraft:
    """A coordinator paused the group; why, stands on the page behind log-in."""
    page = reverse("my_group", args=[group.slug])
    return _became("paused", group, to=to, at=at, due=due, link_path=page)


def group_resumed(group: WatchGroup, *, to: User, at: datetime, due: datetime) -> MailDraft:
    """A coordinator ended the pause of the group."""
    page = reverse("my_group", args=[group.slug])
    return _became("resumed", group, to=to, at=at, due=due, link_path=page)


def group_archived(group: WatchGroup, *, to: User, at: datetime, due: datetime) -> MailDraft:
    """The group is no more, and with it the task of its beheerders."""
    return _became("archived", group, to=to, at=at, due=due)


def _became(
    what: str, group: WatchGroup, *, to: User, at: datetime, due: datetime, link_path: str = ""
) -> MailDraft:
    return draft(
        f"group_{what}",
        to=to,
        key=f"group-{group.pk}-{what}-{to.pk}-{at.timestamp():.0f}",
        link_path=link_path,
        due=due,
        group=group,
    )
