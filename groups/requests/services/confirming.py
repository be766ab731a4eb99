"""What a resident does with the mailed link: yes this is my address, or no this is not me."""

from datetime import datetime

from django.db import transaction

from dorst_portal.audit.services import record
from dorst_portal.kit.links import end_links
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import drop
from groups.models import ResidentRequest
from groups.requests.emails import ANSWER, CONFIRM, TO_RESIDENT, about
from groups.requests.services.calls import call_instead


def confirm_email(link: Link, *, now: datetime) -> bool:
    """Note that the address is the resident's own; False when that was known or can't be."""
    with transaction.atomic():
        changed = (
            ResidentRequest.objects.filter(pk=link.subject_id, email_confirmed_at__isnull=True)
            .exclude(email="")
            .update(email_confirmed_at=now)
        )
        if changed:
            _confirm_first_one(link, now=now)
            _line("request.email_confirmed", link, now=now)
        return bool(changed)


def _confirm_first_one(link: Link, *, now: datetime) -> None:
    """Who applied twice with one address, and was joined, proved it for both."""
    joined = ResidentRequest.objects.filter(pk=link.subject_id, same_as__isnull=False).first()
    if joined and joined.same_as_id:
        ResidentRequest.objects.filter(
            pk=joined.same_as_id, email=joined.email, email_confirmed_at__isnull=True
        ).update(email_confirmed_at=now)


def refuse_email(link: Link, *, now: datetime) -> bool:
    """Take the address off the request, end its links and drop what waits for it; nothing else is
    removed.

    The beheerder reads "E-mail klopt niet: bel". False when it was taken off before.
    """
    with transaction.atomic():
        known = ResidentRequest.objects.filter(pk=link.subject_id).exclude(email="")
        address = known.values_list("email", flat=True).first()
        changed = known.update(email="", email_confirmed_at=None, email_refused_at=now)
        end_links(CONFIRM, link.subject_id, now=now)
        if changed:
            # Also those without a link, that wait until a decision can't be undone any more.
            request = ResidentRequest.objects.get(pk=link.subject_id)
            mails = Mail.objects.queued().about(about(request)).filter(to=address)
            held = list(mails.filter(link_path__in=TO_RESIDENT))
            drop(Mail.objects.filter(pk__in=[mail.pk for mail in held]))
            call_instead(request, held, now=now)
            end_links(ANSWER, link.subject_id, now=now)
            _line("request.email_refused", link, now=now)
        return bool(changed)


# Without a group in its scope: it goes along with the request, to whoever gets it next.
def _line(verb: str, link: Link, *, now: datetime) -> None:
    record(verb, by=None, actor="resident", subject=f"request:{link.subject_id}", now=now)
