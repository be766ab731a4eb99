"""Send the messages that are due, each by one sender, also after a kill at any moment.

A sender claims a row by compare-and-swap, for a lease longer than a call takes. When it is killed
in the middle, nobody knows whether the message left: to a webhook it goes again, under the number
by which the receiver knows it; to a chat it is uncertain, and a beheerder says what is so.
"""

import time
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from alerts.models import Connection, JoinKnock, OutgoingMessage
from alerts.querysets.connections import REPEATABLE
from alerts.services.connecting import move_chat
from alerts.services.outgoing import cancel_queued
from alerts.services.sending import send
from alerts.values.connections import Broken, ConnectionKind, MessageState, What
from alerts.wire.results import Outcome, Result, uncertain
from dorst_portal.kit.rows.pauses import doubled

log = structlog.get_logger(__name__)

FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=3)
# Well before the worker ends a task that hangs: what is left is for the next run.
LONGEST_RUN: Final = timedelta(minutes=5)
# A Telegram group takes twenty a minute; nobody reads more.
MOST_A_MINUTE: Final = 15
LOST: Final = gettext_noop("de verzender viel weg")
MOST_GIVEN_UP: Final = 500  # of one run
TOO_LATE: Final = gettext_noop("te laat om nog nieuws te zijn")


def deliver_due(*, now: datetime, limit: int = 500) -> int:
    """Send what is due and tell how many arrived. Not within a transaction: claims must be seen.

    A server that has trouble is left alone until the next run; the others get theirs.
    """
    settle_abandoned(now=now)
    started, arrived = time.monotonic(), 0
    resting: set[str] = set()
    due = OutgoingMessage.objects.due(now).select_related("connection", "alert", "knock")
    for message in due[:limit]:
        moment = now + timedelta(seconds=time.monotonic() - started)
        if moment - now >= LONGEST_RUN:
            break
        server = _server_of(message.connection)
        if server in resting or not _claim(message, moment):
            continue
        result = _carried_out(message, moment)
        arrived += result.outcome == Outcome.DONE
        if result.server:
            resting.add(server)
        _write_down(message, result, moment)
    return arrived


def settle_abandoned(*, now: datetime) -> int:
    """What waited too long is given up. What a sender that is gone had in hand goes again where
    that does nothing twice, and is uncertain elsewhere. Tells how many of the latter two.
    """
    for stale in OutgoingMessage.objects.queued().filter(give_up_at__lte=now)[:MOST_GIVEN_UP]:
        same = OutgoingMessage.objects.queued().filter(pk=stale.pk)
        same.update(state=MessageState.FAILED, last_error=TOO_LATE)
        if stale.what == What.ALERT:
            _give_up_what_follows(stale, now)
    lost = OutgoingMessage.objects.abandoned(now)
    facts = {"busy_until": None, "last_error": LOST}
    again = list(lost.filter(REPEATABLE).values_list("pk", flat=True))
    settled = lost.filter(pk__in=again).update(state=MessageState.QUEUED, due=now, **facts)
    return settled + lost.update(state=MessageState.UNCERTAIN, **facts)


def pause_after(attempts: int) -> timedelta:
    """How long a message rests after this many attempts: twice as long each time."""
    return doubled(FIRST_PAUSE, attempts=attempts, longest=LONGEST_PAUSE)


def _server_of(connection: Connection) -> str:
    """Telegram and Signal are one server for all groups, each webhook one of its own."""
    is_own = connection.kind == ConnectionKind.WEBHOOK
    return f"{connection.kind}:{connection.pk}" if is_own else str(connection.kind)


def _claim(message: OutgoingMessage, moment: datetime) -> bool:
    """Take the row for as long as a lease, unless another sender was first, the connection was
    switched off or told to wait meanwhile, or had enough this minute.
    """
    of_this = OutgoingMessage.objects.filter(connection=message.connection_id)
    if of_this.filter(tried_at__gt=moment - timedelta(minutes=1)).count() >= MOST_A_MINUTE:
        return False
    until = moment + timedelta(seconds=settings.CALL_LEASE_SECONDS)
    unchanged = OutgoingMessage.objects.due(moment).filter(
        pk=message.pk, due=message.due, attempts=message.attempts
    )
    claimed = OutgoingMessage.objects.filter(pk__in=unchanged.order_by().values("pk")).queued()
    if not claimed.filter(attempts=message.attempts).update(
        state=MessageState.SENDING, busy_until=until, tried_at=moment, attempts=F("attempts") + 1
    ):
        return False
    message.busy_until, message.attempts = until, message.attempts + 1
    return True


