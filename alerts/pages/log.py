"""The log of alerts, and the drills that are planned. Reads only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from alerts.models import Alert, Drill
from alerts.querysets.alerts import AlertQuerySet
from alerts.values.choices import AlertState
from dorst_portal.accounts.models import User
from dorst_portal.kit import dutch
from dorst_portal.kit.rows.keyset import MOMENT, NUMBER, Keyset
from dorst_portal.kit.tags import Kind, Tag
from groups.api import WatchGroup, on_day, village_day

PAGE: Final = 30
_NEWEST_FIRST: Final = Keyset({"-happened_at": MOMENT, "-pk": NUMBER})
_MOST_DRILLS: Final = 3
_SIGNS: Final[Mapping[str, Kind]] = {
    AlertState.RUNNING: "warn",
    AlertState.OVER: "ok",
    AlertState.FALSE_ALARM: "neutral",
}


@dataclass(frozen=True)
class Line:
    """One alert: what and where, how it stands, when, and what else there is to say."""

    pk: int
    what: str
    where: str
    state: Tag
    when: Tag
    more: str


@dataclass(frozen=True)
class Month:
    """The alerts of one month on this page."""

    first: date
    lines: Sequence[Line]


@dataclass(frozen=True)
class LogPage:
    """Some alerts by month, and the key of those behind them."""

    months: Sequence[Month]
    next_key: str
    is_first: bool


@dataclass(frozen=True)
class DrillToDo:
    """A drill that comes; on the day itself with the own groups that did not say yet."""

    drill: Drill
    is_today: bool
    to_join: Sequence[WatchGroup] = field(default_factory=tuple)


def runs_a_group(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether there is a log in which this person may keep an alert."""
    if not isinstance(user, User):
        return False
    return WatchGroup.objects.managed_by(user).exists()


def log_page(alerts: AlertQuerySet, *, own: Collection[WatchGroup], after: str) -> LogPage:
    """Thirty alerts, the newest first, by month in the village."""
    rows = alerts.select_related("group", "street")
    page = _NEWEST_FIRST.page(rows, after=after, size=PAGE)
    months = groupby(page.rows, key=lambda one: village_day(one.happened_at).replace(day=1))
    several = len(own) != 1 or any(one.group not in own for one in page.rows)
    by_month = [
        Month(first, [_line(one, names_group=several) for one in found]) for first, found in months
    ]
    return LogPage(by_month, page.next_key, page.is_first)


def _line(alert: Alert, *, names_group: bool) -> Line:
    said = [
        _("oefening") if alert.is_drill else "",
        alert.get_police_display().lower(),
        _("groep {group}").format(group=alert.group.name) if names_group else "",
    ]
    return Line(
        pk=alert.pk,
        what=alert.get_category_display(),
        where=alert.street.name if alert.street else "",
        state=Tag(alert.get_state_display(), _SIGNS[alert.state]),
        when=Tag(_when(alert.happened_at), "neutral"),
        more=" · ".join(one for one in said if one),
    )


def _when(at: datetime) -> str:
    """ "ma 30 om 00:25": which month it was stands above."""
    weekday, number = dutch.day(at).split()[:2]
    return _("{day} om {time}").format(day=f"{weekday} {number}", time=dutch.clock(at))


def drills_ahead(own: Collection[WatchGroup], *, now: datetime) -> Sequence[DrillToDo]:
    """The next drills from today on; on the day itself who of the own groups may still join."""
    begin, end = on_day(now, 0, hour=0), on_day(now, 1, hour=0)
    drills = list(Drill.objects.standing().filter(at__gte=begin).order_by("at")[:_MOST_DRILLS])
    today = [one for one in drills if one.at < end]
    joined = set(
        Alert.objects.filter(drill__in=today, group__in=own).values_list("drill", "group")
        if today and own
        else ()
    )
    return [
        DrillToDo(
            one,
            one in today,
            [group for group in own if one in today and (one.pk, group.pk) not in joined],
        )
        for one in drills
    ]
