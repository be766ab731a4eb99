"""What /readyz asks about back-ups."""

from datetime import datetime
from typing import Final

from django.conf import settings

from dorst_portal.backup.marker import is_restoring
from dorst_portal.kit.models import Beat
from dorst_portal.kit.running.health import Reading

MADE: Final = "backup"  # the heartbeat of who makes them
LATE_HOURS: Final = 26


def restored(now: datetime) -> Reading:
    """Not good while a back-up is being put back, or when that was stopped halfway."""
    shut = is_restoring()
    return Reading("restored", good=not shut, value="not finished" if shut else "yes")


def last_backup(now: datetime) -> Reading:
    """Good when the last one is at most 26 hours old, or none is asked for (BACKUP_DIR); the value
    is in hours. A site without one works, so this is a warning.
    """
    if settings.BACKUP_DIR is None:
        return Reading("last_backup", good=True, value="not asked for", needed=False)
    last = Beat.objects.filter(name=MADE).first()
    hours = int((now - last.at).total_seconds() // 3600) if last else None
    good = hours is not None and hours < LATE_HOURS
    return Reading("last_backup", good=good, value=hours, needed=False)
