"""Queue messages to chats and webhooks, in the transaction of what they tell. Sending them is the
work of `delivery`, in the worker.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from alerts.models import Alert, Connection, JoinKnock, OutgoingMessage
from alerts.pages.chat_texts import payload_of, text_of
from alerts.values.connections import ConnectionKind, KnockState, MessageState, What
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.running.nudge import nudge
from dorst_portal.languages.words import lazy_text
from groups.api import Refused, WatchGroup

DELIVERING = "alerts.tasks.deliver"
STILL_NEWS = timedelta(hours=1)
OFF = lazy_text("De koppeling staat uit. Er is niets verstuurd.")
NOT_ANY_MORE = lazy_text("Dit bericht is al weg of al gelukt. Er is niets veranderd.")


def tell_connections(
    alert: Alert,
    what: What,
    *,
    occasion: str = "",
    to_group: WatchGroup | None = None,
    now: datetime,
) -> int:
    """Queue a message about an alert over each connection of its group that is on, or of a group
    that took it over, once; what may happen more than once has its `occasion`. What is kept
    afterwards stays in the log: a chat hears of what happened in the last hour, and of how it
    ended whoever heard that it began. Tells over how many.
    """
    ways = Connection.objects.on().select_related("group")
    if what == What.ALERT:
        if now - alert.happened_at > STILL_NEWS:
            return 0
        ways = ways.filter(group=to_group or alert.group_id)
    else:
        begun = OutgoingMessage.objects.filter(alert=alert, what=What.ALERT)
        ways = ways.filter(pk__in=begun.not_given_up().values("connection"))
    messages = [
        _message(
            way,
            what,
            key=f"{what}:{alert.pk}:{occasion}:{way.pk}",
            text=_words(way, what, alert, now=now),
            alert=alert,
            now=now,
        )
        for way in ways
    ]
    queue(messages, now=now)
    return len(messages)


def call_back_end(alert: Alert) -> bool:
    """Let no chat hear that it is over; False when one did, or may have."""
    ends = OutgoingMessage.objects.filter(alert=alert, what=What.CLOSE)
    ends.queued().filter(attempts=0).update(state=MessageState.CANCELLED)
    return not ends.exclude(state=MessageState.CANCELLED).exists()


def queue(messages: Sequence[OutgoingMessage], *, now: datetime) -> None:
    """Write these rows; a key that was there before is skipped."""
    if messages:
        OutgoingMessage.objects.bulk_create(messages, ignore_conflicts=True)
        transaction.on_commit(_nudge, robust=True)


def test_message(connection: Connection, *, key: str, now: datetime) -> OutgoingMessage:
    """A message that says that it is a test."""
    text = _words(connection, What.TEST, None, now=now)
    return _message(connection, What.TEST, key=f"test:{key}", text=text, now=now)


def tied_message(connection: Connection, *, now: datetime) -> OutgoingMessage:
    """What a chat is told when it was tied to its group."""
    text = _words(connection, What.TIED, None, now=now)
    key = f"tied:{connection.pk}:{connection.chat}:{now.timestamp():.6f}"
    return _message(connection, What.TIED, key=key, text=text, now=now)


def knock_answer(knock: JoinKnock, what: What, *, now: datetime) -> OutgoingMessage:
    """What Telegram is told of somebody who knocked; the row says who, the message does not."""
    key = f"{what}:{knock.pk}"
    return _message(knock.connection, what, key=key, knock=knock, text="", now=now)


def send_again(message: OutgoingMessage, *, by: User, now: datetime) -> None:
    """Send once more what failed, what is uncertain, or what a webhook had already (under the same
    number). Raises Refused when it is on its way.
    """
    again = [MessageState.FAILED, MessageState.UNCERTAIN]
    if message.connection.kind == ConnectionKind.WEBHOOK:
        again.append(MessageState.SENT)
    facts = {"state": MessageState.QUEUED, "attempts": 0, "due": now, "sent_at": None}
    with transaction.atomic():
        if not Connection.objects.on().filter(pk=message.connection_id).exists():
            raise Refused(OFF)
        changed = OutgoingMessage.objects.filter(pk=message.pk, state__in=again).update(
            **facts, give_up_at=_give_up_at(now), last_error=""
        )
        if not changed:
            raise Refused(NOT_ANY_MORE)
        note(message.connection, "connection.sent_again", by=by, now=now, what=str(message.what))
        transaction.on_commit(_nudge, robust=True)


def confirm_arrived(message: OutgoingMessage, *, by: User, now: datetime) -> None:
    """Somebody looked in the chat: what was uncertain is there. Raises Refused."""
    with transaction.atomic():
        uncertain = OutgoingMessage.objects.filter(pk=message.pk, state=MessageState.UNCERTAIN)
        if not uncertain.update(state=MessageState.SENT, sent_at=now):
            raise Refused(NOT_ANY_MORE)
        note(message.connection, "connection.arrived", by=by, now=now, what=str(message.what))


def cancel_queued(connection: Connection) -> int:
    """Let nothing leave that still waits; tell how many. Who was answered and never heard it waits
    again.
    """
    waiting = OutgoingMessage.objects.queued().filter(connection=connection)
    unheard = JoinKnock.objects.filter(pk__in=waiting.values("knock")).exclude(person=None)
    unheard.update(state=KnockState.WAITING, decided_at=None, decided_by=None)
    return waiting.update(state=MessageState.CANCELLED)


def note(
    connection: Connection, verb: str, *, by: User | None, now: datetime, **facts: str
) -> None:
    """Write the audit line of a change to a connection."""
    about = f"group:{connection.group_id}"
    shown = {"kind": str(connection.kind), **facts}
    record(verb, by=by, scope=about, subject=about, facts=shown, now=now)


def _message(
    connection: Connection,
    what: What,
    *,
    key: str,
    text: str,
    now: datetime,
    alert: Alert | None = None,
    knock: JoinKnock | None = None,
) -> OutgoingMessage:
    return OutgoingMessage(
        connection=connection,
        alert=alert,
        knock=knock,
        what=what,
        key=key,
        text=text,
        due=now,
        created_at=now,
        give_up_at=_give_up_at(now),
    )


def _words(connection: Connection, what: What, alert: Alert | None, *, now: datetime) -> str:
    """A webhook gets JSON, of which the bytes stay the same at each try; a chat gets sentences."""
    group = connection.group
    if connection.kind == ConnectionKind.WEBHOOK:
        return payload_of(what, group, alert, now=now)
    return text_of(what, group, alert)


def _give_up_at(now: datetime) -> datetime:
    return now + timedelta(hours=settings.CALL_GIVE_UP_HOURS)


def _nudge() -> None:
    nudge(DELIVERING)
