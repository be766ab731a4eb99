"""What a nudge asks for; the rows know what is to be done."""

from celery import shared_task
from django.utils import timezone

from alerts.services.delivery import deliver_due
from dorst_portal.kit.running.nudge import NUDGE_SECONDS


@shared_task(expires=NUDGE_SECONDS)
def deliver() -> None:
    """Send the messages to chats and webhooks that are due."""
    deliver_due(now=timezone.now())
