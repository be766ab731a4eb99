"""What `/metrics` tells of messages to chats and webhooks."""

from collections.abc import Iterator
from datetime import datetime

from alerts.models import OutgoingMessage
from dorst_portal.kit.running.metrics import Measure, waiting


def of_chats(now: datetime) -> Iterator[Measure]:
    """How many wait and how late the oldest is, and how many of late failed or are uncertain."""
    messages = OutgoingMessage.objects
    oldest = messages.due(now).values_list("due", flat=True).first()
    yield from waiting("chat", number=messages.queued().count(), oldest=oldest, now=now)
    yield Measure(
        "dorst_chat_messages_in_trouble",
        "Messages to chats and webhooks that failed or are uncertain, as their pages show them.",
        messages.in_trouble(now).count(),
    )
