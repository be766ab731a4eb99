"""Send the messages that are due, each by one sender, also after a kill at any moment.

A sender claims a row by compare-and-swap for a lease longer than a call takes, sends it, and marks
it. Killed between sending and marking, the lease runs out and the message leaves once more under
the same topic, by which service and telephone replace the first: it may sound twice, and is shown
once.
"""

import json
import time
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F

from dorst_portal.audit.services import record
from dorst_portal.kit.rows.pauses import doubled
from dorst_portal.push.keys import is_on
from dorst_portal.push.models import Device, Message, MessageState
from dorst_portal.push.subscriptions import unsealed
from dorst_portal.push.wire import Outcome, Result, send

log = structlog.get_logger(__name__)

FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=1)
# Well before the worker ends a task that hangs: what is left is for the next run.
LONGEST_RUN: Final = timedelta(minutes=5)
TOO_LATE: Final = "te laat om nog nieuws te zijn"
NO_KEY: Final = "de sleutel is weg"


def deliver_due(*, now: datetime, limit: int = 500) -> int:
    """Send what is due and tell how many left. Not within a transaction: claims must be seen. A
    service that has trouble is left alone until the next run; the others get theirs.
    """
    Message.objects.queued().filter(give_up_at__lte=now).update(
        state=MessageState.DROPPED, last_error=TOO_LATE
    )
    if not is_on():
        return 0
    started, sent = time.monotonic(), 0
    resting: set[str] = set()
    for message in Message.objects.due(now).select_related("device")[:limit]:
        moment = now + timedelta(seconds=time.monotonic() - started)
        if moment - now >= LONGEST_RUN:
            break
        result, service = _sent(message, resting, moment)
        if result is None:
            continue
        sent += result.outcome == Outcome.SENT
        if result.server:
            resting.add(service)
        _write_down(message, result, moment)
    return sent


def pause_after(attempts: int) -> timedelta:
    """How long a message rests after this many attempts: twice as long each time."""
    return doubled(FIRST_PAUSE, attempts=attempts, longest=LONGEST_PAUSE)


def _sent(message: Message, resting: set[str], moment: datetime) -> tuple[Result | None, str]:
    """What came of it, and whose service it is; None when it was not for this sender, or rests."""
    to = unsealed(message.device.sealed)
    service = urlsplit(to.endpoint).netloc if to else ""
    if service in resting or not _claim(message, moment):
        return None, service
    if to is None:
        return Result(Outcome.NEVER, NO_KEY), service
    try:
        result = send(
            to,
            _payload(message),
            topic=message.key,
            keep_for=message.give_up_at - moment,
            is_urgent=message.is_urgent,
            now=moment,
        )
    except Exception as error:  # noqa: BLE001 - one bad message must not hold up the others
        log.error("push.send_broke", message=message.pk, error=type(error).__name__)
        result = Result(Outcome.NEVER, "fout in de site")
    return result, service


def _payload(message: Message) -> bytes:
    """What the worker of the browser shows (static/push-worker.js)."""
    facts = {
        "title": message.title,
        "body": message.body,
        "path": message.path,
        "tag": message.key,
    }
    return json.dumps(facts).encode()


def _claim(message: Message, moment: datetime) -> bool:
    """Take the row for as long as a lease, unless another sender was first."""
    until = moment + timedelta(seconds=settings.CALL_LEASE_SECONDS)
    unchanged = Message.objects.queued().filter(
        pk=message.pk, due=message.due, attempts=message.attempts
    )
    if not unchanged.update(due=until, attempts=F("attempts") + 1):
        return False
    message.attempts += 1
    return True


def _write_down(message: Message, result: Result, moment: datetime) -> None:
    """Message and device, together."""
    line = log.bind(message=message.pk, attempts=message.attempts, outcome=result.outcome.value)
    with transaction.atomic():
        if result.outcome == Outcome.SENT:
            _arrived(message, moment)
        elif result.outcome == Outcome.GONE:
            _end(message.device, moment)
        else:
            _did_not_arrive(message, result, moment)
    if result.outcome == Outcome.SENT:
        line.info("push.sent")
    else:
        line.warning("push.not_sent", error=result.error)


def _arrived(message: Message, moment: datetime) -> None:
    """The service has it, also when the lease has run out meanwhile."""
    facts = {"state": MessageState.SENT, "sent_at": moment, "last_error": ""}
    Message.objects.filter(pk=message.pk).update(**facts)
    Device.objects.filter(pk=message.device_id).update(last_ok_at=moment, last_error="")


def _end(device: Device, moment: datetime) -> None:
    """Its owner took the right away, removed the app, or logged out there."""
    if Device.objects.filter(pk=device.pk).delete()[0]:
        about = f"user:{device.user_id}"
        record("push.ended", by=None, actor="push", subject=about, now=moment)


def _did_not_arrive(message: Message, result: Result, moment: datetime) -> None:
    wait = timedelta(seconds=result.wait) or pause_after(message.attempts)
    facts: dict[str, object] = {"due": moment + wait, "last_error": result.error}
    given_up = result.outcome == Outcome.NEVER or moment + wait >= message.give_up_at
    if given_up:
        facts["state"] = MessageState.DROPPED
    mine = Message.objects.queued().filter(pk=message.pk, attempts=message.attempts)
    if mine.update(**facts) and given_up:
        Device.objects.filter(pk=message.device_id).update(last_error=result.error)
