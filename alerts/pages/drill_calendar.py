"""Drills as a calendar (iCalendar, RFC 5545): one drill as a file, and all of them as a link that a
calendar program asks again and again. Facts alone: when and what. The words of Platform Dorst stay
here, since the programs of others keep what they are given. Reads only.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar, Event

from alerts.models import Drill
from alerts.querysets.own_groups import groups_run_by
from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.kit.links import read_token, token_for
from dorst_portal.kit.models import Link
from dorst_portal.languages.current import DUTCH
from groups.api import VILLAGE, GroupStatus, WatchGroup, days_after

PURPOSE: Final = "drill-calendar"
CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
# What was shortly before stays, so that nothing vanishes from a calendar while somebody looks.
SHOWN_DAYS: Final = 90
MOST: Final = 100
# How long a drill takes is planned nowhere: an hour is kept free for it.
_LASTS: Final = timedelta(hours=1)
_ASKED_AGAIN: Final = timedelta(hours=12)


def hears_of_drills(user: User, *, now: datetime) -> bool:
    """Whether drills are for this person: who runs a group that is not ended, and staff."""
    if not user.is_active:
        return False
    if user.is_platform:
        return True
    own = WatchGroup.objects.filter(pk__in=groups_run_by(user, now=now))
    return bool(own.exclude(status=GroupStatus.ARCHIVED).exists())


def link_of(user: User, *, now: datetime) -> str:
    """The address of the calendar of this person; empty when they made none."""
    links = Link.objects.filter(purpose=PURPOSE, subject_id=user.pk, used_at__isnull=True)
    link = links.filter(issued_at__lte=now, expires_at__gt=now).order_by("-pk").first()
    if link is None:
        return ""
    return f"{settings.SITE_URL}{reverse('drill_feed', args=[token_for(link)])}"


def asks_with(token: str, *, now: datetime) -> User | None:
    """Whose calendar it is, while the link works and drills are still for them."""
    link = read_token(PURPOSE, token, now=now)
    user = User.objects.filter(pk=link.subject_id).first() if link else None
    return user if user and hears_of_drills(user, now=now) else None


def drills_to_show(*, now: datetime) -> Sequence[Drill]:
    """Drills that come, and those of the last months, in order; also what was called off, so that
    it goes from calendars too. One statement.
    """
    since = days_after(now, -SHOWN_DAYS)
    return list(Drill.objects.filter(at__gte=since).order_by("at", "pk")[:MOST])


@override(DUTCH)
def calendar_of(drills: Sequence[Drill]) -> bytes:
    """The calendar; the same drills give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dorst Portal//oefeningen//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.calendar_name = f"Oefeningen {here().watch}"
    calendar.add("refresh-interval", _ASKED_AGAIN)
    for drill in drills:
        calendar.add_component(_event(drill))
    if drills:
        years = [drill.at.year for drill in drills]
        # The rules of summer time, of whole years, so that they change once a year at most.
        calendar.add_missing_timezones(
            first_date=date(min(years), 1, 1), last_date=date(max(years) + 2, 1, 1)
        )
    return calendar.to_ical()


def _event(drill: Drill) -> Event:
    """One drill. What changes in its life is that it is called off: then its number goes up."""
    begins = drill.at.astimezone(VILLAGE)
    changed = (drill.called_off_at or drill.created_at).astimezone(UTC)
    summary = f"Oefening {here().watch}: {drill.get_category_display().lower()}"
    log = f"{settings.SITE_URL}{reverse('alerts')}"
    event = Event()
    event.add("uid", f"oefening-{drill.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", changed)
    event.add("created", drill.created_at.astimezone(UTC))
    event.add("last-modified", changed)
    event.add("sequence", 1 if drill.called_off_at else 0)
    event.add("status", "CANCELLED" if drill.called_off_at else "CONFIRMED")
    event.add("dtstart", begins)
    event.add("dtend", (drill.at + _LASTS).astimezone(VILLAGE))
    event.add("summary", f"Afgezegd: {summary}" if drill.called_off_at else summary)
    event.add("description", f"Dit is een oefening. Bel geen 112. Doe die dag mee op {log}")
    event.add("url", log)
    return event
