"""Reads of connections, of what goes over them and of who knocks."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from alerts.querysets.own_groups import groups_run_by
from alerts.values.connections import ANSWERS_TO_KNOCKS, ConnectionKind, KnockState, MessageState

if TYPE_CHECKING:
    from alerts.models import Connection, JoinKnock, OutgoingMessage  # noqa: F401 - types below
    from dorst_portal.accounts.models import User

# What may leave once more without doing anything twice: a webhook's receiver knows the number, and
# who is in the chat already is not let in again.
REPEATABLE: Final = Q(connection__kind=ConnectionKind.WEBHOOK) | Q(what__in=ANSWERS_TO_KNOCKS)
_ON_ITS_WAY: Final = (MessageState.QUEUED, MessageState.SENDING)
_TROUBLE: Final = (MessageState.UNCERTAIN, MessageState.FAILED)
# After that it stands on the page of connections alone.
_TROUBLE_SHOWS: Final = timedelta(days=2)


class ConnectionQuerySet(models.QuerySet["Connection"]):
    """Ways out of groups."""

    def on(self) -> "ConnectionQuerySet":
        """Not switched off."""
        return self.filter(is_on=True)

    def managed_by(self, user: "User") -> "ConnectionQuerySet":
        """Of the groups in which the user is an active beheerder or deputy."""
        return self.filter(group__in=groups_run_by(user, now=timezone.now()))

    def of_chat(self, chat: int) -> "ConnectionQuerySet":
        """The one that leads to this Telegram chat, while it is on."""
        return self.on().filter(kind=ConnectionKind.TELEGRAM, chat=chat)


class KnockQuerySet(models.QuerySet["JoinKnock"]):
    """People who asked to come into a chat."""

    def waiting(self) -> "KnockQuerySet":
        """Nobody answered yet."""
        return self.filter(state=KnockState.WAITING, connection__is_on=True)


class OutgoingQuerySet(models.QuerySet["OutgoingMessage"]):
    """Messages to chats and webhooks."""

    def queued(self) -> "OutgoingQuerySet":
        """Still to leave."""
        return self.filter(state=MessageState.QUEUED)

    def due(self, now: datetime) -> "OutgoingQuerySet":
        """To send now, the oldest first: over a connection that is on and was not asked to wait,
        and not before an earlier message about the same alert.
        """
        earlier = type(self)(self.model).filter(
            connection=OuterRef("connection"),
            alert=OuterRef("alert"),
            pk__lt=OuterRef("pk"),
            state__in=_ON_ITS_WAY,
        )
        free = Q(connection__paused_until__isnull=True) | Q(connection__paused_until__lte=now)
        return (
            self.queued()
            .filter(free, due__lte=now, give_up_at__gt=now, connection__is_on=True)
            .exclude(Exists(earlier))
            .order_by("due", "pk")
        )

    def not_given_up(self) -> "OutgoingQuerySet":
        """On their way, arrived, or maybe arrived."""
        return self.exclude(state__in=(MessageState.FAILED, MessageState.CANCELLED))

    def abandoned(self, now: datetime) -> "OutgoingQuerySet":
        """Their sender is gone: nobody knows whether they left."""
        return self.filter(state=MessageState.SENDING, busy_until__lte=now)

    def in_trouble(self, now: datetime) -> "OutgoingQuerySet":
        """Uncertain, or failed for good, lately."""
        return self.filter(state__in=_TROUBLE, created_at__gt=now - _TROUBLE_SHOWS)
