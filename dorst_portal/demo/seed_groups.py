"""How the example groups are doing, which lie side by side, and the signs in their streets."""

from datetime import datetime, timedelta
from typing import Final

from dorst_portal.accounts.models import User
from groups.models import SignState, Street, WatchGroup
from groups.values.list_terms import ASK_DAYS
from groups.values.village_time import village_day
from groups.watchgroups.services.watch_signs import SignFacts, add_sign

# Nobody answers here, and here nobody looked at the list for long.
SILENT: Final = "broekstraat"
OLD_LIST: Final = ("seters", "rijksweg-zuid")
BESIDE: Final = (
    ("dennenlaan", "ribes-lijsterbes"),
    ("dennenlaan", "sparren"),
    ("geerstraat", "ribes-lijsterbes"),
    ("geerstraat", "spoorstraat"),
    ("oude-tilburgsebaan", "spoorstraat"),
    ("seters", "steenoven"),
    ("broekstraat", "rijksweg-zuid"),
)
# Street, house number, place, state and how many days ago somebody saw it. The last one hangs in
# a street without a group.
SIGNS: Final = (
    ("spoorstraat", 2, "Lantaarnpaal bij de overweg", SignState.HANGS, 40),
    ("spoorstraat", 88, "Begin van de straat", SignState.DAMAGED, 12),
    ("dennenlaan", 1, "Hoek met de Geerstraat", SignState.HANGS, 200),
    ("de-vliert", None, "Bij de speeltuin", SignState.HANGS, 75),
    ("seterseweg", 10, "Lantaarnpaal bij de bushalte", SignState.MISSING, 9),
    ("oude-tilburgsebaan", 30, "Bij de fietstunnel", SignState.WANTED, None),
    ("leijweg", 4, "Inrit van de Leijweg", SignState.HANGS, 310),
)


def seed_groups(*, by: User, now: datetime) -> None:
    """Signs of life and looked-at lists of different ages, neighbours, and signs."""
    groups = WatchGroup.objects.in_bulk(field_name="slug")
    for number, (slug, group) in enumerate(sorted(groups.items())):
        days = 8 + number * 23 % 150
        group.alive_at = now - timedelta(days=days)
        group.list_confirmed_at = now - timedelta(days=days)
        if slug in OLD_LIST:
            group.list_confirmed_at = now - timedelta(days=230)
        if group.list_confirmed_at < now - timedelta(days=ASK_DAYS):
            group.list_asked_at = now - timedelta(days=6)
        if slug == SILENT:
            group.alive_at = now - timedelta(days=205)
            group.alive_asked_at = now - timedelta(days=20)
    fields = ("alive_at", "alive_asked_at", "list_confirmed_at", "list_asked_at")
    WatchGroup.objects.bulk_update(groups.values(), fields)
    for one, other in BESIDE:
        groups[one].adjoining.add(groups[other])
    _put_up_signs(by=by, now=now)


def _put_up_signs(*, by: User, now: datetime) -> None:
    today = village_day(now)
    streets = Street.objects.in_bulk(field_name="slug")
    for slug, number, spot, state, days in SIGNS:
        facts = SignFacts(
            street=streets[slug],
            house_number=number,
            spot=spot,
            state=state,
            checked_on=None if days is None else today - timedelta(days=days),
        )
        add_sign(facts, by=by, now=now)
