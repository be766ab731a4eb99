"""Members hear that their address went to another group, with the link of their own page."""

from collections.abc import Sequence
from datetime import datetime

from dorst_portal.outbox.services import drop, next_slot, queue
from groups.coverage import emails
from groups.members.services.own_links import own_link
from groups.models import CoverageChange, Membership


def tell_members(change: CoverageChange, members: Sequence[Membership], *, now: datetime) -> None:
    """One mail to each e-mail address, as soon as that may have one; the beheerders know whom to
    tell of those without one. An address that nobody proved to read learns of no group.
    """
    proved: dict[str, bool] = {}
    languages: dict[str, str] = {}
    for one in members:
        if one.email:
            known = one.email_confirmed_at is not None
            proved[one.email] = proved.get(one.email, False) or known
            languages.setdefault(one.email, one.language)
    drafts = [
        emails.address_moved(
            change,
            to=email,
            language=languages[email],
            proved=proved[email],
            due=next_slot(email, now=now),
            link=own_link(email, now=now),
        )
        for email in sorted(proved)  # always in one order, as each waits for its turn
    ]
    queue(drafts, now=now)


def take_back(change: CoverageChange) -> int:
    """Call back the mails that did not leave yet, now that the change is undone; tell how many."""
    return drop(emails.to_members_about(change))
