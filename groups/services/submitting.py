"""Storing what a resident asks: the row with its owner and date, the mails and the audit line, in
one transaction. Joining does the same with more care for its number of statements (signup.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from dorst_portal.accounts.models import User
from dorst_portal.kit.links import new_link
from dorst_portal.outbox.services import next_slot, queue
from groups import emails
from groups.models import ResidentRequest
from groups.references import new_reference
from groups.routing import Address, Route
from groups.services.ladder import due_date
from groups.services.notices import to_owner
from groups.services.trail import leave_line


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What every kind of request has; `fields` are those of its own kind. `by`: who typed it in
    for the resident.
    """

    kind: str
    key: str
    where: Route
    name: str
    email: str
    mobile: str
    address: Address | None
    source: str
    reference: str = ""
    by: User | None = None
    fields: Mapping[str, object] = field(default_factory=dict)


def submit(data: Submission, *, now: datetime) -> ResidentRequest:
    """Store the request once: sent again, the one that is there is given."""
    try:
        with transaction.atomic():
            return _store(data, now=now)
    except IntegrityError:
        # Either the same form was sent at the same moment, or two references fell together.
        sent_before = ResidentRequest.objects.filter(submission_key=data.key).first()
        if sent_before:
            return sent_before
        with transaction.atomic():
            return _store(data, now=now)


def _store(data: Submission, *, now: datetime) -> ResidentRequest:
    where = data.where
    request = ResidentRequest.objects.create(
        reference=data.reference or new_reference(),
        kind=data.kind,
        state=where.state,
        owner=where.owner,
        group=where.group,
        due_at=due_date(where.state, now=now),
        ladder_from=now,
        escalated_at=now if where.also_coordinators else None,
        route_reason=where.reason,
        route_sentence=where.sentence,
        source=data.source,
        submission_key=data.key,
        created_at=now,
        name=data.name,
        mobile=data.mobile,
        email=data.email,
        **address_fields(data.address),
        **data.fields,
    )
    drafts = to_owner(request, fits=where.fits, now=now)
    if request.email:
        link = new_link(emails.CONFIRM, request.pk, now=now, days=settings.LINK_DAYS)
        slot = next_slot(request.email, now=now)
        drafts.append(emails.receipt(request, link=link, due=slot))
    queue(drafts, now=now)
    facts = {"kind": request.kind, "owner": where.owner, "reason": where.reason}
    actor = "" if data.by else "resident"
    leave_line("request.submitted", request, by=data.by, actor=actor, facts=facts, now=now)
    return request


def address_fields(address: Address | None) -> dict[str, object]:
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
