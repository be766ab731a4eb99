"""Two years of facts, then only how many: DP-04 for alerts."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest

from alerts.models import (
    Alert,
    AlertCount,
    AlertShare,
    Connection,
    JoinKnock,
    OutgoingMessage,
    SeenUpdate,
    TyingCode,
)
from alerts.services.forgetting import old_alerts
from alerts.services.forgetting_messages import old_messages, old_updates
from alerts.values.choices import AlertState, Category, SharedWith
from dorst_portal.accounts.models import User
from dorst_portal.kit.rows import batches
from dorst_portal.kit.rows.batches import carry_out
from groups.api import village_day
from groups.models import WatchGroup
from groups.timetable.clock import tick
from tests.alerts.conftest import MakeAlert

TERM = timedelta(days=730)
SECOND = timedelta(seconds=1)


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


def test_dp_04_facts_go_on_the_second_that_their_term_is_over(
    make_alert: MakeAlert, dennenlaan: WatchGroup, now: datetime
) -> None:
    over = {"state": AlertState.OVER}
    make_alert(happened_at=now - TERM, **over)
    make_alert(happened_at=now - TERM, **over)
    make_alert(happened_at=now - TERM, group=dennenlaan, street=None, **over)
    young = make_alert(happened_at=now - TERM + SECOND, **over)
    assert carry_out(old_alerts(now=now)) == 3
    assert Alert.objects.get() == young
    told = {one.group.slug: one.number for one in AlertCount.objects.select_related("group")}
    assert told == {"spoorstraat": 2, "dennenlaan": 1}


def test_dp_04_messages_and_who_knocked_are_kept_thirty_days(
    spoorstraat: WatchGroup, own_beheerder: User, now: datetime
) -> None:
    way = Connection.objects.create(
        group=spoorstraat, kind="telegram", chat=-1, made_by=own_beheerder
    )
    sent = {"connection": way, "what": "admit", "due": now, "give_up_at": now}
    ages = {"over": timedelta(days=30), "not yet": timedelta(days=30) - SECOND}
    for person, (name, age) in enumerate(ages.items()):
        JoinKnock.objects.create(connection=way, person=person, name=name, at=now - age)
        OutgoingMessage.objects.create(key=name, created_at=now - age, **sent)
    assert carry_out(old_messages(now=now)) == 2
    assert [one.name for one in JoinKnock.objects.all()] == ["not yet"]
    assert [one.key for one in OutgoingMessage.objects.all()] == ["not yet"]


def test_dp_04_what_telegram_told_is_kept_a_week_and_codes_as_long_after_they_ended(
    spoorstraat: WatchGroup, own_beheerder: User, now: datetime
) -> None:
    week = timedelta(days=7)
    code = {"group": spoorstraat, "by": own_beheerder}
    for number, age in enumerate((week, week - SECOND)):
        SeenUpdate.objects.create(update=number, at=now - age)
        TyingCode.objects.create(digest=f"{number}", expires_at=now - age, **code)
    assert carry_out(old_updates(now=now)) == 2
    assert [one.update for one in SeenUpdate.objects.all()] == [1]
    assert [one.digest for one in TyingCode.objects.all()] == ["1"]
