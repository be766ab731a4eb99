"""The log of alerts, and one alert. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from alerts.models import Alert
from alerts.querysets.alerts import AlertQuerySet
from alerts.values.follow_ups import follow_up
from dorst_portal.kit.rows.keyset import MOMENT, NUMBER, Keyset
from groups.api import VILLAGE, ChatApp, village_day, whatsapp_link

PAGE: Final = 30
_NEWEST_FIRST: Final = Keyset({"-happened_at": MOMENT, "-pk": NUMBER})


@dataclass(frozen=True)
class Month:
    """The alerts of one month on this page."""

    first: date
    alerts: Sequence[Alert]


@dataclass(frozen=True)
class LogPage:
    """Some alerts by month, and the key of those behind them."""

    months: Sequence[Month]
    next_key: str
    is_first: bool


@dataclass(frozen=True)
class AlertPage:
    """One alert; with what to share once it is closed."""

    alert: Alert
    is_own: bool
    where: str
    text: str = ""
    whatsapp: str = ""
    other_app: str = ""


def log_page(alerts: AlertQuerySet, *, after: str) -> LogPage:
    """Thirty alerts, the newest first, by month in the village."""
    rows = alerts.select_related("group", "street")
    page = _NEWEST_FIRST.page(rows, after=after, size=PAGE)
    months = groupby(page.rows, key=lambda one: village_day(one.happened_at).replace(day=1))
    by_month = [Month(first, list(found)) for first, found in months]
    return LogPage(by_month, page.next_key, page.is_first)


def alert_page(alert: Alert, *, is_own: bool) -> AlertPage:
    """The facts, and for its own beheerders the text that tells the group how it ended."""
    where = alert.street.name if alert.street else f"groep {alert.group.name}"
    if not (is_own and alert.closed_at):
        return AlertPage(alert, is_own, where)
    text = follow_up(
        state=alert.state,
        where=where,
        clock=f"{alert.closed_at.astimezone(VILLAGE):%H:%M}",
        outcome=alert.outcome,
        is_drill=alert.is_drill,
    )
    app = ChatApp(alert.group.app)
    is_whatsapp = app == ChatApp.WHATSAPP
    link = whatsapp_link(text) if is_whatsapp else ""
    return AlertPage(alert, is_own, where, text, link, "" if is_whatsapp else str(app.label))