def _carried_out(message: OutgoingMessage, moment: datetime) -> Result:
    """Hand it over; once more, at once, when the chat has another number now."""
    result = _sent(message, moment)
    if result.moved_to is not None and move_chat(message.connection, to=result.moved_to):
        result = _sent(message, moment)
    if result.moved_to is not None:
        return Result(Outcome.FAILED, error=result.error, broken=Broken.NOT_FOUND)
    return result


def _sent(message: OutgoingMessage, moment: datetime) -> Result:
    try:
        return send(message, now=moment)
    except Exception as error:  # noqa: BLE001 - one bad message must not hold up the others
        log.error("alerts.send_broke", message=message.pk, error=type(error).__name__)
        return uncertain(gettext_noop("fout in de site"))


def _write_down(message: OutgoingMessage, result: Result, moment: datetime) -> None:
    """Row, connection and who knocked, together."""
    with transaction.atomic():
        if result.outcome == Outcome.DONE:
            _arrived(message, result, moment)
        else:
            _did_not_arrive(message, result, moment)
    line = log.bind(message=message.pk, what=message.what, attempts=message.attempts)
    if result.outcome == Outcome.DONE:
        line.info("alerts.sent")
    else:
        line.warning("alerts.not_sent", outcome=result.outcome.value, broken=result.broken)


def _arrived(message: OutgoingMessage, result: Result, moment: datetime) -> None:
    """The other side has it, also when the lease has run out meanwhile."""
    facts = {"state": MessageState.SENT, "sent_at": moment, "busy_until": None, "last_error": ""}
    hands = (MessageState.SENDING, MessageState.UNCERTAIN, MessageState.QUEUED)
    mine = OutgoingMessage.objects.filter(pk=message.pk, state__in=hands)
    mine.filter(attempts=message.attempts).update(remote_id=result.remote_id, **facts)
    same = Connection.objects.filter(pk=message.connection_id)
    same.update(last_ok_at=moment, broken="", paused_until=None)
    if message.knock_id is not None:
        # Telegram knows now; nobody here needs to know any more who it was.
        JoinKnock.objects.filter(pk=message.knock_id).update(name="", person=None)


def _did_not_arrive(message: OutgoingMessage, result: Result, moment: datetime) -> None:
    broken, state = result.broken, MessageState.QUEUED
    wait = timedelta(seconds=result.wait)
    due = moment + (wait or pause_after(message.attempts))
    if result.outcome == Outcome.UNCERTAIN and not _is_repeatable(message):
        state = MessageState.UNCERTAIN
    elif result.outcome == Outcome.FAILED:
        state = MessageState.FAILED
    elif due > message.give_up_at:
        state, broken = MessageState.FAILED, broken or Broken.SILENT
    mine = OutgoingMessage.objects.filter(pk=message.pk, busy_until=message.busy_until)
    facts = {"state": state, "due": due, "busy_until": None, "last_error": result.error}
    if not mine.filter(state=MessageState.SENDING).update(**facts):
        return
    if state == MessageState.FAILED and message.what == What.ALERT:
        _give_up_what_follows(message, moment)
    way = Connection.objects.filter(pk=message.connection_id)
    if wait:
        way.update(paused_until=moment + wait)
    if broken:
        way.update(broken=broken)
    if broken == Broken.GONE:
        way.update(is_on=False)
        cancel_queued(message.connection)


def _give_up_what_follows(message: OutgoingMessage, moment: datetime) -> None:
    """How an alert ended says nothing to who never heard of it."""
    behind = OutgoingMessage.objects.queued().filter(
        connection=message.connection_id, alert=message.alert_id
    )
    behind.update(state=MessageState.CANCELLED)


def _is_repeatable(message: OutgoingMessage) -> bool:
    is_webhook = message.connection.kind == ConnectionKind.WEBHOOK
    return is_webhook or message.what in (What.ADMIT, What.REFUSE)
