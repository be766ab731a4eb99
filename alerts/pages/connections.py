"""The page of the connections of a group: what is set up, who knocks, and what was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.models import Alert, Connection, JoinKnock, OutgoingMessage, TyingCode
from alerts.querysets.connections import ConnectionQuerySet, OutgoingQuerySet
from alerts.values.connections import CodeProblem, ConnectionKind, MessageState
from dorst_portal.accounts.models import User
from dorst_portal.accounts.sealing import unseal_or_nothing
from dorst_portal.kit.tags import Kind, Tag
from groups.api import RequestLine, WatchGroup, approved_to_add

PAGE: Final = 50
MOST_KNOCKS: Final = 50
_TAGS: Final[Mapping[str, Kind]] = {
    MessageState.SENT: "ok",
    MessageState.UNCERTAIN: "warn",
    MessageState.FAILED: "danger",
}


@dataclass(frozen=True)
class Way:
    """One connection, and how it is."""

    connection: Connection
    tag: Tag
    where: str = ""
    # Whoever set it up does not run the group any more, and may still get what goes there.
    is_left_behind: bool = False

    @property
    def what_to_do(self) -> str:
        """What a beheerder does about it, when it does not work."""
        way = self.connection
        return str(way.get_broken_display()) if way.broken else ""


@dataclass(frozen=True)
class Delivery:
    """One message as the list shows it."""

    message: OutgoingMessage
    tag: Tag
    asks: bool  # whether it arrived is for a person to say
    may_go_again: bool


@dataclass(frozen=True)
class ConnectionsPage:
    """All of it. `bot`: the name of the site's bot, "" where there is none."""

    group: WatchGroup
    telegram: Way | None
    webhook: Way | None
    signal: Way | None
    bot: str
    has_signal: bool
    problem: str
    knocks: Sequence[JoinKnock]
    to_add: Sequence[RequestLine]
    deliveries: Sequence[Delivery]


@dataclass(frozen=True)
class ConnectionTask:
    """What waits on the page of a group, as its beheerder's inbox says it."""

    group: WatchGroup
    knocks: int
    in_trouble: int
    is_broken: bool

    @property
    def words(self) -> str:
        """The one thing that matters most."""
        if self.knocks:
            said = ngettext(
                "1 persoon wil in de Telegram-groep",
                "{n} mensen willen in de Telegram-groep",
                self.knocks,
            )
            return said.format(n=self.knocks)
        if self.is_broken:
            return _("Een koppeling werkt niet")
        return _("Een bericht kwam niet aan, of dat is niet zeker")


def connections_page(group: WatchGroup, *, now: datetime) -> ConnectionsPage:
    """The page of a group."""
    rows = list(Connection.objects.filter(group=group).select_related("made_by"))
    here = set(group.appointments.active(now).values_list("user", flat=True)) if rows else set()
    ways = {
        str(way.kind): replace(_way(way), is_left_behind=way.made_by_id not in here) for way in rows
    }
    messages = OutgoingMessage.objects.filter(connection__group=group)
    knocks = JoinKnock.objects.waiting().filter(connection__group=group)[:MOST_KNOCKS]
    waiting = list(knocks)
    return ConnectionsPage(
        group=group,
        telegram=ways.get(ConnectionKind.TELEGRAM),
        webhook=ways.get(ConnectionKind.WEBHOOK),
        signal=ways.get(ConnectionKind.SIGNAL),
        bot=settings.TELEGRAM_BOT_NAME if settings.TELEGRAM_BOT_TOKEN else "",
        has_signal=bool(settings.SIGNAL_API_URL),
        problem=_problem(group, now=now),
        knocks=waiting,
        to_add=approved_to_add(group) if waiting else (),
        deliveries=_deliveries(messages),
    )


def deliveries_about(alert: Alert) -> Sequence[Delivery]:
    """What its own group sent of an alert, the newest first."""
    own = OutgoingMessage.objects.filter(alert=alert, connection__group=alert.group_id)
    return _deliveries(own)


def connections_of(group: OuterRef) -> ConnectionQuerySet:
    """What is on in a group of an outer query: where there is nothing, nothing more is asked."""
    return Connection.objects.on().filter(group=group)


def connection_tasks(user: User) -> Sequence[ConnectionTask]:
    """What waits in the own groups."""
    ways = list(Connection.objects.on().managed_by(user).select_related("group"))
    if not ways:
        return ()
    knocks = JoinKnock.objects.waiting().filter(connection__in=ways)
    trouble = OutgoingMessage.objects.in_trouble(timezone.now()).filter(connection__in=ways)
    groups = {way.group_id: way.group for way in ways}
    knocking = list(knocks.values_list("connection__group", flat=True)[:MOST_KNOCKS])
    troubled = list(trouble.values_list("connection__group", flat=True)[:PAGE])
    broken = {way.group_id for way in ways if way.broken}
    tasks = [
        ConnectionTask(group, knocking.count(pk), troubled.count(pk), pk in broken)
        for pk, group in groups.items()
    ]
    return [task for task in tasks if task.knocks or task.in_trouble or task.is_broken]


def _way(connection: Connection) -> Way:
    if not connection.is_on:
        tag = Tag(_("Staat uit"), "neutral")
    elif connection.broken:
        tag = Tag(_("Werkt niet"), "danger")
    elif connection.last_ok_at is None:
        tag = Tag(_("Nog niets verstuurd"), "neutral")
    else:
        tag = Tag(_("Werkt"), "ok")
    where = ""
    if connection.kind == ConnectionKind.WEBHOOK:
        # Of the address only the name: what stands behind it may be a secret of the receiver.
        where = urlsplit(unseal_or_nothing(connection.address_sealed)).hostname or ""
    return Way(connection, tag, where)


def _deliveries(messages: OutgoingQuerySet) -> Sequence[Delivery]:
    rows = messages.select_related("connection", "alert").order_by("-id")[:PAGE]
    return [_delivery(row) for row in rows]


def _delivery(row: OutgoingMessage) -> Delivery:
    is_webhook = row.connection.kind == ConnectionKind.WEBHOOK
    again = row.state in (MessageState.FAILED, MessageState.UNCERTAIN)
    again = again or (is_webhook and row.state == MessageState.SENT)
    return Delivery(
        message=row,
        tag=Tag(str(row.get_state_display()), _TAGS.get(row.state, "neutral")),
        asks=row.state == MessageState.UNCERTAIN,
        may_go_again=again and row.connection.is_on,
    )


def _problem(group: WatchGroup, *, now: datetime) -> str:
    open_code = TyingCode.objects.filter(group=group, used_at__isnull=True, expires_at__gt=now)
    problem = open_code.values_list("problem", flat=True).first()
    return str(CodeProblem(problem).label) if problem else ""
