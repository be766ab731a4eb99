"""What a resident does on the pages behind a mailed link: answer, withdraw, object."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction

from dorst_portal.kit.links import end_links, new_link, use_link
from dorst_portal.kit.models import Link
from groups.models import ResidentRequest, Subject
from groups.refusals import AlreadyHandled
from groups.requests.emails import ANSWER
from groups.requests.pages.progress import may_object
from groups.requests.services.conversation import reply
from groups.requests.services.questions import QuestionData, submit_question


def answer_link(request: ResidentRequest, *, now: datetime) -> Link:
    """A link to answer, for who came by another link to the same address; one that works is used
    again.
    """
    with transaction.atomic():
        links = Link.objects.filter(purpose=ANSWER, subject_id=request.pk, used_at=None)
        works = links.filter(issued_at__lte=now, expires_at__gt=now).order_by("-pk").first()
        days = settings.ANSWER_LINK_DAYS
        return works or new_link(ANSWER, request.pk, now=now, days=days)


def answer_by_link(link: Link, *, text: str, now: datetime) -> bool:
    """The resident's answer, once per link; False when the link was used before. All links to
    answer end with it. Raises AlreadyHandled when the request is not open any more.
    """
    with transaction.atomic():
        # The row first, as whoever takes the address off it does: no two wait for each other.
        asked = ResidentRequest.objects.select_for_update().get(pk=link.subject_id)
        if not use_link(link, now=now):
            return False
        # What was asked about a request that was joined to another one is read with that one.
        reply(asked.same_as or asked, text=text, now=now)
        end_links(ANSWER, asked.pk, now=now)
        return True


def objection_to(request: ResidentRequest) -> ResidentRequest | None:
    """What the resident brought in against the refusal that stands now."""
    return ResidentRequest.objects.filter(submission_key=_key(request)).first()


def object_to(request: ResidentRequest, *, text: str, now: datetime) -> ResidentRequest:
    """The resident does not agree with a refusal: a question for the coordinators, one for each
    refusal. Raises AlreadyHandled when there is no refusal (any more).
    """
    with transaction.atomic():
        if not may_object(request, now=now):
            raise AlreadyHandled
        objection = submit_question(
            QuestionData(
                submission_key=_key(request),
                subject=Subject.DECISION,
                text=text,
                name=request.name,
                email=request.email,
                mobile=request.mobile,
                concerns=request,
            ),
            now=now,
        )
        # Who objects opened our mail at this very address.
        ResidentRequest.objects.filter(pk=objection.pk, email_confirmed_at=None).update(
            email_confirmed_at=request.email_confirmed_at
        )
        return objection


def _key(request: ResidentRequest) -> str:
    decided = f"{request.decided_at.timestamp():.6f}" if request.decided_at else ""
    return hashlib.sha256(f"objection|{request.pk}|{decided}".encode()).hexdigest()
