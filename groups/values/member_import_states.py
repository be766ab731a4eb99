"""The states of a list of members on its way, every step that is allowed between them, and what can
be said of one of its rows. Pure.
"""

from typing import Final

from django.db.models import TextChoices


class ListState(TextChoices):
    """How far an import of members is."""

    UPLOADED = "uploaded", "wacht op controle"
    CHECKING = "checking", "we controleren de lijst"
    COLUMNS = "columns", "wijs de kolommen aan"
    READY = "ready", "klaar om te bekijken"
    REFUSED = "refused", "niet te lezen"
    CONFIRMED = "confirmed", "we nemen de lijst over"
    DONE = "done", "overgenomen"
    DROPPED = "dropped", "niet overgenomen"
    UNDONE = "undone", "ongedaan gemaakt"


# Each allowed step, with what makes it. A pair that is not here is refused, and a test tries
# every pair.
STEPS: Final[dict[ListState, frozenset[ListState]]] = {
    ListState.UPLOADED: frozenset({ListState.CHECKING, ListState.DROPPED}),
    # A worker that comes after one that was killed begins anew, and gives up in the end.
    ListState.CHECKING: frozenset(
        {
            ListState.CHECKING,
            ListState.COLUMNS,
            ListState.READY,
            ListState.REFUSED,
            ListState.DROPPED,
        }
    ),
    # Back to uploaded: somebody pointed out the columns.
    ListState.COLUMNS: frozenset({ListState.UPLOADED, ListState.DROPPED}),
    ListState.READY: frozenset({ListState.UPLOADED, ListState.CONFIRMED, ListState.DROPPED}),
    ListState.CONFIRMED: frozenset({ListState.DONE, ListState.REFUSED}),
    ListState.DONE: frozenset({ListState.UNDONE}),
    ListState.REFUSED: frozenset(),
    ListState.DROPPED: frozenset(),
    ListState.UNDONE: frozenset(),
}

# Nothing waits any more, neither for a person nor for a worker.
ENDED: Final = frozenset({ListState.DONE, ListState.REFUSED, ListState.DROPPED, ListState.UNDONE})
FOR_A_PERSON: Final = frozenset({ListState.COLUMNS, ListState.READY})
FOR_A_WORKER: Final = frozenset(ListState) - ENDED - FOR_A_PERSON


def before(after: ListState) -> frozenset[ListState]:
    """From which states a list may go to that one: the condition of an UPDATE."""
    return frozenset(state for state, steps in STEPS.items() if after in steps)


class Verdict(TextChoices):
    """What the check says about one row; its words are the name of its tab."""

    # It can be taken over once somebody says so.
    NUMBER = "number", "Vast nummer"
    ELSEWHERE = "elsewhere", "Adres hoort niet bij de groep"
    UNKNOWN = "unknown", "Adres onbekend"
    NO_ADDRESS = "no_address", "Zonder adres"
    EMAIL = "email", "E-mailadres klopt niet"
    # It has to be put right first.
    MISSING = "missing", "Er mist iets"
    WRONG = "wrong", "Klopt niet"
    # There is nothing to do; an unusual number is taken, with a hint to look again.
    DOUBLE = "double", "Dubbel"
    MEMBER = "member", "Al lid"
    UNUSUAL = "unusual", "Ongewoon nummer"
    RIGHT = "right", "Klopt"


# These come on the list unless somebody leaves them out.
SURE: Final = (Verdict.UNUSUAL, Verdict.RIGHT)
# In this order the first one is the verdict of a row with several.
DOUBTS: Final = (
    Verdict.NUMBER,
    Verdict.ELSEWHERE,
    Verdict.UNKNOWN,
    Verdict.NO_ADDRESS,
    Verdict.EMAIL,
)
