"""Each night the audit trail is held against its seals (LG-05)."""

from datetime import datetime, timedelta
from typing import Final

import structlog

from dorst_portal.audit.seals import Verdict, verify
from dorst_portal.kit.running.health import beat, has_run
from groups.privacy.services.retention import night_of
from groups.privacy.terms import AUDIT_DAYS

log = structlog.get_logger(__name__)

# When it was looked at, and when it was found as it should be: an alarm looks at the second one.
_LOOKED: Final = "trail_looked"
_RIGHT: Final = "trail"


def check_trail(*, now: datetime) -> int:
    """Look once a night; tells how many faults there are. Each is an error in the log."""
    if has_run(_LOOKED, within=night_of, now=now):
        return 0
    verdict = look_at_trail(now=now)
    for fault in verdict.faults:
        log.error(
            "audit.not_as_sealed",
            first_line=fault.first_line,
            last_line=fault.last_line,
            what=fault.what,
        )
    beat(_LOOKED, now=now)
    if not verdict.faults:
        beat(_RIGHT, now=now)
    return len(verdict.faults)


def look_at_trail(*, now: datetime) -> Verdict:
    """Hold all lines that are still kept against their seals."""
    return verify(now=now, kept=timedelta(days=AUDIT_DAYS))
