"""What the inbox of a beheerder shows: who wants to join, worst first. Reads only.

The number of queries is the same for one request and for thirty.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.prepared import Prepared
from groups.counting import MOST_COUNTED, Count, with_waiting
from groups.models import Appointment, HasApp, ResidentRequest, WatchGroup
from groups.querysets.keys import DateKey
from groups.querysets.requests import RequestQuerySet
from groups.services.inbox import VIEWED
from groups.services.inbox_piles import BULLETINS, CALLS, NEW_BULLETIN, piles_of, with_piles
from groups.services.verdicts import Tag, address_verdict, person_tags, with_findings
from groups.states import Kind, Owner, WaitingOn
from groups.village_time import days_between

PAGE = 20
LOOKING = timedelta(minutes=15)


@dataclass(frozen=True)
class Card:
    """One request as the list shows it."""

    pk: int
    title: str
    line: str
    tags: Sequence[Tag]
    late: bool
    decided: str = ""
    watched_by: str = ""


@dataclass(frozen=True)
class Inbox:
    """The first page of a beheerder. `groups` and `invitations` are those of the user."""

    groups: Sequence[WatchGroup]
    chosen: WatchGroup | None
    invitations: Sequence[Appointment]
    waiting: Count
    to_do: Sequence[Card]
    next_key: DateKey | None
    to_finish: Sequence[Card]
    more_to_finish: bool
    piles: frozenset[str]  # what there is beside the join requests

    @property
    def has_bulletins(self) -> bool:
        """Whether something of Platform Dorst is to be shared."""
        return BULLETINS in self.piles

    @property
    def heading(self) -> str:
        """The count in words, as the heading and the title of the page."""
        if not self.groups:
            return "Je bent nog geen beheerder"
        if self.waiting:
            return counted(self.waiting, "aanvraag wacht op jou", "aanvragen wachten op jou")
        if self.to_finish:
            return "Alles is beslist. Maak het nog even af."
        if CALLS in self.piles:
            return "Je moet nog iemand bellen"
        return "Niets te doen. Fijne avond!"


class UnknownGroup(Exception):
    """The list was asked for a group that is not one of the user's own."""


def inbox_of(user: User, *, group_slug: str, after: DateKey | None, now: datetime) -> Inbox:
    """The user's own requests, of all groups or of one. Raises UnknownGroup."""
    appointments = _APPOINTMENTS(user=user.pk, now=now, new_since=now - NEW_BULLETIN)
    active = [one for one in appointments if one.accepted_at and one.accepted_at <= now]
    groups = [one.group for one in active]
    chosen = _chosen(groups, group_slug)
    listed = {one.group_id: one for one in active if chosen in (None, one.group)}
    facts: dict[str, Any] = {"by": user.pk, "since": now - LOOKING}
    if after is None:
        to_do = _worst_of([row for group in listed for row in _TO_DO(group=group, **facts)])
    else:
        facts_after = facts | {"at": after.at, "pk": after.pk}
        to_do = _worst_of([row for group in listed for row in _AFTER(group=group, **facts_after)])
    to_finish = _worst_of([row for group in listed for row in _TO_FINISH(group=group, **facts)])
    last = to_do[PAGE - 1] if len(to_do) > PAGE else None
    several = len(groups) > 1
    return Inbox(
        groups=groups,
        chosen=chosen,
        invitations=[one for one in appointments if one.accepted_at is None],
        waiting=Count(sum(vars(one)["waiting"] for one in listed.values())),
        to_do=[_card(row, several=several, now=now) for row in to_do[:PAGE]],
        next_key=DateKey(last.created_at, last.pk) if last else None,
        to_finish=[
            replace(_card(row, several=several, now=now), decided=f"{row.decided_by}")
            for row in to_finish[:PAGE]
        ],
        more_to_finish=len(to_finish) > PAGE,
        piles=piles_of(active),
    )


def next_to_decide(user: User) -> tuple[int | None, Count]:
    """The own request that waits longest, and how many wait, in one query."""
    own: RequestQuerySet = ResidentRequest.objects.own(user).our_turn().worst_first()
    waiting = list(own.values_list("pk", flat=True)[: MOST_COUNTED + 1])
    return (waiting[0] if waiting else None), Count(len(waiting))


def counted(count: Count, one: str, more: str) -> str:
    """ "1 aanvraag wacht op jou", "3 aanvragen wachten op jou"."""
    return f"{str(count).capitalize()} {one if count.number == 1 else more}"


def age_tag(row: ResidentRequest, *, now: datetime) -> Tag:
    """How long somebody waits, in village days."""
    days = days_between(row.created_at, now)
    if days <= 0:
        return Tag("Vandaag", "neutral")
    text = "Wacht 1 dag" if days == 1 else f"Wacht {days} dagen"
    remind, _, escalate = settings.LADDER_DAYS
    if days >= escalate:
        return Tag(text, "danger")
    return Tag(text, "warn" if days >= remind else "neutral")


def _chosen(groups: Sequence[WatchGroup], slug: str) -> WatchGroup | None:
    if not slug:
        return None
    found = [group for group in groups if group.slug == slug]
    if not found:
        raise UnknownGroup
    return found[0]


def _worst_of(rows: list[ResidentRequest]) -> list[ResidentRequest]:
    """The first page of several groups together, and one row more."""
    return sorted(rows, key=lambda row: (row.created_at, row.pk))[: PAGE + 1]


def _card(row: ResidentRequest, *, several: bool, now: datetime) -> Card:
    group = row.group
    app = group.get_app_display() if group else ""
    parts = [row.address, app if row.has_app != HasApp.NO else f"heeft {app} nog niet"]
    if row.organisation:
        parts.insert(0, row.organisation)
    if several and group:
        parts.append(f"groep {group.name}")
    age = age_tag(row, now=now)
    return Card(
        pk=row.pk,
        title=f"{row.name} wil meedoen",
        line=" · ".join(parts),
        tags=[address_verdict(row).tag, *person_tags(row), age],
        late=age.kind == "danger",
        watched_by=vars(row)["watched_by"] or "",
    )


# --- The queries -----------------------------------------------------------------------------
# Each group is asked by itself: then its rows come in the order of the index, and a page costs the
# same among fifty and among a million.


def _appointments(user: int, now: datetime, new_since: datetime) -> QuerySet[Appointment]:
    own = User(pk=user).appointments.not_ended(now)
    not_ended = with_piles(own, now=now, new_since=new_since)
    return with_waiting(not_ended).select_related("group").order_by("group__name")


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


def _to_do(group: int, by: int, since: datetime) -> RequestQuerySet:
    return _of_group(group, by, since).open().filter(kind=Kind.JOIN).worst_first()


def _approved(group: int, by: int, since: datetime) -> RequestQuerySet:
    return _of_group(group, by, since).approved().worst_first().select_related("decided_by")


_FACTS: dict[str, Any] = {"group": int, "by": int, "since": datetime}
_APPOINTMENTS = Prepared(_appointments, user=int, now=datetime, new_since=datetime)
_TO_DO = Prepared(lambda **facts: _to_do(**facts)[: PAGE + 1], **_FACTS)
_AFTER = Prepared(
    lambda at, pk, **facts: _to_do(**facts).after(DateKey(at, pk))[: PAGE + 1],
    **_FACTS,
    at=datetime,
    pk=int,
)
_TO_FINISH = Prepared(lambda **facts: _approved(**facts)[: PAGE + 1], **_FACTS)
