"""The link of the own page: mailed to the address that it is about, and used once."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet

from dorst_portal.kit.links import end_links, new_link
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import cancel_queued, wiped
from groups.models import EmailChange, OwnPage

OWN_PAGE: Final = "own-page"


def own_link(email: str, *, now: datetime) -> Link:
    """A link that opens the own page of this address once, within a week. Every link of before to
    that address stops. Call it in the transaction that queues the mail.
    """
    _end(_unopened(email).filter(asked_at__lte=now), now=now)
    page = OwnPage.objects.create(email=email, asked_at=now)
    return new_link(OWN_PAGE, page.pk, now=now, days=settings.LINK_DAYS)


def planned_own_link(email: str, *, due: datetime) -> Link:
    """A link for a mail that leaves later, and works from then on for a week. It stops no other
    link, and one that somebody asks for before that stops it not.
    """
    page = OwnPage.objects.create(email=email, asked_at=due)
    return new_link(OWN_PAGE, page.pk, now=due, days=settings.LINK_DAYS)


def end_own_links(email: str, *, now: datetime) -> None:
    """Links to this address that nobody opened do not work any more, also those of mails that
    leave later.
    """
    _end(_unopened(email), now=now)


def _unopened(email: str) -> QuerySet[OwnPage]:
    return OwnPage.objects.filter(email=email, opened_at__isnull=True, ended_at__isnull=True)


def _end(unopened: QuerySet[OwnPage], *, now: datetime) -> None:
    for page in unopened:
        end_links(OWN_PAGE, page.pk, now=now)
    unopened.update(ended_at=now)


def forget_own_pages(email: str) -> None:
    """This address had everything wiped: no page of it is open in any browser any more, no link
    that was mailed to it works, and no other address waits to take its place. Call it inside a
    transaction.
    """
    pages = OwnPage.objects.filter(email=email)
    numbers = list(pages.values_list("pk", flat=True))
    Link.objects.filter(purpose=OWN_PAGE, subject_id__in=numbers).delete()
    pages.delete()
    changes = EmailChange.objects.filter(Q(old=email) | Q(new=email))
    mails = Mail.objects.filter(about__in=[f"email-change:{change.pk}" for change in changes])
    cancel_queued(mails)
    wiped(mails)
    changes.delete()
