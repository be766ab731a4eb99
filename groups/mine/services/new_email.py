"""Another e-mail address for everything of one: asked for on the own page, and done by whoever
reads the new one.
"""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F

from dorst_portal.kit.links import end_links, new_link, use_link
from dorst_portal.kit.models import Link
from dorst_portal.kit.ratelimit import Limit, hit
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import drop, next_slot, queue, readdress
from groups.members.emails import OWN_PAGE_PATH
from groups.members.services.acting import Gone, line_of_member
from groups.members.services.own_links import own_link
from groups.mine import emails
from groups.mine.services.membership import member
from groups.mine.services.visits import end_pages
from groups.models import EmailChange, Membership, ResidentRequest
from groups.querysets.requests import RequestQuerySet
from groups.requests.emails import ANSWER, CONFIRM, TO_RESIDENT, about
from groups.requests.services.form_limits import HOUR, TooOften
from groups.requests.services.request_events import record_request_event

PER_CLIENT: Final = 10
PER_EMAIL: Final = 3


def ask(old: str, new: str, *, client: str, now: datetime) -> None:
    """Mail a link to the new address, whoever has that already; nothing changes before its button
    is pressed. An address that was asked for before is let go. Raises TooOften, or Gone when there
    is nothing of the old one.
    """
    if not member(old).memberships.exists() and not _requests(old).exists():
        raise Gone
    limits = [
        Limit("new-email-client", client, PER_CLIENT, HOUR),
        Limit("new-email-old", old, PER_EMAIL, HOUR),
        Limit("new-email-new", new, PER_EMAIL, HOUR),
    ]
    if hit(limits, now=now):
        raise TooOften
    with transaction.atomic():
        change, _ = EmailChange.objects.update_or_create(
            old=old, defaults={"new": new, "asked_at": now}
        )
        _end_links_of(change, now=now)
        link = new_link(emails.NEW_EMAIL, change.pk, now=now, days=settings.LINK_DAYS)
        due = next_slot(new, now=now)
        queue([emails.new_email(new, link=link, due=due)], now=now)


def let_go(old: str, *, now: datetime) -> None:
    """The address stays as it is: the link that was mailed to the new one stops."""
    with transaction.atomic():
        for change in EmailChange.objects.filter(old=old):
            _end_links_of(change, now=now)
            change.delete()


def take_over(link: Link, *, now: datetime) -> bool:
    """Whoever reads the new address pressed its button: memberships and requests that were proved
    to be of the old one are of the new one, no page or link of the old one opens anything any
    more, and the old one is told. Of several presses only one gets True.
    """
    with transaction.atomic():
        change = EmailChange.objects.select_for_update().filter(pk=link.subject_id).first()
        if change is None or not use_link(link, now=now):
            return False
        change.delete()
        moved: list[Membership | ResidentRequest] = [
            *_move_members(change, now=now),
            *_move_requests(change, now=now),
        ]
        _move_mails(change, now=now)
        end_pages(change.old, now=now)
        if moved:
            language = moved[0].language
            told = emails.email_changed(change.old, language=language, link=link, due=now)
            queue([told], now=now)
        return bool(moved)


def _end_links_of(change: EmailChange, *, now: datetime) -> None:
    end_links(emails.NEW_EMAIL, change.pk, now=now)
    drop(Mail.objects.about(emails.about_change(change.pk)))


def _requests(email: str) -> RequestQuerySet:
    known = ResidentRequest.objects.filter(email=email, anonymised_at=None)
    return known.exclude(email_confirmed_at=None)


def _move_members(change: EmailChange, *, now: datetime) -> list[Membership]:
    rows = member(change.old).memberships
    moved = list(rows.select_for_update().order_by("pk"))
    rows.filter(pk__in=[row.pk for row in moved]).update(
        email=change.new, email_confirmed_at=now, version=F("version") + 1
    )
    for row in moved:
        line_of_member("member.email_changed", row, actor=member(change.new), now=now)
    return moved


def _move_requests(change: EmailChange, *, now: datetime) -> list[ResidentRequest]:
    rows = _requests(change.old)
    moved = list(rows.select_for_update().order_by("pk"))
    rows.filter(pk__in=[row.pk for row in moved]).update(email=change.new, email_confirmed_at=now)
    mails = Mail.objects.untried().filter(about__in=[about(row) for row in moved])
    waiting = mails.filter(to=change.old, link_path__in=TO_RESIDENT)
    waiting = waiting.exclude(link_path=OWN_PAGE_PATH)
    # The link of a mail that leaves later is for who reads the new one.
    still_to_come = list(waiting.exclude(link=None).values_list("link", flat=True))
    readdress(waiting, to=change.new)
    links = Link.objects.filter(purpose__in=(CONFIRM, ANSWER), used_at=None)
    mailed = links.filter(subject_id__in=[row.pk for row in moved])
    mailed.exclude(pk__in=still_to_come).update(used_at=now)
    for row in moved:
        record_request_event("request.email_changed", row, by=None, actor="resident", now=now)
    return moved


def _move_mails(change: EmailChange, *, now: datetime) -> None:
    """Mails that are still to leave with a link of the own page get one of the new page; who asked
    for the old page gets none.
    """
    waiting = Mail.objects.untried().filter(to=change.old, link_path=OWN_PAGE_PATH)
    drop(waiting.filter(event="own_page"))
    if waiting.exists():
        readdress(waiting, to=change.new, link=own_link(change.new, now=now))
