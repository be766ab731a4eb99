"""The list of who runs what, and the page of one appointment. Reads only.

Pages by key, and first finds which 25 rows it shows: what a row needs more is asked for those.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.counting import Count, count_capped
from dorst_portal.kit.rows.keyset import Page, RowKeyset
from dorst_portal.kit.search import holds
from dorst_portal.kit.tags import Tag
from dorst_portal.languages.words import lazy_text
from groups.models import Appointment, WatchGroup
from groups.querysets.appointments import AppointmentQuerySet
from groups.querysets.watchgroups import WatchGroupQuerySet
from groups.values.village_time import days_after, village_day
from groups.waiting import with_waiting

PAGE: Final = 25
QUIET_DAYS: Final = 60
ENDED_DAYS: Final = 30
_GROUPS_BY_NAME: Final = RowKeyset("name")
_PEOPLE_IN_ORDER: Final = RowKeyset("sort_by", "pk")


@dataclass(frozen=True)
class Show:
    """One way of looking at the list: its name in the address, its title, and what it says when it
    is empty.
    """

    code: str
    title: str
    empty: str


ALL = Show("", lazy_text("Allemaal"), lazy_text("Er is nog geen beheerder."))
NOBODY = Show(
    "zonder", lazy_text("Groepen zonder beheerder"), lazy_text("Elke groep heeft een beheerder.")
)
ALONE = Show(
    "een", lazy_text("Maar 1 beheerder"), lazy_text("Elke beheerder heeft iemand naast zich.")
)
STOPS = Show("stopt", lazy_text("Wil stoppen"), lazy_text("Niemand wil stoppen."))
AWAY = Show("weg", lazy_text("Nu weg"), lazy_text("Niemand is weg."))
INVITED = Show(
    "gevraagd", lazy_text("Nog geen antwoord"), lazy_text("We wachten op geen enkel antwoord.")
)
QUIET = Show(
    "stil", lazy_text("Lang niet gezien"), lazy_text("Iedereen was er de laatste 60 dagen.")
)
ENDED = Show("gestopt", lazy_text("Net gestopt"), lazy_text("De laatste 30 dagen stopte niemand."))
SHOWS: Final = (ALL, NOBODY, ALONE, STOPS, AWAY, INVITED, QUIET, ENDED)


class Order(StrEnum):
    """By what the list is sorted."""

    GROUP = "groep"
    NAME = "naam"


@dataclass(frozen=True)
class Wish:
    """What somebody wants to see of the list; `after` is the key of a page."""

    show: Show = ALL
    part: str = ""
    order: Order = Order.GROUP
    after: str = ""


def show_named(code: str) -> Show:
    """The way of looking of an address; everybody for an unknown one."""
    return next((show for show in SHOWS if show.code == code), ALL)


def order_named(code: str) -> Order:
    """The order of an address; by group for an unknown one."""
    return Order.NAME if code == Order.NAME else Order.GROUP


class Act(StrEnum):
    """The one thing that is most likely to be done with a row."""

    APPOINT = "appoint"
    AGAIN = "again"
    REPLACE = "replace"
    JOIN = "join"
    LOOK = "look"


@dataclass(frozen=True)
class Facts(Added):
    """What the query adds to an appointment; `waiting` is how many requests wait."""

    latest_line: datetime | None
    is_quiet: bool
    is_away: bool
    has_others: bool
    waiting: int


@dataclass(frozen=True)
class _Asked(Added):
    is_asked: bool


@dataclass(frozen=True)
class Row:
    """One line: a person in a group, or a group without anybody (`appointment` is None)."""

    group: WatchGroup
    tags: Sequence[Tag]
    act: Act
    appointment: Appointment | None = None
    last_active: datetime | None = None
    open_requests: Count = field(default_factory=lambda: Count(0))

    @cached_property
    def away_until(self) -> Any:
        """The last day away, while that is still to come."""
        one = self.appointment
        return one.away_until if one and Facts.of(one).is_away else None


@dataclass(frozen=True)
class ListPage:
    """A page of the list, and the key of the next one."""

    rows: Sequence[Row]
    next_key: str
    nobody: Count


def page_of(wish: Wish, *, now: datetime) -> ListPage:
    """Twenty-five lines. At most five queries, however long the list is."""
    without = _groups_without(now=now)
    nobody = count_capped(without)
    groups = wish.show == NOBODY
    page = _page_of_groups(without, wish, now=now) if groups else _page_of_people(wish, now=now)
    return ListPage(page.rows, page.next_key, nobody)


# --- Groups without a beheerder --------------------------------------------------------------


def _groups_without(*, now: datetime) -> WatchGroupQuerySet:
    manned = Appointment.objects.active(now).filter(group=OuterRef("pk"))
    groups: WatchGroupQuerySet = WatchGroup.objects.not_archived().filter(~Exists(manned))
    return groups


def _page_of_groups(groups: WatchGroupQuerySet, wish: Wish, *, now: datetime) -> Page[Row]:
    found = groups.filter(holds(wish.part)) if wish.part else groups
    asked = Appointment.objects.invited(now).filter(group=OuterRef("pk"))
    with_asked = found.annotate(is_asked=Exists(asked))
    everywhere = WatchGroup.objects.all()
    page = _GROUPS_BY_NAME.page(with_asked, after=wish.after, size=PAGE, among=everywhere)
    return page.each(_row_of_group)


def _row_of_group(group: WatchGroup) -> Row:
    tags = [Tag(_("Geen beheerder"), "danger")]
    if _Asked.of(group).is_asked:
        tags.append(Tag(_("Iemand is gevraagd"), "neutral"))
    return Row(group, tags, Act.APPOINT)


# --- People ----------------------------------------------------------------------------------


def people(wish: Wish, *, now: datetime) -> AppointmentQuerySet:
    """Whom a way of looking is about, without an order."""
    rows: AppointmentQuerySet = _shown(wish.show, now=now)
    if wish.part:
        # Each looked through once on its own, not once for every row of the two together.
        users = User.objects.found_by(wish.part).values("pk")
        groups = WatchGroup.objects.filter(holds(wish.part)).values("pk")
        rows = rows.filter(Q(user__in=users) | Q(group__in=groups))
    return rows


def _shown(show: Show, *, now: datetime) -> AppointmentQuerySet:
    active = Appointment.objects.active(now)
    if show == ALONE:
        return active.exclude(group__status="archived").filter(~Exists(_others(now)))
    if show == STOPS:
        return active.filter(wants_to_stop_at__isnull=False)
    if show == AWAY:
        return active.filter(away_until__gte=village_day(now))
    if show == INVITED:
        return Appointment.objects.invited(now)
    if show == QUIET:
        return active.filter(_is_quiet(now))
    if show == ENDED:
        return Appointment.objects.filter(until__lte=now, until__gt=days_after(now, -ENDED_DAYS))
    return Appointment.objects.not_ended(now)


def _others(now: datetime) -> AppointmentQuerySet:
    same = Appointment.objects.active(now).filter(group=OuterRef("group"))
    return same.exclude(pk=OuterRef("pk"))


def _is_quiet(now: datetime) -> Q:
    """Nothing was heard for sixty days: no log-in, and no line in the audit trail."""
    since = days_after(now, -QUIET_DAYS)
    lines = Entry.objects.filter(by=OuterRef("user"), at__gte=since)
    no_login = Q(user__last_login__isnull=True) | Q(user__last_login__lt=since)
    return Q(accepted_at__lt=since) & no_login & ~Q(Exists(lines))


def _page_of_people(wish: Wish, *, now: datetime) -> Page[Row]:
    # Who has no name is found, and shown, by the address.
    name = Case(When(user__name="", then=F("user__email")), default=F("user__name"))
    column = F("group__name") if wish.order == Order.GROUP else name
    everybody = Appointment.objects.annotate(sort_by=column)
    found = people(wish, now=now).annotate(sort_by=column).values_list("pk", named=True)
    page = _PEOPLE_IN_ORDER.page(found, after=wish.after, size=PAGE, among=everybody)
    ids = [row.pk for row in page.rows]
    with_facts = _with_facts(Appointment.objects.filter(pk__in=ids), now=now).in_bulk()
    return Page([row_of(with_facts[pk]) for pk in ids if pk in with_facts], page.next_key)


def _with_facts(rows: AppointmentQuerySet, *, now: datetime) -> AppointmentQuerySet:
    """Adds what a row shows: last seen, the open requests, and what its tags say."""
    latest = Entry.objects.filter(by=OuterRef("user")).order_by("-pk").values("at")[:1]
    this = Appointment.objects.filter(pk=OuterRef("pk"))
    away = Q(away_until__gte=village_day(now), accepted_at__isnull=False)
    facts: AppointmentQuerySet = with_waiting(rows.select_related("user", "group")).annotate(
        latest_line=Subquery(latest, output_field=DateTimeField()),
        is_active=Exists(this.active(now)),
        is_quiet=Exists(this.active(now).filter(_is_quiet(now))),
        is_away=Case(When(away, then=Value(True)), default=Value(False)),
        has_others=Exists(_others(now)),
    )
    return facts


def row_of(one: Appointment) -> Row:
    """The line of an appointment that came with its facts."""
    facts = Facts.of(one)
    seen = [at for at in (one.user.last_login, facts.latest_line) if at]
    return Row(
        group=one.group,
        tags=_tags(one),
        act=_act(one),
        appointment=one,
        last_active=max(seen, default=None),
        open_requests=Count(facts.waiting),
    )


def _tags(one: Appointment) -> list[Tag]:
    facts = Facts.of(one)
    if one.until:
        return [Tag(_("Gestopt"), "neutral")]
    if not one.user.is_active:
        return [Tag(_("Account gesloten"), "danger")]
    if not one.accepted_at:
        return [Tag(_("Nog geen antwoord"), "neutral")]
    tags = [Tag(_("Wil stoppen"), "danger")] if one.wants_to_stop_at else []
    if not facts.has_others:
        tags.append(Tag(_("Maar 1 beheerder"), "warn"))
    if facts.is_away:
        tags.append(Tag(_("Nu weg"), "warn"))
    if facts.is_quiet:
        tags.append(Tag(_("Lang niet gezien"), "warn"))
    return tags


def _act(one: Appointment) -> Act:
    facts = Facts.of(one)
    if one.until:
        return Act.APPOINT
    if one.user.is_active and not one.accepted_at:
        return Act.AGAIN
    if not one.user.is_active or one.wants_to_stop_at or facts.is_quiet:
        return Act.REPLACE
    return Act.LOOK if facts.has_others else Act.JOIN


def one_appointment(pk: int, *, now: datetime) -> Row | None:
    """The page of one appointment, also of one that ended; None when there is none."""
    found = _with_facts(Appointment.objects.filter(pk=pk), now=now)
    one = found.select_related("invited_by").first()
    return row_of(one) if one else None
