"""A village of 20,000 addresses in 17 groups: drawn in two seconds, and light to send."""

import gzip
import json
import time

import pytest

from groups.areas.shapes import draw
from tests.groups.areas.places import large_village

pytestmark = pytest.mark.once
MOST_SECONDS, MOST_BYTES = 2.0, 60_000


def test_twenty_thousand_addresses_cost_two_seconds_and_sixty_kilobytes_at_most() -> None:
    places = large_village()
    names = {owner: f"Groep nummer {owner}" for owner in range(1, 18)}
    began = time.process_time()
    drawing = draw(places, names)
    seconds = time.process_time() - began
    assert drawing is not None
    assert drawing.counts["drawn"] == 20_000
    assert len(drawing.areas) == 17
    kept = gzip.compress(json.dumps(drawing.as_facts()).encode())
    assert seconds <= MOST_SECONDS
    assert len(kept) <= MOST_BYTES


def test_groups_that_lie_through_each_other_are_drawn_coarser_until_it_is_light() -> None:
    places = large_village(addresses=5_000)
    mixed = [place._replace(owner=1 + n % 17) for n, place in enumerate(places)]
    drawing = draw(mixed, {})
    assert drawing is not None
    assert drawing.counts["drawn"] == 5_000
    assert len(gzip.compress(json.dumps(drawing.as_facts()).encode())) <= MOST_BYTES
