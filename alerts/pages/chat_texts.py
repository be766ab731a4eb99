"""The words of a message to a chat, and the JSON of one to a webhook: facts of an alert, and no
word that somebody typed.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import override

from alerts.models import Alert
from alerts.values.choices import Police
from alerts.values.connections import What
from alerts.values.follow_ups import DRILL, DRILL_LINE, follow_up
from alerts.values.message import SAFE
from dorst_portal.identity.current import here
from dorst_portal.kit import dutch
from dorst_portal.languages.current import DUTCH
from groups.api import WatchGroup

POLICE: Final[Mapping[str, str]] = {
    Police.EMERGENCY: "112 is gebeld. Bel alleen als je iets nieuws weet.",
    Police.NO_URGENCY: "0900-8844 is gebeld. Bel alleen als je iets nieuws weet.",
    Police.NOT_YET: "De politie is nog niet gebeld.",
}
TYPES: Final[Mapping[What, str]] = {
    What.ALERT: "alert.started",
    What.UPDATE: "alert.updated",
    What.CLOSE: "alert.closed",
    What.TEST: "test",
}


@override(DUTCH)
def text_of(what: What, group: WatchGroup, alert: Alert | None) -> str:
    """A message as a chat reads it."""
    if alert is None:
        return _about_the_bot(what, group)
    if what == What.CLOSE:
        return follow_up(
            state=alert.state,
            where=alert.where,
            clock=dutch.clock(alert.closed_at or alert.happened_at),
            outcome=alert.outcome,
            is_drill=alert.is_drill,
        )
    first = "UPDATE" if what == What.UPDATE else "MELDING"
    police = DRILL_LINE if alert.is_drill else POLICE[alert.police]
    lines = [
        DRILL if alert.is_drill else "",
        f"{first} – {alert.where}",
        police,
        f"Wat: {alert.get_category_display().lower()}",
        f"Wanneer: {dutch.moment(alert.happened_at)}",
        f"Van groep {alert.group.name}." if alert.group_id != group.pk else "",
        SAFE,
    ]
    return "\n".join(filter(None, lines))


def payload_of(what: What, group: WatchGroup, alert: Alert | None, *, now: datetime) -> str:
    """A message as a webhook gets it."""
    data: dict[str, Any] = {"group": group.slug, "group_name": group.name}
    if alert is not None:
        data |= {
            "alert": alert.pk,
            "category": str(alert.category),
            "street": alert.street.name if alert.street else None,
            "happened_at": alert.happened_at.isoformat(),
            "police": str(alert.police),
            "state": str(alert.state),
            "outcome": str(alert.outcome) or None,
            "is_drill": alert.is_drill,
            "closed_at": alert.closed_at.isoformat() if alert.closed_at else None,
        }
    body = {"type": TYPES[what], "timestamp": now.isoformat(), "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _about_the_bot(what: What, group: WatchGroup) -> str:
    if what == What.TIED:
        return (
            f"Deze chat hoort nu bij groep {group.name} van {here().watch}. "
            "Meldingen van de beheerder komen hier binnen. Ik lees niet mee. Bij nood: bel 112."
        )
    return f"Proefbericht voor groep {group.name}. Je hoeft niets te doen."
