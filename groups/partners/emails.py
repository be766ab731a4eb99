"""The mails about partners and their contacts, to the coordinators."""

from datetime import date, datetime

from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.outbox.services import MailDraft
from groups.models import Partner
from groups.wording.drafting import draft


def partner_reported(partner: Partner, *, to: User, day: date, due: datetime) -> MailDraft:
    """A beheerder says that the facts of a partner are wrong; what, stands on the page."""
    return draft(
        "partner_reported",
        to=to,
        key=f"partner-{partner.pk}-reported-{to.pk}-{day:%Y-%m-%d}",
        link_path=reverse("partner_page", args=[partner.pk]),
        due=due,
    )


def partners_to_check(to: User, *, number: int, day: date, due: datetime) -> MailDraft:
    """Once a month: so many partners and contacts were not checked for half a year."""
    return draft(
        "partners_to_check",
        to=to,
        key=f"partners-to-check-{to.pk}-{day:%Y-%m-%d}",
        link_path=f"{reverse('partners')}?nakijken=ja",
        due=due,
        number=number,
    )
