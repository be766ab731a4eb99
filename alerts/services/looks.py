"""A look at alerts by somebody who does not run the group leaves a line."""

from datetime import datetime

from alerts.models import Alert
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.api import WatchGroup, manages_group


def note_alerts_listed(*, by: User, now: datetime) -> None:
    """Staff looked at the alerts of all groups."""
    record("alerts.listed", by=by, now=now)


def note_alert_seen(alert: Alert, *, by: User, now: datetime) -> None:
    """Somebody from outside the group opened one alert."""
    group, about = f"group:{alert.group_id}", f"alert:{alert.pk}"
    record("alert.viewed", by=by, scope=group, subject=about, now=now)


def note_look_from_outside(alert: Alert, *, by: User, now: datetime) -> None:
    """Leave the line where this person does not run the group."""
    if not manages_group(by, alert.group):
        note_alert_seen(alert, by=by, now=now)


def note_alerts_exported(group: WatchGroup, *, by: User, now: datetime) -> None:
    """Somebody took the alerts of a group along as a file."""
    record(
        "alerts.exported", by=by, scope=f"group:{group.pk}", subject=f"group:{group.pk}", now=now
    )


def note_details_seen(alert: Alert, *, by: User, now: datetime) -> None:
    """Somebody from outside the group saw what is kept of people, or a photo."""
    group, about = f"group:{alert.group_id}", f"alert:{alert.pk}"
    record("alert.details_seen", by=by, scope=group, subject=about, now=now)
