"""Two years of facts, then only how many: DP-04 for alerts."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest

from alerts.models import Alert, AlertCount, AlertShare
from alerts.services.forgetting import old_alerts
from alerts.values.choices import AlertState, Category, SharedWith
from dorst_portal.accounts.models import User
from dorst_portal.kit.rows import batches
from dorst_portal.kit.rows.batches import carry_out
from groups.api import village_day
from groups.timetable.clock import tick
from tests.alerts.conftest import MakeAlert

TERM = timedelta(days=730)


def counts() -> Counter[tuple[str, str, str, bool]]:
    return Counter(
        {
            (f"{one.month:%Y-%m-%d}", one.category, one.state, one.is_drill): one.number
            for one in AlertCount.objects.all()
        }
    )


def test_dp_04_facts_are_kept_two_years_and_then_counted(
    make_alert: MakeAlert, own_beheerder: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 7)
    chance, expected, kept = Random(12), Counter[tuple[str, str, str, bool]](), set()
    for _ in range(40):
        age = TERM + timedelta(hours=chance.randint(-600, 600))
        alert = make_alert(
            happened_at=now - age,
            category=chance.choice([Category.BURGLARY, Category.VANDALISM]),
            state=chance.choice([AlertState.OVER, AlertState.FALSE_ALARM]),
            is_drill=chance.random() < 0.2,
        )
        if age < TERM:
            kept.add(alert.pk)
            continue
        month = f"{village_day(alert.happened_at):%Y-%m}-01"
        expected[(month, alert.category, alert.state, alert.is_drill)] += 1
    old = Alert.objects.exclude(pk__in=kept)[0]
    AlertShare.objects.create(alert=old, shared_with=SharedWith.CHAT, by=own_beheerder, at=now)
    assert carry_out(old_alerts(now=now)) == sum(expected.values())
    assert counts() == expected
    assert set(Alert.objects.values_list("pk", flat=True)) == kept
    # Done again nothing is counted twice.
    assert carry_out(old_alerts(now=now)) == 0
    assert counts() == expected


def test_one_that_runs_for_years_is_closed_first(make_alert: MakeAlert, now: datetime) -> None:
    make_alert(happened_at=now - 2 * TERM)
    assert carry_out(old_alerts(now=now)) == 0
    tick(now=now)
    carry_out(old_alerts(now=now))
    assert [one.state for one in AlertCount.objects.all()] == ["over"]
    assert not Alert.objects.exists()


def test_what_breaks_halfway_leaves_nothing_half(
    make_alert: MakeAlert, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_alert(happened_at=now - 2 * TERM, state=AlertState.OVER)

    def breaks(*_rows: object) -> int:
        raise ConnectionError

    monkeypatch.setattr("alerts.services.forgetting.deleted", breaks)
    with pytest.raises(ConnectionError):
        carry_out(old_alerts(now=now))
    assert not AlertCount.objects.exists()
    assert Alert.objects.count() == 1
