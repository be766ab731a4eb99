"""Once a month the coordinators hear which partners and contacts nobody checked for half a year."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from dorst_portal.outbox.services import queue
from groups.models import Partner, PartnerContact
from groups.notices import coordinators, leaves_at
from groups.partners import emails
from groups.querysets.partners import CHECK_DAYS
from groups.values.village_time import days_after, on_day, village_day

NEW_DAYS: Final = 30  # what was never checked gets a month
ASK_DAYS: Final = 30


def remind_to_check(*, now: datetime) -> int:
    """From nine in the morning: one mail with the number of what is to be checked, when there was
    none in the last month. Tells how many rows that are.
    """
    if now < on_day(now, 0, hour=settings.LADDER_HOUR) or _asked_lately(village_day(now)):
        return 0
    today = village_day(now)
    with transaction.atomic():
        stale = [_stale(model.objects.current(), now=now) for model in (Partner, PartnerContact)]
        # Of two timetables at the same moment the second finds nothing left to ask.
        number = sum(rows.update(asked_on=today) for rows in stale)
        if number:
            drafts = [
                emails.partners_to_check(user, number=number, day=today, due=due)
                for user in coordinators()
                for due in [leaves_at(user, now=now)]
            ]
            queue(drafts, now=now)
        return number


def _asked_lately(today: date) -> bool:
    lately = Q(asked_on__gt=today - timedelta(days=ASK_DAYS))
    return Partner.objects.filter(lately).exists() or PartnerContact.objects.filter(lately).exists()


def _stale(rows: QuerySet[Any], *, now: datetime) -> QuerySet[Any]:
    today = village_day(now)
    long_ago = Q(checked_on__lte=today - timedelta(days=CHECK_DAYS))
    never = Q(checked_on__isnull=True, created_at__lte=days_after(now, -NEW_DAYS))
    not_asked = Q(asked_on__isnull=True) | Q(asked_on__lte=today - timedelta(days=ASK_DAYS))
    return rows.filter(long_ago | never).filter(not_asked)
