"""What must never be false: each constraint of the app, by its name, tried to break."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from alerts.models import Alert, AlertCount, AlertShare, Drill
from alerts.values.choices import Category, SharedWith
from dorst_portal.accounts.models import User
from groups.models import WatchGroup
from tests.alerts.conftest import MakeAlert
from tests.alerts.connections.test_connection_constraints import ATTEMPTS as OF_CONNECTIONS
from tests.alerts.relays.test_relay_constraints import ATTEMPTS as OF_RELAYS
from tests.alerts.test_details_constraints import BROKEN as OF_DETAILS


class Tools:
    """What an attempt needs."""

    def __init__(self, make_alert: MakeAlert, group: WatchGroup, user: User, now: datetime) -> None:
        self.alert, self.group, self.user, self.now = make_alert, group, user, now

    def drill(self) -> Drill:
        return Drill.objects.create(at=self.now, text="x", by=self.user)

    def shared(self, *with_whom: str) -> None:
        alert = self.alert()
        for one in with_whom:
            AlertShare.objects.create(alert=alert, shared_with=one, by=self.user, at=self.now)

    def taking_part(self, **facts: Any) -> list[Alert]:
        drill = self.drill()
        return [self.alert(drill=drill, **facts) for _ in range(2)]

    def counted(self) -> list[AlertCount]:
        facts = {"group": self.group, "month": self.now.date(), "category": Category.OTHER}
        return [AlertCount.objects.create(state="over", is_drill=False, **facts) for _ in range(2)]


ATTEMPTS: list[tuple[str, Callable[[Tools], Any]]] = [
    ("alert_is_closed_with_its_date", lambda t: t.alert(state="over", closed_at=None)),
    ("alert_is_closed_with_its_date", lambda t: t.alert(closed_at=t.now)),
    ("alert_has_an_outcome_only_when_over", lambda t: t.alert(outcome="arrest")),
    ("alert_has_an_outcome_only_when_over", lambda t: t.alert(
        state="false_alarm", outcome="arrest")),
    ("alert_of_a_drill_is_one", lambda t: t.alert(drill=t.drill())),
    ("alert_call_is_claimed_with_a_code", lambda t: t.alert(call_code="x")),
    ("alert_call_is_claimed_with_a_code", lambda t: t.alert(call_claimed_at=t.now)),
    ("alert_call_is_claimed_with_a_code", lambda t: t.alert(called_at=t.now)),
    ("alert_once_a_group_in_a_drill", lambda t: t.taking_part(is_drill=True)),
    ("drill_once_at_a_time", lambda t: [t.drill(), t.drill()]),
    ("alert_count_once_a_month", lambda t: t.counted()),
    ("alert_shared_once_with", lambda t: t.shared(SharedWith.CHAT, SharedWith.CHAT)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "attempt"), ATTEMPTS, ids=[f"{n}-{name}" for n, (name, _) in enumerate(ATTEMPTS)]
)
def test_the_database_refuses(
    name: str,
    attempt: Callable[[Tools], Any],
    make_alert: MakeAlert,
    dennenlaan: WatchGroup,
    own_beheerder: User,
    now: datetime,
) -> None:
    tools = Tools(make_alert, dennenlaan, own_beheerder, now)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        attempt(tools)
    known = {
        one.name: [field.name for field in map(model._meta.get_field, getattr(one, "fields", ()))]
        for model in apps.get_app_config("alerts").get_models()
        for one in model._meta.constraints
    }
    if connection.vendor == "postgresql" or not known[name]:
        assert name in str(refusal.value)
    else:  # SQLite names the columns of what must be unique
        assert all(column in str(refusal.value) for column in known[name])


def test_what_may_stand_does(
    make_alert: MakeAlert, own_beheerder: User, dennenlaan: WatchGroup, now: datetime
) -> None:
    tools = Tools(make_alert, dennenlaan, own_beheerder, now)
    tools.shared(SharedWith.CHAT, SharedWith.OFFICER)
    Drill.objects.create(at=now, text="x", by=own_beheerder, called_off_at=now)
    Drill.objects.create(at=now + timedelta(hours=1), text="x", by=own_beheerder)
    tools.alert(drill=tools.drill(), is_drill=True)


def test_every_constraint_is_tried() -> None:
    named = {
        one.name
        for model in apps.get_app_config("alerts").get_models()
        for one in model._meta.constraints
    }
    tried = {name for name, _ in (*ATTEMPTS, *OF_CONNECTIONS, *OF_RELAYS)} | set(OF_DETAILS)
    assert tried == named
