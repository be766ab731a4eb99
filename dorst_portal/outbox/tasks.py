"""The doorbell's other end; the rows know what is to be done."""

from celery import shared_task
from django.utils import timezone

from dorst_portal.outbox.delivery import deliver_due

# A nudge that waited longer says nothing new: the timetable rings each minute.
NUDGE_SECONDS = 55


@shared_task(expires=NUDGE_SECONDS)
def deliver() -> None:
    """Send the mails that are due."""
    deliver_due(now=timezone.now())
