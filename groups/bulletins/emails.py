"""The mails with which Platform Dorst asks its beheerders to share something in their groups."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import LINK_PLACEHOLDER
from dorst_portal.outbox.services import MailDraft
from groups.models import Bulletin
from groups.wording.drafting import draft

_MOST_NAMED = 3


def bulletin(row: Bulletin, *, to: User, groups: Sequence[str], due: datetime) -> MailDraft:
    """To a beheerder; the link leads to the text to share, behind log-in."""
    return draft(
        "bulletin",
        to=to,
        key=f"bulletin-{row.pk}-{to.pk}",
        link_path=reverse("bulletin_share", args=[row.pk]),
        due=due,
        is_test=False,
        **_words(row, groups),
    )


def bulletin_test(row: Bulletin, *, to: User, now: datetime) -> MailDraft:
    """The same mail, to who wrote it; the link leads to the page on which it can be sent."""
    return draft(
        "bulletin",
        to=to,
        key=f"bulletin-{row.pk}-test-{row.version}-{to.pk}-{now.timestamp():.6f}",
        link_path=reverse("bulletin_preview", args=[row.pk]),
        due=now,
        is_test=True,
        **_words(row, ["Voorbeeld"]),
    )


def bulletin_reminder(
    row: Bulletin, *, to: User, groups: Sequence[str], due: datetime
) -> MailDraft:
    """To a beheerder of groups in which nobody shared it yet: once."""
    return draft(
        "bulletin_reminder",
        to=to,
        key=f"bulletin-{row.pk}-reminder-{to.pk}",
        link_path=reverse("bulletin_share", args=[row.pk]),
        due=due,
        **_words(row, groups),
    )


def _words(row: Bulletin, groups: Sequence[str]) -> dict[str, object]:
    # Typed by a person, so it may hold anything but the place of the link.
    note = row.note.replace(LINK_PLACEHOLDER, "(link)")
    return {
        "subject": row.subject.replace(LINK_PLACEHOLDER, "(link)"),
        "note": note,
        "groups": groups[:_MOST_NAMED],
        "more": max(len(groups) - _MOST_NAMED, 0),
    }
