"""What a coordinator types in for somebody else, besides what the forms of the site do alike."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from dorst_portal.accounts.models import User
from groups.models import HouseRules, ResidentRequest, Subject
from groups.places.routing import Address, route
from groups.refusals import AlreadyHandled
from groups.requests.services.joining import SignupData, submit_signup
from groups.requests.services.questions import answer
from groups.values.states import Kind

# A question about these is no wish to join.
NO_JOINING: Final = (Subject.COMPLAINT, Subject.DECISION)


def can_become_join(question: ResidentRequest) -> bool:
    """Whether a question may be made into a request to join."""
    return question.kind == Kind.QUESTION and question.subject not in NO_JOINING


def house_rules_for(address: Address, *, now: datetime) -> HouseRules:
    """The rules that somebody from this address agrees to: those of the group of the address."""
    group = route(address, now=now).shown_group
    return HouseRules.objects.current(waaksamen=group.uses_waaksamen if group else False)


def join_from_question(
    question: ResidentRequest, data: SignupData, *, by: User, now: datetime
) -> ResidentRequest:
    """Make a request to join out of a question, and answer the question with that, both or none.
    The same form sent again gives the request that is there. Raises AlreadyHandled.
    """
    try:
        with transaction.atomic():
            made = submit_signup(replace(data, concerns=question, by=by), now=now)
            with override(question.language):
                text = _("We hebben er een aanmelding van gemaakt. Het nummer is {number}.")
            text = text.format(number=made.reference)
            answer(question, text=text, by=by, now=now)
            return made
    except AlreadyHandled:
        before = ResidentRequest.objects.filter(
            submission_key=data.submission_key, concerns=question
        ).first()
        if before is None:
            raise
        return before
