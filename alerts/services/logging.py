"""An alert is kept in the log of a group, and closed once. Facts only, and about nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from alerts.emails import ABOUT_CLOSING, RELAYED, about_alert
from alerts.models import Alert
from alerts.services.outgoing import call_back_end, tell_connections
from alerts.services.relaying import UNDO_WITHIN, tell_that_it_ended, untell_that_it_ended
from alerts.services.wiping import Why, wipe_details
from alerts.values.choices import AlertState, Outcome
from alerts.values.connections import What
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import drop, send_after_all
from groups.api import Refused, Street, WatchGroup

# A second press on the button, or the page sent anew, is the same alert.
_SAME_WITHIN: Final = timedelta(minutes=5)


class NotRunning(Refused):
    """Somebody else, or the same person in another tab, was first."""

    def __init__(self) -> None:
        super().__init__(_("Deze melding is al afgesloten. Er is niets veranderd."))


class ChangedMeanwhile(Refused):
    """Somebody else changed or closed it since this person opened the page."""

    def __init__(self) -> None:
        super().__init__(_("Deze melding is intussen veranderd. Er is niets opgeslagen."))


class TooLateToReopen(Refused):
    """Five minutes have passed, or the end was told to somebody."""

    def __init__(self) -> None:
        super().__init__(_("Ongedaan maken kan niet meer. De melding blijft afgesloten."))


@dataclass(frozen=True, kw_only=True)
class AlertFacts:
    """What a beheerder says of an alert, read and found right."""

    category: str
    street: Street | None
    happened_at: datetime
    police: str
    is_drill: bool = False


def log_alert(group: WatchGroup, facts: AlertFacts, *, by: User, now: datetime) -> Alert:
    """Keep the facts of an alert of this group. The same facts sent twice are one alert. Raises
    Refused for who does not run the group.
    """
    with transaction.atomic():
        # One at a time per group, so that a second press finds the first.
        own = WatchGroup.objects.managed_by(by).filter(pk=group.pk)
        if not own.select_for_update().exists():
            raise Refused(_("Alleen een beheerder van de groep bewaart een melding."))
        same = _same(group, facts, by=by, now=now)
        if same:
            return same
        alert = Alert.objects.create(group=group, by=by, created_at=now, **vars(facts))
        _line("alert.logged", alert, by=by, now=now)
        tell_connections(alert, What.ALERT, now=now)
        return alert


def change_alert(alert: Alert, facts: AlertFacts, *, version: int, by: User, now: datetime) -> None:
    """Correct the facts of an alert that runs, when nobody else did since version `version` was
    opened. Raises ChangedMeanwhile.
    """
    with transaction.atomic():
        seen = Alert.objects.running().managed_by(by).filter(pk=alert.pk, version=version)
        if not seen.update(version=F("version") + 1, **vars(facts)):
            raise ChangedMeanwhile
        _line("alert.changed", alert, by=by, now=now)
        _tell(alert, What.UPDATE, now=now)


def as_it_is_now(alert: Alert) -> Alert:
    """The row as somebody else left it. Raises NotRunning."""
    found = Alert.objects.running().filter(pk=alert.pk).select_related("group", "street").first()
    if found is None:
        raise NotRunning
    return found


def close_alert(
    alert: Alert, *, state: AlertState, outcome: str = "", by: User, now: datetime
) -> None:
    """Close a running alert, once: as over, with what came of it, or as a false one; nobody is
    asked any more whether it is. Raises Refused when somebody was first, or for who does not run
    the group (any more).
    """
    ended = {"state": state, "closed_at": now, "closed_by": by}
    # What a false alarm came to is known.
    ended["outcome"] = (outcome or Outcome.UNKNOWN) if state == AlertState.OVER else ""
    with transaction.atomic():
        running = Alert.objects.running().managed_by(by).filter(pk=alert.pk)
        if state == AlertState.RUNNING or not running.update(version=F("version") + 1, **ended):
            raise NotRunning
        drop(Mail.objects.about(about_alert(alert), ABOUT_CLOSING))
        if state == AlertState.FALSE_ALARM:
            # Whoever opens the link reads from now on that nothing was the matter.
            wipe_details(alert, why=Why.FALSE_ALARM, by=by, now=now)
        tell_that_it_ended(alert, now=now)
        _line("alert.closed", alert, by=by, now=now)
        _tell(alert, What.CLOSE, now=now)


def reopen_alert(alert: Alert, *, by: User, now: datetime) -> None:
    """A slip: it runs still. Only within five minutes, and while nobody was told since. Raises
    TooLateToReopen.
    """
    with transaction.atomic():
        just_now = Alert.objects.managed_by(by).filter(
            pk=alert.pk, closed_by__isnull=False, closed_at__gt=now - UNDO_WITHIN
        )
        told = Alert.objects.filter(pk=alert.pk, shares__at__gte=F("closed_at"))
        running = {"state": AlertState.RUNNING, "outcome": "", "closed_at": None, "closed_by": None}
        if not just_now.exclude(pk__in=told.values("pk")).update(
            version=F("version") + 1, **running
        ):
            raise TooLateToReopen
        if not call_back_end(alert):
            raise TooLateToReopen
        untell_that_it_ended(alert)
        # What closing called back may leave after all.
        for event in (ABOUT_CLOSING, RELAYED):
            send_after_all(Mail.objects.about(about_alert(alert), event))
        _line("alert.reopened", alert, by=by, now=now)


def _tell(alert: Alert, what: What, *, now: datetime) -> None:
    """Let the chats of the group know how it stands now."""
    (stands,) = Alert.objects.filter(pk=alert.pk).select_related("group", "street")
    tell_connections(stands, what, occasion=str(stands.version), now=now)


def _same(group: WatchGroup, facts: AlertFacts, *, by: User, now: datetime) -> Alert | None:
    at = facts.happened_at
    # One that was closed meanwhile is another: what happens now is news.
    return (
        Alert.objects.running()
        .filter(
            group=group,
            by=by,
            category=facts.category,
            street=facts.street,
            police=facts.police,
            is_drill=facts.is_drill,
            happened_at__range=(at - _SAME_WITHIN, at + _SAME_WITHIN),
            created_at__gt=now - _SAME_WITHIN,
        )
        .first()
    )


def _line(verb: str, alert: Alert, *, by: User, now: datetime) -> None:
    record(verb, by=by, scope=f"group:{alert.group_id}", subject=f"alert:{alert.pk}", now=now)
