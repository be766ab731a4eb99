"""What stands in the inbox beside the join requests: questions, calls, and who was asked back.

One query for each pile that is there, and none for a pile that is not. Reads only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.tags import Tag
from groups.models import (
    CallAbout,
    CallTask,
    Membership,
    RequestMessage,
    ResidentRequest,
    WatchGroup,
)
from groups.querysets.conversation import CallTaskQuerySet
from groups.querysets.requests import RequestQuerySet
from groups.requests.pages.inbox import Line, age_tag
from groups.requests.pages.inbox_filters import Show
from groups.requests.pages.inbox_piles import ASKED_BACK, CALLS, QUESTIONS
from groups.requests.pages.titles import title_of
from groups.requests.pages.verdicts import how_to_reach
from groups.values.states import Kind, Owner, WaitingOn
from groups.values.village_time import days_between

Row = TypeVar("Row")
MOST = 20
EXCERPT = 60


@dataclass(frozen=True)
class Call:
    """Somebody to call, and what to tell; `words` are the resident's question or our answer."""

    pk: int
    request_pk: int
    name: str
    mobile: str
    line: str
    tell: str
    words: str
    late: bool
    is_question: bool


@dataclass(frozen=True)
class Pile(Generic[Row]):
    """The first rows of a pile, and whether there are more."""

    rows: Sequence[Row]
    has_more: bool

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def count(self) -> str:
        """The number in words; counted no further than what is shown."""
        if self.has_more:
            return _("meer dan {number}").format(number=MOST)
        return str(len(self.rows))


@dataclass(frozen=True)
class More:
    """The piles beside the join requests."""

    questions: Pile[Line]
    calls: Pile[Call]
    asked_back: Pile[Line]

    def __bool__(self) -> bool:
        return bool(self.questions or self.calls or self.asked_back)


NOTHING_MORE: Final = More(Pile([], False), Pile([], False), Pile([], False))


def more_of(
    user: User,
    *,
    piles: frozenset[str],
    chosen: WatchGroup | None,
    show: Show,
    several: bool,
    now: datetime,
) -> More:
    """The piles that are there, of all own groups or of the chosen one; beside a part of the join
    requests only who else is to be called.
    """
    if show:
        piles &= {CALLS} if show == Show.CALL else set()
    if not piles:
        return NOTHING_MORE
    own = ResidentRequest.objects.own(user, now=now).worst_first().select_related("group")
    calls = CallTask.objects.own(user, now)
    if chosen:
        own, calls = own.filter(group=chosen), calls.filter(request__group=chosen)
    questions = own.our_turn().filter(kind=Kind.QUESTION)
    return More(
        questions=_lines(questions, several, now=now) if QUESTIONS in piles else Pile([], False),
        calls=calls_in(calls, now=now) if CALLS in piles else Pile([], False),
        asked_back=(
            _lines(own.asked_back(), several, now=now) if ASKED_BACK in piles else Pile([], False)
        ),
    )


def calls_in(tasks: CallTaskQuerySet, *, now: datetime) -> Pile[Call]:
    """Whom to call now, the longest due first, with all that the caller needs to know."""
    said = RequestMessage.objects.filter(request=OuterRef("request"), kind=OuterRef("about"))
    found = list(
        tasks.to_do(now)
        .select_related("request__group", "request__membership", "message")
        .annotate(last_said=Subquery(said.order_by("-at", "-pk").values("text")[:1]))
        .order_by("from_at", "pk")[: MOST + 1]
    )
    return Pile([_call(task, now=now) for task in found[:MOST]], len(found) > MOST)


def _lines(rows: RequestQuerySet, several: bool, *, now: datetime) -> Pile[Line]:
    found = list(rows[: MOST + 1])
    return Pile([_line(row, several=several, now=now) for row in found[:MOST]], len(found) > MOST)


def _line(row: ResidentRequest, *, several: bool, now: datetime) -> Line:
    waits = row.waiting_on == WaitingOn.RESIDENT
    is_question = row.kind == Kind.QUESTION
    return Line(
        pk=row.pk,
        name=title_of(row) if is_question or waits else row.name,
        where=_excerpt(row.message) if is_question else row.address,
        tag=how_to_reach(row),
        age=_silence(row, now=now) if waits else age_tag(row, now=now),
        more=_("groep {group}").format(group=row.group.name) if several and row.group else "",
    )


def _silence(row: ResidentRequest, *, now: datetime) -> Tag:
    days = days_between(row.ladder_from, now)
    if days <= 0:
        return Tag(_("Vandaag gevraagd"), "neutral")
    text = ngettext("1 dag geleden gevraagd", "{n} dagen geleden gevraagd", days)
    return Tag(text.format(n=days), "neutral")


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1].rstrip()}…"


@dataclass(frozen=True)
class _Said(Added):
    last_said: str | None


def _call(task: CallTask, *, now: datetime) -> Call:
    request = task.request
    # Once somebody is a member the request has forgotten who it was.
    person: ResidentRequest | Membership = request.membership or request
    words = task.message.text if task.message else _Said.of(task).last_said or ""
    return Call(
        pk=task.pk,
        request_pk=request.pk,
        name=person.name,
        mobile=person.mobile,
        line=" · ".join(
            part for part in (title_of(request, person.name), request.reference) if part
        ),
        tell=_tell(task.about, request),
        words=words if task.about in (CallAbout.ASKED, CallAbout.ANSWERED) else "",
        late=task.due_at <= now,
        is_question=task.about == CallAbout.ASKED,
    )


def _tell(about: str, request: ResidentRequest) -> str:
    """What to say, in one or two sentences."""
    match about:
        case CallAbout.ASKED:
            return _("Stel deze vraag:")
        case CallAbout.ANSWERED:
            return _("Dit is het antwoord op de vraag:")
        case CallAbout.DECLINED:
            reason = request.decline_note or request.get_decline_reason_display()
            text = _("De aanvraag is afgewezen. De reden: {reason}").format(reason=reason)
            return text.rstrip(".") + "."
        case CallAbout.FORWARDED if request.group and request.owner == Owner.GROUP:
            text = _("De aanvraag is nu bij groep {group}. Die neemt contact op.")
            return text.format(group=request.group.name)
        case CallAbout.FORWARDED:
            text = _("De aanvraag is nu bij {organisation}. Dat neemt contact op.")
            return text.format(organisation=here().organisation)
        case CallAbout.TAKES_LONGER:
            text = _("Het duurt langer. {organisation} kijkt nu mee.")
            return text.format(organisation=here().organisation)
        case CallAbout.REOPENED:
            text = _("{organisation} kijkt opnieuw naar de aanvraag.")
            return text.format(organisation=here().organisation)
        case CallAbout.EXPIRED:
            return _("We hoorden 30 dagen niets. Daarom is de aanvraag gestopt.")
        case CallAbout.FOUNDED if request.group:
            text = _("De groep is er: {group}. Aanmelden kan nu.")
            return text.format(group=request.group.name)
        case CallAbout.APPROVED:
            return _("De aanvraag is goedgekeurd. De beheerder zet de persoon in de groep.")
        case _:
            return _("Een e-mail van ons kwam niet aan. Vraag welk e-mailadres goed is.")
