"""What the timetable does with an alert that nobody closes: it asks once, and ends it at last."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from alerts.emails import ABOUT_CLOSING, about_alert, alert_still_running
from alerts.models import Alert
from alerts.services.relaying import tell_that_it_ended
from alerts.values.choices import AlertState, Outcome
from dorst_portal.audit.services import record
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import drop, queue
from groups.api import beheerders_to_tell, days_after, leaves_at

ASK_AFTER: Final = timedelta(hours=2)
CLOSE_AFTER_DAYS: Final = 7
# Of one run of the timetable; the next one goes on.
_MOST: Final = 500


def ask_to_close(*, now: datetime) -> int:
    """Ask the beheerders once whether an alert that runs for two hours is over; tells of how many.
    The mail leaves when their notices may.
    """
    running = Alert.objects.running().filter(close_asked_at__isnull=True)
    due = running.filter(created_at__lte=now - ASK_AFTER).select_related("group")
    return sum(_ask(alert, now=now) for alert in due.order_by("created_at", "pk")[:_MOST])


def _ask(alert: Alert, *, now: datetime) -> bool:
    """Whether this timetable was the one to ask."""
    with transaction.atomic():
        still = Alert.objects.running().filter(pk=alert.pk, close_asked_at__isnull=True)
        if not still.update(close_asked_at=now):
            return False
        drafts = [
            alert_still_running(alert, to=user, due=leaves_at(user, now=now))
            for user in beheerders_to_tell(alert.group, now=now)
        ]
        queue(drafts, now=now)
        _line("alert.close_asked", alert, now=now)
        return True


def close_forgotten(*, now: datetime) -> int:
    """An alert that runs for a week is over, and nobody knows how; tells of how many."""
    before = days_after(now, -CLOSE_AFTER_DAYS)
    due = Alert.objects.running().filter(created_at__lte=before).order_by("created_at", "pk")
    return sum(_close(alert, now=now) for alert in due[:_MOST])


def _close(alert: Alert, *, now: datetime) -> bool:
    with transaction.atomic():
        over = {"state": AlertState.OVER, "outcome": Outcome.UNKNOWN, "closed_at": now}
        running = Alert.objects.running().filter(pk=alert.pk)
        if not running.update(version=F("version") + 1, **over):
            return False
        drop(Mail.objects.about(about_alert(alert), ABOUT_CLOSING))
        tell_that_it_ended(alert, now=now)
        _line("alert.closed", alert, now=now)
        return True


def _line(verb: str, alert: Alert, *, now: datetime) -> None:
    record(verb, by=None, scope=f"group:{alert.group_id}", subject=about_alert(alert), now=now)
