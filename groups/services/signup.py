"""Joining: a resident's form becomes a request with an owner, a date, mails and an audit line."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from dorst_portal.accounts.models import User
from dorst_portal.kit.links import new_link
from dorst_portal.outbox.services import next_slot, queue
from groups import emails
from groups.models import HouseRules, RequestSource, ResidentRequest, WatchGroup
from groups.references import new_reference
from groups.routing import Address, Route, route, route_to_chosen
from groups.services.ladder import due_date
from groups.services.notices import to_owner
from groups.services.trail import leave_line
from groups.states import Kind


@dataclass(frozen=True, kw_only=True)
class SignupData:
    """A join form that was read and found complete. `mobile` is E.164, `email` may be empty.

    `reference` is given by the example village only, whose content is fixed. `by`: who typed it in
    for the resident; `concerns`: the question that it came from; `by_address`: the route of the
    address when it was looked up a moment ago (what changes just then, the clock puts right).
    """

    submission_key: str
    name: str
    mobile: str
    email: str
    address: Address
    house_rules: HouseRules
    of_age: bool
    by_address: Route | None = None
    stays_with: WatchGroup | None = None
    why_this_group: str = ""
    organisation: str = ""
    has_app: str = ""
    message: str = ""
    helper_name: str = ""
    helper_email: str = ""
    source: str = RequestSource.FORM
    reference: str = ""
    by: User | None = None
    concerns: ResidentRequest | None = None


def submit_signup(data: SignupData, *, now: datetime) -> ResidentRequest:
    """Store the request with its owner and date, and queue its mails; the same form sent again
    gives the request that is there.
    """
    try:
        with transaction.atomic():
            return _submit(data, now=now)
    except IntegrityError:
        # Either the same form was sent at the same moment, or two references fell together.
        sent_before = ResidentRequest.objects.filter(submission_key=data.submission_key).first()
        if sent_before:
            return sent_before
        with transaction.atomic():
            return _submit(data, now=now)


def _submit(data: SignupData, *, now: datetime) -> ResidentRequest:
    by_address = data.by_address or route(data.address, now=now)
    chosen = data.stays_with if data.stays_with != by_address.group else None
    where = route_to_chosen(chosen, data.address, now=now) if chosen else by_address
    request = ResidentRequest.objects.create(
        reference=data.reference or new_reference(),
        kind=Kind.JOIN,
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
        organisation=data.organisation,
        mobile=data.mobile,
        email=data.email,
        street=data.address.street,
        street_text=data.address.street.name if data.address.street else data.address.street_text,
        house_number=data.address.number.number,
        house_letter=data.address.number.letter,
        house_number_addition=data.address.number.addition,
        has_app=data.has_app,
        message=data.message,
        helper_name=data.helper_name,
        helper_email=data.helper_email,
        why_this_group=data.why_this_group if chosen else "",
        house_rules=data.house_rules,
        of_age=data.of_age,
        concerns=data.concerns,
    )
    drafts = to_owner(request, fits=where.fits, now=now)
    if request.email:
        link = new_link(emails.CONFIRM, request.pk, now=now, days=settings.LINK_DAYS)
        slot = next_slot(request.email, now=now)
        drafts.append(emails.receipt(request, link=link, due=slot))
    queue(drafts, now=now)
    facts = {"owner": where.owner, "reason": where.reason, "state": where.state}
    actor = "" if data.by else "resident"
    leave_line("request.submitted", request, by=data.by, actor=actor, facts=facts, now=now)
    return request
