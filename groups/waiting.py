"""How many requests to join wait for the beheerders of a group: the number in the menu, in the
heading of the inbox and in its title. Questions, and who is still to be added, are counted apart.
Beside it how many alerts of the group are still to be closed.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import OuterRef
from django.utils.module_loading import import_string

from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.counting import CappedCount
from groups.models import ResidentRequest
from groups.querysets.appointments import AppointmentQuerySet
from groups.querysets.requests import RequestQuerySet
from groups.values.states import Kind, Owner


@dataclass(frozen=True)
class Waiting(Added):
    """What `with_waiting` adds to an appointment."""

    waiting: int
    to_close: int


def with_waiting(appointments: AppointmentQuerySet) -> AppointmentQuerySet:
    """Adds to each appointment how many requests to join wait for the beheerders of its group, and
    how many of its alerts run for so long that somebody should say whether they are over.
    """
    here = to_decide().filter(group=OuterRef("group"))
    # Of what stands above this part of the house.
    to_close = import_string(settings.ALERTS_TO_CLOSE)()
    return appointments.annotate(waiting=CappedCount(here), to_close=CappedCount(to_close))


def to_decide() -> RequestQuerySet:
    """Requests to join that wait for a group."""
    return ResidentRequest.objects.our_turn().filter(owner=Owner.GROUP, kind=Kind.JOIN)
