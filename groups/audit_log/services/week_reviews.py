"""Each Monday at nine the week before is looked at: who looked at much, at night, or took data
along. A person reads it and ticks it off.

Looks at requests do not count here: of a complaint about a group, nobody of it may see a number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry, EntryQuerySet
from dorst_portal.audit.services import record
from dorst_portal.kit import dutch
from dorst_portal.kit.rows.batches import Due, deleted
from dorst_portal.kit.rows.keyset import Page, RowKeyset
from dorst_portal.outbox.services import MailDraft, queue
from groups.audit_log import emails
from groups.audit_log.pages.log import day_begins, names_of, subject_of
from groups.models import ResidentRequest, Subject, WeekReview
from groups.notices import leaves_at
from groups.refusals import Refused
from groups.values.village_time import VILLAGE, on_day, village_day

MANY_LOOKS: Final = 50  # members on one day
MANY_GROUPS: Final = 5  # in one week
MORNING: Final = 6  # looks before this hour stand out
MOST_WEEKS: Final = 50  # caught up after the clock stood still; older lines are gone
PAGE: Final = 26
_LATEST_FIRST: Final = RowKeyset("-week")

_MEMBER: Final = "member.viewed"
_NUMBER: Final = "member.number_shown"
_LIST: Final = "members.listed"
_ADMIN: Final = "admin.viewed"
_EXPORTED: Final = ".exported"

Finding = Mapping[str, Any]


@dataclass(frozen=True)
class Sentence:
    """One finding as it is read, and whose lines to look at."""

    text: str
    who: str
    since: date
    until: date


@dataclass(frozen=True)
class ReviewPage:
    """One week: what stood out, in sentences."""

    review: WeekReview
    sunday: date
    sentences: Sequence[Sentence]


# --- Writing ---------------------------------------------------------------------------------


def review_weeks(*, now: datetime) -> int:
    """Look at the weeks that are over and were not looked at; tells how many. The coordinators
    get one mail for each week in which something stood out.
    """
    last = last_due(now)
    newest = WeekReview.objects.order_by("-week").values_list("week", flat=True).first()
    if newest is not None and newest >= last:
        return 0
    week = max(newest + timedelta(days=7), last - timedelta(weeks=MOST_WEEKS)) if newest else last
    made = 0
    while week <= last:
        made += _review(week, now=now)
        week += timedelta(days=7)
    return made


def check_review(review: WeekReview, *, note: str, by: User, now: datetime) -> None:
    """Somebody read it; once. Raises Refused when a colleague was first."""
    with transaction.atomic():
        unread = WeekReview.objects.filter(pk=review.pk, checked_at__isnull=True)
        if not unread.update(checked_at=now, checked_by=by, note=note):
            raise Refused("Een collega vinkte deze week al af. Er is niets veranderd.")
        record("review.checked", by=by, subject=f"review:{review.pk}", now=now)


def old_reviews(*, now: datetime, days: int) -> Sequence[Due]:
    """Retention: what was found goes when the lines that it was found in go."""
    before = village_day(now) - timedelta(days=days)
    return [Due(WeekReview.objects.filter(week__lt=before).order_by("week"), deleted)]


def last_due(now: datetime) -> date:
    """The Monday of the last week whose review is due: from nine on the Monday after it."""
    today = village_day(now)
    monday = today - timedelta(days=today.weekday())
    due = on_day(day_begins(monday), 0, hour=settings.LADDER_HOUR)
    return monday - timedelta(weeks=1 if now >= due else 2)


def _review(week: date, *, now: datetime) -> bool:
    findings = findings_of(week)
    try:
        with transaction.atomic():
            review = WeekReview.objects.create(week=week, findings=findings, made_at=now)
            if findings:
                queue(_mails(review, now=now), now=now)
            return True
    except IntegrityError:  # another timetable was first
        return False


def _mails(review: WeekReview, *, now: datetime) -> list[MailDraft]:
    staff = User.objects.active().filter(Q(is_coordinator=True) | Q(is_superuser=True))
    people = staff.select_related("notice_settings").order_by("pk")
    number = len(review.findings)
    return [
        emails.week_review(review, to=user, number=number, due=leaves_at(user, now=now))
        for user in people
    ]


def findings_of(week: date) -> list[dict[str, Any]]:
    """What stood out in a week: account numbers, days and counts."""
    lines = Entry.objects.filter(at__gte=day_begins(week), by__isnull=False).filter(
        at__lt=day_begins(week + timedelta(days=7))
    )
    complaints = ResidentRequest.objects.filter(subject=Subject.COMPLAINT)
    hidden = complaints.values_list(subject_of("residentrequest"), flat=True)
    looks = lines.filter(verb__in=(_MEMBER, _NUMBER, _LIST, _ADMIN)).exclude(subject__in=hidden)
    members = lines.filter(verb__in=(_MEMBER, _NUMBER, _LIST))
    return [
        *_many_on_a_day(lines.filter(verb__in=(_MEMBER, _NUMBER))),
        *_per_person("many_groups", members, "scope", MANY_GROUPS),
        *_per_person("lists", lines.filter(verb=_LIST), "pk", 0),
        *_per_person("admin", looks.filter(verb=_ADMIN), "pk", 0),
        *_per_person("exports", lines.filter(verb__endswith=_EXPORTED), "pk", 0),
        *_per_person("at_night", _at_night(looks), "pk", 0),
    ]


def _many_on_a_day(looks: EntryQuerySet) -> list[dict[str, Any]]:
    rows = (
        looks.order_by()
        .values("by", day=TruncDate("at", tzinfo=VILLAGE))
        .annotate(number=Count("subject", distinct=True))
        .filter(number__gt=MANY_LOOKS)
        .order_by("day", "by")
    )
    return [
        {
            "what": "many_looks",
            "user": row["by"],
            "day": row["day"].isoformat(),
            "number": row["number"],
        }
        for row in rows
    ]


def _per_person(
    what: str, lines: EntryQuerySet, counted: str, more_than: int
) -> list[dict[str, Any]]:
    rows = (
        lines.order_by()
        .values("by")
        .annotate(number=Count(counted, distinct=True))
        .filter(number__gt=more_than)
        .order_by("by")
    )
    return [{"what": what, "user": row["by"], "number": row["number"]} for row in rows]


def _at_night(looks: EntryQuerySet) -> EntryQuerySet:
    hours: Any = looks.annotate(hour=ExtractHour("at", tzinfo=VILLAGE))
    early: EntryQuerySet = hours.filter(hour__lt=MORNING)
    return early


# --- Reading ---------------------------------------------------------------------------------


def reviews_to_check() -> QuerySet[WeekReview]:
    """Weeks in which something stood out and that nobody ticked off, the oldest first."""
    unread = WeekReview.objects.filter(checked_at__isnull=True)
    return unread.exclude(findings=[]).order_by("week")


def list_page(*, after: str) -> Page[WeekReview]:
    """Weeks, the latest first."""
    weeks = WeekReview.objects.select_related("checked_by")
    return _LATEST_FIRST.page(weeks, after=after, size=PAGE, among=WeekReview.objects.all())


def page_of(review: WeekReview) -> ReviewPage:
    """One week, with the names of the people in it."""
    names = names_of(f"user:{finding['user']}" for finding in review.findings)
    sunday = review.week + timedelta(days=6)
    sentences = [_sentence(finding, review.week, sunday, names) for finding in review.findings]
    return ReviewPage(review, sunday, sentences)


def _sentence(finding: Finding, monday: date, sunday: date, names: Mapping[str, str]) -> Sentence:
    who = names.get(f"user:{finding['user']}", _("Iemand"))
    day = date.fromisoformat(finding["day"]) if "day" in finding else None
    return Sentence(
        text=_told(finding, who, day),
        who=who,
        since=day or monday,
        until=day or sunday,
    )


def _told(finding: Finding, who: str, day: date | None) -> str:
    number = int(finding["number"])
    times = ngettext("{number} keer", "{number} keer", number).format(number=number)
    match finding["what"]:
        case "many_looks" if day:
            said = _("{who} bekeek {number} leden op {day}. Meer dan {most} is veel.")
            return said.format(who=who, number=number, day=dutch.day(day), most=MANY_LOOKS)
        case "many_groups":
            said = _("{who} bekeek leden van {number} groepen. Meer dan {most} is veel.")
            return said.format(who=who, number=number, most=MANY_GROUPS)
        case "lists":
            said = _("{who} bekeek {times} een ledenlijst van een andere groep.")
        case "admin":
            said = _("{who} bekeek {times} gegevens in de technische pagina's.")
        case "exports":
            said = _("{who} nam {times} gegevens mee.")
        case "at_night":
            said = _("{who} bekeek {times} gegevens tussen 0:00 en {hour}:00 uur.")
        case _other:
            said = _("{who} deed {times} iets dat opviel.")
    return said.format(who=who, times=times, hour=MORNING)
