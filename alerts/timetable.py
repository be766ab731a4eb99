"""What the timetable does for alerts, each minute (`groups/timetable/clock.py` carries it out), and
what each night wipes (`groups/privacy/services/purges.py`); settings name both.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_noop

from alerts.services.forgetting import old_alerts
from alerts.services.forgetting_messages import old_messages, old_updates
from alerts.services.objections import old_objections, remind_overdue
from alerts.services.partner_reports import old_police_requests
from alerts.services.reminding import ask_to_close, close_forgotten
from alerts.services.wiping import wipe_due
from dorst_portal.kit.rows.purges import Purge

STEPS: Final[Mapping[str, Any]] = {
    "alerts_asked": ask_to_close,
    "alerts_closed": close_forgotten,
    "details_wiped": wipe_due,
    "objections_late": remind_overdue,
}

PURGES: Final[Mapping[str, Purge]] = {
    "alerts": Purge(gettext_noop("Feiten van oude meldingen"), old_alerts),
    "alert_messages": Purge(
        gettext_noop("Berichten naar chats, en wie in een chat wilde"), old_messages, asks=False
    ),
    "telegram_updates": Purge(gettext_noop("Wat Telegram al vertelde"), old_updates, asks=False),
    "objections": Purge(gettext_noop("Bezwaren tegen bijzonderheden"), old_objections),
    "police_requests": Purge(gettext_noop("Nummers van zaken van de politie"), old_police_requests),
}
