"""The audit trail of the example village: who looked at what last week, and the order of it all."""

from datetime import datetime, timedelta

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.audit.services import forget
from groups.audit_log.pages.log import day_begins
from groups.audit_log.services.looks import note_list_seen, note_member_seen
from groups.audit_log.services.week_reviews import last_due, review_weeks
from groups.models import Membership, WatchGroup
from groups.values.village_time import on_day

_LISTS = ("spoorstraat", "dennenlaan")
_AT_NIGHT = 3


def seed_looks(*, by: User, now: datetime) -> None:
    """Last week somebody of Platform Dorst looked at two lists, and at members by night. Then the
    week is looked at.
    """
    monday = day_begins(last_due(now))
    evening = on_day(monday, 1, hour=20)
    groups = WatchGroup.objects.filter(slug__in=_LISTS).order_by("name")
    for minutes, group in enumerate(groups):
        note_list_seen(group, by=by, now=evening + timedelta(minutes=3 * minutes))
    night = on_day(monday, 3, hour=1)
    members = Membership.objects.filter(group__in=groups).order_by("pk")[:_AT_NIGHT]
    for minutes, member in enumerate(members):
        note_member_seen(member, by=by, now=night + timedelta(minutes=minutes))
    review_weeks(now=on_day(monday, 7, hour=9))


def tell_in_order(*, now: datetime) -> None:
    """The example was made in another order than it tells; its trail is read by number."""
    entries = list(Entry.objects.order_by("at", "pk"))
    forget(before=max(entries[-1].at, now) + timedelta(days=1))
    for entry in entries:
        entry.pk = None
    Entry.objects.bulk_create(entries, batch_size=1000)
