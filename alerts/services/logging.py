"""An alert is kept in the log of a group, and closed once. Facts only, and about nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from alerts.models import Alert
from alerts.values.choices import AlertState, Outcome
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.api import Refused, Street, WatchGroup

# A second press on the button, or the page sent anew, is the same alert.
_SAME_WITHIN: Final = timedelta(minutes=5)


class NotRunning(Refused):
    """Somebody else, or the same person in another tab, was first."""

    def __init__(self) -> None:
        super().__init__("Deze melding is al afgesloten. Er is niets veranderd.")


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
            raise Refused("Alleen een beheerder van de groep bewaart een melding.")
        same = _same(group, facts, by=by, now=now)
        if same:
            return same
        alert = Alert.objects.create(group=group, by=by, created_at=now, **vars(facts))
        _line("alert.logged", alert, by=by, now=now)
        return alert


def close_alert(
    alert: Alert, *, state: AlertState, outcome: str = "", by: User, now: datetime
) -> None:
    """Close a running alert, once: as over, with what came of it, or as a false one. Raises
    Refused when somebody was first, or for who does not run the group (any more).
    """
    ended = {"state": state, "closed_at": now, "closed_by": by}
    # What a false alarm came to is known.
    ended["outcome"] = (outcome or Outcome.UNKNOWN) if state == AlertState.OVER else ""
    with transaction.atomic():
        running = Alert.objects.running().managed_by(by).filter(pk=alert.pk)
        if state == AlertState.RUNNING or not running.update(**ended):
            raise NotRunning
        _line("alert.closed", alert, by=by, now=now)


def _same(group: WatchGroup, facts: AlertFacts, *, by: User, now: datetime) -> Alert | None:
    at = facts.happened_at
    return Alert.objects.filter(
        group=group,
        by=by,
        category=facts.category,
        street=facts.street,
        police=facts.police,
        is_drill=facts.is_drill,
        happened_at__range=(at - _SAME_WITHIN, at + _SAME_WITHIN),
        created_at__gt=now - _SAME_WITHIN,
    ).first()


def _line(verb: str, alert: Alert, *, by: User, now: datetime) -> None:
    record(verb, by=by, scope=f"group:{alert.group_id}", subject=f"alert:{alert.pk}", now=now)
