"""The states of a file with addresses and every step that is allowed between them. Pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class ImportState(TextChoices):
    """How far an import of addresses is."""

    UPLOADED = "uploaded", gettext_lazy("wacht op controle")
    CHECKING = "checking", gettext_lazy("we controleren het")
    COLUMNS = "columns", gettext_lazy("wijs de kolommen aan")
    READY = "ready", gettext_lazy("klaar om te bekijken")
    REFUSED = "refused", gettext_lazy("we kunnen het niet lezen")
    CONFIRMED = "confirmed", gettext_lazy("we nemen het over")
    DONE = "done", gettext_lazy("overgenomen")
    DROPPED = "dropped", gettext_lazy("niet overgenomen")


# Each allowed step, with what makes it. A pair that is not here is refused, and a test tries
# every pair.
STEPS: dict[ImportState, frozenset[ImportState]] = {
    ImportState.UPLOADED: frozenset({ImportState.CHECKING, ImportState.DROPPED}),
    # A worker that comes after one that was killed begins anew, and gives up in the end.
    ImportState.CHECKING: frozenset(
        {
            ImportState.CHECKING,
            ImportState.COLUMNS,
            ImportState.READY,
            ImportState.REFUSED,
            ImportState.DROPPED,
        }
    ),
    # Back to uploaded: somebody pointed out the columns.
    ImportState.COLUMNS: frozenset({ImportState.UPLOADED, ImportState.DROPPED}),
    # Back to uploaded: other columns, or the list changed since it was looked at.
    ImportState.READY: frozenset(
        {ImportState.UPLOADED, ImportState.CONFIRMED, ImportState.DROPPED}
    ),
    # Back to uploaded: the list changed before a worker came to it.
    ImportState.CONFIRMED: frozenset({ImportState.UPLOADED, ImportState.DONE, ImportState.REFUSED}),
    ImportState.REFUSED: frozenset(),
    ImportState.DONE: frozenset(),
    ImportState.DROPPED: frozenset(),
}

ENDED = frozenset(state for state, steps in STEPS.items() if not steps)
# Somebody has to look at it: whatever does not wait for a worker.
FOR_A_PERSON = frozenset({ImportState.COLUMNS, ImportState.READY})
FOR_A_WORKER = frozenset(ImportState) - ENDED - FOR_A_PERSON


def before(after: ImportState) -> frozenset[ImportState]:
    """From which states a file may go to that one: the condition of an UPDATE."""
    return frozenset(state for state, steps in STEPS.items() if after in steps)
