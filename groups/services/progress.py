"""How far a request is, in words for the resident."""

from dataclasses import dataclass
from datetime import datetime

from groups.models import ResidentRequest
from groups.states import Owner, State


@dataclass(frozen=True)
class Progress:
    """What a resident may know: nothing about a decision that can still be undone."""

    title: str
    text: str


_ENDED: dict[str, Progress] = {
    State.APPROVED: Progress(
        "Je mag meedoen.", "De beheerder zet je in de groep. Je krijgt een app van de beheerder."
    ),
    State.ADDED: Progress("Je zit in de groep.", "Je hoeft niets meer te doen."),
    State.DECLINED: Progress(
        "Je aanmelding is afgewezen.", "Niet mee eens? Antwoord op de e-mail die je van ons kreeg."
    ),
    State.WITHDRAWN: Progress("Je aanmelding is ingetrokken.", "Je hoeft niets te doen."),
    State.EXPIRED: Progress(
        "Je aanmelding is verlopen.", "We hoorden niets meer van je. Je kunt je opnieuw aanmelden."
    ),
}


def progress_of(request: ResidentRequest, *, now: datetime) -> Progress:
    """Where the request stands; one that can still be undone is still being looked at."""
    held = request.undo_until is not None and now < request.undo_until
    if request.state in _ENDED and not held:
        return _ENDED[request.state]
    if request.state == State.WAITING:
        return Progress(
            "Je staat op de wachtlijst.",
            "Je krijgt bericht als er plaats is. Je hoeft niets te doen.",
        )
    if request.owner == Owner.GROUP:
        return Progress(
            "De beheerder kijkt naar je aanmelding.",
            "Duurt het langer dan 7 dagen? Dan kijkt Platform Dorst mee.",
        )
    return Progress(
        "Platform Dorst kijkt naar je aanmelding.", "Je krijgt bericht. Je hoeft niets te doen."
    )


def masked(email: str) -> str:
    """Enough of an address to know one's own: r…t@voorbeeld.nl."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}…{local[-1:] if len(local) > 2 else ''}@{domain}"
