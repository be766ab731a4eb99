"""What the inbox of a beheerder shows: who wants to join, worst first. Reads only.

The number of queries is the same for one request and for thirty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.counting import MOST_COUNTED, Count
from dorst_portal.kit.rows.keyset import Page
from dorst_portal.kit.rows.prepared import Prepared
from dorst_portal.kit.tags import Tag
from groups.models import Appointment, ResidentRequest, WatchGroup
from groups.querysets.requests import WORST_FIRST, RequestQuerySet
from groups.requests.pages.inbox_filters import (
    Filter,
    Show,
    asked_for,
    filters_of,
    late_before,
    part,
    with_counts,
)
from groups.requests.pages.inbox_piles import (
    BULLETINS,
    CALLS,
    CONNECTED,
    NEW_BULLETIN,
    QUESTIONS,
    TO_PUT_IN,
    TO_TAKE_OUT,
    piles_of,
    with_piles,
)
from groups.requests.pages.titles import VIEWED
from groups.requests.pages.verdicts import how_to_reach, with_findings, worst_tag
from groups.values.states import Kind, Owner, WaitingOn
from groups.values.village_time import days_between
from groups.waiting import Waiting, to_decide, with_waiting

PAGE = 20
LOOKING = timedelta(minutes=15)


@dataclass(frozen=True)
class Line:
    """One request as the list shows it: who, where, the one tag that says most, and how long."""

    pk: int
    name: str
    where: str
    tag: Tag | None
    age: Tag
    more: str = ""  # who else looks at it, who approved it, which group

    @property
    def late(self) -> bool:
        """Whether it waits too long."""
        return self.age.kind == "danger"


@dataclass(frozen=True)
class Inbox:
    """The first page of a beheerder. `groups` and `invitations` are those of the user."""

    groups: Sequence[WatchGroup]
    chosen: WatchGroup | None
    invitations: Sequence[Appointment]
    waiting: Count
    filters: Sequence[Filter]
    show: Show
    to_do: Sequence[Line]
    next_key: str
    to_finish: Sequence[Line]
    more_to_finish: bool
    piles: frozenset[str]  # what there is beside the join requests
    to_close: Count  # alerts of the own groups that run for long

    @property
    def has_bulletins(self) -> bool:
        """Whether something of Platform Dorst is to be shared."""
        return BULLETINS in self.piles

    @property
    def is_connected(self) -> bool:
        """Whether a chat or webhook is tied to one of the groups."""
        return CONNECTED in self.piles

    @property
    def shown(self) -> Filter | None:
        """The part that is shown, when it is not all of it."""
        return next((one for one in self.filters if one.is_chosen and one.show), None)

    @property
    def number_to_finish(self) -> str:
        """How many are still to be added; counted no further than what is shown."""
        if self.more_to_finish:
            return _("meer dan {number}").format(number=PAGE)
        return str(len(self.to_finish))

    @property
    def heading(self) -> str:
        """The count in words, as the heading and the title of the page."""
        if not self.groups:
            if self.invitations:
                return _("Je bent nog geen beheerder")
            return _("Je bent nu geen beheerder")
        if self.waiting:
            return _waiting_in_words(self.waiting)
        if QUESTIONS in self.piles:
            return _("Iemand heeft een vraag aan je")
        if self.to_finish:
            return _("Alles is beslist. Maak het nog even af.")
        if CALLS in self.piles:
            return _("Je moet nog iemand bellen")
        if self.piles & {TO_TAKE_OUT, TO_PUT_IN}:
            return _("Werk de groep nog even bij")
        if self.to_close:
            return _("Is het al voorbij?")
        return _("Niets te doen. Fijne avond!")


class UnknownGroup(Exception):
    """The list was asked for a group that is not one of the user's own."""


