"""The states of a request and every step that is allowed between them. Pure: no database."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What somebody asks of us."""

    JOIN = "join", "meedoen"
    NEW_GROUP = "new_group", "groep starten"
    QUESTION = "question", "vraag"


class State(TextChoices):
    """Where a request stands."""

    OPEN = "open", "open"
    WAITING = "waiting", "op de wachtlijst"
    APPROVED = "approved", "goedgekeurd"
    ADDED = "added", "in de groep"
    FOUNDED = "founded", "groep gestart"
    ANSWERED = "answered", "beantwoord"
    DECLINED = "declined", "afgewezen"
    WITHDRAWN = "withdrawn", "ingetrokken"
    EXPIRED = "expired", "verlopen"
    CLOSED = "closed", "gesloten"


class Owner(TextChoices):
    """Who has to act on a request: the beheerders of its group, or the coordinators."""

    GROUP = "group", "beheerder"
    COORDINATORS = "coordinators", "coördinatoren"


class WaitingOn(TextChoices):
    """Whose turn it is in an open request: the owner's, or the resident's who was asked back."""

    OWNER = "owner", "de eigenaar"
    RESIDENT = "resident", "de bewoner"


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
