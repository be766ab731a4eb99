"""Asking for the link of the own page, opening that page with a button, and closing it."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from dorst_portal.audit.services import record
from dorst_portal.kit.links import use_link
from dorst_portal.kit.models import Link
from dorst_portal.kit.ratelimit import Limit, hit
from dorst_portal.languages.current import language_now
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import next_slot, queue
from groups.members.emails import OWN_PAGE_PATH, TOLD
from groups.members.services.own_links import end_own_links, own_link
from groups.mine import emails
from groups.models import Membership, OwnPage, ResidentRequest
from groups.requests.services.form_limits import HOUR, TooOften
from groups.requests.services.new_link import mail_new_links

PER_CLIENT: Final = 10
PER_EMAIL: Final = 3


def ask_for_link(email: str, *, client: str, now: datetime) -> None:
    """Mail the link of the own page to this address, when it is one of a member, or of somebody who
    confirmed it for a request. An address that was never confirmed gets the link that confirms it,
    and an unknown one nothing: who asks cannot tell the difference. Raises TooOften, for any
    address alike.
    """
    limits = [
        Limit("own-page-client", client, PER_CLIENT, HOUR),
        Limit("own-page-email", email, PER_EMAIL, HOUR),
    ]
    if hit(limits, now=now):
        raise TooOften
    if not is_known(email):
        mail_new_links(email, client=client, now=now)
        return
    with transaction.atomic():
        due = next_slot(email, now=now)
        if not _is_on_its_way(email):
            queue([emails.own_page(email, link=own_link(email, now=now), due=due)], now=now)


def is_known(email: str) -> bool:
    """Whether anything of this address is behind an own page."""
    members = Membership.objects.filter(email=email, anonymised_at=None)
    asked = ResidentRequest.objects.filter(email=email, anonymised_at=None)
    return members.exists() or asked.exclude(email_confirmed_at=None).exists()


def open_page(link: Link, *, now: datetime) -> OwnPage | None:
    """Open the page of this link; of several who press the button at once only one gets it."""
    with transaction.atomic():
        if not use_link(link, now=now):
            return None
        page = OwnPage.objects.filter(pk=link.subject_id, opened_at=None, ended_at=None)
        if not page.update(opened_at=now):
            return None
        record(
            "own_page.opened",
            by=None,
            actor="member",
            subject=f"own-page:{link.subject_id}",
            now=now,
        )
        return page.model.objects.get(pk=link.subject_id)


def follow_language(email: str) -> None:
    """Mails about what this address proved to be theirs are in the language of now."""
    now = language_now()
    members = Membership.objects.filter(email=email, anonymised_at=None)
    members.exclude(email_confirmed_at=None).exclude(language=now).update(language=now)
    asked = ResidentRequest.objects.filter(email=email, anonymised_at=None)
    asked.exclude(email_confirmed_at=None).exclude(language=now).update(language=now)


def end_pages(email: str, *, now: datetime) -> None:
    """No page of this address is open any more, and no link opens one."""
    end_own_links(email, now=now)
    OwnPage.objects.filter(email=email, ended_at=None).update(ended_at=now)


def close_page(page: OwnPage, *, now: datetime) -> None:
    """The page is not open any more, in no browser."""
    OwnPage.objects.filter(pk=page.pk, ended_at=None).update(ended_at=now)


def _is_on_its_way(email: str) -> bool:
    """Whether a mail whose link will work still has to leave: more of them would hold up every
    other mail to this address.
    """
    queued = Mail.objects.queued().filter(to=email, link_path=OWN_PAGE_PATH)
    # One that was planned may leave hours from now: nobody waits for that one.
    queued = queued.exclude(event=TOLD)
    return queued.filter(link__used_at=None, link__expires_at__gt=F("due")).exists()
