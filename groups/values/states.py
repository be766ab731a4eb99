"""The states of a request and every step that is allowed between them. Pure: no database."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class Kind(TextChoices):
    """What somebody asks of us."""

    JOIN = "join", gettext_lazy("meedoen")
    NEW_GROUP = "new_group", gettext_lazy("groep starten")
    QUESTION = "question", gettext_lazy("vraag")


class State(TextChoices):
    """Where a request stands."""

    OPEN = "open", gettext_lazy("open")
    WAITING = "waiting", gettext_lazy("op de wachtlijst")
    APPROVED = "approved", gettext_lazy("goedgekeurd")
    ADDED = "added", gettext_lazy("in de groep")
    FOUNDED = "founded", gettext_lazy("groep gestart")
    ANSWERED = "answered", gettext_lazy("beantwoord")
    DECLINED = "declined", gettext_lazy("afgewezen")
    WITHDRAWN = "withdrawn", gettext_lazy("ingetrokken")
    EXPIRED = "expired", gettext_lazy("verlopen")
    CLOSED = "closed", gettext_lazy("gesloten")


class Owner(TextChoices):
    """Who has to act on a request: the beheerders of its group, or the coordinators."""

    GROUP = "group", gettext_lazy("beheerder")
    COORDINATORS = "coordinators", gettext_lazy("coördinatoren")


class WaitingOn(TextChoices):
    """Whose turn it is in an open request: the owner's, or the resident's who was asked back."""

    OWNER = "owner", gettext_lazy("de eigenaar")
    RESIDENT = "resident", gettext_lazy("de bewoner")


# Each allowed step, with what makes it. A pair that is not here is refused, and a test tries
# every pair. Forwarding changes the owner and is no step.
STEPS: dict[Kind, dict[State, frozenset[State]]] = {
    Kind.JOIN: {
        State.OPEN: frozenset(
            {State.APPROVED, State.WAITING, State.DECLINED, State.WITHDRAWN, State.EXPIRED}
        ),
        State.WAITING: frozenset({State.OPEN, State.DECLINED, State.WITHDRAWN, State.EXPIRED}),
        # Back to open is the undo; withdrawn is a person who changes their mind.
        State.APPROVED: frozenset({State.ADDED, State.OPEN, State.WITHDRAWN}),
        # Back to open is the undo, or a coordinator after an objection; who was on the waiting
        # list goes back there.
        State.DECLINED: frozenset({State.OPEN, State.WAITING}),
        State.ADDED: frozenset(),
        # Back to open is the undo of joining two requests of one person; nothing else.
        State.WITHDRAWN: frozenset({State.OPEN}),
        State.EXPIRED: frozenset(),
    },
    Kind.NEW_GROUP: {
        State.OPEN: frozenset({State.FOUNDED, State.DECLINED, State.WITHDRAWN}),
        State.DECLINED: frozenset({State.OPEN}),
        State.FOUNDED: frozenset(),
        State.WITHDRAWN: frozenset(),
    },
    Kind.QUESTION: {
        State.OPEN: frozenset({State.ANSWERED, State.WITHDRAWN, State.CLOSED}),
        State.ANSWERED: frozenset(),
        State.WITHDRAWN: frozenset(),
        State.CLOSED: frozenset(),
    },
}

# Nothing more has to be done for these.
ENDED = frozenset(
    {
        State.ADDED,
        State.FOUNDED,
        State.ANSWERED,
        State.DECLINED,
        State.WITHDRAWN,
        State.EXPIRED,
        State.CLOSED,
    }
)


def before(kind: Kind, after: State) -> frozenset[State]:
    """From which states a request of this kind may go to that one: the condition of an UPDATE."""
    return frozenset(state for state, steps in STEPS[kind].items() if after in steps)


# What can go to another owner.
MOVABLE = (State.OPEN, State.WAITING)
