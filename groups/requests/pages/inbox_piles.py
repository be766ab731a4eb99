"""Which piles beside the join requests there are in somebody's groups, so that the inbox asks the
database only for those.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.module_loading import import_string

from groups.models import Appointment, BulletinCopy, CallTask, Membership, ResidentRequest
from groups.querysets.appointments import AppointmentQuerySet
from groups.values.states import Kind, Owner

QUESTIONS: Final = "has_questions"
ASKED_BACK: Final = "has_asked_back"
CALLS: Final = "has_calls"
BULLETINS: Final = "has_bulletins"
# Members to take out of the chat, and to put into it.
TO_TAKE_OUT: Final = "has_to_take_out"
TO_PUT_IN: Final = "has_to_put_in"
# A chat or webhook is tied to the group: what stands above this room knows what waits there.
CONNECTED: Final = "has_connections"
PILES: Final = (QUESTIONS, ASKED_BACK, CALLS, BULLETINS, TO_TAKE_OUT, TO_PUT_IN, CONNECTED)
# So long a bulletin that nobody shared stands on the first page.
NEW_BULLETIN: Final = timedelta(days=30)


def with_piles(
    appointments: AppointmentQuerySet, *, now: datetime, new_since: datetime
) -> AppointmentQuerySet:
    """Adds to each appointment which piles its group has, in the query of the appointments.
    `new_since`: bulletins of before count no more.
    """
    here = ResidentRequest.objects.filter(owner=Owner.GROUP, group=OuterRef("group"))
    calls = CallTask.objects.to_do(now).filter(
        request__owner=Owner.GROUP, request__group=OuterRef("group")
    )
    members = Membership.objects.filter(group=OuterRef("group"))
    return appointments.annotate(
        has_to_take_out=Exists(members.to_take_out_of_chat()),
        has_to_put_in=Exists(members.to_put_in_chat()),
        has_bulletins=Exists(_to_share(new_since)),
        has_questions=Exists(here.our_turn().filter(kind=Kind.QUESTION)),
        has_asked_back=Exists(here.asked_back()),
        has_calls=Exists(calls),
        has_connections=Exists(import_string(settings.CONNECTIONS)(OuterRef("group"))),
    )


def _to_share(since: datetime) -> QuerySet[BulletinCopy]:
    """What this beheerder got lately for the group, and nobody shared there."""
    here = BulletinCopy.objects.filter(bulletin=OuterRef("bulletin"), group=OuterRef("group"))
    return BulletinCopy.objects.filter(
        ~Exists(here.shared()),
        user=OuterRef("user"),
        group=OuterRef("group"),
        bulletin__sent_at__gt=since,
    )


def piles_of(appointments: Iterable[Appointment]) -> frozenset[str]:
    """The piles of at least one of these groups."""
    there = [vars(one) for one in appointments]
    return frozenset(pile for pile in PILES if any(found[pile] for found in there))
