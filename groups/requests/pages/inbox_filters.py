"""The inbox seen in part: what can be approved at a glance, whom to call, and what is late."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.db.models import OuterRef

from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.counting import CappedCount, Count
from dorst_portal.languages.words import lazy_text
from groups.models import Appointment
from groups.querysets.appointments import AppointmentQuerySet
from groups.querysets.requests import RequestQuerySet
from groups.requests.pages.verdicts import nothing_to_check, to_call
from groups.values.village_time import on_day


class Show(StrEnum):
    """Which join requests somebody wants to see, as the address says it (`?toon=`)."""

    ALL = ""
    FINE = "klopt"
    CALL = "bellen"
    LATE = "te-laat"


LABELS: Final[Mapping[Show, str]] = {
    Show.ALL: lazy_text("Alle"),
    Show.FINE: lazy_text("Klopt"),
    Show.CALL: lazy_text("Bellen"),
    Show.LATE: lazy_text("Te laat"),
}


@dataclass(frozen=True)
class Filter:
    """A link above the list, and how many requests it leads to."""

    show: Show
    label: str
    count: Count
    query: str  # of its address
    is_chosen: bool


@dataclass(frozen=True)
class Counted(Added):
    """What `with_counts` adds to an appointment."""

    fine: int
    call: int
    late: int


def asked_for(text: str) -> Show:
    """The part that an address asks for; all of it for what is no part."""
    return Show(text) if text in list(Show) else Show.ALL


def late_before(now: datetime) -> datetime:
    """Who asked before this moment waits so many village days that it is late."""
    return on_day(now, 1 - settings.LADDER_DAYS[-1], hour=0)


def part(rows: RequestQuerySet, show: Show, *, late: datetime) -> RequestQuerySet:
    """Only what belongs to a part; `late` is the moment of `late_before`."""
    parts: Mapping[Show, Callable[[], RequestQuerySet]] = {
        Show.ALL: lambda: rows,
        Show.FINE: lambda: nothing_to_check(rows),
        Show.CALL: lambda: to_call(rows),
        Show.LATE: lambda: rows.filter(created_at__lt=late),
    }
    return parts[show]()


def with_counts(
    appointments: AppointmentQuerySet, rows: RequestQuerySet, *, late: datetime
) -> AppointmentQuerySet:
    """Adds to each appointment how many of these requests of its group belong to each part, in the
    query of the appointments.
    """
    here = rows.filter(group=OuterRef("group"))
    return appointments.annotate(
        **{
            one.name: CappedCount(part(here, Show[one.name.upper()], late=late))
            for one in fields(Counted)
        }
    )


def filters_of(
    appointments: Iterable[Appointment], *, waiting: Count, chosen: Show, group: str
) -> list[Filter]:
    """The links of the parts, for the groups of these appointments together; `group` is the one
    that was chosen. None where there is nothing to choose from.
    """
    if waiting.number < 2 and chosen == Show.ALL:
        return []
    found = [Counted.of(one) for one in appointments]
    counts = {
        Show[one.name.upper()]: Count(sum(getattr(row, one.name) for row in found))
        for one in fields(Counted)
    }
    return [
        Filter(show, label, counts.get(show, waiting), _query(show, group), show == chosen)
        for show, label in LABELS.items()
    ]


def _query(show: Show, group: str) -> str:
    said = [f"groep={group}"] if group else []
    said += [f"toon={show}"] if show else []
    return f"?{'&'.join(said)}"