def inbox_of(user: User, *, group_slug: str, after: str, now: datetime, show: str = "") -> Inbox:
    """The user's own requests, of all groups or of one, all or a part of them. Raises
    UnknownGroup.
    """
    late, wanted = late_before(now), asked_for(show)
    appointments = _APPOINTMENTS(user=user.pk, now=now, new_since=now - NEW_BULLETIN, late=late)
    active = [one for one in appointments if one.accepted_at and one.accepted_at <= now]
    groups = [one.group for one in active]
    chosen = _chosen(groups, group_slug)
    listed = {one.group_id: one for one in active if chosen in (None, one.group)}
    waiting = Count(sum(Waiting.of(one).waiting for one in listed.values()))
    facts: dict[str, Any] = {"by": user.pk, "since": now - LOOKING}
    to_do = _worst_of(_waiting(listed, wanted, after, facts, late=late))
    # Who looks at a part wants to see that alone.
    ending = [] if wanted else [row for group in listed for row in _TO_FINISH(group=group, **facts)]
    to_finish = _worst_of(ending)
    several = len(groups) > 1
    return Inbox(
        groups=groups,
        chosen=chosen,
        invitations=[one for one in appointments if one.accepted_at is None],
        waiting=waiting,
        filters=filters_of(
            listed.values(), waiting=waiting, chosen=wanted, group=chosen.slug if chosen else ""
        ),
        show=wanted,
        to_do=[_line(row, several=several, now=now) for row in to_do.rows],
        next_key=to_do.next_key,
        to_finish=[_line_to_finish(row, several=several, now=now) for row in to_finish.rows],
        more_to_finish=bool(to_finish.next_key),
        piles=piles_of(listed.values()),
        to_close=Count(sum(Waiting.of(one).to_close for one in listed.values())),
    )


def _waiting(
    groups: Mapping[int, Appointment], show: Show, after: str, facts: dict[str, Any], *,
    late: datetime,
) -> list[ResidentRequest]:  # fmt: skip
    """The first of each group, or those behind a key."""
    asked = facts | ({"late": late} if show == Show.LATE else {})
    key = WORST_FIRST.read(after)
    if key is None:
        return [row for group in groups for row in _TO_DO[show](group=group, **asked)]
    asked |= dict(zip(("at", "pk"), key, strict=True))
    return [row for group in groups for row in _AFTER[show](group=group, **asked)]


def next_to_decide(user: User) -> tuple[int | None, Count]:
    """The own request that waits longest, and how many wait, in one query."""
    own: RequestQuerySet = to_decide().own(user).worst_first()
    waiting = list(own.values_list("pk", flat=True)[: MOST_COUNTED + 1])
    return (waiting[0] if waiting else None), Count(len(waiting))


def age_tag(row: ResidentRequest, *, now: datetime) -> Tag:
    """How long somebody waits, in village days."""
    days = days_between(row.created_at, now)
    if days <= 0:
        return Tag(_("Vandaag"), "neutral")
    text = ngettext("Wacht 1 dag", "Wacht {n} dagen", days).format(n=days)
    remind, escalate = settings.LADDER_DAYS[0], settings.LADDER_DAYS[-1]
    if days >= escalate:
        return Tag(text, "danger")
    return Tag(text, "warn" if days >= remind else "neutral")


def _waiting_in_words(count: Count) -> str:
    """ "1 aanvraag wacht op jou", "3 aanvragen wachten op jou"."""
    text = ngettext("1 aanvraag wacht op jou", "{n} aanvragen wachten op jou", count.number)
    return text.format(n=str(count).capitalize())


def _chosen(groups: Sequence[WatchGroup], slug: str) -> WatchGroup | None:
    if not slug:
        return None
    found = [group for group in groups if group.slug == slug]
    if not found:
        raise UnknownGroup
    return found[0]


def _worst_of(rows: list[ResidentRequest]) -> Page[ResidentRequest]:
    """The first page of several groups together."""
    return WORST_FIRST.cut(sorted(rows, key=lambda row: (row.created_at, row.pk)), size=PAGE)


@dataclass(frozen=True)
class _Watched(Added):
    watched_by: str | None


