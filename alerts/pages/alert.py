"""One alert: its facts, what to share of it, and with whom that was done. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import override

from alerts.models import Alert, AlertShare
from alerts.pages.sharing import way_into_chat
from alerts.values.choices import SharedWith
from alerts.values.follow_ups import first_word, follow_up
from dorst_portal.kit import dutch
from dorst_portal.languages.current import DUTCH


@dataclass(frozen=True)
class ShareLine:
    """Somebody who may be told of the alert; `share` says that it was done."""

    label: str
    shared_with: str
    share: AlertShare | None = None


@dataclass(frozen=True)
class AlertPage:
    """What somebody sees of an alert of an own group, or as staff."""

    alert: Alert
    is_own: bool
    text: str = ""
    whatsapp: str = ""
    other_app: str = ""
    lines: Sequence[ShareLine] = field(default_factory=tuple)


def alert_page(alert: Alert, *, is_own: bool) -> AlertPage:
    """The page of one alert. Who looks on has nothing to share."""
    lines = _share_lines(alert, with_open=is_own)
    if not is_own:
        return AlertPage(alert, is_own=False, lines=lines)
    text = text_to_share(alert)
    whatsapp, other_app = way_into_chat(alert.group, text)
    return AlertPage(
        alert,
        is_own=True,
        text=text,
        whatsapp=whatsapp,
        other_app=other_app,
        lines=lines,
    )


@override(DUTCH)
def text_to_share(alert: Alert) -> str:
    """How it ended; of one that runs what it is."""
    if alert.closed_at is None:
        return first_word(
            category=alert.category,
            police=alert.police,
            where=alert.where,
            clock=dutch.clock(alert.happened_at),
            is_drill=alert.is_drill,
        )
    return follow_up(
        state=alert.state,
        where=alert.where,
        clock=dutch.clock(alert.closed_at),
        outcome=alert.outcome,
        is_drill=alert.is_drill,
    )


def _share_lines(alert: Alert, *, with_open: bool) -> Sequence[ShareLine]:
    """Who was told, and for its own beheerders who else may be."""
    shares = {one.shared_with: one for one in alert.shares.select_related("by")}
    lines = [ShareLine(str(one.label), one.value, share=shares.get(one)) for one in SharedWith]
    return [line for line in lines if with_open or line.share]
