"""Which piles beside the join requests there are in somebody's groups, so that the inbox asks the
database only for those.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef

from groups.models import Appointment, CallTask, ResidentRequest
from groups.querysets.appointments import AppointmentQuerySet
from groups.states import Kind, Owner

QUESTIONS: Final = "has_questions"
ASKED_BACK: Final = "has_asked_back"
CALLS: Final = "has_calls"
PILES: Final = (QUESTIONS, ASKED_BACK, CALLS)


def with_piles(appointments: AppointmentQuerySet, *, now: datetime) -> AppointmentQuerySet:
    """Adds to each appointment which piles its group has, in the query of the appointments."""
    here = ResidentRequest.objects.filter(owner=Owner.GROUP, group=OuterRef("group"))
    calls = CallTask.objects.to_do(now).filter(
        request__owner=Owner.GROUP, request__group=OuterRef("group")
    )
    return appointments.annotate(
        has_questions=Exists(here.our_turn().filter(kind=Kind.QUESTION)),
        has_asked_back=Exists(here.asked_back()),
        has_calls=Exists(calls),
    )


def piles_of(appointments: Iterable[Appointment]) -> frozenset[str]:
    """The piles of at least one of these groups."""
    there = [vars(one) for one in appointments]
    return frozenset(pile for pile in PILES if any(found[pile] for found in there))
