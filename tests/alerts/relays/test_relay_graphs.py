"""A relay over any graph of adjoining groups ends, reaches each group at most once, and keeps who
passed it on.
"""

from datetime import datetime
from itertools import combinations, pairwise
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from zeal import zeal_ignore

from alerts.models import Relay
from alerts.services.relaying import accept, pass_on
from alerts.values.relays import chain_to, still_to_tell
from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import Mail
from groups.api import Refused
from groups.models import WatchGroup
from tests.alerts.conftest import MakeAlert
from tests.groups.conftest import Village, appoint

EDGES = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30)


@given(edges=EDGES, order=st.randoms(use_true_random=False))
def test_whoever_passes_it_on_in_whatever_order_it_ends(
    edges: set[tuple[int, int]], order: Random
) -> None:
    told_by: dict[int, int | None] = {}
    to_pass_on, tellings = [0], 0
    while to_pass_on:
        at = to_pass_on.pop(order.randrange(len(to_pass_on)))
        beside = [b if a == at else a for a, b in edges if at in (a, b)]
        new = still_to_tell(beside, origin=0, reached=told_by)
        assert not set(new) & {0, *told_by}
        told_by |= dict.fromkeys(new, at)
        # Everybody passes it on, and once more when they feel like it.
        to_pass_on += [*new, *([at] if new and order.random() < 0.5 else [])]
        tellings += len(new)
    assert tellings == len(told_by) <= 9
    for group in told_by:
        chain = chain_to(group, told_by=told_by, origin=0)
        assert (chain[0], chain[-1]) == (0, group)
        assert len(set(chain)) == len(chain)


def test_a_chain_may_begin_at_platform_dorst() -> None:
    assert chain_to(2, told_by={1: None, 2: 1}, origin=0) == [None, 1, 2]


@pytest.mark.django_db
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    pairs=st.sets(st.sampled_from(list(combinations(range(5), 2)))), more=st.permutations(range(5))
)
def test_in_the_database_too(
    village: Village,
    make_alert: MakeAlert,
    own_beheerder: User,
    now: datetime,
    pairs: set[tuple[int, int]],
    more: list[int],
) -> None:
    with zeal_ignore(), transaction.atomic():
        groups = [
            village.group(slug)
            for slug in ("spoorstraat", "dennenlaan", "seters", "steenoven", "de-vliert")
        ]
        beside = WatchGroup.adjoining.through.objects
        beside.filter(from_watchgroup__in=groups).delete()
        beside.filter(to_watchgroup__in=groups).delete()
        for one, other in pairs:
            groups[one].adjoining.add(groups[other])
        people = {
            group.pk: User.objects.create_user(f"{group.slug}@example.org") for group in groups
        }
        for group in groups:
            appoint(people[group.pk], group)
        alert = make_alert()
        for at in more * 2:
            group, user = groups[at], people[groups[at].pk]
            for relay in Relay.objects.filter(to_group=group, accepted_at=None):
                accept(relay, by=user, now=now)
            try:
                pass_on(alert, groups, from_group=group, by=user, now=now)
            except Refused:
                continue
        number = {group.pk: at for at, group in enumerate(groups)}
        told_by = dict(Relay.objects.values_list("to_group", "from_group"))
        assert len(told_by) == Relay.objects.count() == Mail.objects.count()
        for group_pk in told_by:
            chain = chain_to(group_pk, told_by=told_by, origin=alert.group_id)
            assert len(set(chain)) == len(chain)
            path = [number[pk] for pk in chain if pk is not None]
            assert all((min(a, b), max(a, b)) in pairs for a, b in pairwise(path))
        transaction.set_rollback(True)
