"""What `/metrics` tells of messages on telephones."""

from collections.abc import Iterator
from datetime import datetime

from dorst_portal.kit.running.metrics import Measure, waiting
from dorst_portal.push.models import Message


def of_push(now: datetime) -> Iterator[Measure]:
    """How many wait, and how late the oldest is."""
    oldest = Message.objects.due(now).values_list("due", flat=True).first()
    yield from waiting("push", number=Message.objects.queued().count(), oldest=oldest, now=now)
