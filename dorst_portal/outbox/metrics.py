"""What `/metrics` tells of mails."""

from collections.abc import Iterator
from datetime import datetime

from dorst_portal.kit.running.metrics import Measure, waiting
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import oldest_waiting


def of_mails(now: datetime) -> Iterator[Measure]:
    """How many wait, how late the oldest is, and how many were given up."""
    queued = Mail.objects.queued().count()
    yield from waiting("mail", number=queued, oldest=oldest_waiting(now=now), now=now)
    yield Measure(
        "dorst_mails_failed",
        "Mails that were given up and that staff have not dealt with.",
        Mail.objects.failed().count(),
    )
