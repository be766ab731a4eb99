"""What the timetable and a nudge ask for: load, call a service."""

from celery import shared_task
from django.utils import timezone

from dorst_portal.kit.running.health import beat
from groups.areas.services import draw_when_changed
from groups.figures.services import count_when_old
from groups.members.services.imports import work as member_lists
from groups.places.services.imports.work import work
from groups.timetable.clock import tick as do_tick


@shared_task(name="groups.tasks.tick")
def tick() -> None:
    """Every minute: do what is due (see groups.timetable.clock)."""
    now = timezone.now()
    do_tick(now=now)
    beat(now=now)


@shared_task(name="groups.tasks.read_addresses")
def read_addresses() -> None:
    """When a file with addresses was sent or confirmed, and every minute: go on with it, and draw
    the map when something changed that it shows. One task for both: whoever holds the addresses
    may keep one worker waiting, never two.
    """
    work(now=timezone.now())
    draw_when_changed(now=timezone.now())


@shared_task(name="groups.tasks.read_member_lists")
def read_member_lists() -> None:
    """When a list of members was sent or confirmed, and every minute: go on with it."""
    member_lists.work(now=timezone.now())


@shared_task(name="groups.tasks.count_figures")
def count_figures() -> None:
    """Every minute: count the figures anew when they are old."""
    count_when_old(now=timezone.now())
