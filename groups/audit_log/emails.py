"""The mail about the weekly look at who looked at what."""

from datetime import datetime

from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.outbox.services import MailDraft
from groups.models import WeekReview
from groups.wording.drafting import draft


def week_review(review: WeekReview, *, to: User, number: int, due: datetime) -> MailDraft:
    """To a coordinator or superuser: something stood out last week. What, stands on the page."""
    return draft(
        "week_review",
        to=to,
        key=f"week-review-{review.pk}-{to.pk}",
        link_path=reverse("week_review", args=[review.pk]),
        due=due,
        week=review.week,
        number=number,
    )
