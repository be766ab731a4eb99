"""The timetable's doorbell: load, call a service."""

from celery import shared_task
from django.utils import timezone

from dorst_portal.kit.health import beat
from groups.services.address_work import work
from groups.services.clock import tick as do_tick


@shared_task(name="groups.tasks.tick")
def tick() -> None:
    """Every minute: do what is due (see groups.services.clock)."""
    now = timezone.now()
    do_tick(now=now)
    beat(now=now)


@shared_task(name="groups.tasks.read_addresses")
def read_addresses() -> None:
    """When a coordinator sent or confirmed a file with addresses: go on with it."""
    work(now=timezone.now())
