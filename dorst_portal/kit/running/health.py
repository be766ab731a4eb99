"""Is the portal well? `/healthz` for the process, `/readyz` for all that it leans on.

`manage.py health` tells the same with its numbers, for whoever has the server in hand.

settings.READY_CHECKS names the questions, so that parts above the kit can add their own.
"""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import machine
from dorst_portal.kit.models import Beat

TIMETABLE = "timetable"
# The timetable beats each minute; two may be missed before somebody is called.
BEAT_LATE_SECONDS = 180
MEGABYTE = 1024 * 1024
DISK_LEFT_MEGABYTES = 500


@dataclass(frozen=True)
class Reading:
    """One thing that was looked at: is it good, and the number or word behind that. What is not
    `needed` is worth a warning, and the portal is well all the same.
    """

    name: str
    good: bool
    value: int | str | None
    needed: bool = True


ReadyCheck = Callable[[datetime], Reading]


def beat(name: str = TIMETABLE, *, now: datetime) -> None:
    """Write down that the timetable ran, which calls this each time, or a part of it."""
    Beat.objects.bulk_create(
        [Beat(name=name, at=now)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )


def may_begin(name: str, *, every: timedelta, now: datetime) -> bool:
    """Whether nobody began this within so long; of several that ask, one may. Who broke off is not
    waited for any longer, nor is a moment that is still to come.
    """
    Beat.objects.bulk_create([Beat(name=name, at=now - every)], ignore_conflicts=True)
    begun = Beat.objects.filter(name=name).exclude(at__gt=now - every, at__lte=now)
    return bool(begun.update(at=now))


def has_run(name: str, *, within: Callable[[datetime], date], now: datetime) -> bool:
    """Whether the last time was on the same day (or night, or month) as now. A later time, such as
    that of a timetable that was tried out, is another day.
    """
    last = Beat.objects.filter(name=name).first()
    return last is not None and within(last.at) == within(now)


def database(now: datetime) -> Reading:
    """Good when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Reading("database", good=True, value=connection.vendor)


def timetable(now: datetime) -> Reading:
    """Good when the timetable ran in the last three minutes; the value is in seconds."""
    last = Beat.objects.filter(name=TIMETABLE).first()
    age = int((now - last.at).total_seconds()) if last else None
    return Reading("timetable", good=age is not None and age <= BEAT_LATE_SECONDS, value=age)


def disk(now: datetime) -> Reading:
    """Good as long as there is room where our own files are; the value is in megabytes left."""
    left = shutil.disk_usage(settings.VAR_DIR).free // MEGABYTE
    return Reading("disk", good=left >= DISK_LEFT_MEGABYTES, value=left)


def readings(*, now: datetime) -> list[Reading]:
    """Ask everything; a database that does not answer is a bad reading, never an error."""
    return [_reading(path, now) for path in settings.READY_CHECKS]


def is_well(seen: Iterable[Reading]) -> bool:
    """Whether everything is good that has to be."""
    return all(reading.good for reading in seen if reading.needed)


def _reading(path: str, now: datetime) -> Reading:
    check: ReadyCheck = import_string(path)
    try:
        return check(now)
    except DatabaseError:
        return Reading(path.rsplit(".", 1)[-1], good=False, value="no answer")


@machine
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up; asks nothing of anything else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@machine
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when everything is well, else 503; only the platform's people see what was measured."""
    seen = readings(now=timezone.now())
    ready = is_well(seen)
    answer: dict[str, Any] = {"ready": ready}
    reachable = all(reading.value != "no answer" for reading in seen)
    if reachable and getattr(request.user, "is_platform", False):
        answer["readings"] = [asdict(reading) for reading in seen]
    return JsonResponse(answer, status=200 if ready else 503)
