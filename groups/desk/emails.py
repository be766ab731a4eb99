"""The mail of each month about what goes wrong slowly."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.outbox.services import MailDraft
from groups.wording.drafting import draft

MOST_LINES = 6


def monthly(user: User, *, lines: Sequence[str], month: date, due: datetime) -> MailDraft:
    """To a coordinator, only what is amber or red; of a long list the first lines."""
    return draft(
        "monthly",
        to=user,
        key=monthly_key(user, month=month),
        link_path=reverse("platform"),
        due=due,
        lines=lines[:MOST_LINES],
        more=max(0, len(lines) - MOST_LINES),
        number=len(lines),
    )


def monthly_key(user: User, *, month: date) -> str:
    """One mail a month to each coordinator."""
    return f"monthly-{month:%Y-%m}-{user.pk}"
