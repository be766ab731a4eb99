"""What is wiped of messages to chats and of what Telegram told, each night."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from alerts.models import JoinKnock, OutgoingMessage, SeenUpdate, TyingCode
from dorst_portal.kit.rows.batches import Due, deleted
from groups.api import KNOCK_DAYS

# Telegram sends an update that got no answer for a day.
UPDATE_DAYS: Final = 7


def old_messages(*, now: datetime) -> Sequence[Due]:
    """Messages of a month ago, and who knocked then, whatever came of it."""
    before = now - timedelta(days=KNOCK_DAYS)
    messages = OutgoingMessage.objects.filter(created_at__lte=before).order_by("created_at", "id")
    knocks = JoinKnock.objects.filter(at__lte=before).order_by("at")
    return [Due(messages, deleted), Due(knocks, deleted)]


def old_updates(*, now: datetime) -> Sequence[Due]:
    """Numbers of updates that will not come again, and codes whose time is over."""
    before = now - timedelta(days=UPDATE_DAYS)
    seen = SeenUpdate.objects.filter(at__lte=before).order_by("at")
    codes = TyingCode.objects.filter(expires_at__lte=before).order_by("expires_at")
    return [Due(seen, deleted), Due(codes, deleted)]
