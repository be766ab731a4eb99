"""The mails about alerts and drills, to beheerders: they name a group and nobody. And about
objections, to the coordinators: none holds what was written.
"""

from datetime import datetime
from typing import Final

from django.urls import reverse

from alerts.models import Alert, AlertObjection, Drill
from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import LINK_PLACEHOLDER
from dorst_portal.outbox.services import MailDraft
from groups.api import draft

ABOUT_CLOSING: Final = "still_running"
PLANNED: Final = "planned"


def about_alert(alert: Alert) -> str:
    """How a mail says which alert it is about."""
    return f"alert:{alert.pk}"


def about_drill(drill: Drill) -> str:
    """How a mail says which drill it is about."""
    return f"drill:{drill.pk}"


def alert_still_running(alert: Alert, *, to: User, due: datetime) -> MailDraft:
    """Two hours later it runs still: is it over? Asked once."""
    return draft(
        "alert_still_running",
        to=to,
        key=f"alert-{alert.pk}-still-running-{to.pk}",
        about=about_alert(alert),
        event=ABOUT_CLOSING,
        link_path=reverse("alert", args=[alert.pk]),
        due=due,
        group=alert.group,
        is_drill=alert.is_drill,
    )


def drill_planned(drill: Drill, *, to: User, due: datetime) -> MailDraft:
    """In advance: on which day and at what time the whole village practises. What the coordinator
    wrote makes no second place for the link.
    """
    return draft(
        "drill_planned",
        to=to,
        key=f"drill-{drill.pk}-planned-{to.pk}",
        about=about_drill(drill),
        event=PLANNED,
        link_path=reverse("alerts"),
        due=due,
        drill=drill,
        words=drill.text.replace(LINK_PLACEHOLDER, "(link)"),
    )


def drill_called_off(drill: Drill, *, to: User, due: datetime) -> MailDraft:
    """It is not going to be."""
    return draft(
        "drill_called_off",
        to=to,
        key=f"drill-{drill.pk}-called-off-{to.pk}",
        about=about_drill(drill),
        event="called_off",
        link_path=reverse("alerts"),
        due=due,
        drill=drill,
    )


def objection_came(objection: AlertObjection, *, to: User, due: datetime) -> MailDraft:
    """Somebody objects to what is kept of them."""
    return _about_objection("objection_came", objection, to=to, due=due)


def objection_late(objection: AlertObjection, *, to: User, due: datetime) -> MailDraft:
    """It should have been answered by now."""
    return _about_objection("objection_late", objection, to=to, due=due)


def _about_objection(name: str, objection: AlertObjection, *, to: User, due: datetime) -> MailDraft:
    return draft(
        name,
        to=to,
        key=f"{name}-{objection.pk}-{to.pk}",
        link_path=reverse("objection", args=[objection.pk]),
        due=due,
    )
