"""Alerts in the example village: one that runs, a year of others, and two drills."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from alerts.models import Alert, Drill
from alerts.services.drills import DrillFacts, plan_drill
from alerts.services.logging import AlertFacts, log_alert
from alerts.services.sharing import share_alert
from alerts.values.choices import AlertState, Category, Outcome, Police, SharedWith
from dorst_portal.accounts.models import User
from groups.models import Appointment, CoverageRule
from groups.values.village_time import on_day

# Group, and how many alerts it logged in the last year.
_LOGGED: Final = (
    ("spoorstraat", 26),
    ("dennenlaan", 14),
    ("de-vliert", 9),
    ("seters", 3),
    ("steenoven", 6),
)
_DAYS_AGO: Final = 4  # the drill that comes was planned
_KINDS: Final = (
    Category.PERSON, Category.BURGLARY, Category.VEHICLE, Category.PERSON, Category.VANDALISM,
    Category.DOORSTEP_SCAM, Category.SURROUNDINGS, Category.VEHICLE, Category.MISSING,
)  # fmt: skip
_OUTCOMES: Final = (Outcome.POLICE_CAME, Outcome.NOTHING_FOUND, Outcome.HELPED, Outcome.UNKNOWN)


def seed_alerts(*, by: User, now: datetime) -> None:
    """As beheerders would have logged them, the one that runs first."""
    alone = [_Desk.of(slug) for slug, _number in _LOGGED]
    spoorstraat = alone[0]
    _running(spoorstraat, now=now)
    for desk, (_slug, number) in zip(alone, _LOGGED, strict=True):
        Alert.objects.bulk_create(_year_of(desk, number, now=now))
    _drills(alone, by=by, now=now)


class _Desk:
    """A group with who logs in it, and its streets."""

    def __init__(self, appointment: Appointment) -> None:
        self.group, self.user = appointment.group, appointment.user
        rules = CoverageRule.objects.in_force().filter(group=self.group).select_related("street")
        self.streets = [rule.street for rule in rules.order_by("pk")]

    @classmethod
    def of(cls, slug: str) -> "_Desk":
        here = Appointment.objects.filter(group__slug=slug, until=None, accepted_at__isnull=False)
        return cls(here.select_related("group", "user").order_by("pk")[0])


def _running(desk: _Desk, *, now: datetime) -> None:
    """An alert of forty minutes ago, shared with the chat."""
    at = now - timedelta(minutes=40)
    facts = AlertFacts(
        category=Category.PERSON,
        street=desk.streets[0],
        happened_at=at,
        police=Police.EMERGENCY,
    )
    alert = log_alert(desk.group, facts, by=desk.user, now=at)
    share_alert(alert, SharedWith.CHAT, by=desk.user, now=at + timedelta(minutes=2))


def _year_of(desk: _Desk, number: int, *, now: datetime) -> Iterator[Alert]:
    for place in range(number):
        kind = _KINDS[place % len(_KINDS)]
        minutes = timedelta(minutes=(place * 23 + desk.group.pk * 41) % 180)
        at = on_day(now, -3 - place * 345 // number, hour=14 + place % 7) + minutes
        is_false = place % 3 == 1
        is_drill = place % 5 == 4
        took = timedelta(minutes=12 + 17 * (place % 7))
        yield Alert(
            group=desk.group,
            category=kind,
            street=desk.streets[place % len(desk.streets)],
            happened_at=at,
            police=Police.EMERGENCY if place % 2 == 0 else Police.NO_URGENCY,
            state=AlertState.FALSE_ALARM if is_false else AlertState.OVER,
            outcome="" if is_false else _OUTCOMES[place % len(_OUTCOMES)],
            is_drill=is_drill,
            by=desk.user,
            created_at=at,
            closed_at=at + took,
            closed_by=desk.user,
        )


def _drills(desks: Sequence[_Desk], *, by: User, now: datetime) -> None:
    """One of three weeks ago in which most took part, and one that comes."""
    was = on_day(now, -21, hour=19)
    done = Drill.objects.create(
        at=was,
        category=Category.MISSING,
        text="Zoek in je straat het gele hesje. Meld in de groep waar je het ziet.",
        by=by,
        created_at=was - timedelta(days=14),
    )
    Alert.objects.bulk_create(
        Alert(
            group=desk.group,
            category=done.category,
            happened_at=was + timedelta(minutes=place),
            police=Police.NOT_YET,
            state=AlertState.OVER,
            outcome=Outcome.HELPED,
            is_drill=True,
            drill=done,
            by=desk.user,
            created_at=was + timedelta(minutes=place),
            closed_at=was + timedelta(minutes=25 + 4 * place),
            closed_by=desk.user,
        )
        for place, desk in enumerate(desks[:4])
    )
    comes = DrillFacts(
        at=on_day(now, 9, hour=19),
        category=Category.PERSON,
        text="Iemand van ons loopt met een rode tas door de straat. Wie ziet het?",
    )
    plan_drill(comes, by=by, now=now - timedelta(days=_DAYS_AGO))
