"""What the inbox of a beheerder shows: who wants to join, worst first. Reads only.

The number of queries is the same for one request and for thirty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.models import Appointment, HasApp, ResidentRequest, WatchGroup
from groups.querysets.keys import DateKey
from groups.querysets.requests import RequestQuerySet
from groups.services.inbox import VIEWED
from groups.services.platform_page import Count, count_capped
from groups.services.signup import ESCALATION_DAYS
from groups.services.verdicts import Tag, address_verdict, person_tags, with_findings
from groups.village_time import days_between

PAGE = 20
REMIND_AFTER_DAYS = 3
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

    @property
    def heading(self) -> str:
        """The count in words, as the heading and the title of the page."""
        if not self.groups:
            return "Je bent nog geen beheerder"
        if self.waiting:
            return counted(self.waiting, "aanvraag wacht op jou", "aanvragen wachten op jou")
        if self.to_finish:
            return "Alles is beslist. Maak het nog even af."
        return "Niets te doen. Fijne avond!"


class UnknownGroup(Exception):
    """The list was asked for a group that is not one of the user's own."""


def inbox_of(user: User, *, group_slug: str, after: DateKey | None, now: datetime) -> Inbox:
    """The user's own requests, of all groups or of one. Raises UnknownGroup."""
    appointments = user.appointments.not_ended(now).select_related("group").order_by("group__name")
    active = [one for one in appointments if one.accepted_at and one.accepted_at <= now]
    groups = [one.group for one in active]
    chosen = _chosen(groups, group_slug)
    own = ResidentRequest.objects.own(user)
    if chosen:
        own = own.filter(group=chosen)
    to_do = list(with_findings(own.open().worst_first().after(after))[: PAGE + 1])
    approved = with_findings(own.approved().worst_first()).select_related("decided_by")
    to_finish = list(approved[: PAGE + 1])
    last = to_do[PAGE - 1] if len(to_do) > PAGE else None
    watchers = watchers_of([*to_do, *to_finish], but=user, now=now)
    several = len(groups) > 1
    return Inbox(
        groups=groups,
        chosen=chosen,
        invitations=[one for one in appointments if one.accepted_at is None],
        waiting=count_capped(own.open()),
        to_do=[_card(row, watchers, several=several, now=now) for row in to_do[:PAGE]],
        next_key=DateKey(last.created_at, last.pk) if last else None,
        to_finish=[
            replace(_card(row, watchers, several=several, now=now), decided=f"{row.decided_by}")
            for row in to_finish[:PAGE]
        ],
        more_to_finish=len(to_finish) > PAGE,
    )


def next_to_decide(user: User) -> tuple[int | None, Count]:
    """The own request that waits longest, and how many wait, in one query."""
    own: RequestQuerySet = ResidentRequest.objects.own(user).open().worst_first()
    waiting = list(own.values_list("pk", flat=True)[:101])
    return (waiting[0] if waiting else None), Count(len(waiting))


def watchers_of(rows: Sequence[ResidentRequest], *, but: User, now: datetime) -> Mapping[int, str]:
    """Who else of the same group looked at each request in the last quarter of an hour."""
    looks = Entry.objects.filter(
        subject__in=[f"request:{row.pk}" for row in rows], verb=VIEWED, at__gt=now - LOOKING
    )
    others = looks.exclude(by=but).select_related("by").order_by("pk")
    latest = {(look.subject, look.scope): str(look.by) for look in others}
    found = {row.pk: latest.get((f"request:{row.pk}", f"group:{row.group_id}")) for row in rows}
    return {pk: name for pk, name in found.items() if name}


def counted(count: Count, one: str, more: str) -> str:
    """ "1 aanvraag wacht op jou", "3 aanvragen wachten op jou"."""
    return f"{str(count).capitalize()} {one if count.number == 1 else more}"


def age_tag(row: ResidentRequest, *, now: datetime) -> Tag:
    """How long somebody waits, in village days."""
    days = days_between(row.created_at, now)
    if days <= 0:
        return Tag("Vandaag", "neutral")
    text = "Wacht 1 dag" if days == 1 else f"Wacht {days} dagen"
    if days >= ESCALATION_DAYS:
        return Tag(text, "danger")
    return Tag(text, "warn" if days >= REMIND_AFTER_DAYS else "neutral")


def _chosen(groups: Sequence[WatchGroup], slug: str) -> WatchGroup | None:
    if not slug:
        return None
    found = [group for group in groups if group.slug == slug]
    if not found:
        raise UnknownGroup
    return found[0]


def _card(
    row: ResidentRequest, watchers: Mapping[int, str], *, several: bool, now: datetime
) -> Card:
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
        watched_by=watchers.get(row.pk, ""),
    )
