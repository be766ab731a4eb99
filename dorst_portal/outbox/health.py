"""What `/readyz` asks of the outbox."""

from datetime import datetime, timedelta

from dorst_portal.kit.running.health import Reading
from dorst_portal.outbox.services import oldest_waiting

LATE = timedelta(minutes=15)


def mail_queue(now: datetime) -> Reading:
    """Good when no mail is more than a quarter of an hour late; the value is in seconds."""
    oldest = oldest_waiting(now=now)
    age = now - oldest if oldest else timedelta()
    return Reading("mail_queue", good=age <= LATE, value=int(age.total_seconds()))
