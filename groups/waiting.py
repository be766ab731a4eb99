"""How many requests to join wait for the beheerders of a group: the number in the menu, in the
heading of the inbox and in its title. Questions, and who is still to be added, are counted apart.
"""

from dataclasses import dataclass

from django.db.models import OuterRef

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


def with_waiting(appointments: AppointmentQuerySet) -> AppointmentQuerySet:
    """Adds to each appointment how many requests to join wait for the beheerders of its group."""
    here = to_decide().filter(group=OuterRef("group"))
    return appointments.annotate(waiting=CappedCount(here))


def to_decide() -> RequestQuerySet:
    """Requests to join that wait for a group."""
    return ResidentRequest.objects.our_turn().filter(owner=Owner.GROUP, kind=Kind.JOIN)
