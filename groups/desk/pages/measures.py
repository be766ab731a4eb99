"""What `/metrics` tells of requests, and of purges that wait: counts, and nothing of anybody."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Min

from dorst_portal.kit.running.metrics import Measure
from groups.models import ResidentRequest
from groups.privacy.services.holds import purges_that_wait
from groups.values.states import Owner


def of_requests(now: datetime) -> Iterator[Measure]:
    """How many open requests wait for beheerders and for coordinators, and since when (seconds)."""
    for owner in Owner:
        # By owner, which is what the indexes of the inbox begin with.
        open_ones = ResidentRequest.objects.our_turn().filter(owner=owner)
        seen = open_ones.aggregate(number=Count("pk"), oldest=Min("created_at"))
        age = (now - seen["oldest"]).total_seconds() if seen["oldest"] else 0.0
        labels = {"owner": owner.value}
        yield Measure(
            "dorst_open_requests", "Open requests whose turn is ours.", seen["number"], labels
        )
        yield Measure(
            "dorst_open_request_oldest_seconds", "How long the oldest one is there.", age, labels
        )


def of_purges(now: datetime) -> Iterator[Measure]:
    """How many purges wait until a coordinator allows them."""
    yield Measure(
        "dorst_purges_waiting",
        "Purges that would take much at once and wait for a coordinator.",
        purges_that_wait().count(),
    )
