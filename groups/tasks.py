"""The timetable's doorbell: load, call a service."""

from celery import shared_task
from django.utils import timezone

from dorst_portal.kit.health import beat
from groups.services.clock import tick as do_tick


@shared_task(name="groups.tasks.tick")
def tick() -> None:
    """Every minute: do what is due (see groups.services.clock)."""
    now = timezone.now()
    do_tick(now=now)
    beat(now=now)
