"""The mail with which a coordinator sees whether mail arrives."""

from datetime import datetime

from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.outbox.services import MailDraft
from groups.wording.drafting import draft

EVENT = "village-mail"


def mail_tried(to: User, *, now: datetime) -> MailDraft:
    """To oneself; leads back to the page on which somebody says that it arrived."""
    return draft(
        "mail_tried",
        to=to,
        key=f"{EVENT}-{to.pk}-{now:%Y%m%d%H%M%S%f}",
        event=EVENT,
        link_path=reverse("village_mail"),
    )
