"""What must never be false of connections, and what goes over them: each constraint, tried."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from alerts.models import Connection, JoinKnock, OutgoingMessage
from dorst_portal.accounts.models import User
from groups.models import WatchGroup


def way(t: "Tools", **given: Any) -> Connection:
    facts = {"group": t.group, "kind": "telegram", "chat": -1, "made_by": t.user}
    return Connection.objects.create(**facts | given)


def knock(t: "Tools", **given: Any) -> JoinKnock:
    return JoinKnock.objects.create(**{"connection": t.way, "person": 7} | given)


def sent(t: "Tools", **given: Any) -> OutgoingMessage:
    facts = {"connection": t.way, "what": "test", "due": t.now, "created_at": t.now}
    return OutgoingMessage.objects.create(**facts | {"give_up_at": t.now, "key": "k"} | given)


class Tools:
    """A connection of Spoorstraat."""

    def __init__(self, group: WatchGroup, user: User, now: datetime) -> None:
        self.group, self.user, self.now = group, user, now
        self.way = way(self, chat=-9)


ATTEMPTS: list[tuple[str, Callable[[Tools], Any]]] = [
    ("connection_once_of_a_kind", lambda t: way(t)),
    ("connection_chat_of_one_group", lambda t: way(
        t, group=WatchGroup.objects.get(slug="seters"), chat=-9)),
    ("connection_has_where_it_leads", lambda t: way(t, kind="webhook", chat=None)),
    ("connection_has_where_it_leads", lambda t: way(t, kind="signal", address_sealed="x")),
    ("connection_has_where_it_leads", lambda t: Connection.objects.update(chat=None)),
    ("connection_webhook_has_a_secret", lambda t: way(
        t, kind="webhook", chat=None, address_sealed="x")),
    ("knock_waits_once_for_a_person", lambda t: (knock(t), knock(t))),
    ("knock_is_decided_by_somebody", lambda t: knock(t, state="admitted")),
    ("knock_is_decided_by_somebody", lambda t: knock(t, decided_at=t.now, decided_by=t.user)),
    ("outgoing_with_a_sender_until_some_time", lambda t: sent(t, state="sending")),
    ("outgoing_with_a_sender_until_some_time", lambda t: sent(t, busy_until=t.now)),
    ("outgoing_sent_has_its_time_and_no_other_has", lambda t: sent(t, state="sent")),
    ("outgoing_sent_has_its_time_and_no_other_has", lambda t: sent(t, sent_at=t.now)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "attempt"), ATTEMPTS, ids=[name for name, _ in ATTEMPTS])
def test_the_database_refuses(
    spoorstraat: WatchGroup, own_beheerder: User, now: datetime, name: str,
    attempt: Callable[[Tools], Any],
) -> None:  # fmt: skip
    tools = Tools(spoorstraat, own_beheerder, now)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        attempt(tools)
    told = str(refusal.value)
    assert name in told or (connection.vendor == "sqlite" and "UNIQUE constraint" in told)
