"""What a request is called on the pages of beheerders and coordinators, and what may be done."""

from collections.abc import Mapping
from typing import Final

from groups.models import ResidentRequest, Subject
from groups.values.states import Kind

VIEWED = "request.viewed"

_OF_A_SUBJECT: Final[Mapping[str, str]] = {
    Subject.COMPLAINT: "Klacht van {}",
    Subject.DECISION: "Bezwaar van {}",
}
_OF_A_KIND: Final[Mapping[str, str]] = {
    Kind.JOIN: "{} wil meedoen",
    Kind.NEW_GROUP: "{} wil een groep starten",
    Kind.QUESTION: "Vraag van {}",
}
# The page with everything but approving and answering.
OTHER_WAYS: Final[Mapping[str, str]] = {
    Kind.JOIN: "Vragen, doorsturen of afwijzen",
    Kind.NEW_GROUP: "Vragen of afwijzen",
    Kind.QUESTION: "Vragen, doorsturen of sluiten",
}


def title_of(request: ResidentRequest, name: str = "") -> str:
    """Who wants what; `name` when the request itself has forgotten it."""
    words = _OF_A_SUBJECT.get(request.subject) or _OF_A_KIND[request.kind]
    return words.format(name or request.name)
