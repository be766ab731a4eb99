"""The mail to who came on a list: that they stand there, why, and where to see or stop it."""

from datetime import datetime
from typing import Final

from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.kit.models import Link
from dorst_portal.outbox.services import MailDraft
from groups.models import WatchGroup
from groups.wording.drafting import draft

OWN_PAGE_PATH: Final = "/mijn/{token}/"
TOLD: Final = "told_on_list"
TOLD_TEST: Final = "told_on_list_test"


def told_on_list(
    group: WatchGroup, *, to: str, language: str, by_platform: bool, link: Link, due: datetime
) -> MailDraft:
    """To one address on the list of a group, however many members share it. `by_platform`: the
    list came from Platform Dorst, and else from a beheerder.
    """
    return draft(
        "told_on_list",
        to=to,
        language=language,
        key=f"told-{group.pk}-{link.pk}",
        about=f"group:{group.pk}",
        event=TOLD,
        # The moment that stands at the members, by which they are found when it fails.
        occasion=due.isoformat(),
        link=link,
        link_path=OWN_PAGE_PATH,
        due=due,
        group=group,
        by_platform=by_platform,
    )


def told_test(group: WatchGroup, *, to: User, now: datetime) -> MailDraft:
    """The same mail to who is going to send it; its link leads back to the page with the button."""
    return draft(
        "told_on_list",
        to=to,
        key=f"told-test-{to.pk}-{now.timestamp():.6f}",
        about=test_of(to),
        event=TOLD_TEST,
        link_path=reverse("telling_group", args=[group.slug]),
        due=now,
        group=group,
        by_platform=True,
    )


def test_of(user: User) -> str:
    """By which the tests of this person are found."""
    return f"user:{user.pk}"
