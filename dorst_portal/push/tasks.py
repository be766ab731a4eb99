"""What a nudge asks for; the rows know what is to be done."""

from celery import shared_task
from django.utils import timezone

from dorst_portal.kit.running.nudge import NUDGE_SECONDS
from dorst_portal.push.delivery import deliver_due


@shared_task(expires=NUDGE_SECONDS)
def deliver() -> None:
    """Send the messages to telephones that are due."""
    deliver_due(now=timezone.now())
