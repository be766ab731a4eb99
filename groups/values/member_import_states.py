"""The states of a list of members on its way, every step that is allowed between them, and what can
be said of one of its rows. Pure.
"""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class ListState(TextChoices):
    """How far an import of members is."""

    UPLOADED = "uploaded", gettext_lazy("wacht op controle")
    CHECKING = "checking", gettext_lazy("we controleren de lijst")
    COLUMNS = "columns", gettext_lazy("wijs de kolommen aan")
    READY = "ready", gettext_lazy("klaar om te bekijken")
    REFUSED = "refused", gettext_lazy("niet te lezen")
    CONFIRMED = "confirmed", gettext_lazy("we nemen de lijst over")
    DONE = "done", gettext_lazy("overgenomen")
    DROPPED = "dropped", gettext_lazy("niet overgenomen")
    UNDONE = "undone", gettext_lazy("ongedaan gemaakt")


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
    NUMBER = "number", gettext_lazy("Vast nummer")
    ELSEWHERE = "elsewhere", gettext_lazy("Adres hoort niet bij de groep")
    UNKNOWN = "unknown", gettext_lazy("Adres onbekend")
    NO_ADDRESS = "no_address", gettext_lazy("Zonder adres")
    EMAIL = "email", gettext_lazy("E-mailadres klopt niet")
    # It has to be put right first.
    MISSING = "missing", gettext_lazy("Er mist iets")
    WRONG = "wrong", gettext_lazy("Klopt niet")
    # There is nothing to do; an unusual number is taken, with a hint to look again.
    DOUBLE = "double", gettext_lazy("Dubbel")
    MEMBER = "member", gettext_lazy("Al lid")
    UNUSUAL = "unusual", gettext_lazy("Ongewoon nummer")
    RIGHT = "right", gettext_lazy("Klopt")


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
