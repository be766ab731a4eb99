"""What a request is called on the pages of beheerders and coordinators, and what may be done."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from dorst_portal.languages.words import lazy_text
from groups.models import ResidentRequest, Subject
from groups.models.requests import STAYS_WITH_COORDINATORS
from groups.values.states import Kind

VIEWED = "request.viewed"

_OF_A_SUBJECT: Final[Mapping[str, str]] = {
    Subject.COMPLAINT: lazy_text("Klacht van {name}"),
    Subject.DECISION: lazy_text("Bezwaar van {name}"),
}
_OF_A_KIND: Final[Mapping[str, str]] = {
    Kind.JOIN: lazy_text("{name} wil meedoen"),
    Kind.NEW_GROUP: lazy_text("{name} wil een groep starten"),
    Kind.QUESTION: lazy_text("Vraag van {name}"),
}
# The page with everything but approving and answering.
_OTHER_WAYS: Final[Mapping[str, str]] = {
    Kind.JOIN: lazy_text("Vragen, doorsturen of afwijzen"),
    Kind.NEW_GROUP: lazy_text("Vragen of afwijzen"),
    Kind.QUESTION: lazy_text("Vragen, doorsturen of sluiten"),
}


def other_ways_of(request: ResidentRequest) -> str:
    """What else may be done; what is for the coordinators alone goes nowhere else."""
    if request.subject in STAYS_WITH_COORDINATORS:
        return _("Vragen of sluiten")
    return _OTHER_WAYS[request.kind]


def title_of(request: ResidentRequest, name: str = "") -> str:
    """Who wants what; `name` when the request itself has forgotten it."""
    words = _OF_A_SUBJECT.get(request.subject) or _OF_A_KIND[request.kind]
    return words.format(name=name or request.name)
