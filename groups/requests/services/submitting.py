"""Storing what a resident asks: the row with its owner and date, the mails and the audit line, in
one transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import override

from dorst_portal.accounts.models import User
from dorst_portal.kit.links import new_link
from dorst_portal.languages.current import DUTCH, language_now
from dorst_portal.outbox.services import next_slot
from groups.models import RequestSource, ResidentRequest
from groups.places.routing import Address, Route
from groups.requests import emails
from groups.requests.services.due_dates import due_date
from groups.requests.services.notices import queue_new, to_owner
from groups.requests.services.request_events import record_request_event
from groups.values.references import new_reference
from groups.values.states import Kind


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What every form gives, read and found complete. `mobile` is E.164 or empty, as `email` is.

    `reference` is given by the example village only, whose content is fixed. `by`: who typed it in
    for the resident. `concerns`: the question that a join request came from, or the declined
    request of an objection. `language`: that of the mails, where it is not the one of the page.
    """

    submission_key: str
    name: str
    mobile: str = ""
    email: str = ""
    address: Address | None = None
    source: str = RequestSource.FORM
    reference: str = ""
    by: User | None = None
    concerns: ResidentRequest | None = None
    language: str = ""


# Where a request goes, and the fields of its own kind.
Placed = tuple[Route, Mapping[str, object]]


def submit(
    kind: Kind, data: Asked, place: Callable[[], Placed], *, now: datetime
) -> ResidentRequest:
    """Store a request once: sent again, the one that is there is given. `place` finds its route,
    inside the transaction.
    """
    language = _language(data)
    # What is kept with it in words, such as the reason of its route, is for who runs a group.
    with override(DUTCH):
        try:
            with transaction.atomic():
                return _store(kind, data, place(), language=language, now=now)
        except IntegrityError:
            # Either the same form was sent at the same moment, or two references fell together.
            sent_before = ResidentRequest.objects.filter(submission_key=data.submission_key).first()
            if sent_before:
                return sent_before
            with transaction.atomic():
                return _store(kind, data, place(), language=language, now=now)


def _store(
    kind: Kind, data: Asked, placed: Placed, *, language: str, now: datetime
) -> ResidentRequest:
    where, of_its_kind = placed
    request = ResidentRequest.objects.create(
        reference=data.reference or new_reference(),
        kind=kind,
        state=where.state,
        owner=where.owner,
        group=where.group,
        due_at=due_date(where.state, now=now),
        ladder_from=now,
        escalated_at=now if where.also_coordinators else None,
        route_reason=where.reason,
        route_sentence=where.sentence,
        source=data.source,
        submission_key=data.submission_key,
        created_at=now,
        name=data.name,
        mobile=data.mobile,
        email=data.email,
        concerns=data.concerns,
        language=language,
        **_address_fields(data.address),
        **of_its_kind,
    )
    drafts = to_owner(request, fits=where.fits, now=now)
    if request.email and not request.email_confirmed_at:
        link = new_link(emails.CONFIRM, request.pk, now=now, days=settings.LINK_DAYS)
        slot = next_slot(request.email, now=now)
        drafts.append(emails.receipt(request, link=link, due=slot))
    queue_new(request, drafts, now=now)
    facts = {
        "kind": kind,
        "owner": where.owner,
        "reason": where.reason,
        "state": where.state,
    }
    actor = "" if data.by else "resident"
    record_request_event(
        "request.submitted", request, by=data.by, actor=actor, facts=facts, now=now
    )
    return request


def _language(data: Asked) -> str:
    """What was chosen, else that of the page; what is typed in about a question stays in the
    language of who asked it.
    """
    about = data.concerns.language if data.by and data.concerns else ""
    return data.language or about or language_now()


def _address_fields(address: Address | None) -> dict[str, object]:
    """An address as a request holds it."""
    if address is None:
        return {"street": None, "street_text": "", "house_number": None}
    return {
        "street": address.street,
        "street_text": address.street.name if address.street else address.street_text,
        "house_number": address.number.number,
        "house_letter": address.number.letter,
        "house_number_addition": address.number.addition,
    }
