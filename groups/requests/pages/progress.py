"""How far a request is, in words for the resident."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dorst_portal.identity.current import here
from groups.models import (
    DeclineReason,
    MessageKind,
    RequestMessage,
    ResidentRequest,
    RouteReason,
)
from groups.values.states import Kind, Owner, State, WaitingOn, before


@dataclass(frozen=True)
class Progress:
    """What a resident may know: nothing about a decision that can still be undone."""

    title: str
    text: str


@dataclass(frozen=True)
class Conversation:
    """What is shown of the conversation to who proved to be the resident, and what they can do."""

    questions: tuple[RequestMessage, ...] = ()
    answer: RequestMessage | None = None
    why_declined: str = ""
    note: str = ""
    may_answer: bool = False
    may_withdraw: bool = False
    may_object: bool = False


# What a resident calls it, by kind.
NAMES: Mapping[str, str] = {
    Kind.JOIN: "aanmelding",
    Kind.NEW_GROUP: "idee",
    Kind.QUESTION: "vraag",
}
HEADINGS: Mapping[str, str] = {
    Kind.JOIN: "Jouw aanmelding",
    Kind.NEW_GROUP: "Jouw idee voor een groep",
    Kind.QUESTION: "Jouw vraag",
}
_NOTHING_TO_DO = "Je hoeft niets te doen."
_NEWS_FOLLOWS = f"Je krijgt bericht. {_NOTHING_TO_DO}"
_ENDED: Mapping[str, Mapping[str, Progress]] = {
    Kind.JOIN: {
        State.APPROVED: Progress(
            "Je mag meedoen.",
            "De beheerder zet je in de groep. Je krijgt een app van de beheerder.",
        ),
        State.ADDED: Progress("Je zit in de groep.", "Je hoeft niets meer te doen."),
        State.DECLINED: Progress("Je aanmelding is afgewezen.", ""),
        State.WITHDRAWN: Progress("Je aanmelding is ingetrokken.", _NOTHING_TO_DO),
        State.EXPIRED: Progress(
            "Je aanmelding is verlopen.",
            "We hoorden niets meer van je. Je kunt je opnieuw aanmelden.",
        ),
    },
    Kind.NEW_GROUP: {
        State.FOUNDED: Progress("De groep is er.", "Je kunt je bij de groep aanmelden."),
        State.DECLINED: Progress("We starten deze groep nu niet.", ""),
        State.WITHDRAWN: Progress("Je idee is ingetrokken.", _NOTHING_TO_DO),
    },
    Kind.QUESTION: {
        State.ANSWERED: Progress("Je vraag is beantwoord.", ""),
        State.WITHDRAWN: Progress("Je vraag is ingetrokken.", _NOTHING_TO_DO),
        State.CLOSED: Progress(
            "Je vraag is gesloten.",
            "We konden je niet bereiken. Heb je de vraag nog? Stel hem dan opnieuw.",
        ),
    },
}
_WHY: Mapping[str, str] = {
    DeclineReason.OUTSIDE_STREETS: "Je adres ligt niet in de straten van de groep.",
    DeclineReason.NOT_LIVING_THERE: "We denken dat je niet (meer) op dit adres woont.",
    DeclineReason.CANNOT_CHECK: "We konden je adres niet controleren.",
    DeclineReason.NO_REPLY: "We vroegen je iets en hoorden 30 dagen niets.",
}


def progress_of(request: ResidentRequest, *, now: datetime) -> Progress:
    """Where the request stands; one that can still be undone is still being looked at. The group
    is named to who confirmed the address.
    """
    kind, name = Kind(request.kind), NAMES[request.kind]
    if request.state in _ENDED[kind] and not _is_held(request, now=now):
        return _ENDED[kind][request.state]
    if request.state == State.WAITING and request.route_reason == RouteReason.STARTING:
        return Progress(
            "Er komt een groep voor je adres.",
            f"Je krijgt bericht als de groep open is. {_NOTHING_TO_DO}",
        )
    if request.state == State.WAITING:
        return Progress(
            "Je staat op de wachtlijst.", f"Je krijgt bericht als er plaats is. {_NOTHING_TO_DO}"
        )
    if request.waiting_on == WaitingOn.RESIDENT:
        return Progress("We wachten op jouw antwoord.", f"We vroegen je iets over je {name}.")
    if kind == Kind.NEW_GROUP:
        return Progress(f"{here().organisation} kijkt naar je idee.", _NEWS_FOLLOWS)
    if request.owner == Owner.GROUP:
        group = request.told_group if request.email_confirmed_at else None
        of_group = f" van groep {group}" if group else ""
        return Progress(
            f"De beheerder{of_group} kijkt naar je {name}.",
            f"Duurt het langer dan 7 dagen? Dan kijkt {here().organisation} mee.",
        )
    return Progress(f"{here().organisation} kijkt naar je {name}.", _NEWS_FOLLOWS)


def conversation_of(request: ResidentRequest, *, now: datetime) -> Conversation:
    """What was asked and answered; only for who confirmed the address (else nothing)."""
    if request.email_confirmed_at is None:
        return Conversation()
    held = _is_held(request, now=now)
    declined = request.state == State.DECLINED and not held
    said = list(request.messages.all())
    answers = [one for one in said if one.kind == MessageKind.ANSWERED]
    # To who does not know yet that it was decided, it is open.
    can_stop = request.state in before(Kind(request.kind), State.WITHDRAWN)
    return Conversation(
        questions=unanswered(said) if request.waiting_on == WaitingOn.RESIDENT else (),
        answer=answers[-1] if answers and request.state == State.ANSWERED else None,
        why_declined=_WHY.get(request.decline_reason, "") if declined else "",
        note=request.decline_note if declined else "",
        may_answer=request.waiting_on == WaitingOn.RESIDENT,
        may_withdraw=can_stop,
        may_object=may_object(request, now=now),
    )


def unanswered(said: list[RequestMessage]) -> tuple[RequestMessage, ...]:
    """What was asked since the resident last answered."""
    replies = [place for place, one in enumerate(said) if one.kind == MessageKind.REPLIED]
    since = said[replies[-1] + 1 :] if replies else said
    return tuple(one for one in since if one.kind == MessageKind.ASKED)


def may_object(request: ResidentRequest, *, now: datetime) -> bool:
    """Whether the resident can say not to agree: a refusal that stands and that is still known."""
    return (
        request.state == State.DECLINED
        and request.anonymised_at is None
        and not _is_held(request, now=now)
    )


def _is_held(request: ResidentRequest, *, now: datetime) -> bool:
    return request.undo_until is not None and now < request.undo_until
