"""How far a request is, in words for the resident."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dorst_portal.identity.current import here
from dorst_portal.languages.words import lazy_text
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
    may_start_again: bool = False
    may_correct: bool = False
    may_object: bool = False


# What a resident calls it, by kind; always the object of a sentence, for languages with cases.
NAMES: Mapping[str, str] = {
    Kind.JOIN: lazy_text("aanmelding"),
    Kind.NEW_GROUP: lazy_text("idee"),
    Kind.QUESTION: lazy_text("vraag"),
}
HEADINGS: Mapping[str, str] = {
    Kind.JOIN: lazy_text("Jouw aanmelding"),
    Kind.NEW_GROUP: lazy_text("Jouw idee voor een groep"),
    Kind.QUESTION: lazy_text("Jouw vraag"),
}
_NOTHING_TO_DO = lazy_text("Je hoeft niets te doen.")
_NEWS_FOLLOWS = lazy_text("Je krijgt bericht. Je hoeft niets te doen.")
_ENDED: Mapping[str, Mapping[str, Progress]] = {
    Kind.JOIN: {
        State.APPROVED: Progress(
            lazy_text("Je mag meedoen."),
            lazy_text("De beheerder zet je in de groep. Je krijgt een app van de beheerder."),
        ),
        State.ADDED: Progress(
            lazy_text("Je zit in de groep."), lazy_text("Je hoeft niets meer te doen.")
        ),
        State.DECLINED: Progress(lazy_text("Je aanmelding is afgewezen."), ""),
        State.WITHDRAWN: Progress(lazy_text("Je aanmelding is ingetrokken."), _NOTHING_TO_DO),
        State.EXPIRED: Progress(
            lazy_text("Je aanmelding is verlopen."),
            lazy_text("We hoorden niets meer van je. Je kunt je opnieuw aanmelden."),
        ),
    },
    Kind.NEW_GROUP: {
        State.FOUNDED: Progress(
            lazy_text("De groep is er."), lazy_text("Je kunt je bij de groep aanmelden.")
        ),
        State.DECLINED: Progress(lazy_text("We starten deze groep nu niet."), ""),
        State.WITHDRAWN: Progress(lazy_text("Je idee is ingetrokken."), _NOTHING_TO_DO),
    },
    Kind.QUESTION: {
        State.ANSWERED: Progress(lazy_text("Je vraag is beantwoord."), ""),
        State.WITHDRAWN: Progress(lazy_text("Je vraag is ingetrokken."), _NOTHING_TO_DO),
        State.CLOSED: Progress(
            lazy_text("Je vraag is gesloten."),
            lazy_text("We konden je niet bereiken. Heb je de vraag nog? Stel hem dan opnieuw."),
        ),
    },
}
_WHY: Mapping[str, str] = {
    DeclineReason.OUTSIDE_STREETS: lazy_text("Je adres ligt niet in de straten van de groep."),
    DeclineReason.NOT_LIVING_THERE: lazy_text("We denken dat je niet (meer) op dit adres woont."),
    DeclineReason.CANNOT_CHECK: lazy_text("We konden je adres niet controleren."),
    DeclineReason.NO_REPLY: lazy_text("We vroegen je iets en hoorden 30 dagen niets."),
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
            _("Er komt een groep voor je adres."),
            _("Je krijgt bericht als de groep open is. Je hoeft niets te doen."),
        )
    if request.state == State.WAITING and request.group_id is None:
        return Progress(
            _("Voor jouw adres is er nog geen groep."),
            _("Je krijgt bericht als er een groep komt. Je hoeft niets te doen."),
        )
    if request.state == State.WAITING:
        return Progress(
            _("Je staat op de wachtlijst."),
            _("Je krijgt bericht als er plaats is. Je hoeft niets te doen."),
        )
    if request.waiting_on == WaitingOn.RESIDENT:
        return Progress(
            _("We wachten op jouw antwoord."),
            _("We vroegen je iets over je {name}.").format(name=name),
        )
    organisation = here().organisation
    if request.owner == Owner.GROUP and kind != Kind.NEW_GROUP:
        group = request.told_group if request.email_confirmed_at else None
        if group:
            title = _("De beheerder van groep {group} kijkt naar je {name}.")
        else:
            title = _("De beheerder kijkt naar je {name}.")
        late = _("Duurt het langer dan 7 dagen? Dan kijkt {organisation} mee.")
        return Progress(
            title.format(group=group, name=name), late.format(organisation=organisation)
        )
    title = _("{organisation} kijkt naar je {name}.")
    return Progress(title.format(organisation=organisation, name=name), _NEWS_FOLLOWS)


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
        may_start_again=_may_start_again(request),
        # As long as nobody is told of a decision; who stops while waiting would lose the place.
        may_correct=request.kind == Kind.JOIN
        and can_stop
        and (held or request.state == State.OPEN),
        may_object=may_object(request, now=now),
    )


def _may_start_again(request: ResidentRequest) -> bool:
    """Whether who wanted to join stopped, or was silent; one that was joined to another goes on."""
    stopped = request.state in {State.WITHDRAWN, State.EXPIRED} and request.same_as_id is None
    return request.kind == Kind.JOIN and stopped


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
