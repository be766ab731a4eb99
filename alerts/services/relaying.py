"""An alert is passed on to other groups: each is told once, takes it over or not, and hears how it
ended.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from alerts import emails
from alerts.models import Alert, Relay
from alerts.pages.alert import text_to_share
from alerts.pages.relaying import Plan, beside, plan
from alerts.services.outgoing import tell_connections
from alerts.values.choices import AlertState
from alerts.values.connections import What
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.identity.current import here_text
from dorst_portal.languages.words import lazy_text
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import drop, queue
from dorst_portal.push.services import Words, drop_about, queue_beside
from groups.api import Refused, WatchGroup, beheerders_to_tell_of, leaves_at

# So long a closing can be undone; until then nobody else hears of it.
UNDO_WITHIN: Final = timedelta(minutes=5)
CLOSED = lazy_text("Deze melding is al afgesloten. Er is niets veranderd.")
KNOWN = lazy_text("Deze groepen weten het al, of er is niemand. Er is niets verstuurd.")
NOT_YOURS = lazy_text("Alleen een beheerder van de groep geeft een melding door.")
NOT_TAKEN = lazy_text("Neem de melding eerst over. Dan kun je hem doorgeven.")
TAKEN = lazy_text("Deze melding is al overgenomen. Er is niets veranderd.")
ANSWERED = lazy_text("Op deze melding is al geantwoord. Er is niets veranderd.")
ONLY_STAFF = here_text("Alleen {organisation} stuurt een melding naar het hele dorp.")


def check_running(alert: Alert) -> None:
    """Raises Refused for an alert that was closed: nobody is told of it any more."""
    if alert.state != AlertState.RUNNING:
        raise Refused(CLOSED)


def pass_on(
    alert: Alert,
    groups: Iterable[WatchGroup],
    *,
    from_group: WatchGroup,
    by: User,
    now: datetime,
) -> Plan:
    """Tell groups that lie beside this one: its own group, or one that took it over. Who knows
    already is not told again. Raises Refused when that leaves nobody.
    """
    with transaction.atomic():
        running = lock_running(alert)
        if not WatchGroup.objects.managed_by(by).filter(pk=from_group.pk).exists():
            raise Refused(NOT_YOURS)
        taken = running.relays.accepted().filter(to_group=from_group)
        if from_group.pk != running.group_id and not taken.exists():
            raise Refused(NOT_TAKEN)
        chosen = {group.pk for group in groups}
        wanted = [group for group in beside(from_group) if group.pk in chosen]
        told = _tell(running, wanted, from_group=from_group, by=by, now=now)
        facts = {"number": len(told.groups)}
        _line("alert.relayed", running, running.group_id, by=by, facts=facts, now=now)
        return told


def tell_village(alert: Alert, *, by: User, now: datetime) -> Plan:
    """Platform Dorst tells all groups that do not know it yet. Raises Refused."""
    with transaction.atomic():
        running = lock_running(alert)
        if not by.is_platform:
            raise Refused(ONLY_STAFF)
        everybody = WatchGroup.objects.shown_to_everybody().order_by("name")
        told = _tell(running, everybody, from_group=None, by=by, now=now)
        facts = {"number": len(told.groups), "people": len(told.people)}
        _line("alert.relayed_to_village", running, running.group_id, by=by, facts=facts, now=now)
        return told


def accept(relay: Relay, *, by: User, now: datetime) -> None:
    """The group takes it over, once; also after it said that it need not. Raises Refused."""
    with transaction.atomic():
        running = lock_running(relay.alert)
        mine = Relay.objects.managed_by(by, now=now).filter(pk=relay.pk, accepted_at__isnull=True)
        answer = {"accepted_at": now, "accepted_by": by, "declined_at": None, "declined_by": None}
        if not mine.update(**answer):
            raise Refused(TAKEN)
        tell_connections(running, What.ALERT, to_group=relay.to_group, now=now)
        _line("alert.relay_accepted", running, relay.to_group_id, by=by, now=now)


def decline(relay: Relay, *, by: User, now: datetime) -> None:
    """The group need not do anything, which it says once. Raises Refused."""
    with transaction.atomic():
        running = lock_running(relay.alert)
        mine = Relay.objects.managed_by(by, now=now).filter(
            pk=relay.pk, accepted_at__isnull=True, declined_at__isnull=True
        )
        if not mine.update(declined_at=now, declined_by=by):
            raise Refused(ANSWERED)
        _line("alert.relay_declined", running, relay.to_group_id, by=by, now=now)


def tell_that_it_ended(alert: Alert, *, now: datetime) -> None:
    """In the transaction that closes it: who took it over hears how it ended, when that can no
    longer be undone; and what did not leave yet does not leave any more.
    """
    drop(Mail.objects.about(emails.about_alert(alert), emails.RELAYED))
    drop_about(emails.about_alert(alert))
    rows = Relay.objects.filter(alert=alert).accepted()
    relays = list(rows.select_related("alert__group", "alert__street", "to_group"))
    if not relays:
        return
    there = beheerders_to_tell_of([one.to_group for one in relays], now=now)
    closed = relays[0].alert
    words = text_to_share(closed)
    people = {user: one for one in relays for user in there.get(one.to_group_id, ())}
    people = {user: one for user, one in people.items() if user.pk != one.alert.closed_by_id}
    settled = now + UNDO_WITHIN
    drafts = [
        emails.relay_over(relay, to=user, words=words, due=leaves_at(user, now=settled))
        for user, relay in people.items()
    ]
    queue(drafts, now=now)


def untell_that_it_ended(alert: Alert) -> None:
    """It runs still: nobody hears that it is over."""
    drop(Mail.objects.about(emails.about_alert(alert), emails.RELAY_OVER))


def lock_running(alert: Alert) -> Alert:
    """The alert, locked: nobody closes it or passes it on meanwhile."""
    rows = Alert.objects.running().select_related("group", "street")
    found = rows.filter(pk=alert.pk).select_for_update(of=("self",)).first()
    if found is None:
        raise Refused(CLOSED)
    return found


def _tell(
    alert: Alert,
    wanted: Iterable[WatchGroup],
    *,
    from_group: WatchGroup | None,
    by: User,
    now: datetime,
) -> Plan:
    found = plan(alert, wanted, by=by, now=now)
    if not found.groups:
        raise Refused(KNOWN)
    rows = [
        Relay(
            alert=alert,
            origin=alert.group,
            to_group=group,
            from_group=from_group,
            by=by,
            at=now,
        )
        for group in found.groups
    ]
    Relay.objects.bulk_create(rows)
    made = {row.to_group_id: row for row in alert.relays.filter(to_group__in=found.groups)}
    for row in made.values():
        row.alert, row.from_group = alert, from_group
    drafts = [
        emails.relayed(made[group.pk], to=user, due=leaves_at(user, now=now))
        for user, group in found.people.items()
    ]
    queue(drafts, now=now)
    # At whatever hour: what happens now is of no use in the morning.
    queue_beside(drafts, _words(alert), at_once=True, now=now)
    return found


def _words(alert: Alert) -> Words:
    """As a locked telephone may show it."""
    title = "Oefening" if alert.is_drill else "Er gebeurt iets in de buurt"
    return Words(title, f"Groep {alert.group.name} geeft een melding door.", is_urgent=True)


def _line(
    verb: str,
    alert: Alert,
    group: int,
    *,
    by: User,
    facts: Mapping[str, int] | None = None,
    now: datetime,
) -> None:
    about = emails.about_alert(alert)
    record(verb, by=by, scope=f"group:{group}", subject=about, facts=facts, now=now)
