"""On the first day of the month the coordinators hear what goes wrong slowly; nothing when all is
well.
"""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import queue
from groups.desk import emails
from groups.desk.pages.concerns import concerns
from groups.notices import coordinators, leaves_at
from groups.values.village_time import on_day, village_day

# A timetable that was down for an hour still sends it; later it would be no news any more.
_HOURS: Final = 3


def send_monthly(*, now: datetime) -> int:
    """From nine in the morning of the first of the month: one mail to each coordinator who has none
    of this month; its key never leaves twice. Tells how many were made.
    """
    today, begin = village_day(now), on_day(now, 0, hour=settings.LADDER_HOUR)
    if today.day != 1 or not begin <= now < begin + timedelta(hours=_HOURS):
        return 0
    with transaction.atomic():
        keys = {emails.monthly_key(user, month=today): user for user in coordinators()}
        had = set(Mail.objects.filter(key__in=keys).values_list("key", flat=True))
        users = [user for key, user in keys.items() if key not in had]
        lines = [one.words for one in concerns(users[0], now=now)] if users else []
        if not lines:
            return 0
        drafts = [
            emails.monthly(user, lines=lines, month=today, due=leaves_at(user, now=now))
            for user in users
        ]
        queue(drafts, now=now)
        return len(drafts)