def _line(row: ResidentRequest, *, several: bool, now: datetime) -> Line:
    looks_too = _Watched.of(row).watched_by
    looks = _("{name} kijkt ernaar").format(name=looks_too) if looks_too else ""
    said = [looks, _of_which_group(row, several)]
    return Line(
        pk=row.pk,
        name=row.name,
        where=row.address,
        tag=worst_tag(row),
        age=age_tag(row, now=now),
        more=" · ".join(one for one in said if one),
    )


def _line_to_finish(row: ResidentRequest, *, several: bool, now: datetime) -> Line:
    """Its address was looked at; what counts is who must hear of it without a mail."""
    approved = _("Goedgekeurd door {name}").format(name=row.decided_by)
    said = [approved, _of_which_group(row, several)]
    return Line(
        pk=row.pk,
        name=row.name,
        where=row.address,
        tag=how_to_reach(row),
        age=age_tag(row, now=now),
        more=" · ".join(one for one in said if one),
    )


def _of_which_group(row: ResidentRequest, several: bool) -> str:
    return _("groep {group}").format(group=row.group.name) if several and row.group else ""


# --- The queries -----------------------------------------------------------------------------
# Each group is asked by itself: then its rows come in the order of the index, and a page costs the
# same among fifty and among a million.


def _appointments(
    user: int, now: datetime, new_since: datetime, late: datetime
) -> QuerySet[Appointment]:
    own = User(pk=user).appointments.not_ended(now)
    not_ended = with_piles(own, now=now, new_since=new_since)
    counted = with_counts(with_waiting(not_ended), to_decide(), late=late)
    return counted.select_related("group").order_by("group__name")


def _of_group(group: int, by: int, since: datetime) -> RequestQuerySet:
    """Requests of a group, with who else of it looked at them last."""
    looks = Entry.objects.filter(
        subject=_named("request:", OuterRef("pk")),
        scope=_named("group:", OuterRef("group_id")),
        verb=VIEWED,
        at__gt=since,
    ).exclude(by=by)
    by_name = Coalesce(NullIf("by__name", Value("")), "by__email", output_field=CharField())
    last = looks.order_by("-pk").values(who=by_name)[:1]
    rows = ResidentRequest.objects.filter(owner=Owner.GROUP, group=group)
    return with_findings(rows.filter(waiting_on=WaitingOn.OWNER)).annotate(
        watched_by=Subquery(last)
    )


def _named(kind: str, pk: OuterRef) -> Concat:
    return Concat(Value(kind), Cast(pk, CharField(max_length=20)), output_field=CharField())


def _to_do(
    group: int, by: int, since: datetime, *, show: Show = Show.ALL, late: datetime | None = None
) -> RequestQuerySet:
    joins = _of_group(group, by, since).open().filter(kind=Kind.JOIN)
    # Only the late ones are asked for with a moment.
    return part(joins, show, late=late or since).worst_first()


def _behind(at: datetime, pk: int, **facts: Any) -> RequestQuerySet:
    return WORST_FIRST.behind(_to_do(**facts), (at, pk))[: PAGE + 1]


def _approved(group: int, by: int, since: datetime) -> RequestQuerySet:
    return _of_group(group, by, since).approved().worst_first().select_related("decided_by")


_FACTS: Final[dict[str, Any]] = {"group": int, "by": int, "since": datetime}
_OF: Final = {show: _FACTS | ({"late": datetime} if show == Show.LATE else {}) for show in Show}
_APPOINTMENTS = Prepared(_appointments, user=int, now=datetime, new_since=datetime, late=datetime)
_TO_DO = {
    show: Prepared(lambda show=show, **facts: _to_do(show=show, **facts)[: PAGE + 1], **kinds)
    for show, kinds in _OF.items()
}
_AFTER = {
    show: Prepared(partial(_behind, show=show), **kinds, at=datetime, pk=int)
    for show, kinds in _OF.items()
}
_TO_FINISH = Prepared(lambda **facts: _approved(**facts)[: PAGE + 1], **_FACTS)
