"""Who may be told of an alert, who was, and what a group that was told reads. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from alerts.emails import relayed_key
from alerts.models import Alert, Relay
from alerts.pages.alert import text_to_share as text_of_its_own
from alerts.pages.partner_reports import PartnerBlock, partner_block
from alerts.pages.sharing import way_into_chat
from alerts.values.choices import AlertState
from alerts.values.relays import still_to_tell, text_to_share
from dorst_portal.accounts.models import User
from dorst_portal.kit.dutch import clock, moment
from dorst_portal.kit.tags import Tag
from dorst_portal.languages.current import DUTCH
from dorst_portal.outbox.models import Mail
from groups.api import Street, WatchGroup, beheerders_to_tell_of

MOST_LISTED: Final = 20


@dataclass(frozen=True)
class Plan:
    """Whom a relay would reach: groups, the people who get a mail with the group for which they
    do, and groups in which nobody is there.
    """

    groups: Sequence[WatchGroup]
    people: Mapping[User, WatchGroup]
    without: Sequence[WatchGroup]


@dataclass(frozen=True)
class Offer:
    """A group beside this one; `on_the_way`: it has numbers in the street to which it goes."""

    group: WatchGroup
    on_the_way: bool


@dataclass(frozen=True)
class PassOnPage:
    """Whom a group may tell; `elsewhere`: groups of the street that do not lie beside it."""

    alert: Alert
    from_group: WatchGroup
    where: str
    offers: Sequence[Offer]
    told: Sequence[WatchGroup]
    without: Sequence[WatchGroup]
    elsewhere: Sequence[WatchGroup]


@dataclass(frozen=True)
class RelayPage:
    """What a group reads of the alert of another: the facts; taken over, the text to share."""

    relay: Relay
    where: str
    may_answer: bool
    may_pass_on: bool
    text: str = ""
    whatsapp: str = ""
    other_app: str = ""


@dataclass(frozen=True)
class Came:
    """One line of what other groups passed on."""

    pk: int
    what: str
    where: str
    state: Tag
    when: Tag
    more: str


@dataclass(frozen=True)
class RelayBlock:
    """On the page of an alert: who was told, and what more may be done."""

    relays: Sequence[Relay]
    may_pass_on: bool
    may_tell_village: bool
    partners: PartnerBlock


def beside(group: WatchGroup) -> Iterable[WatchGroup]:
    """The groups that lie beside this one and are there for everybody, by name."""
    return WatchGroup.objects.shown_to_everybody().filter(adjoining=group).order_by("name")


def plan(alert: Alert, wanted: Iterable[WatchGroup], *, by: User, now: datetime) -> Plan:
    """Whom it reaches when these are told: nobody who knows already."""
    rows = alert.relays.values_list("to_group", flat=True)
    by_pk = {group.pk: group for group in wanted}
    to_tell = still_to_tell(by_pk, origin=alert.group_id, reached=set(rows))
    there = beheerders_to_tell_of([by_pk[pk] for pk in to_tell], now=now)
    people: dict[User, WatchGroup] = {}
    for pk in to_tell:
        for user in there.get(pk, ()):
            people.setdefault(user, by_pk[pk])
    known = _who_knows(alert, people, by=by, now=now)
    return Plan(
        groups=[by_pk[pk] for pk in to_tell if pk in there],
        people={user: group for user, group in people.items() if user.pk not in known},
        without=[by_pk[pk] for pk in to_tell if pk not in there],
    )


def pass_on_page(
    alert: Alert, from_group: WatchGroup, *, direction: Street | None, by: User, now: datetime
) -> PassOnPage:
    """The groups beside this one; those of the street to which it goes first."""
    neighbours = list(beside(from_group))
    found = plan(alert, neighbours, by=by, now=now)
    of_street = _groups_of(direction)
    offers = [Offer(group, group.pk in of_street) for group in found.groups]
    reached = {group.pk for group in (*found.groups, *found.without)}
    near = {group.pk for group in (*neighbours, from_group, alert.group)}
    return PassOnPage(
        alert=alert,
        from_group=from_group,
        where=alert.where,
        offers=sorted(offers, key=lambda one: not one.on_the_way),
        told=[group for group in neighbours if group.pk not in {*reached, alert.group_id}],
        without=found.without,
        elsewhere=[group for pk, group in of_street.items() if pk not in near],
    )


def relay_page(relay: Relay) -> RelayPage:
    """The facts, and after taking over the text: that it happens, or how it ended."""
    alert, running = relay.alert, relay.alert.state == AlertState.RUNNING
    taken = relay.accepted_at is not None
    where, may_answer = alert.where, running and not taken
    if not taken:
        return RelayPage(relay, where, may_answer, may_pass_on=False)
    text = text_of_its_own(alert) if alert.closed_at else _text(alert)
    link, other = way_into_chat(relay.to_group, text)
    return RelayPage(relay, where, may_answer, running, text, link, other)


@override(DUTCH)
def _text(alert: Alert) -> str:
    return text_to_share(
        category=alert.category,
        where=alert.where,
        clock=clock(alert.happened_at),
        origin=alert.group.name,
        police=alert.police,
        is_drill=alert.is_drill,
    )


def relay_block(alert: Alert, *, user: User, is_own: bool) -> RelayBlock:
    """For the page of the alert, as its own beheerders and staff read it; for others nothing."""
    if not (is_own or user.is_platform):
        return RelayBlock((), False, False, PartnerBlock((), (), False, False))
    running = alert.state == AlertState.RUNNING
    rows = alert.relays.select_related("to_group", "from_group").order_by("at", "id")
    staff = user.is_platform
    partners = partner_block(alert, is_own=is_own, is_staff=staff)
    return RelayBlock(list(rows), running and is_own, running and staff, partners)


def own_relays(user: User, *, now: datetime) -> Sequence[Came]:
    """What the own groups were told and may still read, the latest first."""
    rows = Relay.objects.visible_to(user, now=now).select_related("alert__street", "alert__group")
    return [_came(one) for one in rows.order_by("-at", "-id")[:MOST_LISTED]]


def _came(relay: Relay) -> Came:
    alert = relay.alert
    origin = _("Van groep {group}").format(group=alert.group.name)
    return Came(
        pk=relay.pk,
        what=alert.get_category_display(),
        where=alert.street.name if alert.street else "",
        state=_state_of(relay),
        when=Tag(moment(alert.happened_at), "neutral"),
        more=" · ".join([origin, _("oefening")] if alert.is_drill else [origin]),
    )


def _state_of(relay: Relay) -> Tag:
    """How it ended; of one that runs what the group said."""
    if relay.alert.closed_at:
        return Tag(relay.alert.get_state_display(), "neutral")
    if relay.accepted_at:
        return Tag(_("Overgenomen"), "ok")
    return (
        Tag(_("Niet nodig"), "neutral")
        if relay.declined_at
        else Tag(_("Nog geen antwoord"), "warn")
    )


def _groups_of(street: Street | None) -> dict[int, WatchGroup]:
    """The groups that have numbers in a street today."""
    if street is None:
        return {}
    rows = WatchGroup.objects.shown_to_everybody()
    here = rows.filter(rules__street=street, rules__ended_at__isnull=True).distinct()
    return {group.pk: group for group in here.order_by("name")}


def _who_knows(alert: Alert, people: Iterable[User], *, by: User, now: datetime) -> set[int]:
    """Of these: who passes it on, who runs the group of the alert, and who was mailed before."""
    asked = {relayed_key(alert, user): user.pk for user in people}
    if not asked:
        return set()
    mailed = Mail.objects.filter(key__in=asked).values_list("key", flat=True)
    own = alert.group.appointments.active(now).filter(user__in=asked.values())
    return {by.pk, *(asked[key] for key in mailed), *own.values_list("user", flat=True)}
