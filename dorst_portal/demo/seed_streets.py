"""What was moved in the example village: a stretch that went back, and two houses that changed
places, so that there is somebody to confirm and somebody to take out of the chat.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count

from dorst_portal.accounts.models import User
from groups.coverage.pages.plan import plan_move
from groups.coverage.pages.plan_parts import Numbers
from groups.coverage.services.moving import carry_out
from groups.coverage.services.undo import undo_change
from groups.models import Membership, Street, WatchGroup
from groups.values.village_time import on_day

# From which group, a house of which street, to which group.
SWAP: Final = (
    ("dennenlaan", "dennenlaan", "ribes-lijsterbes"),
    ("ribes-lijsterbes", "ribesstraat", "dennenlaan"),
)


def seed_streets(*, by: User, now: datetime) -> None:
    """Three moves of the last days, by the services; every group keeps as many members."""
    groups = WatchGroup.objects.in_bulk(field_name="slug")
    streets = Street.objects.in_bulk(field_name="slug")
    tried = Numbers(streets["spoorstraat"], 40, 48, "even")
    _move_and_back(tried, to=groups["oude-tilburgsebaan"], by=by, now=on_day(now, -5, hour=10))
    then = on_day(now, -2, hour=14)
    swapped = [
        (_one_house(streets[street], groups[slug], before=then), groups[to])
        for slug, street, to in SWAP
    ]
    for hours, (numbers, to) in enumerate(swapped):
        _move(numbers, to=to, by=by, now=then + timedelta(hours=hours))


def _move_and_back(numbers: Numbers, *, to: WatchGroup, by: User, now: datetime) -> None:
    plan = plan_move([numbers], to=to, now=now)
    changes = carry_out([numbers], to=to, seen=plan.seen, by=by, now=now)
    for change in changes:
        undo_change(change, by=by, now=now + timedelta(hours=3))


def _move(numbers: Numbers, *, to: WatchGroup, by: User, now: datetime) -> None:
    plan = plan_move([numbers], to=to, now=now)
    carry_out([numbers], to=to, seen=plan.seen, by=by, now=now)


def _one_house(street: Street, group: WatchGroup, *, before: datetime) -> Numbers:
    """The last house number of the street with one member of the group."""
    here = Membership.objects.current().filter(street=street, group=group)
    houses = here.filter(since__lt=before).values("house_number")
    alone = houses.annotate(people=Count("pk")).filter(people=1).order_by("-house_number")
    number = int(alone.values_list("house_number", flat=True)[0] or 0)
    return Numbers(street, number, number, "odd" if number % 2 else "even")
