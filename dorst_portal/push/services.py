"""Switch a device on, end it, and queue messages. Sending them is the work of `delivery`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import transaction

from dorst_portal.audit.services import record
from dorst_portal.kit.rows.batches import Due, deleted
from dorst_portal.kit.running.nudge import nudge
from dorst_portal.outbox.services import MailDraft
from dorst_portal.push.keys import is_on
from dorst_portal.push.models import Device, Message, MessageState
from dorst_portal.push.subscriptions import Subscription

DELIVERING: Final = "dorst_portal.push.tasks.deliver"
MOST_DEVICES: Final = 5
# So long a message waits for a telephone that is off; then it is no news any more.
NEWS_HOURS: Final = 12
ALARM_HOURS: Final = 1
# What was sent or let go is kept so long, to see what went wrong.
MESSAGE_DAYS: Final = 7
# A device that got nothing for so long is not in use.
DEVICE_DAYS: Final = 365


class TooManyDevices(Exception):
    """Somebody has messages on as many devices as there may be."""


@dataclass(frozen=True)
class Words:
    """The two lines of a message, as a locked telephone shows them: no word about a resident."""

    title: str
    body: str
    is_urgent: bool = False


def switch_on(user: Any, subscription: Subscription, *, label: str, now: datetime) -> Device:
    """Send messages to this browser from now on; of somebody else who used it before, no more.
    Raises TooManyDevices.
    """
    with transaction.atomic():
        # One at a time for each person, so that counting holds.
        people = get_user_model()._base_manager.filter(pk=user.pk)
        list(people.select_for_update(no_key=True).values_list("pk"))
        Device.objects.filter(digest=subscription.digest).exclude(user=user).delete()
        facts = {"sealed": subscription.sealed(), "label": label[:40], "last_error": ""}
        known = Device.objects.filter(digest=subscription.digest, user=user)
        if known.update(**facts):
            [row] = known
            return row
        if Device.objects.filter(user=user).count() >= MOST_DEVICES:
            raise TooManyDevices
        made = Device.objects.create(user=user, digest=subscription.digest, made_at=now, **facts)
        record("push.on", by=user, subject=f"user:{user.pk}", now=now)
        return made


def switch_off(device: Device, *, by: Any, now: datetime) -> None:
    """Send nothing more to this device; what waits for it goes along."""
    with transaction.atomic():
        if Device.objects.filter(pk=device.pk).delete()[0]:
            record("push.off", by=by, subject=f"user:{device.user_id}", now=now)


def switch_off_all(user: Any, *, by: Any, now: datetime | None = None) -> None:
    """The same for all devices of somebody, in the caller's transaction: an account is closed or
    logged out everywhere, or nothing is left to tell.
    """
    if Device.objects.filter(user=user).delete()[0]:
        record("push.off", by=by, subject=f"user:{user.pk}", now=now)


def queue_beside(
    mails: Sequence[MailDraft], words: Words, *, at_once: bool = False, now: datetime
) -> None:
    """Queue what these mails tell for the devices of who gets them, in the transaction that queues
    the mails: to the same people and, unless `at_once`, at the same moment, so that being away,
    quiet hours and the choice for one mail a day hold for both.
    """
    of_account = {mail.account: mail for mail in mails if mail.account is not None}
    if not of_account or not is_on():
        return
    devices = list(Device.objects.filter(user__in=of_account))
    rows = []
    for device in devices:
        mail = of_account[device.user_id]
        due = now if at_once else mail.due or now
        rows.append(
            Message(
                device=device,
                key=f"{mail.key}:{device.pk}",
                about=mail.about,
                title=words.title[:60],
                body=words.body[:120],
                path=mail.link_path,
                is_urgent=words.is_urgent,
                due=due,
                give_up_at=due + timedelta(hours=_hours(words)),
                created_at=now,
            )
        )
    _queue(rows, now=now)


def queue_test(device: Device, *, path: str, now: datetime) -> None:
    """A message that says that it is a test; at most one a minute."""
    row = Message(
        device=device,
        key=f"test:{device.pk}:{now:%Y%m%d%H%M}",
        title="Proefmelding",
        body="Het werkt. Zo zien je meldingen eruit.",
        path=path,
        due=now,
        give_up_at=now + timedelta(hours=ALARM_HOURS),
        created_at=now,
    )
    _queue([row], now=now)


def drop_about(about: str) -> int:
    """Let what still waits about this not leave any more; tells how many."""
    waiting = Message.objects.queued().filter(about=about, attempts=0)
    return waiting.update(state=MessageState.DROPPED, last_error="niet meer nodig")


def devices_of(user: Any) -> Sequence[Device]:
    """Where somebody gets messages, the oldest first."""
    return list(Device.objects.filter(user=user).order_by("made_at", "pk"))


def old_devices(*, now: datetime) -> Sequence[Due]:
    """Retention: devices that have got nothing for a year."""
    before = now - timedelta(days=DEVICE_DAYS)
    silent = Device.objects.filter(made_at__lt=before).exclude(last_ok_at__gte=before)
    return [Due(silent.order_by("made_at", "pk"), deleted)]


def old_messages(*, now: datetime) -> Sequence[Due]:
    """Retention: what was sent or let go a week ago."""
    before = now - timedelta(days=MESSAGE_DAYS)
    return [Due(Message.objects.filter(created_at__lt=before).order_by("created_at"), deleted)]


def _hours(words: Words) -> int:
    return ALARM_HOURS if words.is_urgent else NEWS_HOURS


def _queue(rows: Sequence[Message], *, now: datetime) -> None:
    if not rows:
        return
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.due <= now for row in rows):
        transaction.on_commit(_nudge, robust=True)


def _nudge() -> None:
    nudge(DELIVERING)
